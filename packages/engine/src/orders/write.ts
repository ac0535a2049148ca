import type { Statement } from "@waybill/db/database";
import { rowsOf } from "@waybill/db/rows";
import { orderPayloads } from "@waybill/db/schema/orders";
import { indexOrder } from "@waybill/db/search";
import { bulk } from "../core/bulk.ts";
import { lineRows, type OrderRow, orderRows } from "./rows.ts";

const insertOrder = orderRows.insert(orderRows.keys(["rid"]));
/** Guarded by the order's version. */
const updateOrder = orderRows.update({
  set: orderRows.keys(["rid", "id", "orgId", "connectionId", "externalId", "version", "createdAt"]),
  where: ["id", "version"],
  also: "version = version + 1",
});
const payloadRows = rowsOf(orderPayloads);
/** Keeps what the platform itself sent, beside the order. */
export const keepPayload = payloadRows.insert(
  payloadRows.keys(),
  `ON CONFLICT (order_id) DO UPDATE SET ${payloadRows.excluded(["payload", "at"])}`,
);

export const insertLines = lineRows.insertMany([...lineRows.keys(), "orgId", "position"]);

/** The row, guarded by its version, and its words in the search index. */
export function orderStatements(next: OrderRow, before: OrderRow | undefined, words: readonly string[]): Statement[] {
  if (!before) {
    return [insertOrder(next), indexStatement(next, words)];
  }
  const update = updateOrder(next, next);
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
    delivered = e.value ->> '$.d', unshipped = e.value ->> '$.l', to_ship = e.value ->> '$.t', parcels = e.value ->> '$.n',
    parcels_arrived = e.value ->> '$.a', parcel_status = e.value ->> '$.p', changed_at = e.value ->> '$.c', version = orders.version + 1
  FROM json_each(?) AS e WHERE orders.id = e.value ->> '$.i' AND orders.version = e.value ->> '$.v'`;

/** Only what parcels decide; guarded by the order's version. */
export function orderProgressStatement(next: OrderRow): Statement {
  const { id: i, version: v, status: st, units: u, shipped: s, delivered: d, parcelStatus: p, changedAt: c } = next;
  const { unshipped: l, toShip: t, parcels: n, parcelsArrived: a } = next;
  return bulk(PROGRESS, [{ i, v, st, u, s, d, l, t, n, a, p, c }], { guarded: true });
}
