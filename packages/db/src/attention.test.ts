import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { orderAttentionOf } from "@waybill/domain/order/attention";
import { problemKinds } from "@waybill/domain/problem-report/kinds";
import {
  type AttentionKind,
  attentionKinds,
  attentionOf,
  FORGOTTEN_AFTER_MS,
  LABEL_AFTER_MS,
  STUCK_AFTER_MS,
  type Watched,
} from "@waybill/domain/shipment/attention";
import { orderStatuses, shipmentStatuses, syncStates } from "@waybill/domain/status";
import fc from "fast-check";
import { wantingCounts, wantingOrders, wantingParcels } from "./attention.ts";
import type { Statement } from "./database.ts";
import { type TestDatabase, testDatabase } from "./testing/testing.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const DAY = 86_400_000;
const ORG = "org_a";
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() =>
  database.db.commit(["shipments", "reports", "orders"].map((table) => ({ sql: `DELETE FROM ${table}`, args: [] }))),
);

type Parcel = Watched & { orderId: string | null; open: number };
type Order = { status: (typeof orderStatuses)[number]; syncState: (typeof syncStates)[number]; test: boolean };

/** Moments on both sides of every limit of the rule, to the millisecond, and some of any age. */
const limits = [0, LABEL_AFTER_MS, STUCK_AFTER_MS, FORGOTTEN_AFTER_MS];
const moment = fc.oneof(
  fc.constantFrom(...limits.flatMap((limit) => [NOW - limit - 1, NOW - limit, NOW - limit + 1])),
  fc.integer({ min: -90 * DAY, max: 5 * DAY }).map((ms) => NOW + ms),
);
const parcel: fc.Arbitrary<Parcel> = fc.record({
  status: fc.oneof(
    fc.constantFrom(...shipmentStatuses),
    // The kinds that fewest parcels have.
    fc.constantFrom("pre_transit" as const, "in_transit" as const, "delayed" as const),
  ),
  reason: fc.constantFrom(null, "returned", "returning", "customs"),
  // Delivered, and then moved once more: what no index of undelivered parcels holds.
  deliveredAt: fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: moment, weight: 1 }),
  dueAt: fc.option(moment),
  movedAt: fc.option(moment, { freq: 8 }),
  shippedAt: moment,
  pushState: fc.constantFrom("none", "pending", "success", "failed"),
  pushReason: fc.constant(null),
  lastMessage: fc.constant(null),
  leftAt: fc.oneof({ arbitrary: fc.constant(null), weight: 7 }, { arbitrary: fc.constant(NOW - DAY), weight: 1 }),
  reported: fc.option(fc.constantFrom(...problemKinds), { freq: 2 }),
  orderId: fc.constantFrom(null, "ord_0", "ord_1", "ord_2"),
  open: fc.integer({ min: 1, max: 3 }),
});
const order: fc.Arbitrary<Order> = fc.record({
  status: fc.constantFrom(...orderStatuses),
  syncState: fc.constantFrom(...syncStates, "success" as const),
  test: fc.boolean(),
});

const parcelRow = (input: Parcel, n: number, org = ORG): Statement[] => [
  {
    sql: `INSERT INTO shipments (id, org_id, order_id, carrier, number, scope, lines, token, status, reason, delivered_at, not_before,
      shipped_at, push_state, created_at, changed_at, due_at, moved_at, left_at) VALUES (?, ?, ?, 'ups', ?, ?, '[]', ?, ?, ?, ?, 0, ?, ?, 0, ?, ?, ?, ?)`,
    args: [
      ...[`${org}_${n}`, org, input.orderId, `1Z${n}`, `s${org}${n}`, `t${org}${n}`, input.status, input.reason],
      ...[input.deliveredAt, input.shippedAt, input.pushState, Math.max(input.movedAt ?? 0, input.shippedAt)],
      ...[input.dueAt, input.movedAt, input.leftAt],
    ],
  },
  // The newest open one counts; one that is settled never does.
  ...Array.from({ length: input.reported ? input.open : 0 }, (_, i) => report(`${org}_${n}`, org, i, "open")),
  report(`${org}_${n}`, org, 9, "closed"),
];
const report = (shipment: string, org: string, i: number, state: string): Statement => ({
  sql: "INSERT INTO reports (id, org_id, shipment_id, kind, message, state, created_at) VALUES (?, ?, ?, 'other', 'm', ?, ?)",
  args: [`rep_${shipment}_${i}`, org, shipment, state, NOW - 90 * DAY + i],
});
const orderRow = (input: Order, n: number): Statement => ({
  sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, test, created_at, changed_at)
    VALUES (?, ?, 'con', 'shopify', ?, '#1', ?, 0, 'paid', ?, ?, ?, 0, 0)`,
  args: [`ord_${n}`, ORG, `e${n}`, NOW - n, input.status, input.syncState, Number(input.test)],
});

const wanted = async () => {
  const { sql, args } = wantingParcels({ orgId: ORG, now: NOW });
  const rows = await database.db.query(`SELECT id, rank FROM (${sql})`, args);
  return rows.map((row): [string, AttentionKind | undefined] => [String(row.id), attentionKinds[Number(row.rank)]]);
};

describe("the domain's rule and the database's form of it", () => {
  test("name the same parcels for the same reasons, and the same orders, whatever is stored", async () => {
    const seen = new Set<AttentionKind>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(parcel, { maxLength: 20 }),
        fc.array(order, { minLength: 3, maxLength: 3 }),
        async (parcels, orders) => {
          await database.db.commit([
            ...["shipments", "reports", "orders"].map((table) => ({ sql: `DELETE FROM ${table}`, args: [] })),
            ...parcels.flatMap((one, n) => parcelRow(one, n)),
            ...parcels.flatMap((one, n) => parcelRow({ ...one, orderId: null }, n, "org_b")),
            ...orders.map(orderRow),
          ]);
          const ruled = parcels.map((one) => attentionOf(one, NOW));
          const named = ruled.flatMap((one, n) => (one ? [[`${ORG}_${n}`, one.kind] as const] : []));
          for (const [, kind] of named) seen.add(kind);
          expect((await wanted()).sort()).toEqual([...named].sort() as never);

          const wantOrders = orders.flatMap((one, n) => {
            const worst = parcels
              .flatMap((p, i) => (p.orderId === `ord_${n}` && ruled[i] ? [ruled[i]] : []))
              .sort((a, b) => attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind))[0];
            return orderAttentionOf({ ...one, syncReason: null }, worst ?? null) ? [`ord_${n}`] : [];
          });
          const { sql, args } = wantingOrders({ orgId: ORG, now: NOW });
          const found = await database.db.query(`SELECT id FROM orders WHERE +org_id = ? AND ${sql}`, [ORG, ...args]);
          expect(found.map((row) => String(row.id)).sort()).toEqual(wantOrders.sort());
        },
      ),
      { numRuns: 200 },
    );
    // A property that never met a kind has said nothing about it.
    expect([...seen].sort()).toEqual([...attentionKinds].sort());
  }, 60_000);

  test("draw every limit at the same millisecond", async () => {
    const moments = limits.flatMap((limit) => [NOW - limit - 1, NOW - limit, NOW - limit + 1]);
    const calm = {
      reason: null,
      deliveredAt: null,
      pushState: "none",
      pushReason: null,
      lastMessage: null,
      leftAt: null,
    } as const;
    const parcels = shipmentStatuses.flatMap((status) =>
      moments.flatMap((at): Parcel[] => [
        { ...calm, status, dueAt: null, movedAt: at, shippedAt: at, orderId: null, open: 0 },
        { ...calm, status, dueAt: null, movedAt: null, shippedAt: at, orderId: null, open: 0 },
        { ...calm, status, dueAt: at, movedAt: NOW, shippedAt: at, orderId: null, open: 0 },
      ]),
    );
    await database.db.commit(parcels.flatMap((one, n) => parcelRow(one, n)));
    const named = parcels.flatMap((one, n) => {
      const kind = attentionOf(one, NOW)?.kind;
      return kind ? [[`${ORG}_${n}`, kind] as const] : [];
    });
    expect((await wanted()).sort()).toEqual([...named].sort() as never);
  });

  test("read indexes alone: no walk over parcels, reports or orders, and each kind from the index that has it", async () => {
    // Many rows and statistics, so that the planner has a choice to make wrongly.
    const some = fc.sample(parcel, { numRuns: 400, seed: 7 });
    await database.db.commit(some.flatMap((one, n) => parcelRow(one, n)));
    await database.db.commit(fc.sample(order, { numRuns: 400, seed: 7 }).map(orderRow));
    for (const analysed of [false, true]) {
      if (analysed) await database.db.commit([{ sql: "ANALYZE", args: [] }]);
      const parcels = wantingParcels({ orgId: ORG, now: NOW });
      const counts = wantingCounts({ orgId: ORG, now: NOW });
      const orders = wantingOrders({ orgId: ORG, now: NOW });
      const plan = async (sql: string, args: typeof parcels.args) =>
        (await database.db.query(`EXPLAIN QUERY PLAN ${sql}`, args)).map((row) => String(row.detail));
      const all = [
        ...(await plan(counts.sql, counts.args)),
        ...(await plan(`${parcels.sql} ORDER BY rank, changed_at DESC, id DESC LIMIT 50`, parcels.args)),
        ...(await plan(`SELECT COUNT(*) FROM orders WHERE +org_id = ? AND ${orders.sql}`, [ORG, ...orders.args])),
        ...(await plan(
          `SELECT id FROM orders WHERE +org_id = ? AND ${orders.sql} ORDER BY placed_at DESC, id DESC LIMIT 50`,
          [ORG, ...orders.args],
        )),
      ];
      expect(all.filter((step) => /^SCAN (shipments|orders|reports|r|o)\b/.test(step))).toEqual([]);
      const used = all.join("\n");
      for (const index of ["due", "moved", "status", "push"]) expect(used).toContain(`shipments_${index} (`);
      expect(used).toMatch(/reports USING INDEX reports_open \(org_id=\?\)/);
      expect(used).toMatch(/shipments_due \(org_id=\? AND due_at>\? AND due_at<\?\)/);
      expect(used).toMatch(/shipments_moved \(org_id=\? AND moved_at>\? AND moved_at<\?\)/);
      expect(used).toMatch(/shipments_status \(org_id=\? AND status=\? AND changed_at>\?\)/);
    }
  });
});
