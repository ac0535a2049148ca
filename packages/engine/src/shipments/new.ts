import { carrierPage } from "@waybill/adapters/carriers/find";
import type { Statement } from "@waybill/db/database";
import { newId, newToken } from "@waybill/domain/ids";
import { DAY_MS } from "@waybill/domain/time";
import { jobStatement } from "../core/jobs.ts";
import type { Scope } from "../core/scope.ts";
import { type ShipmentRow, shipmentRows } from "./rows.ts";

export type ShipmentPlan = { row: ShipmentRow; statements: Statement[] };

/** Scans older than the order by more than this belong to an earlier life of the number (docs/platforms/scans.md#recycled-numbers). */
const GRACE_MS = 5 * DAY_MS;

/** A public link outlives its parcel by this; then it says so. */
export const LINK_LIFE_MS = 180 * DAY_MS;

const insertShipment = shipmentRows.insert([...shipmentRows.keys(), "scope"]);

/** A new shipment and the statements that make it: row, registration with the carrier, scans that came before it. */
export function newShipment(
  scope: Scope,
  input: {
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
  const { ctx, orgId } = scope;
  const now = ctx.now();
  const row: ShipmentRow = {
    id: newId("shp", now),
    orgId,
    orderId: input.orderId,
    carrier: input.carrier,
    number: input.number,
    connectionId: null,
    handle: null,
    uniqueId: null,
    externalFulfilmentId: input.externalFulfilmentId,
    trackingUrl: input.trackingUrl ?? carrierPage(ctx.adapters.carriers, input),
    trackToken: newToken(),
    tokenExpiresAt: now + LINK_LIFE_MS,
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
    lines: input.lines,
    shippedAt: input.shippedAt,
    notBefore: Math.min(input.placedAt ?? input.shippedAt, input.shippedAt) - GRACE_MS,
    lastHeardAt: null,
    nextPollAt: null,
    pollFailures: 0,
    pollNote: null,
    pushState: input.pushState,
    pushReason: null,
    version: 0,
    createdAt: now,
    changedAt: now,
    promised: null,
    dueAt: null,
    movedAt: input.shippedAt,
    fulfilmentIds: input.externalFulfilmentId === null ? [] : [input.externalFulfilmentId],
    leftAt: null,
    replacedBy: null,
  };
  const key = `${input.orderId ?? "none"}|${input.carrier}|${input.number}`;
  const insert = insertShipment({ ...row, scope: key });
  const register = jobStatement(scope, {
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
