import { warehouses } from "../world/places.ts";
import { isoSeconds } from "../world/times.ts";
import type { Order } from "../world/types.ts";
import { fulfilmentOrderView, fulfilmentView } from "./fulfilment-view.ts";
import { lineView } from "./line-view.ts";
import { listOrders, type OrdersArgs } from "./order-list.ts";
import { orderView } from "./order-view.ts";
import { meetFault } from "./outcomes.ts";
import { type PageArgs, pageList } from "./paging.ts";
import { gid, idOf, inventoryItemView, locationView, productView, variantView } from "./places-view.ts";
import { orderFilter } from "./search.ts";
import type { ShopifyContext, Subscription } from "./state.ts";

export type RequestContext = ShopifyContext & { scopes: readonly string[] };

export function subscriptionView(subscription: Subscription): object {
  return {
    __typename: "WebhookSubscription",
    id: gid("WebhookSubscription", subscription.id),
    legacyResourceId: subscription.id,
    topic: subscription.topic,
    uri: subscription.uri,
    filter: subscription.filter,
    format: "JSON",
    includeFields: subscription.includeFields,
    metafieldNamespaces: [],
    name: subscription.name,
    createdAt: isoSeconds(subscription.createdAt),
    updatedAt: isoSeconds(subscription.updatedAt),
    apiVersion: { displayName: "2026-10 (Latest)", handle: "2026-10", supported: true },
  };
}

export function findFulfilment(context: ShopifyContext, id: string) {
  const wanted = idOf("Fulfillment", id);
  if (wanted === null) return undefined;
  for (const order of context.world.orders) {
    const fulfilment = order.fulfilments.find((each) => each.id === wanted);
    if (fulfilment !== undefined) return { order, fulfilment };
  }
  return undefined;
}

export function findFulfilmentOrder(context: ShopifyContext, id: string) {
  const wanted = idOf("FulfillmentOrder", id);
  if (wanted === null) return undefined;
  for (const order of context.world.orders) {
    const found = order.fulfilmentOrders.find((each) => each.id === wanted);
    if (found !== undefined) return { order, wanted: found };
  }
  return undefined;
}

export function findOrder(context: ShopifyContext, id: string): Order | undefined {
  const wanted = idOf("Order", id);
  return wanted === null ? undefined : context.world.orderById.get(wanted);
}

/** A single order read after a failure is a retry; one of many by their ids is still the list. */
function readOrder(context: ShopifyContext, id: string, reading: "list" | "single" = "single"): object | null {
  const order = findOrder(context, id);
  // Written and announced, and not yet where reads are answered from.
  if (order === undefined || order.readableAt > context.options.now()) return null;
  const { world } = context;
  const fault = meetFault(world, order, reading);
  return orderView({ world, order, fault });
}

function readLine({ world }: ShopifyContext, id: string): object | null {
  const wanted = idOf("LineItem", id);
  for (const order of world.orders) {
    const line = order.lines.find((each) => each.id === wanted);
    if (line !== undefined) return lineView({ world, order, line });
  }
  return null;
}

function readNode(context: RequestContext, id: string, reading?: "list"): object | null {
  const { world } = context;
  const type = /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(id)?.[1];
  if (type === "Order") return readOrder(context, id, reading);
  if (type === "LineItem") return readLine(context, id);
  if (type === "Fulfillment") {
    const found = findFulfilment(context, id);
    return found === undefined ? null : fulfilmentView(world, found.order, found.fulfilment);
  }
  if (type === "FulfillmentOrder") {
    const found = findFulfilmentOrder(context, id);
    return found === undefined ? null : fulfilmentOrderView(world, found.order, found.wanted);
  }
  if (type === "Location") {
    const found = warehouses.find((each) => each.id === idOf("Location", id));
    return found === undefined ? null : locationView(found);
  }
  if (type === "WebhookSubscription") {
    const found = context.shopify.subscriptions.get(idOf("WebhookSubscription", id) ?? "");
    return found === undefined ? null : subscriptionView(found);
  }
  const byId = (read: (product: ShopifyContext["world"]["products"][number]) => string, kind: string) =>
    world.products.find((product) => read(product) === idOf(kind, id));
  if (type === "InventoryItem") {
    const product = byId((each) => each.inventoryItemId, type);
    return product === undefined ? null : inventoryItemView(world, product);
  }
  if (type === "ProductVariant") {
    const product = byId((each) => each.variantId, type);
    return product === undefined ? null : variantView(world, product);
  }
  if (type === "Product") {
    const product = byId((each) => each.id, type);
    return product === undefined ? null : productView(product);
  }
  return null;
}

/** A root field that reads one kind of node; another kind's id finds nothing. */
const typed = (type: string) => (args: { id: string }, context: RequestContext) =>
  idOf(type, args.id) === null ? null : readNode(context, args.id);

/** Root fields of QueryRoot, called by graphql-js as `field(arguments, context)`. */
export const queries = {
  orders: (args: OrdersArgs, context: RequestContext) => listOrders(context.world, args),
  ordersCount: ({ query, limit }: { query?: string | null; limit?: number | null }, context: RequestContext) => {
    const filter = orderFilter(query);
    const count = filter === null ? context.world.orders.length : context.world.orders.filter(filter).length;
    const most = limit ?? Number.POSITIVE_INFINITY;
    return { count: Math.min(count, most), precision: count > most ? "AT_LEAST" : "EXACT" };
  },
  order: ({ id }: { id: string }, context: RequestContext) => readOrder(context, id),
  node: ({ id }: { id: string }, context: RequestContext) => readNode(context, id),
  nodes: ({ ids }: { ids: string[] }, context: RequestContext) => ids.map((id) => readNode(context, id, "list")),
  fulfillment: typed("Fulfillment"),
  fulfillmentOrder: typed("FulfillmentOrder"),
  location: ({ id }: { id?: string | null }, context: RequestContext) =>
    typed("Location")({ id: id ?? gid("Location", warehouses[0].id) }, context),
  locations: (args: PageArgs) => pageList(warehouses.map(locationView), args),
  shop: (_: unknown, { shopify: { profile } }: RequestContext) => ({
    __typename: "Shop",
    id: gid("Shop", "548380009"),
    name: profile.name,
    email: "hello@harbour-and-pine.example.com",
    contactEmail: "hello@harbour-and-pine.example.com",
    myshopifyDomain: profile.shop,
    url: `https://${profile.shop}`,
    currencyCode: profile.currency,
    ianaTimezone: warehouses[0].place.zone,
    timezoneAbbreviation: "PST",
    plan: { displayName: "Basic", publicDisplayName: "Basic", partnerDevelopment: false, shopifyPlus: false },
  }),
  inventoryItems: (args: PageArgs & { query?: string | null }, context: RequestContext) => {
    const { world } = context;
    const sku = /sku:(?:'([^']*)'|"([^"]*)"|(\S+))/.exec(args.query ?? "");
    const wanted = sku?.[1] ?? sku?.[2] ?? sku?.[3];
    const products = wanted === undefined ? world.products : world.products.filter((each) => each.sku === wanted);
    return pageList(
      products.map((product) => inventoryItemView(world, product)),
      args,
    );
  },
  webhookSubscriptions: (
    args: PageArgs & { topics?: string[] | null; uri?: string | null },
    context: RequestContext,
  ) => {
    const all = [...context.shopify.subscriptions.values()];
    const wanted = all.filter(
      (each) =>
        (args.topics === null || args.topics === undefined || args.topics.includes(each.topic)) &&
        (args.uri === null || args.uri === undefined || each.uri === args.uri),
    );
    return pageList(wanted.map(subscriptionView), args);
  },
  webhookSubscription: typed("WebhookSubscription"),
  currentAppInstallation: (_: unknown, context: RequestContext) => ({
    __typename: "AppInstallation",
    id: gid("AppInstallation", "661100220"),
    app: { __typename: "App", id: gid("App", "580111"), title: "Waybill", handle: "waybill" },
    accessScopes: context.scopes.map((handle) => ({ handle, description: handle.replaceAll("_", " ") })),
  }),
  job: ({ id }: { id: string }) => ({ id, done: true }),
};
