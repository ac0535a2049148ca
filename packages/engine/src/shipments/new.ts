import { carrierPage } from "@waybill/adapters/carriers/find";
import { carrierOfAddress } from "@waybill/adapters/numbers/web-address";
import type { Statement } from "@waybill/db/database";
import { newId, newToken } from "@waybill/domain/ids";
import { DAY_MS } from "@waybill/domain/time";
import type { Ctx } from "../core/context.ts";
import { jobStatement } from "../core/jobs.ts";
import type { Scope } from "../core/scope.ts";
import { type ShipmentRow, shipmentRows } from "./rows.ts";

export type ShipmentPlan = { row: ShipmentRow; statements: Statement[] };

/** Scans older than the fulfilment by more than this belong to an earlier life of the number (docs/platforms/scans.md#recycled-numbers). */
const GRACE_MS = 5 * DAY_MS;

/** A person may type a number in here when the parcel has been on its way for long: as far back at most, and never before the order. */
const LATE_ENTRY_MS = 14 * DAY_MS;

/** A label is printed, and the parcel handed over, some days before the shop enters the fulfilment; a weekend may lie between. */
function beginOf(input: { placedAt: number | null; shippedAt: number }): number {
  if (input.placedAt === null) return input.shippedAt - GRACE_MS;
  const ordered = Math.min(input.placedAt, input.shippedAt) - GRACE_MS;
  return Math.max(ordered, input.shippedAt - LATE_ENTRY_MS);
}

/** A public link outlives its parcel by this; then it says so. */
export const LINK_LIFE_MS = 180 * DAY_MS;

/** A shop's own page stays. One on a carrier's pages was made from the name and the text that the shop typed: ours is made from what they mean. */
export function linkOf(
  ctx: Ctx,
  input: { carrier: string; number: string; trackingUrl: string | null },
): string | null {
  const { carriers } = ctx.adapters;
  const { trackingUrl } = input;
  const house = trackingUrl === null ? null : carrierOfAddress(Object.values(carriers), trackingUrl);
  if (trackingUrl !== null && house === null) return trackingUrl;
  return carrierPage(carriers, input) ?? (house === input.carrier ? trackingUrl : null);
}

/** An order has each number of a carrier once. */
export const scopeKeyOf = ({ orderId, carrier, number }: Pick<ShipmentRow, "orderId" | "carrier" | "number">) =>
  `${orderId ?? "none"}|${carrier}|${number}`;

const insertShipment = shipmentRows.insert([...shipmentRows.keys(), "scope"]);

/** The job that has a carrier tell of a parcel. */
export const registerStatement = (scope: Scope, id: string): Statement =>
  jobStatement(scope, { kind: "shipment.register", key: `shipment.register ${id}`, payload: { shipmentId: id } });

/** A new shipment and the statements that make it: row, registration with the carrier, scans that came before it. */
export function newShipment(
  scope: Scope,
  input: {
    orderId: string | null;
    /** When its order was placed, of a parcel handed in here; null where a fulfilment tells when it left. */
    placedAt: number | null;
    carrier: string;
    number: string;
    shippedAt: number;
    trackingUrl: string | null;
    lines: { externalLineId: string; quantity: number }[];
    fulfilmentIds: string[];
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
    trackingUrl: linkOf(ctx, input),
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
    notBefore: beginOf(input),
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
    fulfilmentIds: input.fulfilmentIds,
    leftAt: null,
    replacedBy: null,
  };
  const insert = insertShipment({ ...row, scope: scopeKeyOf(row) });
  const register = registerStatement(scope, row.id);
  return { row, statements: [insert, register, ...earlierScans(row), toOthersToo(row)] };
}

/** One box may hold two orders, or its number move from one to another: what was told of it already is told to this parcel too. */
const toOthersToo = ({ id, orgId, number }: ShipmentRow): Statement => ({
  sql: `UPDATE inbox SET state = 'received', note = NULL WHERE state = 'processed' AND org_id = ?1 AND id IN
      (SELECT e.inbox_id FROM shipments s JOIN tracking_events e ON e.shipment_id = s.id
        WHERE s.org_id = ?1 AND s.number = ?2 AND s.id <> ?3)`,
  args: [orgId, number, id],
});

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
