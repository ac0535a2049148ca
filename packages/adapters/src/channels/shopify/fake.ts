import { buildSchema, graphql as execute, GraphQLError, type GraphQLSchema } from "graphql";
import type { FakeChannel } from "../../contract/channel-data.ts";
import {
  type Args,
  connection,
  defaultWorld,
  FAKE,
  type FakeOrder,
  fakeFulfilment,
  gid,
  type Json,
  openNode,
} from "./fake-orders.ts";
import { SHOPIFY_SUBSET } from "./fake-sdl.ts";

// A small Shopify for the tests: the documents are validated and executed by graphql-js over a subset of the 2026-10 schema,
// whose every line queries.test.ts compares with the published one.

let schema: GraphQLSchema | null = null;

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
    world.flatMap((o) => o.lines).find((l) => l.id === id) ??
    world.flatMap((o) => o.open.map(openNode)).find((o) => o.id === id) ??
    null;

  const root = {
    orders: (args: Args & { query?: string | null; sortKey: string }) => {
      const since = /^updated_at:>='(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)'$/.exec(args.query ?? "")?.[1];
      if (args.query && !since) throw new GraphQLError(`Not a search that Shopify knows: ${args.query}`);
      const by = args.sortKey === "UPDATED_AT" ? "updatedAt" : "processedAt";
      const sorted = [...world].sort((a, b) => String(a[by]).localeCompare(String(b[by])));
      return connection(
        sorted.filter((o) => !since || String(o.updatedAt) >= since),
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
      { externalId: gid("Order", 1000), transient: false },
      { externalId: gid("Order", 1004), transient: true },
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
