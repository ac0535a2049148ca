import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database, Statement } from "@waybill/db/database";
import { migrate } from "@waybill/db/migrate";
import { migrations } from "@waybill/db/migrations.gen";
import { openDatabase } from "@waybill/db/open";
import { DAY_MS } from "@waybill/domain/time";
import { runWorker } from "../core/worker.ts";
import { dashboardSummary } from "../screens/overview.ts";
import { ORG } from "../testing/scope.ts";
import { logBreach, makeEngineWorld, NOW } from "../testing/world.ts";
import { startEngine } from "../tick.ts";

const [A, B, C] = ["1Z12345E0205271688", "1Z12345E6605272234", "1Z12345E1505270452"] as const;
const WAITING = "The channel is still waiting for the payment. Waybill reads the order again when it changes.";

let folder: string;
let db: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "waybill-recount-"));
  db = await openDatabase({ url: `file:${join(folder, "old.db")}` });
  // The last version before fulfilments carried the lines.
  await migrate(db, migrations.slice(0, 1 + migrations.findIndex(({ tag }) => tag.startsWith("0007_"))));
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

type Line = { quantity: number; unfulfilled: number; requiresShipping?: boolean };
/** An order as the old version wrote it. */
function order(
  id: string,
  input: {
    status: string;
    lines: Line[];
    fulfilments?: { externalId: string; number: string; lines: Record<string, number> }[];
    sync?: [state: string, reason: string | null];
    test?: boolean;
    refunded?: number;
    placedAt?: number;
  },
): Statement[] {
  const fulfilments = (input.fulfilments ?? []).map(({ externalId, number, lines }) => ({
    ...{ externalId, cancelled: false, createdAt: NOW - DAY_MS, tracking: [{ company: "UPS", number, url: null }] },
    lines: Object.entries(lines).map(([externalLineId, quantity]) => ({ externalLineId, quantity })),
  }));
  const detail = { fulfilments, test: input.test ?? false, refunded: input.refunded ?? null };
  const [state, reason] = input.sync ?? ["success", null];
  return [
    {
      sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, units,
          shipped, delivered, sync_state, sync_reason, detail, digest, created_at, changed_at)
        VALUES (?, ?, 'con', 'shopify', ?, ?, ?, 1, 'paid', ?, 9, 9, 9, ?, ?, ?, 'old', 0, 7)`,
      args: [
        ...[id, ORG, id, `#${id}`, input.placedAt ?? NOW - 2 * DAY_MS, input.status, state, reason],
        JSON.stringify(detail),
      ],
    },
    ...input.lines.map((line, i) => ({
      sql: `INSERT INTO order_lines (order_id, external_id, org_id, position, title, quantity, unfulfilled, cancelled, refunded, price_minor,
          requires_shipping) VALUES (?, ?, ?, ?, 'Mug', ?, ?, 0, 0, 100, ?)`,
      args: [id, `l${i}`, ORG, i, line.quantity, line.unfulfilled, Number(line.requiresShipping ?? true)],
    })),
  ];
}
const parcel = (orderId: string, number: string, status: string, fulfilment: string | null): Statement => ({
  sql: `INSERT INTO shipments (id, org_id, order_id, carrier, number, scope, external_fulfilment_id, lines, token, status, scan_count,
      not_before, shipped_at, created_at, changed_at) VALUES (?1, ?2, ?3, 'ups', ?4, ?1, ?5, '[]', ?1, ?6, ?7, ?8, ?9, 0, 0)`,
  args: [
    ...[`shp_${orderId}_${number}`, ORG, orderId, number, fulfilment, status, status === "pre_transit" ? 0 : 3],
    ...[NOW - 90 * DAY_MS, NOW - DAY_MS],
  ],
});

/** The database goes to today's schema, and what the migration asked for is done. */
async function upgraded() {
  await migrate(db);
  const world = makeEngineWorld({ db });
  startEngine(world.ctx);
  const before = await columns();
  await runWorker(world.ctx, "jobs");
  await world.settle();
  return { world, before };
}
const columns = () =>
  db.query(`SELECT id, status, units, shipped, delivered, unshipped, to_ship, kept, parcels, parcels_arrived, test, refunded_minor,
    sync_state, sync_reason, deleted_at FROM orders ORDER BY id`);

test("orders of the old version are counted by today's rules, once, in the log's own words", async () => {
  await db.commit([
    ...order("1", {
      ...{ status: "delivered", lines: [{ quantity: 2, unfulfilled: 0 }] },
      fulfilments: [{ externalId: "f", number: A, lines: { l0: 2 } }],
    }),
    parcel("1", A, "delivered", "f"),
    ...order("2", {
      status: "partially_delivered",
      lines: [
        { quantity: 1, unfulfilled: 0 },
        { quantity: 3, unfulfilled: 3 },
        { quantity: 1, unfulfilled: 1, requiresShipping: false },
      ],
      fulfilments: [{ externalId: "g", number: B, lines: { l0: 1 } }],
      refunded: 250,
    }),
    parcel("2", B, "delivered", "g"),
  ]);
  const { world, before } = await upgraded();
  expect(before).toMatchObject([
    { id: "1", kept: 2, unshipped: 0, parcels: 1, parcels_arrived: 1, refunded_minor: null },
    { id: "2", kept: 5, unshipped: 3, to_ship: 3, parcels: 1, parcels_arrived: 1, refunded_minor: 250 },
  ]);
  expect(await columns()).toMatchObject([
    { id: "1", status: "delivered", units: 2, shipped: 2, delivered: 2, to_ship: 0 },
    { id: "2", status: "partially_delivered", units: 4, shipped: 1, delivered: 1, to_ship: 3 },
  ]);
  expect((await dashboardSummary(world.scope)).orders.buckets).toMatchObject({ to_ship: 1, delivered: 1 });
  const links = await db.query("SELECT fulfilment_ids, not_before FROM shipments ORDER BY id");
  expect(links.map((row) => [row.fulfilment_ids, Number(row.not_before)])).toEqual([
    ['["f"]', NOW - 6 * DAY_MS],
    ['["g"]', NOW - 6 * DAY_MS],
  ]);
  expect(await logBreach(world.ctx)).toBeNull();
  const logged = await db.query("SELECT COUNT(*) AS n FROM events");
  await db.commit([{ sql: "UPDATE jobs SET state = 'waiting', run_at = 0 WHERE kind = 'orders.recount'", args: [] }]);
  await runWorker(world.ctx, "jobs");
  expect(await db.query("SELECT COUNT(*) AS n FROM events")).toEqual(logged);
});

test("a fulfilment in two parcels, one number for two, and a field that is none come out right, and nobody is mailed", async () => {
  const one = { quantity: 2, unfulfilled: 0 };
  await db.commit([
    ...order("1", {
      ...{ status: "delivered", lines: [one] },
      fulfilments: [
        { externalId: "f", number: A, lines: { l0: 1 } },
        { externalId: "g", number: A, lines: { l0: 1 } },
      ],
    }),
    parcel("1", A, "delivered", "f"),
    ...order("2", {
      ...{ status: "shipped", lines: [one] },
      fulfilments: [{ externalId: "f", number: `${B}, ${C}`, lines: { l0: 2 } }],
    }),
    parcel("2", `${B},${C}`, "pre_transit", "f"),
    ...order("3", {
      ...{ status: "shipped", lines: [one] },
      fulfilments: [{ externalId: "f", number: "Local pickup", lines: { l0: 2 } }],
    }),
    parcel("3", "LOCALPICKUP", "pre_transit", "f"),
  ]);
  await upgraded();
  expect(await columns()).toMatchObject([
    { id: "1", status: "delivered", delivered: 2 },
    { id: "2", status: "shipped", parcels: 2 },
    { id: "3", status: "shipped", parcels: 0 },
  ]);
  expect(await db.query("SELECT order_id, number, left_at IS NULL AS here FROM shipments ORDER BY 1, 2")).toEqual([
    { order_id: "1", number: A, here: 1 },
    { order_id: "2", number: C, here: 1 },
    { order_id: "2", number: B, here: 1 },
    { order_id: "2", number: `${B},${C}`, here: 0 },
    { order_id: "3", number: "LOCALPICKUP", here: 0 },
  ]);
  const texts = await db.query("SELECT detail ->> '$.trackingTexts' AS texts FROM orders WHERE id = '3'");
  expect(texts).toEqual([{ texts: '["Local pickup"]' }]);
  expect(await db.query("SELECT id FROM outbox")).toEqual([]);
});

test("trial orders leave the counts, waiting payments and deleted orders the failures", async () => {
  const lines = [{ quantity: 1, unfulfilled: 1 }];
  await db.commit([
    ...order("1", { status: "paid", lines, test: true }),
    ...order("2", { status: "pending", lines, sync: ["pending", WAITING] }),
    ...order("3", { status: "paid", lines, sync: ["failed", "Kraft no longer has this order."] }),
    ...order("4", { status: "paid", lines }),
  ]);
  const { world } = await upgraded();
  expect(await columns()).toMatchObject([
    { id: "1", test: 1 },
    { id: "2", sync_state: "success", sync_reason: null },
    { id: "3", status: "deleted", sync_state: "success", deleted_at: 7, to_ship: 0 },
    { id: "4", status: "paid", to_ship: 1 },
  ]);
  const { orders, days } = await dashboardSummary(world.scope);
  expect(orders).toMatchObject({ total: 3, bySync: { success: 3 }, buckets: { ended: 1, sync_failed: 0 } });
  expect(days.flatMap(({ byConnection }) => Object.values(byConnection))).toEqual([3]);
});
