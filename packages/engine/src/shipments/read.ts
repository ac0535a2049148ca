import type { Row } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { etaClock } from "@waybill/domain/zones/eta-clock";
import { num } from "../core/columns.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { DESTINATION_COLUMNS, destinationRow } from "../orders/rows.ts";
import { type ShipmentRow, scanOf, shipmentRow, shipmentSummary, timelineItem } from "./rows.ts";

const noSuchShipment = () =>
  appError({ code: "shipment_not_found", status: 404, message: "There is no such shipment here." });

export async function loadShipment({ ctx, orgId }: Scope, id: string): Promise<ShipmentRow> {
  const [row] = await ctx.db.query("SELECT * FROM shipments WHERE org_id = ? AND id = ?", [orgId, id]);
  if (!row) throw noSuchShipment();
  return shipmentRow(row);
}

/** Shipments with their timelines, newest scan first. */
export async function withTimelines(ctx: Ctx, shipments: readonly ShipmentRow[]): Promise<ShipmentView[]> {
  if (shipments.length === 0) return [];
  const ids = JSON.stringify(shipments.map((s) => s.id));
  const rows = await ctx.db.query(
    "SELECT * FROM tracking_events WHERE shipment_id IN (SELECT value FROM json_each(?))",
    [ids],
  );
  const byShipment = Map.groupBy(rows, (r) => String(r.shipment_id));
  const orders = await ctx.db.query(
    `SELECT id, ${DESTINATION_COLUMNS} FROM orders WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(shipments.map((s) => s.orderId).filter((id) => id !== null))],
  );
  const byOrder = new Map(orders.map((r) => [String(r.id), r]));
  return shipments.map((s) => {
    const own: Row[] = byShipment.get(s.id) ?? [];
    const inbox = new Map(own.map((r) => [String(r.key), num(r.inbox_id)]));
    const ordered = foldTimeline(own.map(scanOf), { notBefore: s.notBefore }).scans;
    return {
      ...shipmentSummary(s),
      timeline: ordered.map((scan) => timelineItem(scan, inbox.get(scan.key) ?? null)).reverse(),
      etaClock: etaClock({
        ...destinationRow(byOrder.get(s.orderId ?? "")),
        scans: ordered,
        eta: s.eta,
        now: ctx.now(),
      }),
      link: { revokedAt: s.tokenRevokedAt, expiresAt: s.tokenExpiresAt },
    };
  });
}

export async function getShipment(scope: Scope, input: { id: string }): Promise<ShipmentView> {
  const { ctx } = scope;
  const [view] = await withTimelines(ctx, [await loadShipment(scope, input.id)]);
  if (!view) throw noSuchShipment();
  return view;
}
