import { detectCarrier } from "@waybill/adapters/numbers/detect";
import type { Statement } from "@waybill/db/database";
import { newId, newToken } from "@waybill/domain/ids";
import type { Cause, NewEvent } from "@waybill/domain/live/events";
import type { ChannelOrder } from "@waybill/domain/order/order";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import type { ConnectionRow } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { jobStatement } from "../core/jobs.ts";
import { type ShipmentRow, shipmentSummary } from "./rows.ts";

export type ShipmentPlan = { row: ShipmentRow; statements: Statement[] };

const DAY = 86_400_000;
/** Scans older than the order by more than this belong to an earlier life of the number (facts §0.3: "minus a few days"). */
const GRACE = 5 * DAY;
/** A public link outlives its parcel by this; then it says so. */
export const LINK_LIFE = 180 * DAY;

/** A new shipment and the statements that make it: row, registration with the carrier, scans that came before it. */
export function newShipment(
  ctx: Ctx,
  of: {
    orgId: string;
    orderId: string | null;
    placedAt: number | null;
    carrier: string;
    number: string;
    shippedAt: number;
    trackingUrl: string | null;
    lines: { externalLineId: string; quantity: number }[];
    externalFulfilmentId: string | null;
    pushState: ShipmentRow["pushState"];
  },
): ShipmentPlan {
  const now = ctx.now();
  const row: ShipmentRow = {
    id: newId("shp", now),
    orgId: of.orgId,
    orderId: of.orderId,
    carrier: of.carrier,
    number: of.number,
    connectionId: null,
    handle: null,
    uniqueId: null,
    externalFulfilmentId: of.externalFulfilmentId,
    trackingUrl: of.trackingUrl ?? ctx.adapters.carriers[of.carrier]?.trackingUrl(of.number) ?? null,
    trackToken: newToken(),
    tokenExpiresAt: now + LINK_LIFE,
    tokenRevokedAt: null,
    status: "pre_transit",
    reason: null,
    statusAt: null,
    deliveredAt: null,
    postDelivery: false,
    eta: null,
    proof: null,
    scanCount: 0,
    lastMessage: null,
    lastPlace: null,
    lines: of.lines,
    shippedAt: of.shippedAt,
    notBefore: Math.min(of.placedAt ?? of.shippedAt, of.shippedAt) - GRACE,
    lastHeardAt: null,
    nextPollAt: null,
    pollFailures: 0,
    pollNote: null,
    pushState: of.pushState,
    pushReason: null,
    version: 0,
    createdAt: now,
    changedAt: now,
    promised: null,
    dueAt: null,
    movedAt: of.shippedAt,
  };
  const scope = `${of.orderId ?? "none"}|${of.carrier}|${of.number}`;
  const insert: Statement = {
    sql: `INSERT INTO shipments (id, org_id, order_id, carrier, number, scope, external_fulfilment_id, tracking_url, lines, token, token_expires_at,
        not_before, shipped_at, push_state, created_at, changed_at, moved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    args: [
      row.id,
      row.orgId,
      row.orderId,
      row.carrier,
      row.number,
      scope,
      row.externalFulfilmentId,
      row.trackingUrl,
      JSON.stringify(row.lines),
      row.trackToken,
      row.tokenExpiresAt,
      row.notBefore,
      row.shippedAt,
      row.pushState,
      now,
      now,
      row.movedAt,
    ],
  };
  const register = jobStatement(ctx, {
    orgId: of.orgId,
    kind: "shipment.register",
    key: `shipment.register ${row.id}`,
    payload: { shipmentId: row.id },
  });
  return { row, statements: [insert, register, ...earlierScans(row)] };
}

// Deliveries that named this number before the shipment existed are processed once more, now that it does.
export function earlierScans(row: Pick<ShipmentRow, "orgId" | "number">): Statement[] {
  return [
    {
      sql: `UPDATE inbox SET state = 'received', note = NULL WHERE state = 'unmatched'
        AND id IN (SELECT inbox_id FROM inbox_numbers WHERE org_id = ? AND number = ?)`,
      args: [row.orgId, row.number],
    },
    { sql: "DELETE FROM inbox_numbers WHERE org_id = ? AND number = ?", args: [row.orgId, row.number] },
  ];
}

/** The parcels a channel's fulfilments name and we do not have yet, those it cancelled, and those it brought back. */
export function planShipments(
  ctx: Ctx,
  of: { connection: ConnectionRow; order: ChannelOrder; orderId: string; known: readonly ShipmentRow[] },
): {
  created: ShipmentPlan[];
  cancelled: string[];
  revived: string[];
  statements: Statement[];
  events: (NewEvent & { cause?: Cause })[];
} {
  const { connection, order, orderId, known } = of;
  const numbers = new Set(known.map((s) => s.number));
  const created: ShipmentPlan[] = [];
  const statements: Statement[] = [];
  const events: NewEvent[] = [];
  const numbersOf = (f: ChannelOrder["fulfilments"][number]) =>
    f.tracking.map((t) => normaliseTrackingNumber(t.number));
  // A number stands while any fulfilment that was not cancelled names it.
  const standing = new Set(order.fulfilments.filter((f) => !f.cancelled).flatMap(numbersOf));
  const named = new Set(order.fulfilments.flatMap(numbersOf));
  const byFulfilment = new Map(order.fulfilments.map((f) => [f.externalId, numbersOf(f)]));
  // Also the number that a fulfilment had before it was corrected at the channel.
  const corrected = (s: ShipmentRow) => (byFulfilment.get(s.externalFulfilmentId ?? "")?.length ?? 0) > 0;
  const cancelled = known
    .filter((s) => s.status === "pre_transit" && !standing.has(s.number) && (named.has(s.number) || corrected(s)))
    .map((s) => s.id);
  const revived = known.filter((s) => s.status === "cancelled" && s.statusAt === null && standing.has(s.number));
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.cancelled) continue;
    for (const tracking of fulfilment.tracking) {
      const number = normaliseTrackingNumber(tracking.number);
      if (number === "" || number.length > 64 || numbers.has(number)) continue;
      numbers.add(number);
      const [best] = detectCarrier(Object.values(ctx.adapters.carriers), number, tracking.company);
      created.push(
        newShipment(ctx, {
          orgId: connection.orgId,
          orderId,
          placedAt: order.placedAt,
          carrier: best?.carrier ?? slug(tracking.company) ?? "unknown",
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

const slug = (name: string | null) =>
  name
    ?.toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "") || null;
