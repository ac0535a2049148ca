import { trackingIdentity } from "@waybill/adapters/numbers/identity";
import type { Statement } from "@waybill/db/database";
import { errorText } from "@waybill/domain/errors";
import type { Ctx } from "../core/context.ts";
import { jobStatement } from "../core/jobs.ts";
import { causeOf, makeScope, type Scope } from "../core/scope.ts";
import { ordersOf } from "../orders/load.ts";
import type { OrderRow } from "../orders/rows.ts";
import { indexStatement } from "../orders/write.ts";
import { earlierScans } from "./new.ts";
import { type ShipmentRow, shipmentRow, shipmentRows } from "./rows.ts";

/**
 * Where numbers stand that were stored under another spelling than their identity: a 420 and ZIP code, FedEx's long barcodes, and what
 * begins with no letter or digit of ours. Ranges of the index, so that a start reads few rows however many parcels there are.
 */
const RANGES = [
  "number >= '420' AND number < '421' AND length(number) >= 28",
  "number >= '96' AND number < '97' AND length(number) IN (22, 34)",
  "number >= '10' AND number < '13' AND length(number) = 34",
  "number >= '3' AND number < '4' AND length(number) = 32",
  "number < '0'",
  "number > 'Z~'",
];

/**
 * Brings parcels and set-aside deliveries that were kept under a barcode's spelling to the identity of their number, so that what
 * carriers tell and customers type finds them. A second run finds nothing. Answers how many parcels were mended.
 */
export async function respell(ctx: Ctx): Promise<number> {
  const all = RANGES.map((range) => `SELECT * FROM shipments WHERE ${range}`).join(" UNION ALL ");
  const rows = (await ctx.db.query(all)).map(shipmentRow).filter((row) => trackingIdentity(row.number) !== row.number);
  let mended = 0;
  for (const row of rows) {
    try {
      if (await respellOne(ctx, row)) mended += 1;
    } catch (error) {
      ctx.log.error("tracking number not brought to its identity", { shipment: row.id, reason: errorText(error) });
    }
  }
  await respellWaiting(ctx);
  return mended;
}

async function respellOne(ctx: Ctx, row: ShipmentRow): Promise<boolean> {
  const number = trackingIdentity(row.number);
  const siblings = (
    await ctx.db.query("SELECT * FROM shipments WHERE org_id = ? AND order_id = ?", [row.orgId, row.orderId])
  )
    .map(shipmentRow)
    .filter((s) => s.id !== row.id);
  const scope = makeScope(ctx, { orgId: row.orgId, by: { kind: "system", id: "respell", name: "Waybill" } });
  const held = row.orderId ? (await ordersOf(scope, [row.orderId])).get(row.orderId) : undefined;
  const twin = siblings.find((s) => s.number === number && s.carrier === row.carrier);
  if (twin) {
    if (row.leftAt !== null) return false;
    await ctx.db.commit([...mergeStatements(ctx, row, twin), ...(held ? [recount(scope, held.row)] : [])]);
    return true;
  }
  const words = held?.lines.flatMap((l) => [l.sku ?? "", l.title]) ?? [];
  const index = held ? [indexStatement(held.row, [...words, ...siblings.map((s) => s.number), number])] : [];
  await ctx.db.commit([
    {
      sql: `UPDATE shipments SET number = ?, scope = ?, next_poll_at = CASE WHEN next_poll_at IS NULL THEN NULL ELSE ? END,
          version = version + 1 WHERE id = ? AND version = ?`,
      args: [number, `${row.orderId ?? "none"}|${row.carrier}|${number}`, ctx.now(), row.id, row.version],
      atLeast: 1,
    },
    // A scan's key names the number: told once more it has to be the same scan.
    {
      sql: "UPDATE OR REPLACE tracking_events SET key = replace(key, ?, ?) WHERE shipment_id = ?",
      args: [`|${row.number}|`, `|${number}|`, row.id],
    },
    ...earlierScans({ orgId: row.orgId, number }),
    ...index,
  ]);
  return true;
}

/** One parcel that an order has twice: the one that carriers know goes on; the other, which nothing ever reached, leads to it. */
function mergeStatements(ctx: Ctx, row: ShipmentRow, twin: ShipmentRow): Statement[] {
  const now = ctx.now();
  const status = row.status === "pre_transit" ? "cancelled" : row.status;
  const fulfilmentIds = [...new Set([...twin.fulfilmentIds, ...row.fulfilmentIds])];
  const lines = twin.lines.length > 0 ? twin.lines : row.lines;
  return [
    left({ ...row, status, nextPollAt: null, leftAt: now, replacedBy: twin.id, changedAt: now }, row),
    kept({ ...twin, fulfilmentIds, lines, changedAt: now }, twin),
  ];
}
const guarded = { where: ["id", "version"] as const, also: "version = version + 1" };
const left = shipmentRows.update({ set: ["status", "nextPollAt", "leftAt", "replacedBy", "changedAt"], ...guarded });
const kept = shipmentRows.update({ set: ["fulfilmentIds", "lines", "changedAt"], ...guarded });

/** The order is read at its channel once more, which counts it anew. */
const recount = (scope: Scope, { connectionId, externalId }: OrderRow): Statement =>
  jobStatement(scope, {
    kind: "order.read",
    key: `order.read ${connectionId} ${externalId}`,
    payload: { connectionId, externalId, cause: causeOf(scope.by, "one parcel under two spellings") },
  });

/** Deliveries that wait for a parcel wait under its identity, or are read now where it is here. */
async function respellWaiting(ctx: Ctx): Promise<void> {
  const all = RANGES.map((range) => `SELECT DISTINCT org_id, number FROM inbox_numbers WHERE ${range}`).join(" UNION ");
  for (const waiting of await ctx.db.query(all)) {
    const [orgId, written] = [String(waiting.org_id), String(waiting.number)];
    const number = trackingIdentity(written);
    if (number === written) continue;
    const here = await ctx.db.query("SELECT 1 AS n FROM shipments WHERE org_id = ? AND number = ? LIMIT 1", [
      orgId,
      number,
    ]);
    await ctx.db.commit([
      {
        sql: "UPDATE OR REPLACE inbox_numbers SET number = ? WHERE org_id = ? AND number = ?",
        args: [number, orgId, written],
      },
      ...(here.length > 0 ? earlierScans({ orgId, number }) : []),
    ]);
  }
}
