import { expect, test } from "bun:test";
import fc from "fast-check";
import { isAdapterError } from "../adapter.ts";
import type { OrderPage } from "../channel.ts";
import { failing, fakeFulfilment, fakeLine, fakeOrder, gid, usd } from "./shopify.fake.orders.ts";
import { pullOrders, readOrder } from "./shopify.pull.ts";
import { type FakeWorld, type Json, largeOrder, withShopify } from "./shopify.testing.ts";

const all = { updatedSince: null, cursor: null, limit: 50 };
const idsOf = (page: OrderPage) => page.orders.map((o) => (o.ok ? o.order.externalId : o.externalId));
const many = (count: number) => Array.from({ length: count }, (_, i) => fakeOrder(3001 + i));
const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (isAdapterError(error) ? error : Promise.reject(error as Error)),
  );
const since = (calls: FakeWorld["fake"]["calls"]) =>
  calls.map((call) => [call.variables.query, call.variables.after, call.variables.first]);
const cost = (currentlyAvailable: number, requestedQueryCost: number) => ({
  cost: { requestedQueryCost, throttleStatus: { maximumAvailable: 1000, currentlyAvailable, restoreRate: 50 } },
});
const refusal = (code: string, message: string, extensions: Json = {}) => ({
  errors: [{ message, extensions: { code } }],
  extensions,
});

test(
  "an order whose broken field empties the page is set aside alone; the other 49 come",
  withShopify(
    async ({ ctx, fake }) => {
      const page = await pullOrders(ctx, all);
      expect(page.orders.length).toBe(50);
      expect(page.orders.filter((o) => o.ok).length).toBe(49);
      expect(page.orders[20]).toMatchObject({
        ok: false,
        externalId: gid("Order", 3021),
        number: "#3021",
        transient: true,
      });
      // Page, names, orders by name: three calls and not fifty.
      expect(fake.calls.length).toBe(3);
      expect(page.newestUpdate).toBe(Date.parse(String(fake.world[49]?.updatedAt)));
    },
    many(50).map((o, i) =>
      i === 20 ? { ...o, totalPriceSet: failing("Internal error", "INTERNAL_SERVER_ERROR") } : o,
    ),
  ),
);

test(
  "what does not fit on the page is read to its end",
  withShopify(
    async ({ ctx }) => {
      const [pulled] = (await pullOrders(ctx, all)).orders;
      if (!pulled?.ok) throw new Error(pulled?.reason);
      const { lines, fulfilments } = pulled.order;
      expect(new Set(lines.map((l) => l.externalId)).size).toBe(630);
      expect(fulfilments.length).toBe(14);
      expect(fulfilments[3]?.tracking.length).toBe(12);
      expect(new Set(fulfilments[13]?.lines.map((l) => l.externalLineId)).size).toBe(260);
      expect(await readOrder(ctx, gid("Order", 4001))).toEqual(pulled);
    },
    [largeOrder(4001)],
  ),
);

test(
  "when a page within the page fails for the moment, only its order waits",
  withShopify(
    async ({ ctx, fake }) => {
      fake.next = [() => null, () => refusal("INTERNAL_SERVER_ERROR", "Internal error")];
      const page = await pullOrders(ctx, all);
      expect(page.orders.map((o) => o.ok)).toEqual([true, true, false]);
      expect(page.orders[2]).toMatchObject({ externalId: gid("Order", 4001), transient: true });
    },
    [...many(2), largeOrder(4001)],
  ),
);

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
  "before Shopify's cursors end at 25,000 the walk begins anew at the newest change, and misses nothing",
  withShopify(async ({ ctx, fake }) => {
    const first = await pullOrders(ctx, { ...all, updatedSince: 0, limit: 10 });
    const far = { ...(JSON.parse(first.next ?? "") as Json), seen: 23_995 };
    const second = await pullOrders(ctx, { ...all, cursor: JSON.stringify(far), limit: 10 });
    const third = await pullOrders(ctx, { ...all, cursor: second.next, limit: 50 });
    const newest = String(fake.world[19]?.updatedAt);
    expect(since(fake.calls)).toEqual([
      ["updated_at:>='1970-01-01T00:00:00Z'", null, 10],
      ["updated_at:>='1970-01-01T00:00:00Z'", expect.any(String), 10],
      [`updated_at:>='${newest}'`, null, 50],
    ]);
    const seen = [first, second, third].flatMap(idsOf);
    expect([...new Set(seen)]).toEqual(fake.orders);
    // Only the orders of that very second come twice.
    expect(seen.length).toBe(31);
  }, many(30)),
);

test(
  "a cursor that Shopify no longer takes costs no order",
  withShopify(async ({ ctx, fake }) => {
    const first = await pullOrders(ctx, { ...all, limit: 10 });
    const stale = { ...(JSON.parse(first.next ?? "") as Json), after: btoa("not a place") };
    const rest = await pullOrders(ctx, { ...all, cursor: JSON.stringify(stale) });
    expect(new Set([...idsOf(first), ...idsOf(rest)])).toEqual(new Set(fake.orders));
  }, many(30)),
);

test("any page size, any number of orders with equal times: each order once and in order", async () => {
  const shapes = fc.tuple(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }), fc.integer({ min: 1, max: 9 }));
  await fc.assert(
    fc.asyncProperty(shapes, async ([times, limit]) => {
      const orders = times.map((t, i) => fakeOrder(5000 + i, { updatedAt: `2026-11-19T00:00:0${t}Z` }));
      await withShopify(async ({ ctx, fake }) => {
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: OrderPage = await pullOrders(ctx, { updatedSince: null, cursor, limit });
          seen.push(...idsOf(page));
          cursor = page.next;
        } while (cursor);
        expect(seen).toEqual(fake.orders);
      }, orders)();
    }),
    { numRuns: 25 },
  );
});

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

test(
  "a problem of the whole call stops the page, in words",
  withShopify(async ({ ctx, fake }) => {
    const denied = {
      message: "Access denied for orders field. Required access: `read_orders` access scope.",
      path: ["orders"],
      extensions: { code: "ACCESS_DENIED" },
    };
    fake.next = [() => ({ data: null, errors: [denied] })];
    const error = await thrown(pullOrders(ctx, all));
    expect(error?.kind).toBe("permission");
    expect(error?.message).toContain("read_orders");
    fake.next = [() => ({ errors: "Shop is on fire" })];
    expect(await thrown(pullOrders(ctx, all))).toMatchObject({ kind: "rejected" });
  }),
);

test(
  "a page that says there is more but not where is an error, not an endless walk",
  withShopify(async ({ ctx, fake }) => {
    fake.next = [() => ({ data: { orders: { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } } } })];
    expect((await thrown(pullOrders(ctx, all)))?.kind).toBe("malformed");
  }),
);

test(
  "read: by bare number too; a broken order is told apart from one that is gone",
  withShopify(
    async ({ ctx }) => {
      expect(await readOrder(ctx, "3001")).toMatchObject({ ok: true, order: { externalId: gid("Order", 3001) } });
      expect(await readOrder(ctx, gid("Order", 6001))).toMatchObject({
        ok: false,
        externalId: gid("Order", 6001),
        transient: true,
      });
      expect(await readOrder(ctx, gid("Order", 1))).toBeNull();
    },
    [
      ...many(1),
      fakeOrder(6001, { totalTaxSet: usd("1"), name: failing("Timeout", "TIMEOUT") }),
      fakeOrder(6002, { lines: [fakeLine(1)], shipped: [fakeFulfilment(9)] }),
    ],
  ),
);
