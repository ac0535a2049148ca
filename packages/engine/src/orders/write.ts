import type { SqlValue, Statement } from "@waybill/db/database";
import { indexOrder } from "@waybill/db/search";
import { bulk } from "../core/bulk.ts";
import type { OrderRow } from "./rows.ts";

const COLUMNS = {
  id: "id",
  org_id: "orgId",
  connection_id: "connectionId",
  channel: "channel",
  external_id: "externalId",
  number: "number",
  placed_at: "placedAt",
  channel_updated_at: "channelUpdatedAt",
  currency: "currency",
  total_minor: "totalMinor",
  payment: "payment",
  status: "status",
  on_hold: "onHold",
  cancelled_at: "cancelledAt",
  seller_mark: "sellerMark",
  customer_name: "customerName",
  customer_email: "customerEmail",
  country: "country",
  units: "units",
  shipped: "shipped",
  delivered: "delivered",
  parcel_status: "parcelStatus",
  sync_state: "syncState",
  sync_reason: "syncReason",
  sync_attempts: "syncAttempts",
  sync_next_at: "syncNextAt",
  last_run_id: "lastRunId",
  detail: "detail",
  digest: "digest",
  note: "note",
  version: "version",
  created_at: "createdAt",
  changed_at: "changedAt",
} as const satisfies Record<string, keyof OrderRow>;
const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const INSERT_ORDER = `INSERT INTO orders (${NAMES.join(", ")}) VALUES (${NAMES.map(() => "?").join(", ")})`;
const MUTABLE = NAMES.filter(
  (n) => !["id", "org_id", "connection_id", "external_id", "version", "created_at"].includes(n),
);
const UPDATE_ORDER = `UPDATE orders SET ${MUTABLE.map((n) => `${n} = ?`).join(", ")}, version = version + 1 WHERE id = ? AND version = ?`;
export const INSERT_LINES = `INSERT INTO order_lines (order_id, org_id, external_id, position, sku, title, variant, quantity, unfulfilled, cancelled, refunded, price_minor, requires_shipping)
  SELECT ?, ?, value ->> '$.externalId', value ->> '$.position', value ->> '$.sku', value ->> '$.title', value ->> '$.variant',
    value ->> '$.quantity', value ->> '$.unfulfilled', value ->> '$.cancelled', value ->> '$.refunded', value ->> '$.price', value ->> '$.ship'
  FROM json_each(?)`;

function value(row: OrderRow, name: keyof typeof COLUMNS): SqlValue {
  const v = row[COLUMNS[name]];
  if (typeof v === "boolean") return v ? 1 : 0;
  return v !== null && typeof v === "object" ? JSON.stringify(v) : v;
}

/** The row, guarded by its version, and its words in the search index. */
export function orderStatements(next: OrderRow, before: OrderRow | undefined, words: readonly string[]): Statement[] {
  if (!before) {
    return [{ sql: INSERT_ORDER, args: NAMES.map((n) => value(next, n)) }, indexStatement(next, words)];
  }
  const update: Statement = {
    sql: UPDATE_ORDER,
    args: [...MUTABLE.map((n) => value(next, n)), next.id, next.version],
    atLeast: 1,
  };
  return words.length === 0 ? [update] : [update, indexStatement(next, words)];
}

/** What an order is found by: its numbers, its customer, and the given words (SKUs, titles, tracking numbers). */
export function indexStatement(row: OrderRow, words: readonly string[]): Statement {
  const own = [row.number, row.customerName, row.customerEmail, row.externalId.split("/").at(-1) ?? null];
  return indexOrder({ orgId: row.orgId, orderId: row.id, words: [...own, ...words] });
}

/**
 * A parcel moved and its order shows nothing of it yet. Two processes that each move one parcel would both see the other's old
 * state and neither would write the order: with this the slower one re-reads and counts both.
 */
export const orderLockStatement = (row: OrderRow): Statement => ({
  sql: "UPDATE orders SET version = version + 1 WHERE id = ? AND version = ?",
  args: [row.id, row.version],
  atLeast: 1,
});

const PROGRESS = `UPDATE orders SET status = e.value ->> '$.st', units = e.value ->> '$.u', shipped = e.value ->> '$.s',
    delivered = e.value ->> '$.d', parcel_status = e.value ->> '$.p', changed_at = e.value ->> '$.c', version = orders.version + 1
  FROM json_each(?) AS e WHERE orders.id = e.value ->> '$.i' AND orders.version = e.value ->> '$.v'`;

/** Only what parcels decide; guarded by the order's version. */
export function orderProgressStatement(next: OrderRow): Statement {
  const { id: i, version: v, status: st, units: u, shipped: s, delivered: d, parcelStatus: p, changedAt: c } = next;
  return bulk(PROGRESS, [{ i, v, st, u, s, d, p, c }], { guarded: true });
}
