import type { Row, Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import type { ReplayedParcel } from "@waybill/domain/inbox/answers";
import type { Scan, TrackingUpdate } from "@waybill/domain/shipment/scan";
import { append } from "../core/log.ts";
import type { By, Scope } from "../core/scope.ts";
import { foldInto, lifeEnd, type UpdateBatch } from "../shipments/fold.ts";
import { type ShipmentRow, scanOf, shipmentSummary, timelineItem } from "../shipments/rows.ts";

/** What one delivery told of one parcel. */
export type Own = { batch: UpdateBatch; updates: TrackingUpdate[] };

export const replayCause = (by: By): Cause => ({ kind: "replay", id: null, text: `replay, asked by ${by.name}` });

/** The shipment as it was before any delivery. */
function blank(row: ShipmentRow): ShipmentRow {
  return {
    ...row,
    status: row.status === "cancelled" ? "cancelled" : "pre_transit",
    reason: null,
    statusAt: null,
    deliveredAt: null,
    postDelivery: false,
    eta: null,
    proof: null,
    scanCount: 0,
    lastMessage: null,
    lastPlace: null,
    lastHeardAt: null,
    promised: null,
    dueAt: null,
    movedAt: row.shippedAt,
  };
}

/** `moved`: anything of it came out otherwise; `restated`: what it is called has changed. */
type Rebuilt = { moved: boolean; restated: ReplayedParcel | null };
const UNCHANGED: Rebuilt = { moved: false, restated: null };

/**
 * One parcel from what it was told, as if nothing were known yet: a meaning that an older table gave it is not among what is
 * folded, so it cannot win. Throws a failed condition when the parcel moved meanwhile.
 */
export async function rebuild(
  scope: Scope,
  input: { shipment: ShipmentRow; own: readonly Own[]; all: readonly ShipmentRow[] },
): Promise<Rebuilt> {
  const { ctx, by } = scope;
  const { shipment, own } = input;
  // Nothing was ever told of it. With scans and nothing told they came from a parser that was wrong, and go.
  if (own.length === 0 && shipment.scanCount === 0) return UNCHANGED;
  // A status without a scan: its customer was erased. A delivery that stayed for another's parcel must not bring them back.
  if (shipment.scanCount === 0 && shipment.statusAt !== null) return UNCHANGED;
  const before: Row[] = await ctx.db.query("SELECT * FROM tracking_events WHERE shipment_id = ?", [shipment.id]);
  const change = foldInto({
    ctx,
    before: { row: blank(shipment), scans: [], inbox: new Map() },
    batches: own,
    until: lifeEnd(shipment, input.all),
  });
  const after: ShipmentRow = {
    ...change.after,
    nextPollAt: shipment.nextPollAt,
    pollFailures: shipment.pollFailures,
    pollNote: shipment.pollNote,
  };
  const oldScans = new Map(before.map((r) => [String(r.key), scanOf(r)]));
  const differs = (scan: Scan) => JSON.stringify(oldScans.get(scan.key)) !== JSON.stringify(scan);
  const differing = change.timeline.scans.filter(differs);
  const statements: Statement[] = [
    { sql: "DELETE FROM tracking_events WHERE shipment_id = ?", args: [shipment.id] },
    ...change.statements,
  ];
  const moved =
    after.status !== shipment.status || differing.length > 0 || oldScans.size !== change.timeline.scans.length;
  const data = {
    shipment: shipmentSummary(after),
    from: after.status === shipment.status ? null : shipment.status,
    scans: differing.map((s) => timelineItem(s, null)),
  };
  const keep: Statement = {
    sql: "UPDATE shipments SET next_poll_at = ?, poll_failures = ?, poll_note = ?, changed_at = ? WHERE id = ?",
    args: [after.nextPollAt, after.pollFailures, after.pollNote, moved ? ctx.now() : shipment.changedAt, shipment.id],
  };
  await append(scope, {
    cause: replayCause(by),
    statements: [...statements, keep],
    events: moved ? [{ type: "shipment.updated", stream: shipment.id, data }] : [],
  });
  return { moved, restated: restatement(shipment, after) };
}

const stateOf = ({ status, reason }: ShipmentRow) => ({ status, reason });

function restatement(before: ShipmentRow, after: ShipmentRow): ReplayedParcel | null {
  if (before.status === after.status && before.reason === after.reason) return null;
  const { id, number, carrier, orderId } = after;
  return { id, number, carrier, orderId, from: stateOf(before), to: stateOf(after) };
}
