import { expect, test } from "bun:test";
import fc from "fast-check";
import { isAdapterError } from "../../ports/adapter.ts";
import type { OrderPage } from "../../ports/channel.ts";
import { failing, fakeFulfilment, fakeLine, fakeOrder, gid, usd } from "./fake-orders.ts";
import { pullOrders, readOrder } from "./pull.ts";
import { type FakeWorld, type Json, largeOrder, withShopify } from "./testing.ts";

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

for (const [what, order] of [
  ["lines", fakeOrder(1, { lines: Array.from({ length: 101 }, (_, i) => fakeLine(i)) })],
  [
    "tracking numbers",
    fakeOrder(1, { shipped: [fakeFulfilment(1, { numbers: Array.from({ length: 11 }, (_, i) => `1Z${i}`) })] }),
  ],
  ["fulfilments", fakeOrder(1, { shipped: Array.from({ length: 11 }, (_, i) => fakeFulfilment(i)) })],
  [
    "fulfilment lines",
    fakeOrder(1, {
      shipped: [fakeFulfilment(1, { lines: Array.from({ length: 51 }, (_, i) => ({ line: i, quantity: 1 })) })],
    }),
  ],
] as const) {
  test(
    `one more than the page brings of its ${what} alone is read too`,
    withShopify(
      async ({ ctx }) => {
        const [pulled] = (await pullOrders(ctx, all)).orders;
        if (!pulled?.ok) throw new Error(pulled?.reason);
        const { lines, fulfilments } = pulled.order;
        const counts = [
          lines.length,
          fulfilments.length,
          fulfilments[0]?.tracking.length ?? 0,
          fulfilments[0]?.lines.length ?? 0,
        ];
        expect(Math.max(...counts)).toBe(
          { lines: 101, "tracking numbers": 11, fulfilments: 11, "fulfilment lines": 51 }[what],
        );
      },
      [order],
    ),
  );
}

test(
  "a page within the page that leads back to itself is an error of that order, not an endless read",
  withShopify(
    async ({ ctx, fake }) => {
      const pageInfo = { hasNextPage: true, endCursor: btoa("100") };
      fake.next = [
        () => null,
        ...Array.from({ length: 50 }, () => () => ({ data: { order: { lineItems: { nodes: [], pageInfo } } } })),
      ];
      const page = await pullOrders(ctx, all);
      expect(page.orders.map((o) => o.ok)).toEqual([true, false]);
      expect(fake.calls.length).toBe(2);
    },
    [...many(1), fakeOrder(4001, { lines: Array.from({ length: 101 }, (_, i) => fakeLine(i)) })],
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
