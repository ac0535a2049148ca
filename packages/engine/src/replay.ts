import { sha256Hex } from "@waybill/adapters/signature";
import type { Row, Statement } from "@waybill/db/database";
import type { CarrierReport, Scan } from "@waybill/domain/scan";
import type { Ctx } from "./context.ts";
import { foldInto, lifeEnd, matching, type Telling } from "./fold-shipment.ts";
import { inboxRow } from "./inbox.ts";
import { understand } from "./inbox-process.ts";
import { append, type By, causeOf } from "./log.ts";
import { type ShipmentRow, scanOf, shipmentRow, shipmentSummary, timelineItem } from "./shipment-rows.ts";

const PAGE = 500;

/** What a replay compares: everything of shipments and scans that follows from deliveries, nothing that follows from the clock. */
const STATE_SHIPMENTS = `SELECT id, status, reason, status_at, delivered_at, post_delivery, eta, proof, scan_count, last_message, last_place, unique_id,
  last_heard_at FROM shipments WHERE org_id = ? ORDER BY id`;
const STATE_SCANS = "SELECT * FROM tracking_events WHERE org_id = ? ORDER BY shipment_id, key";

/** A digest of an organisation's parcels: equal digests, equal state. */
export async function stateHash(ctx: Ctx, orgId: string): Promise<string> {
  const [shipments, scans] = await Promise.all([
    ctx.db.query(STATE_SHIPMENTS, [orgId]),
    ctx.db.query(STATE_SCANS, [orgId]),
  ]);
  return sha256Hex(
    new TextEncoder().encode(JSON.stringify([shipments.map(Object.entries), scans.map(Object.entries)])),
  );
}

export type Replayed = {
  deliveries: number;
  shipments: number;
  changed: number;
  hashBefore: string;
  hashAfter: string;
};

/**
 * Rebuilds every parcel of an organisation from the raw deliveries alone, through today's parsers. With unchanged parsers the
 * state is the same, byte for byte; with a repaired one only what it had got wrong changes. Sends no mail.
 *
 * @example const { hashBefore, hashAfter } = await replayInbox(ctx, { orgId, by });
 */
export async function replayInbox(ctx: Ctx, of: { orgId: string; by: By }): Promise<Replayed> {
  const { orgId, by } = of;
  const hashBefore = await stateHash(ctx, orgId);
  const stored = (await ctx.db.query("SELECT * FROM shipments WHERE org_id = ?", [orgId])).map(shipmentRow);
  const tellings = new Map<string, { telling: Telling; reports: CarrierReport[] }[]>();
  const byNumber = Map.groupBy(stored, (s) => s.number);
  let deliveries = 0;
  for (let after = 0; ; ) {
    const rows = await ctx.db.query(
      "SELECT * FROM inbox WHERE org_id = ? AND id > ? AND kind IN ('carrier', 'poll') AND state NOT IN ('duplicate', 'received') ORDER BY id LIMIT ?",
      [orgId, after, PAGE],
    );
    for (const raw of rows) {
      const row = inboxRow(raw);
      after = row.id;
      deliveries += 1;
      const meaning = understand(ctx, row);
      if (meaning.kind !== "reports") continue;
      const telling: Telling = {
        orgId,
        inboxId: row.id,
        heardAt: row.receivedAt,
        connectionId: row.connectionId,
        reports: meaning.reports,
        cause: causeOf(by, "replay"),
        marks: () => [],
      };
      for (const shipment of new Set(
        meaning.reports.flatMap((r) => matching(byNumber.get(r.number) ?? [], r, telling)),
      )) {
        const reports = meaning.reports.filter(
          (r) => matching([shipment], r, telling).length > 0 && r.number === shipment.number,
        );
        tellings.set(shipment.id, [...(tellings.get(shipment.id) ?? []), { telling, reports }]);
      }
    }
    if (rows.length < PAGE) break;
  }
  let changed = 0;
  for (const shipment of stored) {
    const own = tellings.get(shipment.id) ?? [];
    if (await rebuild(ctx, { shipment, own, all: stored, by })) changed += 1;
  }
  return { deliveries, shipments: stored.length, changed, hashBefore, hashAfter: await stateHash(ctx, orgId) };
}

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
  };
}

async function rebuild(
  ctx: Ctx,
  of: {
    shipment: ShipmentRow;
    own: { telling: Telling; reports: CarrierReport[] }[];
    all: readonly ShipmentRow[];
    by: By;
  },
): Promise<boolean> {
  const { shipment, own } = of;
  if (own.length === 0) return false;
  const before: Row[] = await ctx.db.query("SELECT * FROM tracking_events WHERE shipment_id = ?", [shipment.id]);
  const change = foldInto({
    ctx,
    before: { row: blank(shipment), scans: [], inbox: new Map() },
    tellings: own,
    until: lifeEnd(shipment, of.all),
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
  await append(ctx, {
    orgId: shipment.orgId,
    cause: { kind: "replay", id: null, text: `replay, asked by ${of.by.name}` },
    statements: [...statements, keep],
    events: moved ? [{ type: "shipment.updated", stream: shipment.id, data }] : [],
  });
  return moved;
}
