import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import fc from "fast-check";
import { ORG } from "../testing/scope.ts";
import {
  type EngineWorld,
  line,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";
import { setOrderStatus } from "./change.ts";
import type { OrderFilter } from "./filter.ts";
import { attentionCount, countOrders, listOrders, orderCounts } from "./list.ts";

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
});
afterEach(() => database.close());

const ctx = () => world.ctx;
const UPS = ["1Z12345E0205271688", "1Z12345E6605272234", "1Z12345E1505270452"] as const;

describe("the list", () => {
  const placed = fc.integer({ min: 1, max: 12 }).map((n) => NOW - n * 3_600_000);
  const plan = fc.record({
    first: fc.array(placed, { minLength: 1, maxLength: 25 }),
    between: fc.array(placed, { maxLength: 12 }),
    limit: fc.integer({ min: 1, max: 7 }),
    query: fc.constantFrom<Partial<OrderFilter>>(
      {},
      { q: "marlow" },
      { q: "mug" },
      { status: ["paid"] },
      { channel: ["shopify"], sync: ["success"] },
    ),
  });

  test("page after page while orders come in: none twice, and none that was there is missed", async () => {
    let next = 0;
    await fc.assert(
      fc.asyncProperty(plan, async ({ first, between, limit, query }) => {
        await ctx().db.commit([
          { sql: "DELETE FROM orders", args: [] },
          { sql: "DELETE FROM order_lines", args: [] },
        ]);
        const put = (placedAt: number) => putOrder(world, shop, { externalId: String(next++), placedAt });
        const there: string[] = [];
        for (const placedAt of first) there.push(await put(placedAt));
        const late = [...between];
        const seen: string[] = [];
        let order: number[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await listOrders(world.scope, { limit, cursor, ...query });
          seen.push(...page.items.map((i) => i.id));
          order = [...order, ...page.items.map((i) => i.placedAt)];
          if (page.next === null) break;
          if (seen.length > 200) throw new Error("the pages never end");
          cursor = page.next;
          const placedAt = late.pop();
          if (placedAt !== undefined) await put(placedAt);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(there.filter((id) => !seen.includes(id))).toEqual([]);
        if (!("q" in query)) expect(order).toEqual([...order].sort((a, b) => b - a));
      }),
      { numRuns: 30 },
    );
  });

  test("an order is found by its number, customer, address, article and tracking number, from the first letters on", async () => {
    const id = await putOrder(world, shop, {
      externalId: "gid://shopify/Order/820982911946154508",
      number: "#1001",
      customer: { name: "Zoë Müller-Đặng", email: "zoe@blue.example", phone: null },
      lines: [{ ...line("1", 1), sku: "KETTLE-9", title: "Copper kettle" }],
    });
    await putOrder(world, shop, { externalId: "2", number: "#2002" });
    await putShipment(world, { orderId: id, number: UPS[0], carrier: "ups" });
    for (const q of [
      "1001",
      "#1001",
      "müller",
      "MÜLL",
      "zoe",
      "zoe@blue.example",
      "kettle-9",
      "copper ket",
      UPS[0],
      "1Z12345E02",
      "820982911946154508",
    ]) {
      const { items } = await listOrders(world.scope, { q, limit: 10 });
      expect([q, items.map((i) => i.id)]).toEqual([q, [id]]);
    }
    for (const q of ["kettle marlow", "nobody", "x"]) {
      expect((await listOrders(world.scope, { q, limit: 10 })).items).toEqual([]);
    }
  });

  test("whatever is typed, it is no error", async () => {
    await putOrder(world, shop, { externalId: "1" });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom('"', "a*", "NEAR(", "x AND", "-", "col:x")),
        async (q) => {
          const { items } = await listOrders(world.scope, { q, limit: 3 });
          expect(items.length).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("a cursor that is not ours is refused in words", async () => {
    for (const cursor of ["x", "1~2", "'; DROP TABLE orders"])
      expect(listOrders(world.scope, { cursor, limit: 3 })).rejects.toMatchObject({
        code: "bad_cursor",
        status: 422,
      });
    expect(listOrders(world.scope, { q: "mug", cursor: "x", limit: 3 })).rejects.toMatchObject({ status: 422 });
  });

  test("the counts on screen are what counting would give, after anything", async () => {
    const act = fc.record({
      order: fc.nat(6),
      payment: fc.constantFrom("paid" as const, "pending" as const, "refunded" as const),
      mark: fc.constantFrom("processing" as const, "cancelled" as const, "auto" as const, null),
      ship: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 15 }), async (acts) => {
        for (const [i, a] of acts.entries()) {
          world.clock.now += 1_000;
          const id = await putOrder(world, shop, {
            externalId: `c${a.order}`,
            payment: a.payment,
            updatedAt: world.clock.now,
          });
          if (a.ship) await putShipment(world, { orderId: id, number: UPS[i % 3] as string, carrier: "ups" });
          if (a.mark) await setOrderStatus(world.scope, { id, status: a.mark }).catch(() => {});
        }
        const counted = await ctx().db.query(
          "SELECT status, sync_state, COUNT(*) AS n FROM orders WHERE org_id = ? GROUP BY 1, 2",
          [ORG],
        );
        const sum = (by: string) =>
          Object.fromEntries(
            [...Map.groupBy(counted, (r) => String(r[by]))].map(([k, rows]) => [
              k,
              rows.reduce((n, r) => n + Number(r.n), 0),
            ]),
          );
        const total = counted.reduce((n, r) => n + Number(r.n), 0);
        expect(await orderCounts(world.scope)).toEqual({
          total,
          byStatus: sum("status"),
          bySync: sum("sync_state"),
          byChannel: { shopify: total },
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe("what a filter holds", () => {
  test("one shop of several of the same channel", async () => {
    const second = await putConnection(world, { adapter: "shopify", kind: "channel" });
    await putOrder(world, shop, { externalId: "1" });
    const id = await putOrder(world, second, { externalId: "2" });
    const { items } = await listOrders(world.scope, { connection: [second.id], limit: 10 });
    expect(items.map((i) => i.id)).toEqual([id]);
    expect(await countOrders(world.scope, { connection: [second.id] })).toEqual({ n: 1, exact: true });
  });

  test("attention: failed syncs, held orders and parcels in trouble that nobody has settled; the count says the same", async () => {
    const calm = await putOrder(world, shop, { externalId: "calm" });
    const held = await putOrder(world, shop, { externalId: "held" });
    await setOrderStatus(world.scope, { id: held, status: "on_hold" });
    const failed = await putOrder(world, shop, { externalId: "failed" });
    await ctx().db.commit([{ sql: "UPDATE orders SET sync_state = 'failed' WHERE id = ?", args: [failed] }]);
    const troubled = await putOrder(world, shop, { externalId: "troubled" });
    const settled = await putOrder(world, shop, { externalId: "settled" });
    for (const [orderId, number] of [
      [troubled, UPS[0]],
      [settled, UPS[1]],
    ] as const) {
      const shipment = await putShipment(world, { orderId, number, carrier: "ups" });
      await ctx().db.commit([
        { sql: "UPDATE shipments SET status = 'exception' WHERE id = ?", args: [shipment] },
        { sql: "UPDATE orders SET parcel_status = 'exception' WHERE id = ?", args: [orderId] },
      ]);
    }
    await ctx().db.commit([{ sql: "UPDATE orders SET status = 'completed' WHERE id = ?", args: [settled] }]);
    const { items } = await listOrders(world.scope, { attention: true, limit: 10 });
    expect(items.map((i) => i.id).sort()).toEqual([held, failed, troubled].sort());
    expect(items.map((i) => i.id)).not.toContain(calm);
    expect(await attentionCount(world.scope)).toBe(3);
    expect(await attentionCount(world.scopeOf("org_b"))).toBe(0);
  });

  test("the total is what paging through gives, for any filter", async () => {
    for (let n = 0; n < 14; n++) {
      const payment = n % 3 === 0 ? ("pending" as const) : ("paid" as const);
      await putOrder(world, shop, { externalId: `t${n}`, payment, placedAt: NOW - n * 3_600_000 });
    }
    const filters = fc.record(
      {
        q: fc.constantFrom("mug", "nobody", "t"),
        channel: fc.constantFrom<string[][]>(["shopify"], ["etsy"]),
        connection: fc.constantFrom<string[][]>([shop.id], ["con_none"]),
        status: fc.subarray(["pending", "paid", "shipped"]),
        sync: fc.subarray(["success", "failed"]),
        attention: fc.boolean(),
        from: fc.constantFrom(NOW - 5 * 3_600_000),
        to: fc.constantFrom(NOW - 2 * 3_600_000),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const { items } = await listOrders(world.scope, { ...filter, limit: 200 });
        expect(await countOrders(world.scope, filter)).toEqual({ n: items.length, exact: true });
      }),
      { numRuns: 60 },
    );
  });

  test("a row that lacks something says what its channel withholds; others are not asked", async () => {
    const gaps = [
      { field: "customer.email", kind: "withheld" as const, words: "The shop withholds the e-mail address." },
    ];
    const customer = { name: "Ada", email: null, phone: null };
    await putOrder(world, shop, { externalId: "1", number: "#1", customer, gaps });
    await putOrder(world, shop, { externalId: "2", number: "#2", customer });
    const { items } = await listOrders(world.scope, { limit: 10 });
    const missing = Object.fromEntries(items.map((order) => [order.number, order.missing]));
    expect([missing["#1"], missing["#2"]]).toEqual([[{ field: "customer.email", kind: "withheld" }], []]);
  });

  test("a row knows when the nearest of its parcels should arrive, and from when it is late", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    const eta = (date: string) => JSON.stringify({ date, from: "14:00", to: "18:00", asOf: NOW });
    for (const [number, date, due] of [
      [UPS[0], "2026-11-26", 2],
      [UPS[1], "2026-11-24", 1],
    ] as const) {
      const shipment = await putShipment(world, { orderId: id, number, carrier: "ups" });
      await ctx().db.commit([
        { sql: "UPDATE shipments SET eta = ?, due_at = ? WHERE id = ?", args: [eta(date), due, shipment] },
      ]);
    }
    const [row] = (await listOrders(world.scope, { limit: 10 })).items;
    expect(row?.expected).toEqual({
      ...{ date: "2026-11-24", from: "14:00", to: "18:00", dueAt: 1 },
      clock: null,
    });
    // With a state, whose hours they are is known: Denver is UTC−7 in November (IANA tz).
    const shippingAddress = JSON.stringify({ shippingAddress: { country: "US", region: "CO" } });
    await ctx().db.commit([{ sql: "UPDATE orders SET detail = ? WHERE id = ?", args: [shippingAddress, id] }]);
    const [placed] = (await listOrders(world.scope, { limit: 10 })).items;
    expect(placed?.expected?.clock).toEqual({ timeZone: "America/Denver", offset: -420, words: "Denver time" });
  });
});
