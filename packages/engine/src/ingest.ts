import { isConditionFailed, type Row, type Statement } from "@waybill/db/database";
import type { Cause, NewEvent } from "@waybill/domain/events";
import type { Ctx } from "./context.ts";
import { type Change, foldInto, lifeEnd, matching, type Telling } from "./fold-shipment.ts";
import { append } from "./log.ts";
import { noticeStatements } from "./notices.ts";
import { type LineRow, lineRow, type OrderRow, orderRow, orderSummary, progress, statusOf } from "./order-rows.ts";
import { kickOutbox } from "./outbox-send.ts";
import { num, type ShipmentRow, scanOf, shipmentRow, shipmentSummary } from "./shipment-rows.ts";

/** How a telling ended: which streams it changed; empty when no shipment has its numbers. */
export type Told =
  | { telling: Telling; outcome: "applied"; effects: string[] }
  | { telling: Telling; outcome: "unmatched" };

type Group = { shipments: Map<string, ShipmentRow>; order: OrderRow | null; tellings: Telling[] };
const ATTEMPTS = 6;

/**
 * Folds what carriers said into the timelines of the organisation's shipments: scans, status, the order's progress,
 * notifications and the log in one commit per order. Tellings of different orders are committed side by side.
 */
export async function ingest(ctx: Ctx, tellings: readonly Telling[]): Promise<Told[]> {
  const told: Told[] = [];
  const byOrg = Map.groupBy(tellings, (t) => t.orgId);
  for (const [orgId, own] of byOrg) told.push(...(await ingestOrg(ctx, orgId, own)));
  return told;
}

async function ingestOrg(ctx: Ctx, orgId: string, tellings: readonly Telling[]): Promise<Told[]> {
  const numbers = [...new Set(tellings.flatMap((t) => t.reports.map((r) => r.number)))];
  const found = await shipmentsBy(ctx, orgId, "number", numbers);
  const byNumber = Map.groupBy(found, (s) => s.number);
  const groups = new Map<string, Telling[]>();
  const told: Told[] = [];
  const wide: Telling[] = [];
  for (const telling of tellings) {
    const touched = new Set(
      telling.reports.flatMap((r) => matching(byNumber.get(r.number) ?? [], r, telling)).map((s) => s.orderId ?? s.id),
    );
    const [only] = touched;
    if (only === undefined) told.push({ telling, outcome: "unmatched" });
    else if (touched.size > 1) wide.push(telling);
    else groups.set(only, [...(groups.get(only) ?? []), telling]);
  }
  const results = await Promise.all([...groups].map(([key, own]) => ingestGroup(ctx, orgId, [key], own)));
  told.push(...results.flat());
  // A delivery about several orders (a FedEx page of thirty numbers) is rare and goes alone, after the others.
  for (const telling of wide) {
    const keys = new Set(
      telling.reports.flatMap((r) => matching(byNumber.get(r.number) ?? [], r, telling)).map((s) => s.orderId ?? s.id),
    );
    told.push(...(await ingestGroup(ctx, orgId, [...keys], [telling])));
  }
  return told;
}

async function shipmentsBy(
  ctx: Ctx,
  orgId: string,
  column: "number" | "order_id" | "id",
  values: readonly string[],
): Promise<ShipmentRow[]> {
  if (values.length === 0) return [];
  const rows = await ctx.db.query(
    `SELECT * FROM shipments WHERE org_id = ? AND ${column} IN (SELECT value FROM json_each(?)) ORDER BY not_before, id`,
    [orgId, JSON.stringify(values)],
  );
  return rows.map(shipmentRow);
}

/** Re-reads and tries again when another writer was faster: the shipment's version is the lock. */
async function ingestGroup(ctx: Ctx, orgId: string, keys: string[], tellings: Telling[]): Promise<Told[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ingestOnce(ctx, orgId, keys, tellings);
    } catch (error) {
      if (!isConditionFailed(error) || attempt >= ATTEMPTS) throw error;
      ctx.meter.count("waybill_write_conflicts_total", { what: "shipment" });
    }
  }
}

async function loadGroup(
  ctx: Ctx,
  orgId: string,
  keys: string[],
  tellings: Telling[],
): Promise<Group & { stored: Map<string, Row[]> }> {
  const orderIds = keys.filter((k) => k.startsWith("ord_"));
  const numbers = [...new Set(tellings.flatMap((t) => t.reports.map((r) => r.number)))];
  const [byNumber, byOrder] = await Promise.all([
    shipmentsBy(ctx, orgId, "number", numbers),
    shipmentsBy(ctx, orgId, "order_id", orderIds),
  ]);
  const shipments = new Map([...byOrder, ...byNumber].map((s) => [s.id, s]));
  const touched = byNumber.map((s) => s.id);
  const scans = await ctx.db.query(
    "SELECT * FROM tracking_events WHERE shipment_id IN (SELECT value FROM json_each(?))",
    [JSON.stringify(touched)],
  );
  return { shipments, order: null, tellings, stored: Map.groupBy(scans, (r) => String(r.shipment_id)) };
}

async function ingestOnce(ctx: Ctx, orgId: string, keys: string[], tellings: Telling[]): Promise<Told[]> {
  const { shipments, stored } = await loadGroup(ctx, orgId, keys, tellings);
  const events: (NewEvent & { cause: Cause })[] = [];
  const statements: Statement[] = [];
  const changes: Change[] = [];
  let notified = false;
  const effects = new Map<Telling, Set<string>>(tellings.map((t) => [t, new Set()]));
  const all = [...shipments.values()];
  for (const shipment of all) {
    const rows = stored.get(shipment.id) ?? [];
    const inbox = new Map(rows.map((r) => [String(r.key), num(r.inbox_id)]));
    const before = { row: shipment, scans: rows.map(scanOf), inbox };
    const own = tellings
      .map((telling) => ({
        telling,
        reports: telling.reports.filter(
          (r) => r.number === shipment.number && matching([shipment], r, telling).length > 0,
        ),
      }))
      .filter((t) => t.reports.length > 0);
    if (own.length === 0) continue;
    const change = foldInto({ ctx, before, tellings: own, until: lifeEnd(shipment, all) });
    shipments.set(shipment.id, change.after);
    for (const step of change.steps) effects.get(step.telling)?.add(shipment.id);
    changes.push(change);
  }
  const moved = changes.filter((c) => c.before.status !== c.after.status || c.before.eta !== c.after.eta);
  const orders = await ordersOf(ctx, orgId, [
    ...new Set(moved.flatMap((c) => (c.before.orderId ? [c.before.orderId] : []))),
  ]);
  for (const change of changes) {
    statements.push(...change.statements);
    for (const step of change.steps) {
      const data = { shipment: shipmentSummary(step.row), from: step.from, scans: step.scans };
      events.push({ type: "shipment.updated", stream: change.after.id, data, cause: step.telling.cause });
    }
    const order = change.after.orderId ? orders.get(change.after.orderId) : undefined;
    const cause = change.steps.at(-1)?.telling.cause;
    if (order && cause) {
      const { before, after, timeline } = change;
      const notices = await noticeStatements(ctx, {
        before,
        after,
        timeline,
        order: order.row,
        lines: order.lines,
        cause,
      });
      statements.push(...notices);
      notified ||= notices.length > 0;
    }
  }
  for (const { row, lines } of orders.values()) {
    const own = [...shipments.values()].filter((s) => s.orderId === row.id);
    const next = { ...row, ...progress(lines, own) };
    next.status = statusOf(next);
    const cause = changes.find((c) => c.after.orderId === row.id)?.steps.at(-1)?.telling.cause;
    if (
      !cause ||
      (next.status === row.status &&
        next.parcelStatus === row.parcelStatus &&
        next.delivered === row.delivered &&
        next.shipped === row.shipped)
    )
      continue;
    next.changedAt = ctx.now();
    statements.push(orderProgressStatement(next));
    events.push({
      type: "order.updated",
      stream: row.id,
      data: { order: orderSummary(next), changed: ["status"] },
      cause,
    });
    for (const change of changes) {
      if (change.after.orderId === row.id) for (const step of change.steps) effects.get(step.telling)?.add(row.id);
    }
  }
  const marks = tellings.flatMap((t) => t.marks([...(effects.get(t) ?? [])]));
  const [first] = tellings;
  if (first) await append(ctx, { orgId, cause: first.cause, events, statements: [...marks, ...statements] });
  if (notified) kickOutbox(ctx);
  return tellings.map((telling) => ({ telling, outcome: "applied", effects: [...(effects.get(telling) ?? [])] }));
}

/** Only what parcels decide; guarded by the order's version. */
export function orderProgressStatement(next: OrderRow): Statement {
  return {
    sql: `UPDATE orders SET status = ?, units = ?, shipped = ?, delivered = ?, parcel_status = ?, changed_at = ?, version = version + 1
      WHERE id = ? AND version = ?`,
    args: [
      next.status,
      next.units,
      next.shipped,
      next.delivered,
      next.parcelStatus,
      next.changedAt,
      next.id,
      next.version,
    ],
    atLeast: 1,
  };
}

export async function ordersOf(
  ctx: Ctx,
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, { row: OrderRow; lines: LineRow[] }>> {
  if (ids.length === 0) return new Map();
  const list = JSON.stringify(ids);
  const [rows, lines] = await Promise.all([
    ctx.db.query("SELECT * FROM orders WHERE org_id = ? AND id IN (SELECT value FROM json_each(?))", [orgId, list]),
    ctx.db.query("SELECT * FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY position", [
      list,
    ]),
  ]);
  const byOrder = Map.groupBy(lines.map(lineRow), (l) => l.orderId);
  return new Map(rows.map((r) => [String(r.id), { row: orderRow(r), lines: byOrder.get(String(r.id)) ?? [] }]));
}
