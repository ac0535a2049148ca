import { trackingLink } from "../world/field-habits.ts";
import { cancelFulfilment, retrack, type Shipping, shipLines } from "../world/fulfilment.ts";
import { carrierByName, guessCarrier } from "../world/numbers.ts";
import { cancelOrder } from "../world/orders.ts";
import type { FulfilmentOrder, Order, Tracking } from "../world/types.ts";
import { nextId } from "../world/world.ts";
import { canFulfil, fulfilmentView } from "./fulfilment-view.ts";
import { gid, idOf } from "./places-view.ts";
import { findFulfilment, findFulfilmentOrder, findOrder, type RequestContext, subscriptionView } from "./queries.ts";

type UserError = { field: string[] | null; message: string };
type TrackingInput = {
  company?: string | null;
  number?: string | null;
  numbers?: string[] | null;
  url?: string | null;
  urls?: string[] | null;
};
type FulfilmentInput = {
  lineItemsByFulfillmentOrder: {
    fulfillmentOrderId: string;
    fulfillmentOrderLineItems?: { id: string; quantity: number }[] | null;
  }[];
  trackingInfo?: TrackingInput | null;
};

const refuse = (message: string, field: string[] | null = ["fulfillment"]) => ({
  fulfillment: null,
  userErrors: [{ field, message }],
});

function readTracking(input: TrackingInput | null | undefined): { tracking: Tracking[] } | { error: UserError } {
  if (input === null || input === undefined) return { tracking: [] };
  const many = (input.numbers ?? []).length > 0 || (input.urls ?? []).length > 0;
  if (many && (input.number || input.url)) {
    return {
      error: {
        field: ["fulfillment", "trackingInfo"],
        message: "Only one of number and numbers (or url and urls) can be given",
      },
    };
  }
  const numbers = input.numbers ?? (input.number ? [input.number] : []);
  const urls = input.urls ?? (input.url ? [input.url] : []);
  const rows = Math.max(numbers.length, urls.length, input.company ? 1 : 0);
  const tracking = Array.from({ length: rows }, (_, index) => {
    const number = numbers[index] ?? null;
    const carrier = number === null ? undefined : (carrierByName(input.company) ?? guessCarrier(number));
    return {
      company: input.company ?? (carrier === undefined ? null : { ups: "UPS", fedex: "FedEx", usps: "USPS" }[carrier]),
      number,
      url: urls[index] ?? (carrier === undefined || number === null ? null : trackingLink(carrier, number)),
    };
  });
  return { tracking };
}

function readLines(
  wanted: FulfilmentOrder,
  lines: { id: string; quantity: number }[] | null | undefined,
): Shipping["lines"] | string {
  if (lines === null || lines === undefined || lines.length === 0) {
    return wanted.lines.filter((entry) => entry.remaining > 0).map((entry) => ({ entry, quantity: entry.remaining }));
  }
  const read: Shipping["lines"] = [];
  for (const { id, quantity } of lines) {
    const entry = wanted.lines.find((each) => each.id === idOf("FulfillmentOrderLineItem", id));
    if (entry === undefined) return `Fulfillment order line item ${id} does not exist on the fulfillment order.`;
    if (quantity < 1 || quantity > entry.remaining) return "Invalid fulfillment order line item quantity requested.";
    read.push({ entry, quantity });
  }
  return read;
}

function fulfillmentCreate({ fulfillment }: { fulfillment: FulfilmentInput }, context: RequestContext): object {
  const wanted: FulfilmentOrder[] = [];
  const lines: Shipping["lines"] = [];
  let order: Order | undefined;
  for (const part of fulfillment.lineItemsByFulfillmentOrder) {
    const found = findFulfilmentOrder(context, part.fulfillmentOrderId);
    if (found === undefined) return refuse("Fulfillment order does not exist.");
    if (order !== undefined && order !== found.order)
      return refuse("All fulfillment orders must belong to the same order.");
    order = found.order;
    if (!canFulfil(found.wanted))
      return refuse(
        `Fulfillment order ${found.wanted.id} has an unfulfillable status= ${found.wanted.status.toLowerCase()}.`,
      );
    if (wanted.length > 0 && wanted[0]?.warehouse !== found.wanted.warehouse) {
      return refuse("All fulfillment orders must be assigned to the same location.");
    }
    if (wanted.length > 0 && wanted[0]?.method !== found.wanted.method) {
      return refuse("All fulfillment orders must have the same delivery method.");
    }
    const read = readLines(found.wanted, part.fulfillmentOrderLineItems);
    if (typeof read === "string") return refuse(read);
    wanted.push(found.wanted);
    lines.push(...read);
  }
  if (order === undefined || lines.length === 0) return refuse("Line items by fulfillment order must not be empty.");
  const tracking = readTracking(fulfillment.trackingInfo);
  if ("error" in tracking) return { fulfillment: null, userErrors: [tracking.error] };
  const made = shipLines(context.world, order, { wanted, lines, tracking: tracking.tracking });
  return { fulfillment: fulfilmentView(context.world, order, made), userErrors: [] };
}

function fulfillmentTrackingInfoUpdate(
  args: { fulfillmentId: string; trackingInfoInput: TrackingInput },
  context: RequestContext,
): object {
  const found = findFulfilment(context, args.fulfillmentId);
  if (found === undefined) return refuse("Fulfillment does not exist.", ["fulfillmentId"]);
  if (found.fulfilment.status === "CANCELLED") return refuse("Fulfillment is cancelled.", ["fulfillmentId"]);
  const tracking = readTracking(args.trackingInfoInput);
  if ("error" in tracking) return { fulfillment: null, userErrors: [tracking.error] };
  retrack(context.world, { ...found, tracking: tracking.tracking });
  return { fulfillment: fulfilmentView(context.world, found.order, found.fulfilment), userErrors: [] };
}

function fulfillmentCancel({ id }: { id: string }, context: RequestContext): object {
  const found = findFulfilment(context, id);
  if (found === undefined) return refuse("Fulfillment not found.", ["id"]);
  if (found.fulfilment.status === "CANCELLED") return refuse("The fulfillment has already been cancelled.", ["id"]);
  cancelFulfilment(context.world, found.order, found.fulfilment);
  return { fulfillment: fulfilmentView(context.world, found.order, found.fulfilment), userErrors: [] };
}

function orderCancel(args: { orderId: string; reason: string; restock: boolean }, context: RequestContext): object {
  const order = findOrder(context, args.orderId);
  const failed = (code: string, message: string) => ({
    job: null,
    orderCancelUserErrors: [{ code, field: ["orderId"], message }],
  });
  if (order === undefined) return failed("NOT_FOUND", "Order not found.");
  if (order.cancelledAt !== null) return failed("INVALID", "Cannot cancel an order that has already been canceled");
  const done = cancelOrder(context.world, { order, reason: args.reason, restock: args.restock });
  if (!done) return failed("INVALID", "Cannot cancel an order with fulfillments");
  return { job: { id: gid("Job", nextId(context.world)), done: false }, orderCancelUserErrors: [] };
}

type SubscriptionInput = {
  uri?: string | null;
  includeFields?: string[] | null;
  filter?: string | null;
  name?: string | null;
};

/** Real Shopify wants https; here a local receiver may also be plain http. */
function uriError(uri: string | null | undefined): UserError | null {
  if (uri === null || uri === undefined || uri === "")
    return { field: ["webhookSubscription", "uri"], message: "Address can't be blank" };
  const url = URL.canParse(uri) ? new URL(uri) : null;
  const fine = url !== null && (url.protocol === "https:" || url.protocol === "http:");
  return fine ? null : { field: ["webhookSubscription", "uri"], message: "Address is invalid" };
}

function webhookSubscriptionCreate(
  args: { topic: string; webhookSubscription: SubscriptionInput },
  context: RequestContext,
): object {
  const input = args.webhookSubscription;
  const error = uriError(input.uri);
  if (error !== null) return { webhookSubscription: null, userErrors: [error] };
  const uri = input.uri as string;
  const taken = [...context.shopify.subscriptions.values()].some(
    (each) => each.topic === args.topic && each.uri === uri && each.filter === (input.filter ?? null),
  );
  if (taken) {
    const message = "Address for this topic has already been taken";
    return { webhookSubscription: null, userErrors: [{ field: ["webhookSubscription", "callbackUrl"], message }] };
  }
  const at = context.options.now();
  const subscription = {
    id: nextId(context.world),
    topic: args.topic,
    uri,
    includeFields: input.includeFields ?? [],
    filter: input.filter ?? null,
    name: input.name ?? null,
    createdAt: at,
    updatedAt: at,
  };
  context.shopify.subscriptions.set(subscription.id, subscription);
  return { webhookSubscription: subscriptionView(subscription), userErrors: [] };
}

const notFound = { field: ["id"], message: "Webhook subscription does not exist" };

function webhookSubscriptionUpdate(
  args: { id: string; webhookSubscription: SubscriptionInput },
  context: RequestContext,
): object {
  const found = context.shopify.subscriptions.get(idOf("WebhookSubscription", args.id) ?? "");
  if (found === undefined) return { webhookSubscription: null, userErrors: [notFound] };
  const input = args.webhookSubscription;
  const error = input.uri === undefined ? null : uriError(input.uri);
  if (error !== null) return { webhookSubscription: null, userErrors: [error] };
  if (input.uri) found.uri = input.uri;
  if (input.includeFields) found.includeFields = input.includeFields;
  if (input.filter !== undefined) found.filter = input.filter;
  if (input.name !== undefined) found.name = input.name;
  found.updatedAt = context.options.now();
  return { webhookSubscription: subscriptionView(found), userErrors: [] };
}

function webhookSubscriptionDelete({ id }: { id: string }, context: RequestContext): object {
  const removed = context.shopify.subscriptions.delete(idOf("WebhookSubscription", id) ?? "");
  return removed
    ? { deletedWebhookSubscriptionId: id, userErrors: [] }
    : { deletedWebhookSubscriptionId: null, userErrors: [notFound] };
}

/** Root fields of Mutation except the stock ones (`stock.ts`). */
export const mutations = {
  fulfillmentCreate,
  fulfillmentTrackingInfoUpdate,
  fulfillmentCancel,
  orderCancel,
  webhookSubscriptionCreate,
  webhookSubscriptionUpdate,
  webhookSubscriptionDelete,
};
