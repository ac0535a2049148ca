import { isSameParcel } from "@waybill/adapters/numbers/same-parcel";
import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import type { TimelineItem } from "@waybill/domain/shipment/answers";
import type { Eta, Proof, Scan, TrackingUpdate } from "@waybill/domain/shipment/scan";
import { roughly } from "@waybill/domain/shipment/scan-order";
import {
  dueAtOf,
  firstEta,
  foldTimeline,
  mergeEta,
  mergeProof,
  movedAtOf,
  pollCadence,
  type Silent,
  type Timeline,
} from "@waybill/domain/shipment/timeline";
import type { Ctx } from "../core/context.ts";
import { type ShipmentRow, scanStatement, shipmentRows, timelineItem } from "./rows.ts";

/** What one delivery or one poll told, and the statements that mark it as processed. */
export type UpdateBatch = {
  inboxId: number | null;
  receivedAt: number;
  connectionId: string;
  updates: TrackingUpdate[];
  cause: Cause;
  /** Written with the effects: the inbox key and mark. `effects` are the streams it changed. */
  marks: (effects: string[]) => Statement[];
};

/** Shipments of its number that a tracking update speaks of: of the same carrier, or through the connection that follows it. */
export function matching(shipments: readonly ShipmentRow[], update: TrackingUpdate, batch: UpdateBatch): ShipmentRow[] {
  return shipments.filter((s) => isSame(s, update) || s.connectionId === batch.connectionId);
}

const isSame = ({ number, carrier }: ShipmentRow, update: TrackingUpdate) =>
  isSameParcel({ number, kept: carrier, says: update.carrier });

/** A number is reused after months: scans from the next life's start on belong to the next shipment of that number. */
const RECYCLED_AFTER_MS = 30 * 24 * 3_600_000;
export function lifeEnd(shipment: ShipmentRow, all: readonly ShipmentRow[]): number {
  const later = all.filter(
    (s) =>
      s.number === shipment.number &&
      s.carrier === shipment.carrier &&
      s.notBefore >= shipment.notBefore + RECYCLED_AFTER_MS,
  );
  return Math.min(Number.POSITIVE_INFINITY, ...later.map((s) => s.notBefore));
}

const SILENT_MS = 30 * 24 * 3_600_000;
const ended: ReadonlySet<ShipmentRow["status"]> = new Set(["delivered", "cancelled", "lost"]);
const GIVEN_UP = "Nothing new for 30 days. Not asked any more; refresh by hand.";

type Step = { batch: UpdateBatch; row: ShipmentRow; from: string | null; scans: TimelineItem[] };
export type Change = {
  before: ShipmentRow;
  after: ShipmentRow;
  timeline: Timeline;
  steps: Step[];
  statements: Statement[];
};

// A wall clock without a zone is good enough to tell lives apart that are weeks from each other.
const within = (scan: Scan, until: number) => roughly(scan) < until;
const isEarlier = (inboxId: number | null, known: number | null | undefined) =>
  inboxId !== null && (known === undefined || known === null || inboxId < known);
// A carrier that is asked again dates the same promise anew: kept, and no news.
const samePromise = (a: Eta | null, b: Eta | null) =>
  a === b || (a !== null && b !== null && a.date === b.date && a.from === b.from && a.to === b.to);
const sameScan = (a: Scan, b: Scan) => JSON.stringify(a) === JSON.stringify(b);

/** What updates say beside scans. A promise or a signature from another life of the number is none of this parcel's. */
function besideScans(
  row: ShipmentRow,
  { updates, until }: { updates: readonly TrackingUpdate[]; until: number },
): Pick<ShipmentRow, "eta" | "promised" | "proof"> {
  const ofThisLife = (at: number) => at >= row.notBefore && at < until;
  const etas = updates.flatMap((r) => (r.eta && ofThisLife(r.eta.asOf) ? r.eta : []));
  const proofs = updates.flatMap((r) => (r.proof && ofThisLife(r.proof.asOf) ? r.proof : []));
  return {
    eta: etas.reduce<Eta | null>(mergeEta, row.eta),
    promised: etas.reduce<Eta | null>(firstEta, row.promised),
    proof: proofs.reduce<Proof | null>(mergeProof, row.proof),
  };
}

/** One shipment, some update batches: the new row, what to write, and one step per batch that changed something. Pure but for the clock. */
export function foldInto(input: {
  ctx: Pick<Ctx, "now" | "random">;
  /** `inbox`: which delivery first brought a scan, as stored. */
  before: { row: ShipmentRow; scans: Scan[]; inbox: ReadonlyMap<string, number | null> };
  batches: readonly { batch: UpdateBatch; updates: readonly TrackingUpdate[] }[];
  until: number;
}): Change {
  const { ctx, before, until } = input;
  const now = ctx.now();
  const { notBefore } = before.row;
  const timelineBefore = foldTimeline(before.scans, { notBefore, otherwise: silentOf(before.row) });
  const known = new Map(timelineBefore.scans.map((s) => [s.key, s]));
  const write = new Map<string, Scan>();
  const inbox = new Map(before.inbox);
  const steps: Step[] = [];
  let row = before.row;
  let timeline = timelineBefore;
  let receivedAt = row.lastHeardAt ?? 0;
  for (const { batch, updates } of input.batches) {
    receivedAt = Math.max(receivedAt, batch.receivedAt);
    const reported = updates.flatMap((r) => r.scans).filter((s) => within(s, until));
    const mentioned = new Set(reported.map((s) => s.key));
    const otherwise = updates.some((r) => r.noTrace) ? "unknown" : silentOf(row);
    const next = foldTimeline([...timeline.scans, ...reported], { notBefore, otherwise });
    const fresh: TimelineItem[] = [];
    for (const scan of next.scans) {
      const old = known.get(scan.key);
      const same = old !== undefined && sameScan(old, scan);
      // The earliest delivery that told a scan is its cause, whichever was folded first: a replay finds the same one.
      const earlier = mentioned.has(scan.key) && isEarlier(batch.inboxId, inbox.get(scan.key));
      if (earlier) inbox.set(scan.key, batch.inboxId);
      if (same && !earlier) continue;
      known.set(scan.key, scan);
      write.set(scan.key, scan);
      if (!same) fresh.push(timelineItem(scan, batch.inboxId));
    }
    const { eta, promised, proof } = besideScans(row, { updates, until });
    const after = applied(row, next, { eta, promised, proof, updates });
    const changed =
      fresh.length > 0 ||
      !samePromise(eta, row.eta) ||
      !samePromise(promised, row.promised) ||
      after.proof?.signedBy !== row.proof?.signedBy ||
      after.status !== row.status;
    if (changed) {
      after.changedAt = now;
      steps.push({ batch, row: after, from: after.status === row.status ? null : row.status, scans: fresh });
    }
    row = after;
    timeline = next;
  }
  const last = timeline.scans.at(-1);
  const newsAt = Math.max(row.createdAt, last ? roughly(last) : 0);
  const cadence = pollCadence({ status: row.status, eta: row.eta, deliveredAt: row.deliveredAt, newsAt, now });
  const pollNote = cadence === null && now - newsAt > SILENT_MS && !ended.has(row.status) ? GIVEN_UP : null;
  row = { ...row, lastHeardAt: receivedAt || null, pollFailures: 0, pollNote };
  // Up to a tenth later, never earlier: the last look at a delivered parcel is to come a day after its delivery.
  row.nextPollAt =
    cadence === null || row.connectionId === null || row.leftAt !== null
      ? null
      : Math.round(now + cadence * 1000 * (1 + ctx.random() / 10));
  for (const step of steps)
    step.row = { ...step.row, lastHeardAt: row.lastHeardAt, nextPollAt: row.nextPollAt, pollNote };
  const scans = [...write.values()].map((scan) => scanStatement(before.row, scan, inbox.get(scan.key) ?? null));
  const statements = [updateShipment(row, row), ...scans];
  return { before: before.row, after: row, timeline, steps, statements };
}

/** Before a parcel moves, its channel's word that it was cancelled stands. */
const notMoving: ReadonlySet<ShipmentRow["status"]> = new Set(["pre_transit", "unknown"]);

/** What the parcel is while no scan says more: once its platform has said that it knows nothing of it, that. */
export const silentOf = ({ status }: Pick<ShipmentRow, "status">): Silent =>
  status === "unknown" ? "unknown" : "pre_transit";

const larger = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a);

function applied(
  row: ShipmentRow,
  timeline: Timeline,
  input: Pick<ShipmentRow, "eta" | "promised" | "proof"> & { updates: readonly TrackingUpdate[] },
): ShipmentRow {
  // A label that was filed late is no news of a parcel that has moved.
  const last = timeline.scans.findLast((s) => s.status !== "pre_transit") ?? timeline.scans.at(-1);
  const place = last?.place;
  const staysCancelled = row.status === "cancelled" && notMoving.has(timeline.status);
  return {
    ...row,
    status: staysCancelled ? "cancelled" : timeline.status,
    reason: staysCancelled ? row.reason : timeline.reason,
    statusAt: timeline.statusAt,
    deliveredAt: timeline.deliveredAt,
    postDelivery: timeline.postDelivery,
    scanCount: timeline.scans.length,
    lastMessage: last?.message ?? null,
    lastPlace: place ? [place.city, place.region, place.country].filter(Boolean).join(", ") || null : null,
    eta: input.eta,
    promised: input.promised,
    // By what the scans say, not by the row: a channel's cancelling is no batch, and a replay does not know when it came.
    dueAt: dueAtOf(input.eta, timeline.status),
    movedAt: movedAtOf(timeline.scans, row.shippedAt),
    // What its sender signed for when it came back is no proof of a delivery.
    proof: timeline.status === "returned_to_sender" ? null : input.proof,
    handle: input.updates.reduce((h, r) => larger(h, r.handle), row.handle),
    uniqueId: input.updates.reduce((u, r) => larger(u, r.uniqueId), row.uniqueId),
  };
}

/** What tracking updates change of a shipment; guarded by its version. */
const updateShipment = shipmentRows.update({
  set: [
    ...([
      "status",
      "reason",
      "statusAt",
      "deliveredAt",
      "postDelivery",
      "eta",
      "proof",
      "promised",
      "scanCount",
    ] as const),
    ...(["lastMessage", "lastPlace", "handle", "uniqueId", "lastHeardAt", "nextPollAt", "pollFailures"] as const),
    ...(["pollNote", "dueAt", "movedAt", "changedAt"] as const),
  ],
  where: ["id", "version"],
  also: "version = version + 1",
});
