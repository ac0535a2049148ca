import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { orderBuckets } from "@waybill/domain/screens/buckets";
import { orderStatuses, syncStates } from "@waybill/domain/status";
import fc from "fast-check";
import { ORG } from "../testing/scope.ts";
import { type EngineWorld, makeEngineWorld, NOW } from "../testing/world.ts";
import { bucketCounts, bucketOf } from "./buckets.ts";
import { daySpans, SLOT_MS } from "./days.ts";
import { dashboardSummary } from "./overview.ts";

describe("drawers of orders", () => {
  test("every status and sync state is in exactly one, and any counts sum to all orders", () => {
    const row = fc.record({
      status: fc.constantFrom(...orderStatuses),
      sync: fc.constantFrom(...syncStates),
      n: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const counts = bucketCounts(rows);
        expect(Object.keys(counts).sort()).toEqual([...orderBuckets].sort());
        const total = rows.reduce((sum, { n }) => sum + n, 0);
        expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(total);
      }),
    );
    for (const status of orderStatuses)
      for (const sync of syncStates) expect(orderBuckets).toContain(bucketOf({ status, sync }));
  });

  test("what failed to sync is nowhere else, whatever else is known of it", () => {
    for (const status of orderStatuses) expect(bucketOf({ status, sync: "failed" })).toBe("sync_failed");
    expect(bucketOf({ status: "partially_shipped", sync: "success" })).toBe("to_ship");
    expect(bucketOf({ status: "refunded", sync: "pending" })).toBe("ended");
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
  const order = (input: { status: string; sync?: string; placedAt?: number; org?: string; connection?: string }) => ({
    sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
      VALUES (?, ?, ?, 'shopify', ?, '#1', ?, 0, 'paid', ?, ?, 0, 0)`,
    args: [
      `ord_${++made}`,
      input.org ?? ORG,
      input.connection ?? "con_a",
      `e${made}`,
      input.placedAt ?? NOW,
      input.status,
      input.sync ?? "success",
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
