import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type GraphQLAnswer, graphql, post, quiet } from "../../test/helpers.ts";
import type { Simulator } from "../start.ts";
import { touchOrder } from "../world/orders.ts";
import type { OrderFaultKind } from "../world/types.ts";
import { orderFilter } from "./search.ts";

type Node = { id: string; name: string; updatedAt: string };
type Page = { orders: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };

const PAGE = `query P($first: Int!, $after: String, $query: String, $reverse: Boolean, $key: OrderSortKeys) {
  orders(first: $first, after: $after, query: $query, reverse: $reverse, sortKey: $key) {
    pageInfo { hasNextPage endCursor } nodes { id name updatedAt } } }`;

async function walk(simulator: Simulator, variables: Record<string, unknown>): Promise<Node[]> {
  const seen: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: GraphQLAnswer<Page> = await graphql<Page>(simulator, PAGE, {
      first: 7,
      after,
      key: "UPDATED_AT",
      ...variables,
    });
    const page = answer.data?.orders;
    if (page === undefined) throw new Error(JSON.stringify(answer.errors));
    seen.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return seen;
    after = page.pageInfo.endCursor;
  }
}

describe("orders", () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await quiet({ initialOrders: 60, outcomes: { clean: 1, retrySucceeds: 1 } });
  });
  afterAll(() => simulator.stop());

  test("pages give every order once, by updatedAt ascending, in any direction", async () => {
    const forwards = await walk(simulator, {});
    expect(new Set(forwards.map((node) => node.id)).size).toBe(60);
    const times = forwards.map((node) => node.updatedAt);
    expect(times).toEqual([...times].sort());
    const backwards = await walk(simulator, { reverse: true });
    expect(backwards.map((node) => node.id)).toEqual(forwards.map((node) => node.id).reverse());
  });

  test("an order that changes while a client pages comes again at the end, and no other is missed", async () => {
    const first = await graphql<Page>(simulator, PAGE, { first: 20, key: "UPDATED_AT" });
    const page = first.data?.orders;
    const early = simulator.world.orders.find((order) => page?.nodes[0]?.id.endsWith(order.id));
    if (early === undefined || page === undefined) throw new Error("no page");
    await post(simulator, "/_sim/tick", { ms: 1000 });
    touchOrder(simulator.world, early);
    const rest = await graphql<Page>(simulator, PAGE, {
      first: 250,
      after: page.pageInfo.endCursor,
      key: "UPDATED_AT",
    });
    const ids = [...page.nodes, ...(rest.data?.orders.nodes ?? [])].map((node) => node.id);
    expect(ids.length).toBe(61);
    expect(new Set(ids).size).toBe(60);
    expect(ids.at(-1)).toBe(`gid://shopify/Order/${early.id}`);
  });

  test("updated_at:>'…' gives what is newer, and nothing else", async () => {
    const all = await walk(simulator, {});
    const middle = all[30]?.updatedAt ?? "";
    const newer = await walk(simulator, { query: `updated_at:>'${middle}'` });
    expect(newer.map((node) => node.id)).toEqual(all.filter((node) => node.updatedAt > middle).map((node) => node.id));
    const from = await walk(simulator, { query: `updated_at:>="${middle}"` });
    expect(from.map((node) => node.id)).toEqual(all.filter((node) => node.updatedAt >= middle).map((node) => node.id));
  });

  test("name, id, status and joined terms select; an unknown term is ignored", async () => {
    const { orders } = simulator.world;
    const one = orders[5];
    if (one === undefined) throw new Error("no order");
    expect((await walk(simulator, { query: `name:${one.name}` })).map((node) => node.name)).toEqual([one.name]);
    expect((await walk(simulator, { query: `id:${one.id}` })).map((node) => node.name)).toEqual([one.name]);
    // Neighbouring ids are one and the same as JSON numbers; the search must not mix them up.
    expect(BigInt(one.id)).toBeGreaterThan(2n ** 53n);
    const cancelled = orders.filter((order) => order.cancelledAt !== null).length;
    expect((await walk(simulator, { query: "status:cancelled" })).length).toBe(cancelled);
    expect((await walk(simulator, { query: "-status:cancelled AND nonsense:1" })).length).toBe(60 - cancelled);
    expect(orderFilter("  ")).toBeNull();
  });

  test("a connection without a page size, or with one over 250, is refused", async () => {
    const without = await graphql(simulator, "{ orders { nodes { id } } }");
    expect(without.errors?.[0]?.message).toContain("first or last");
    const over = await graphql(simulator, "{ orders(first: 251) { nodes { id } } }");
    expect(over.errors?.[0]?.message).toContain("250");
  });

  test("an unknown field is refused without data, with HTTP 200", async () => {
    const answer = await graphql(simulator, "{ orders(first: 1) { nodes { colour } } }");
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.message).toContain("colour");
  });
});

describe("import outcomes", () => {
  type Full = {
    id: string;
    email: string | null;
    customer: object | null;
    shippingAddress: object | null;
    displayFinancialStatus: string;
    totalPriceSet: { shopMoney: { amount: string; currencyCode: string } };
    lineItems: { nodes: { sku: string | null }[] };
  };
  const FIELDS = `id email customer { id } shippingAddress { city } displayFinancialStatus
    totalPriceSet { shopMoney { amount currencyCode } } lineItems(first: 10) { nodes { sku } }`;
  const LIST = `query L($after: String) { orders(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${FIELDS} } } }`;
  const ONE = `query O($id: ID!) { order(id: $id) { ${FIELDS} } }`;
  type List = { orders: { nodes: Full[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };

  const healthy = (node: Full | null | undefined, errors: unknown[]) =>
    node !== null &&
    node !== undefined &&
    errors.length === 0 &&
    node.shippingAddress !== null &&
    node.customer !== null &&
    node.displayFinancialStatus === "PAID" &&
    /^\d+\.\d{2}$/.test(node.totalPriceSet.shopMoney.amount) &&
    node.totalPriceSet.shopMoney.currencyCode === "USD" &&
    node.lineItems.nodes.every((line) => line.sku !== null);

  type Found = { id: string; node: Full | null; errors: { path?: (string | number)[] }[] };
  const BY_ID = `query B($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${FIELDS} } } }`;
  const IDS = LIST.replace(FIELDS, "id");

  /** A page of orders; one that a broken order emptied is read by ids, where each may be missing alone. */
  async function readPage(simulator: Simulator, after: string | null) {
    const answer: GraphQLAnswer<List> = await graphql<List>(simulator, LIST, { after });
    for (const error of answer.errors ?? []) expect(error.path?.slice(0, 2)).toEqual(["orders", "nodes"]);
    const of = (errors: typeof answer.errors, at: number, index: number) =>
      (errors ?? []).filter((error) => error.path?.[at] === index);
    if (answer.data) {
      const { nodes, pageInfo: info } = answer.data.orders;
      const orders = nodes.map((node, i): Found => ({ id: node.id, node, errors: of(answer.errors, 2, i) }));
      return { orders, info };
    }
    const names = (await graphql<List>(simulator, IDS, { after })).data?.orders;
    if (names === undefined) throw new Error("no page");
    const ids = names.nodes.map((node) => node.id);
    const apart = await graphql<{ nodes: (Full | null)[] }>(simulator, BY_ID, { ids });
    const orders = ids.map(
      (id, i): Found => ({ id, node: apart.data?.nodes[i] ?? null, errors: of(apart.errors, 1, i) }),
    );
    return { orders, info: names.pageInfo };
  }

  test("sixty of a hundred orders are clean, and a retry cures nine of ten of the others for good", async () => {
    const simulator = await quiet();
    await post(simulator, "/_sim/orders", { count: 1000 });
    const faulty: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page = await readPage(simulator, after);
      for (const { id, node, errors } of page.orders) if (!healthy(node, errors)) faulty.push(id);
      if (!page.info.hasNextPage) break;
      after = page.info.endCursor;
    }
    expect(faulty.length).toBe(400);

    const retry = async (id: string) => {
      const answer: GraphQLAnswer<{ order: Full }> = await graphql<{ order: Full }>(simulator, ONE, { id });
      return healthy(answer.data?.order, answer.errors ?? []);
    };
    let cured = 0;
    for (const id of faulty) if (await retry(id)) cured += 1;
    expect(cured).toBe(360);
    for (const id of faulty) await retry(id);
    for (const id of faulty) expect(await retry(id)).toBe(true);
    await simulator.stop();
  });

  test("each fault shows as Shopify would show it", async () => {
    const simulator = await quiet({ initialOrders: 0, outcomes: { clean: 0, retrySucceeds: 1 } });
    await post(simulator, "/_sim/orders", { count: 100 });
    // One order whose lines are refused empties the whole list, because orders in it are never null.
    const answer = await graphql<List>(simulator, LIST);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.map((error) => error.extensions?.code)).toContain("ACCESS_DENIED");
    const page = await readPage(simulator, null);
    const found = (kind: OrderFaultKind) => {
      const order = simulator.world.orders.find((each) => each.fault?.kind === kind);
      const entry = page.orders.find((each) => each.id === `gid://shopify/Order/${order?.id}`);
      if (entry === undefined) throw new Error(`no order with ${kind}`);
      return entry;
    };
    const first = (kind: OrderFaultKind) => {
      const { node, errors } = found(kind);
      if (node === null) throw new Error(`the order with ${kind} is missing`);
      return { node, errors: errors as NonNullable<typeof answer.errors> };
    };
    expect(found("order_denied").node).toBeNull();
    const unknown = first("customer_denied");
    expect([unknown.node.customer, unknown.node.email]).toEqual([null, null]);
    expect(unknown.errors.map((error) => error.extensions?.code)).toEqual(["ACCESS_DENIED", "ACCESS_DENIED"]);
    const denied = first("address_denied");
    expect(denied.node.shippingAddress).toBeNull();
    expect(denied.errors[0]?.extensions?.code).toBe("ACCESS_DENIED");
    expect(denied.errors[0]?.message).toContain("This app is not approved to access");
    expect(denied.errors[0]?.path?.at(-1)).toBe("shippingAddress");
    expect(first("internal_error").errors[0]?.extensions?.code).toBe("INTERNAL_SERVER_ERROR");
    const slow = first("customer_timeout");
    expect([slow.node.customer, slow.node.email]).toEqual([null, null]);
    expect(slow.errors[0]?.message).toContain("Timeout");
    expect(Number.isNaN(Number(first("malformed_amount").node.totalPriceSet.shopMoney.amount))).toBe(true);
    expect(first("unknown_currency").node.totalPriceSet.shopMoney.currencyCode).toBe("XXX");
    expect(first("missing_sku").node.lineItems.nodes[0]?.sku).toBeNull();
    expect(first("payment_pending").node.displayFinancialStatus).toBe("PENDING");
    await simulator.stop();
  });

  test("the first reading by id shows the fault, too: a push is no retry", async () => {
    const simulator = await quiet({ initialOrders: 0, outcomes: { clean: 0, retrySucceeds: 1 } });
    await post(simulator, "/_sim/orders", { count: 1 });
    const id = `gid://shopify/Order/${simulator.world.orders[0]?.id}`;
    const read = async () => {
      const answer = await graphql<{ order: Full }>(simulator, ONE, { id });
      return healthy(answer.data?.order, answer.errors ?? []);
    };
    expect([await read(), await read(), await read()]).toEqual([false, true, true]);
    await simulator.stop();
  });
});

describe("the cost bucket", () => {
  test("a full page of orders costs under 1000 points and drains the bucket until THROTTLED, which time restores", async () => {
    let now = Date.UTC(2026, 10, 20);
    const simulator = await quiet({ initialOrders: 50, throttle: true, now: () => now, historyDays: 1 });
    const query =
      "{ orders(first: 50) { nodes { id customer { id } shippingAddress { city } lineItems(first: 100) { nodes { id product { id } } } } } }";
    const first = await graphql(simulator, query);
    const cost = first.extensions?.cost;
    expect(cost?.requestedQueryCost).toBeGreaterThan(100);
    expect(cost?.requestedQueryCost).toBeLessThan(1000);
    let last = first;
    for (let round = 0; round < 40 && last.errors?.[0]?.extensions?.code !== "THROTTLED"; round += 1)
      last = await graphql(simulator, query);
    expect(last.errors?.[0]?.extensions?.code).toBe("THROTTLED");
    expect(last.data).toBeUndefined();
    expect(last.extensions?.cost.actualQueryCost).toBeNull();
    const missing =
      (last.extensions?.cost.requestedQueryCost ?? 0) - (last.extensions?.cost.throttleStatus.currentlyAvailable ?? 0);
    now += Math.ceil((missing / 100) * 1000);
    expect((await graphql(simulator, query)).data).toBeDefined();
    const huge = await graphql(simulator, query.replace("first: 50", "first: 250"));
    expect(huge.errors?.[0]?.extensions?.code).toBe("MAX_COST_EXCEEDED");
    await simulator.stop();
  });
});
