import { scanMeaning } from "@waybill/adapters/carriers/meaning";
import type { Row } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import { togetherOf } from "@waybill/domain/said/together";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { customerStep, foldTimeline } from "@waybill/domain/shipment/timeline";
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

async function destinationsOf(ctx: Ctx, orders: readonly string[]): Promise<Map<string, Row>> {
  const rows = await ctx.db.query(
    `SELECT id, ${DESTINATION_COLUMNS} FROM orders WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(orders)],
  );
  return new Map(rows.map((row) => [String(row.id), row]));
}

/** Shipments with their timelines, newest scan first. */
export async function withTimelines(ctx: Ctx, shipments: readonly ShipmentRow[]): Promise<ShipmentView[]> {
  if (shipments.length === 0) return [];
  const ids = JSON.stringify(shipments.map((s) => s.id));
  const rows = await ctx.db.query(
    "SELECT * FROM tracking_events WHERE shipment_id IN (SELECT value FROM json_each(?))",
    [ids],
  );
  const orders = [...new Set(shipments.flatMap((s) => s.orderId ?? []))];
  const siblings = await ctx.db.query("SELECT * FROM shipments WHERE order_id IN (SELECT value FROM json_each(?))", [
    JSON.stringify(orders),
  ]);
  const byOrder = Map.groupBy(siblings.map(shipmentRow), (s) => s.orderId ?? "");
  const byShipment = Map.groupBy(rows, (r) => String(r.shipment_id));
  const destinations = await destinationsOf(ctx, orders);
  return shipments.map((s) => {
    const own: Row[] = byShipment.get(s.id) ?? [];
    const inbox = new Map(own.map((r) => [String(r.key), num(r.inbox_id)]));
    const { scans } = foldTimeline(own.map(scanOf), { notBefore: s.notBefore });
    const items = scans.map((scan) => ({
      ...timelineItem(scan, inbox.get(scan.key) ?? null),
      meaning: scanMeaning(ctx.adapters.carriers, { carrier: s.carrier, scan }),
    }));
    return {
      ...shipmentSummary(s),
      timeline: items.reverse(),
      step: customerStep({ status: s.status, scans }),
      together: togetherOf(byOrder.get(s.orderId ?? "") ?? [], s.id),
      etaClock: etaClock({
        ...destinationRow(destinations.get(s.orderId ?? "")),
        scans,
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
