import { buildSchema, graphql as execute, GraphQLError, type GraphQLSchema } from "graphql";
import type { FakeChannel } from "../contract/channel.ts";
import { SHOPIFY_SUBSET } from "./shopify.fake.sdl.ts";

// A small Shopify for the tests: the documents are validated and executed by graphql-js over a subset of the 2026-10 schema,
// whose every line shopify.queries.test.ts compares with the published one.

type Json = Record<string, unknown>;
type Args = { first?: number; after?: string | null };

let schema: GraphQLSchema | null = null;

export const FAKE = { clientId: "fake-client", clientSecret: "fake-hush-secret", shop: "fake.myshopify.com" } as const;

export const gid = (kind: string, id: number | string) => `gid://shopify/${kind}/${id}`;
export const usd = (amount: string, currencyCode = "USD") => ({
  shopMoney: { amount, currencyCode },
  presentmentMoney: { amount, currencyCode },
});

/** A field that fails as GraphQL does: null where it may be, with an entry in `errors`. */
export const failing = (message: string, code: string) => () => {
  throw new GraphQLError(message, { extensions: { code } });
};

function connection(all: Json[], args: Args): Json {
  const first = args.first ?? 0;
  // The cursor is a place in the list; real ones are opaque too.
  const from = args.after ? Number(atob(args.after)) : 0;
  if (Number.isNaN(from)) throw new GraphQLError("Invalid cursor for current pagination sort.");
  const nodes = all.slice(from, from + first);
  const end = from + nodes.length;
  return { nodes, pageInfo: { hasNextPage: end < all.length, endCursor: nodes.length ? btoa(String(end)) : null } };
}

export function fakeLine(id: number, over: Json = {}): Json {
  return {
    __typename: "LineItem",
    id: gid("LineItem", id),
    sku: `SKU-${id}`,
    title: "Enamel mug",
    variantTitle: null,
    quantity: 2,
    currentQuantity: 2,
    unfulfilledQuantity: 2,
    requiresShipping: true,
    originalUnitPriceSet: usd("12.50"),
    ...over,
  };
}

export function fakeFulfilment(
  id: number,
  about: { numbers?: string[]; lines?: { line: number; quantity: number }[] } = {},
): Json {
  const { numbers = [], lines = [] } = about;
  return {
    __typename: "Fulfillment",
    id: gid("Fulfillment", id),
    status: "SUCCESS",
    displayStatus: "FULFILLED",
    createdAt: "2026-11-19T09:00:00Z",
    updatedAt: "2026-11-19T09:00:00Z",
    location: { __typename: "Location", id: gid("Location", 1) },
    trackingInfo: ({ first }: Args) => numbers.map((number) => ({ company: "UPS", number, url: null })).slice(0, first),
    fulfillmentLineItems: (args: Args) =>
      connection(
        lines.map(({ line, quantity }, i) => ({
          id: gid("FulfillmentLineItem", id * 1000 + i),
          quantity,
          lineItem: { id: gid("LineItem", line) },
        })),
        args,
      ),
  };
}

export type FakeOrder = Json & { lines: Json[]; shipped: Json[]; open: FakeOpen[] };
export type FakeOpen = {
  id: number;
  location: number;
  canShip: boolean;
  hold?: string;
  lines: { id: number; line: number; remaining: number }[];
};

export function fakeOrder(id: number, over: Partial<FakeOrder> = {}): FakeOrder {
  const order: FakeOrder = {
    __typename: "Order",
    id: gid("Order", id),
    name: `#${id}`,
    createdAt: "2026-11-18T08:00:00Z",
    processedAt: "2026-11-18T08:00:00Z",
    updatedAt: `${new Date(Date.parse("2026-11-19T00:00:00Z") + id * 60_000).toISOString().slice(0, 19)}Z`,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: false,
    currencyCode: "USD",
    presentmentCurrencyCode: "USD",
    note: null,
    poNumber: null,
    tags: [],
    email: "ada@example.com",
    phone: null,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    returnStatus: "NO_RETURN",
    totalPriceSet: usd("30.00"),
    subtotalPriceSet: usd("25.0"),
    totalShippingPriceSet: usd("5.00"),
    totalTaxSet: usd("0.00"),
    totalDiscountsSet: usd("0.00"),
    totalRefundedSet: usd("0.00"),
    customer: { id: gid("Customer", 7), displayName: "Ada Lovelace" },
    shippingAddress: {
      name: "Ada Lovelace",
      company: null,
      address1: "12 St James's Square",
      address2: null,
      city: "London",
      province: "England",
      provinceCode: "ENG",
      zip: "SW1Y 4JH",
      countryCodeV2: "GB",
      phone: null,
    },
    billingAddress: null,
    shippingLine: { title: "Standard", code: "STD" },
    lineItems: (args: Args) => connection(order.lines, args),
    fulfillments: ({ first }: Args) => order.shipped.slice(0, first),
    fulfillmentOrders: (args: Args) => connection(order.open.map(openNode), args),
    lines: [fakeLine(id * 10)],
    shipped: [],
    open: [],
    ...over,
  };
  return order;
}

function openNode(open: FakeOpen): Json {
  const lines = open.lines.map((l) => ({
    id: gid("FulfillmentOrderLineItem", l.id),
    remainingQuantity: l.remaining,
    lineItem: { id: gid("LineItem", l.line) },
  }));
  return {
    __typename: "FulfillmentOrder",
    id: gid("FulfillmentOrder", open.id),
    assignedLocation: { name: `Location ${open.location}`, location: { id: gid("Location", open.location) } },
    supportedActions: open.canShip ? [{ action: "CREATE_FULFILLMENT" }] : [{ action: "RELEASE_HOLD" }],
    fulfillmentHolds: open.hold ? [{ id: gid("FulfillmentHold", open.id), reason: open.hold }] : [],
    lineItems: (args: Args) => connection(lines, args),
  };
}

export type FakeShopify = FakeChannel & {
  world: FakeOrder[];
  /** Each GraphQL call as it came in. */
  calls: { query: string; variables: Json }[];
  tokens: { grants: Json[]; valid: Set<string>; refresh: string | null; expiresIn: number | null };
  /** Answers instead of the next calls, first to last. */
  next: ((body: Json) => Json | Response | null)[];
  hooks: Json[];
  /** Fails the creation of the nth fulfilment from now. */
  failCreate: { at: number } | null;
  bucket: { available: number; maximum: number; restoreRate: number } | null;
};

export function fakeShopify(_clock: { now: () => number }, world: FakeOrder[] = defaultWorld()): FakeShopify {
  const calls: FakeShopify["calls"] = [];
  const tokens: FakeShopify["tokens"] = { grants: [], valid: new Set(), refresh: null, expiresIn: 86_399 };
  let serial = 5_000;
  const find = (id: string) => world.find((o) => o.id === id) ?? null;
  const byTime = () => [...world].sort((a, b) => String(a.updatedAt).localeCompare(String(b.updatedAt)));
  const node = (id: string) =>
    find(id) ??
    world.flatMap((o) => o.shipped).find((f) => f.id === id) ??
    world.flatMap((o) => o.open.map(openNode)).find((o) => o.id === id) ??
    null;

  const root = {
    orders: (args: Args & { query?: string | null }) => {
      const since = /^updated_at:>='(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)'$/.exec(args.query ?? "")?.[1];
      if (args.query && !since) throw new GraphQLError(`Not a search that Shopify knows: ${args.query}`);
      return connection(
        byTime().filter((o) => !since || String(o.updatedAt) >= since),
        args,
      );
    },
    order: ({ id }: { id: string }) => find(id),
    node: ({ id }: { id: string }) => node(id),
    nodes: ({ ids }: { ids: string[] }) => ids.map(node),
    shop: { id: gid("Shop", 1), name: "Fake & Sons", myshopifyDomain: FAKE.shop },
    currentAppInstallation: { accessScopes: [{ handle: "read_orders" }] },
    webhookSubscriptions: (args: Args) => connection(fake.hooks, args),
    webhookSubscriptionCreate: ({ topic, webhookSubscription }: { topic: string; webhookSubscription: Json }) => {
      if (fake.hooks.some((h) => h.topic === topic && h.uri === webhookSubscription.uri)) {
        return {
          webhookSubscription: null,
          userErrors: [
            { field: ["webhookSubscription", "uri"], message: "Address for this topic has already been taken" },
          ],
        };
      }
      const hook = { id: gid("WebhookSubscription", serial++), filter: null, ...webhookSubscription, topic };
      fake.hooks.push(hook);
      return { webhookSubscription: hook, userErrors: [] };
    },
    webhookSubscriptionUpdate: ({ id, webhookSubscription }: { id: string; webhookSubscription: Json }) => {
      const hook = fake.hooks.find((h) => h.id === id);
      return { webhookSubscription: hook ? Object.assign(hook, webhookSubscription) : null, userErrors: [] };
    },
    fulfillmentCreate: ({ fulfillment }: { fulfillment: Json }) => {
      if (fake.failCreate && fake.failCreate.at-- === 0)
        throw new GraphQLError("Internal error. Looks like something went wrong on our end.", {
          extensions: { code: "INTERNAL_SERVER_ERROR" },
        });
      return createFulfilment(world, { fulfillment, id: serial++ });
    },
  };

  const fake: FakeShopify = {
    world,
    calls,
    tokens,
    next: [],
    hooks: [],
    failCreate: null,
    bucket: null,
    isSignIn: (request) => request.url.endsWith("/admin/oauth/access_token"),
    handle: async (request) => {
      const body = (await request.json()) as Json;
      if (request.url.endsWith("/admin/oauth/access_token")) return signIn(tokens, body, serial++);
      if (!request.url.endsWith("/admin/api/2026-10/graphql.json"))
        return Response.json({ errors: "Not Found" }, { status: 404 });
      if (!tokens.valid.has(request.headers.get("x-shopify-access-token") ?? "")) {
        return Response.json(
          { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
          { status: 401 },
        );
      }
      calls.push({ query: String(body.query), variables: body.variables as Json });
      const instead = fake.next.shift()?.(body);
      if (instead instanceof Response) return instead;
      if (instead) return Response.json(instead);
      schema ??= buildSchema(SHOPIFY_SUBSET);
      const result = await execute({
        schema,
        source: String(body.query),
        variableValues: body.variables as Json,
        rootValue: root,
      });
      const cost = {
        requestedQueryCost: 100,
        actualQueryCost: 80,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1920, restoreRate: 100 },
      };
      return Response.json({ ...JSON.parse(JSON.stringify(result)), extensions: { cost } });
    },
    orders: byTime().map((o) => String(o.id)),
    poison: [
      { externalId: gid("Order", 1003), transient: false },
      { externalId: gid("Order", 1004), transient: true },
      { externalId: gid("Order", 1005), transient: false },
    ],
    changed: { since: Date.parse(String(world.at(-2)?.updatedAt)), orders: world.slice(-2).map((o) => String(o.id)) },
    shipment: {
      orderExternalId: gid("Order", 1007),
      tracking: { company: "ups", number: "1Z999AA10123456784", url: "https://waybill.example/track/abc" },
      lines: null,
      notifyCustomer: true,
    },
    shipments: () => find(gid("Order", 1007))?.shipped.length ?? 0,
    subscriptions: () => fake.hooks.map((h) => ({ topic: String(h.topic), url: String(h.uri) })),
  };
  return fake;
}

/** Seven orders, three of them broken in the three ways there are; the last one leaves from two locations. */
function defaultWorld(): FakeOrder[] {
  return [
    fakeOrder(1001),
    fakeOrder(1002, { displayFinancialStatus: "PENDING", displayFulfillmentStatus: "ON_HOLD" }),
    fakeOrder(1003, {
      shippingAddress: failing("This app is not approved to access the MailingAddress object.", "ACCESS_DENIED"),
    }),
    fakeOrder(1004, { customer: failing("Timeout while resolving customer", "INTERNAL_SERVER_ERROR") }),
    fakeOrder(1005, { totalPriceSet: usd("12.3.4") }),
    fakeOrder(1006, {
      shipped: [fakeFulfilment(61, { numbers: ["9400111899223197428490"], lines: [{ line: 10060, quantity: 2 }] })],
    }),
    fakeOrder(1007, {
      lines: [fakeLine(10070), fakeLine(10071)],
      open: [
        { id: 71, location: 1, canShip: true, lines: [{ id: 711, line: 10070, remaining: 2 }] },
        { id: 72, location: 2, canShip: true, lines: [{ id: 721, line: 10071, remaining: 2 }] },
      ],
    }),
  ];
}

function signIn(tokens: FakeShopify["tokens"], body: Json, serial: number): Response {
  tokens.grants.push(body);
  const refreshing = body.grant_type === "refresh_token";
  const good = body.client_id === FAKE.clientId && body.client_secret === FAKE.clientSecret;
  if (!good || (refreshing ? body.refresh_token !== tokens.refresh : body.grant_type !== "client_credentials")) {
    // An unfriendly platform that echoes what it was sent.
    return Response.json(
      { error: "invalid_request", error_description: `No: ${JSON.stringify(body)}` },
      { status: 400 },
    );
  }
  tokens.valid.clear();
  const access_token = `shpat_fake_${serial}`;
  tokens.valid.add(access_token);
  if (refreshing) tokens.refresh = `shprt_fake_${serial}`;
  return Response.json({
    access_token,
    scope: "read_orders",
    ...(tokens.expiresIn === null ? {} : { expires_in: tokens.expiresIn }),
    ...(refreshing ? { refresh_token: tokens.refresh, refresh_token_expires_in: 7_776_000 } : {}),
  });
}

/** As Shopify does it: one location a call, no more than remains, and never idempotent. */
function createFulfilment(world: FakeOrder[], about: { fulfillment: Json; id: number }): Json {
  const { fulfillment, id } = about;
  const wanted = fulfillment.lineItemsByFulfillmentOrder as {
    fulfillmentOrderId: string;
    fulfillmentOrderLineItems?: { id: string; quantity: number }[];
  }[];
  const refuse = (message: string) => ({ fulfillment: null, userErrors: [{ field: ["fulfillment"], message }] });
  const order = world.find((o) =>
    o.open.some((open) => gid("FulfillmentOrder", open.id) === wanted[0]?.fulfillmentOrderId),
  );
  if (!order) return refuse("Fulfillment order does not exist.");
  const lines: { line: number; quantity: number }[] = [];
  const locations = new Set<number>();
  for (const want of wanted) {
    const open = order.open.find((o) => gid("FulfillmentOrder", o.id) === want.fulfillmentOrderId);
    if (!open?.canShip) return refuse("Fulfillment order has an unfulfillable status.");
    locations.add(open.location);
    for (const line of open.lines) {
      const asked = want.fulfillmentOrderLineItems?.find((l) => l.id === gid("FulfillmentOrderLineItem", line.id));
      const quantity = want.fulfillmentOrderLineItems ? (asked?.quantity ?? 0) : line.remaining;
      if (quantity > line.remaining) return refuse("Invalid fulfillment order line item quantity requested.");
      line.remaining -= quantity;
      if (quantity > 0) lines.push({ line: line.line, quantity });
    }
  }
  if (locations.size > 1) return refuse("All fulfillment orders must be assigned to the same location.");
  if (lines.length === 0) return refuse("Fulfillment must have at least one line item.");
  const tracking = fulfillment.trackingInfo as { number: string };
  const made = fakeFulfilment(id, { numbers: [tracking.number], lines });
  order.shipped.push({ ...made, location: { id: gid("Location", [...locations][0] ?? 0) } });
  return { fulfillment: made, userErrors: [] };
}
