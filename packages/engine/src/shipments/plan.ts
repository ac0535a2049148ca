import { carrierIdFor } from "@waybill/adapters/carriers/find";
import { detectCarrier } from "@waybill/adapters/numbers/detect";
import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import type { NewEvent } from "@waybill/domain/live/events";
import type { ChannelOrder } from "@waybill/domain/order/order";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import type { Scope } from "../core/scope.ts";
import { newShipment, type ShipmentPlan } from "./new.ts";
import { type ShipmentRow, shipmentSummary } from "./rows.ts";

/** The parcels a channel's fulfilments name and we do not have yet, those it cancelled, and those it brought back. */
export function planShipments(
  scope: Scope,
  input: { order: ChannelOrder; orderId: string; known: readonly ShipmentRow[] },
): {
  created: ShipmentPlan[];
  cancelled: string[];
  revived: string[];
  statements: Statement[];
  events: (NewEvent & { cause?: Cause })[];
} {
  const { ctx } = scope;
  const { order, orderId, known } = input;
  const numbers = new Set(known.map((s) => s.number));
  const created: ShipmentPlan[] = [];
  const carriers = Object.values(ctx.adapters.carriers);
  const statements: Statement[] = [];
  const events: NewEvent[] = [];
  const numbersOf = (f: ChannelOrder["fulfilments"][number]) =>
    f.tracking.map((t) => normaliseTrackingNumber(t.number));
  // A number stands while any fulfilment that was not cancelled names it.
  const live = new Set(order.fulfilments.filter((f) => !f.cancelled).flatMap(numbersOf));
  const named = new Set(order.fulfilments.flatMap(numbersOf));
  const byFulfilment = new Map(order.fulfilments.map((f) => [f.externalId, numbersOf(f)]));
  // Also the number that a fulfilment had before it was corrected at the channel.
  const corrected = (s: ShipmentRow) => (byFulfilment.get(s.externalFulfilmentId ?? "")?.length ?? 0) > 0;
  // One of which its carrier knows nothing is as little under way as a label.
  const isLabel = (s: ShipmentRow) => s.status === "pre_transit" || (s.status === "unknown" && s.statusAt === null);
  const cancelled = known
    .filter((s) => isLabel(s) && !live.has(s.number) && (named.has(s.number) || corrected(s)))
    .map((s) => s.id);
  const revived = known.filter((s) => s.status === "cancelled" && s.statusAt === null && live.has(s.number));
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.cancelled) continue;
    for (const tracking of fulfilment.tracking) {
      const number = normaliseTrackingNumber(tracking.number);
      if (number === "" || number.length > 64 || numbers.has(number)) continue;
      numbers.add(number);
      const [best] = detectCarrier(carriers, number, tracking.company);
      created.push(
        newShipment(scope, {
          orderId,
          placedAt: order.placedAt,
          carrier: best?.carrier ?? (carrierIdFor(carriers, tracking.company ?? "") || "unknown"),
          number,
          shippedAt: fulfilment.createdAt,
          trackingUrl: tracking.url,
          lines: fulfilment.lines,
          externalFulfilmentId: fulfilment.externalId,
          pushState: "none",
        }),
      );
    }
  }
  for (const plan of created) {
    statements.push(...plan.statements);
    events.push({ type: "shipment.created", stream: plan.row.id, data: { shipment: shipmentSummary(plan.row) } });
  }
  const now = ctx.now();
  const set = (row: ShipmentRow, status: "cancelled" | "pre_transit") => {
    const nextPollAt = status === "cancelled" || row.connectionId === null ? null : now;
    statements.push({
      sql: "UPDATE shipments SET status = ?, next_poll_at = ?, changed_at = ?, version = version + 1 WHERE id = ? AND version = ?",
      args: [status, nextPollAt, now, row.id, row.version],
      atLeast: 1,
    });
    const shipment = shipmentSummary({ ...row, status, nextPollAt, changedAt: now });
    events.push({ type: "shipment.updated", stream: row.id, data: { shipment, from: row.status, scans: [] } });
  };
  for (const row of known) if (cancelled.includes(row.id)) set(row, "cancelled");
  for (const row of revived) set(row, "pre_transit");
  return { created, cancelled, revived: revived.map((s) => s.id), statements, events };
}
