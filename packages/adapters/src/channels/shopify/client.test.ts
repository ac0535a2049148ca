import { expect, test } from "bun:test";
import { isAdapterError } from "../../ports/adapter.ts";
import type { OrderPage } from "../../ports/channel.ts";
import { fakeOrder } from "./fake-orders.ts";
import { pullOrders } from "./pull.ts";
import { type Json, withShopify } from "./testing.ts";

const all = { updatedSince: null, cursor: null, limit: 50 };
const many = (count: number) => Array.from({ length: count }, (_, i) => fakeOrder(3001 + i));
const idsOf = (page: OrderPage) => page.orders.map((o) => (o.ok ? o.order.externalId : o.externalId));
const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (isAdapterError(error) ? error : Promise.reject(error as Error)),
  );
const cost = (currentlyAvailable: number, requestedQueryCost: number) => ({
  cost: { requestedQueryCost, throttleStatus: { maximumAvailable: 1000, currentlyAvailable, restoreRate: 50 } },
});
const refusal = (code: string, message: string, extensions: Json = {}) => ({
  errors: [{ message, extensions: { code } }],
  extensions,
});

test(
  "a page that costs too much is halved until it fits, and stays so",
  withShopify(async ({ ctx, fake }) => {
    const dear = (body: Json) =>
      Number((body.variables as Json).first) > 12
        ? refusal("MAX_COST_EXCEEDED", "Query cost is 4000, which exceeds the single query max cost limit 1000.")
        : null;
    fake.next = Array.from({ length: 20 }, () => dear);
    const first = await pullOrders(ctx, all);
    expect(idsOf(first).length).toBe(12);
    const second = await pullOrders(ctx, { ...all, cursor: first.next });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(fake.orders.slice(0, 24));
    expect(fake.calls.map((c) => c.variables.first)).toEqual([50, 25, 12, 12]);
  }, many(40)),
);

test(
  "throttled (HTTP 200): waits (requested − available) / restore rate and goes on",
  withShopify(async ({ ctx, fake, sleeps }) => {
    fake.next = [() => refusal("THROTTLED", "Throttled", cost(20, 520))];
    const page = await pullOrders(ctx, all);
    expect(page.orders.length).toBe(7);
    expect(sleeps).toEqual([10_000]);
    expect(page.budget).toEqual({ available: 1920, maximum: 2000, restorePerSecond: 100 });
  }),
);

test(
  "a call that would not fit waits before it goes out",
  withShopify(async ({ ctx, fake, sleeps }) => {
    const page = { data: { orders: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } };
    fake.next = [() => ({ ...page, extensions: cost(100, 300) }), () => ({ ...page, extensions: cost(0, 300) })];
    await pullOrders(ctx, all);
    expect(sleeps).toEqual([]);
    await pullOrders(ctx, all);
    expect(sleeps).toEqual([4_000]);
    expect(fake.calls.length).toBe(2);
  }),
);

test(
  "throttled without end: it gives up with the wait in its hand",
  withShopify(async ({ ctx, fake }) => {
    fake.next = Array.from({ length: 9 }, () => () => refusal("THROTTLED", "Throttled", cost(0, 100)));
    expect(await thrown(pullOrders(ctx, all))).toMatchObject({ kind: "rate_limited", retryAfterMs: 2_000 });
    expect(fake.calls.length).toBe(4);
  }),
);

test(
  "429 with a short Retry-After is waited out, with a long one handed up and not tried before its time",
  withShopify(async ({ ctx, fake, sleeps, clock }) => {
    const limited = (seconds: string) => () => new Response("{}", { status: 429, headers: { "retry-after": seconds } });
    fake.next = [limited("2.0")];
    expect((await pullOrders(ctx, all)).orders.length).toBe(7);
    expect(sleeps).toEqual([2_000]);
    fake.next = [limited("120")];
    expect(await thrown(pullOrders(ctx, all))).toMatchObject({ kind: "rate_limited", retryAfterMs: 120_000 });
    const calls = fake.calls.length;
    clock.at += 60_000;
    expect(await thrown(pullOrders(ctx, all))).toMatchObject({ kind: "rate_limited", retryAfterMs: 60_000 });
    expect(fake.calls.length).toBe(calls);
    clock.at += 60_000;
    expect((await pullOrders(ctx, all)).orders.length).toBe(7);
  }),
);

const shopTroubles: [number, string, RegExp][] = [
  [402, "permission", /frozen.*unpaid/],
  [404, "not_found", /no shop at this address/],
  [423, "permission", /locked/],
];
for (const [status, kind, words] of shopTroubles) {
  test(
    `HTTP ${status} says what is wrong with the shop`,
    withShopify(async ({ ctx, fake }) => {
      fake.next = [() => new Response('{"errors":"x"}', { status })];
      const error = await thrown(pullOrders(ctx, all));
      expect(error).toMatchObject({ kind, httpStatus: status });
      expect(error?.message).toMatch(words);
    }),
  );
}
