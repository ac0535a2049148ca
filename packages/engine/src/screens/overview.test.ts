import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { bucketOf, orderBuckets } from "@waybill/domain/order/buckets";
import { orderStatuses, syncStates } from "@waybill/domain/status";
import fc from "fast-check";
import { bucketCounts } from "../orders/buckets.ts";
import { countOrders, listOrders } from "../orders/list.ts";
import { ORG } from "../testing/scope.ts";
import { type EngineWorld, makeEngineWorld, NOW } from "../testing/world.ts";
import { daySpans, SLOT_MS } from "./days.ts";
import { dashboardSummary } from "./overview.ts";

describe("drawers of orders", () => {
  test("every status and sync state is in exactly one, and any counts sum to all orders", () => {
    const row = fc.record({
      status: fc.constantFrom(...orderStatuses),
      syncState: fc.constantFrom(...syncStates),
      toShip: fc.nat(1),
      test: fc.boolean(),
      n: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const counts = bucketCounts(rows);
        expect(Object.keys(counts).sort()).toEqual([...orderBuckets].sort());
        const total = rows.reduce((sum, { n, test }) => sum + (test ? 0 : n), 0);
        expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(total);
      }),
    );
    for (const status of orderStatuses)
      for (const syncState of syncStates)
        for (const toShip of [0, 2]) {
          const placed = { status, syncState, toShip, test: false };
          expect(orderBuckets).toContain(bucketOf(placed) as never);
          expect(bucketOf({ ...placed, test: true })).toBeNull();
        }
  });

  test("what failed to sync is nowhere else, whatever else is known of it", () => {
    const placed = { syncState: "success" as const, toShip: 0, test: false };
    for (const status of orderStatuses)
      expect(bucketOf({ ...placed, status, syncState: "failed", toShip: 1 })).toBe("sync_failed");
    expect(bucketOf({ ...placed, status: "partially_shipped", toShip: 1 })).toBe("to_ship");
    expect(bucketOf({ ...placed, status: "refunded", syncState: "pending" })).toBe("ended");
  });

  test("what is left to ship decides, whatever has arrived; what waits for somebody else waits", () => {
    const placed = { syncState: "success" as const, toShip: 1, test: false };
    expect(bucketOf({ ...placed, status: "partially_delivered" })).toBe("to_ship");
    expect(bucketOf({ ...placed, status: "partially_delivered", toShip: 0 })).toBe("on_the_way");
    expect(bucketOf({ ...placed, status: "pending" })).toBe("unpaid");
    expect(bucketOf({ ...placed, status: "on_hold" })).toBe("on_hold");
  });
});

describe("days of a zone", () => {
  const zones = [
    "UTC",
    "Europe/Lisbon",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Apia",
  ];
  test("they touch, end with the slot that runs, and each slot's local date is its day's", () => {
    const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (now, timeZone) => {
        const spans = daySpans({ timeZone, now, days: 30 });
        expect(spans).toHaveLength(30);
        expect(spans.at(-1)?.to).toBe(Math.floor(now / SLOT_MS) + 1);
        // An independent way to the local date: the parts of another locale.
        const parts = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "numeric", day: "numeric" });
        const dateOf = (slot: number) => {
          const of = Object.fromEntries(parts.formatToParts(slot * SLOT_MS).map((p) => [p.type, p.value]));
          return `${of.year}-${String(of.month).padStart(2, "0")}-${String(of.day).padStart(2, "0")}`;
        };
        spans.forEach((span, i) => {
          if (i > 0) expect(span.from).toBe(spans[i - 1]?.to ?? -1);
          for (const slot of [span.from, span.to - 1, Math.floor((span.from + span.to) / 2)])
            expect(dateOf(slot)).toBe(span.date);
        });
      }),
      { numRuns: 150 },
    );
  });

  test("the day on which clocks go back has 25 hours", () => {
    // Europe/Lisbon, 25 October 2026: 02:00 WEST becomes 01:00 WET (IANA tz, Portugal follows the EU rule).
    const spans = daySpans({ timeZone: "Europe/Lisbon", now: Date.UTC(2026, 9, 27), days: 5 });
    const day = spans.find(({ date }) => date === "2026-10-25");
    expect(day && day.to - day.from).toBe(50);
  });
});

describe("the first screen's numbers", () => {
  let database: TestDatabase;
  let world: EngineWorld;
  beforeEach(async () => {
    database = await testDatabase();
    world = makeEngineWorld({ db: database.db });
  });
  afterEach(() => database.close());

  const HOUR = 3_600_000;
  let made = 0;
  type Order = { status: string; sync?: string; placedAt?: number; org?: string; connection?: string };
  const order = (input: Order & { toShip?: number; test?: boolean }) => ({
    sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state,
        to_ship, test, created_at, changed_at) VALUES (?, ?, ?, 'shopify', ?, '#1', ?, 0, 'paid', ?, ?, ?, ?, 0, 0)`,
    args: [
      `ord_${++made}`,
      input.org ?? ORG,
      input.connection ?? "con_a",
      `e${made}`,
      input.placedAt ?? NOW,
      input.status,
      input.sync ?? "success",
      input.toShip ?? 0,
      Number(input.test ?? false),
    ],
  });

  test("the drawers sum to the total; another organisation's orders are in none", async () => {
    await world.ctx.db.commit([
      ...orderStatuses.flatMap((status) => syncStates.map((sync) => order({ status, sync }))),
      order({ status: "paid", org: "org_b" }),
    ]);
    const { orders } = await dashboardSummary(world.scope);
    expect(orders.total).toBe(orderStatuses.length * syncStates.length);
    expect(Object.values(orders.buckets).reduce((sum, n) => sum + n, 0)).toBe(orders.total);
    expect(orders.buckets.sync_failed).toBe(orderStatuses.length);
  });

  test("each drawer's list shows exactly the orders that its number counts, and no trial order", async () => {
    await world.ctx.db.commit(
      orderStatuses.flatMap((status) =>
        syncStates.flatMap((sync) =>
          [0, 2].flatMap((toShip) => [true, false].map((test) => order({ status, sync, toShip, test }))),
        ),
      ),
    );
    const { orders, days } = await dashboardSummary(world.scope);
    const all = orderStatuses.length * syncStates.length * 2;
    expect(orders.total).toBe(all);
    expect(days.at(-1)?.byConnection).toEqual({ con_a: all });
    for (const bucket of orderBuckets) {
      const { items } = await listOrders(world.scope, { bucket, limit: 200 });
      expect([bucket, items.length]).toEqual([bucket, orders.buckets[bucket]]);
      expect(items.every((item) => bucketOf(item) === bucket)).toBe(true);
      expect(await countOrders(world.scope, { bucket })).toEqual({ n: items.length, exact: true });
    }
    // They are in the list all the same.
    expect((await countOrders(world.scope, {})).n).toBe(2 * all);
  });

  test("orders are counted on the seller's own day", async () => {
    const value = JSON.stringify({ timeZone: "Pacific/Auckland", language: "en" });
    await world.ctx.db.commit([
      {
        sql: "INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?, 'general', ?, 0)",
        args: [ORG, value],
      },
      // NOW is 12:00 UTC on the 20th: 01:00 on the 21st in Auckland (UTC+13), whose day began at 11:00 UTC.
      order({ status: "paid", placedAt: NOW - HOUR / 2 }),
      order({ status: "paid", placedAt: NOW - 1.5 * HOUR }),
      order({ status: "paid", placedAt: NOW - 2 * HOUR, connection: "con_b" }),
      order({ status: "paid", placedAt: NOW - 60 * 24 * HOUR }),
    ]);
    const { days, timeZone } = await dashboardSummary(world.scope);
    expect(timeZone).toBe("Pacific/Auckland");
    expect(days).toHaveLength(30);
    expect(days.slice(-2)).toEqual([
      { date: "2026-11-20", byConnection: { con_a: 1, con_b: 1 } },
      { date: "2026-11-21", byConnection: { con_a: 1 } },
    ]);
  });

  test("no count walks over a table: every plan goes by an index", async () => {
    const plans: string[] = [];
    const { db } = world.ctx;
    const watched = makeEngineWorld({
      db: {
        ...db,
        query: async (sql, args) => {
          const steps = await db.query(`EXPLAIN QUERY PLAN ${sql}`, args);
          plans.push(...steps.map((step) => String(step.detail)));
          return db.query(sql, args);
        },
      },
    });
    await dashboardSummary(watched.scope);
    const scans = plans.filter(
      (plan) => /^SCAN (?!\d|d VIRTUAL|CONSTANT|\()/.test(plan) && !/INDEX inbox_pending/.test(plan),
    );
    expect(plans.length).toBeGreaterThan(15);
    expect(scans).toEqual([]);
  });
});
