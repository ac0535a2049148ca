import { sha256Hex } from "@waybill/adapters/kit/signature";
import { isConditionFailed, type Row, type Statement } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/frame";
import type { Replayed } from "@waybill/domain/inbox/answers";
import type { Scan, TrackingUpdate } from "@waybill/domain/shipment/scan";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { type By, causeOf, type Scope } from "../core/scope.ts";
import { ordersOf } from "../orders/load.ts";
import { counted, orderSummary } from "../orders/rows.ts";
import { orderProgressStatement } from "../orders/write.ts";
import { foldInto, lifeEnd, matching, type UpdateBatch } from "../shipments/fold.ts";
import { type ShipmentRow, scanOf, shipmentRow, shipmentSummary, timelineItem } from "../shipments/rows.ts";
import { markStatement, unmatchedStatements } from "./marks.ts";
import { parseRow } from "./parse.ts";
import { inboxRow } from "./rows.ts";

const PAGE = 500;

/** What a replay compares: everything of shipments and scans that follows from deliveries, nothing that follows from the clock. */
const STATE_SHIPMENTS = `SELECT id, status, reason, status_at, delivered_at, post_delivery, eta, proof, scan_count, last_message, last_place, unique_id,
  last_heard_at, promised, due_at, moved_at FROM shipments WHERE org_id = ?1`;
const STATE_SCANS = "SELECT * FROM tracking_events WHERE org_id = ?1";

/** A digest of an organisation's parcels, or of some of them: equal digests, equal state. */
export async function stateHash({ ctx, orgId }: Scope, only?: ReadonlySet<string>): Promise<string> {
  const some = (column: string) => (only ? `AND ${column} IN (SELECT value FROM json_each(?2))` : "");
  const args = only ? [orgId, JSON.stringify([...only])] : [orgId];
  const [shipments, scans] = await Promise.all([
    ctx.db.query(`${STATE_SHIPMENTS} ${some("id")} ORDER BY id`, args),
    ctx.db.query(`${STATE_SCANS} ${some("shipment_id")} ORDER BY shipment_id, key`, args),
  ]);
  return sha256Hex(
    new TextEncoder().encode(JSON.stringify([shipments.map(Object.entries), scans.map(Object.entries)])),
  );
}

type Own = { batch: UpdateBatch; updates: TrackingUpdate[] };
const ROUNDS = 5;

/**
 * Rebuilds every parcel of an organisation from the raw deliveries alone, through today's parsers, and the progress of the
 * orders they belong to. With unchanged parsers the state is the same, byte for byte; with a repaired one only what it had got
 * wrong changes. Sends no mail. Safe while deliveries come in. `only`: these parcels, and nothing else is touched.
 *
 * @throws AppError `replay_outrun` when parcels move faster than they can be rebuilt
 * @example const { hashBefore, hashAfter } = await replayInbox(scope);
 */
export async function replayInbox(scope: Scope, input: { only?: ReadonlySet<string> } = {}): Promise<Replayed> {
  const { only } = input;
  const hashBefore = await stateHash(scope, only);
  let changed = 0;
  let total: Pick<Replayed, "deliveries" | "shipments"> | null = null;
  let left: ReadonlySet<string> | null = null;
  for (let round = 1; left === null || left.size > 0; round++) {
    if (round > ROUNDS)
      throw appError({ code: "replay_outrun", status: 503, message: "Parcels keep moving. Replay again later." });
    const stored = await storedParcels(scope, only);
    const wanted = only ? stored.filter((s) => only.has(s.id)) : stored;
    const { batches, deliveries } = await collect(scope, { stored, whole: only === undefined });
    total ??= { deliveries, shipments: wanted.length };
    const outrun = new Set<string>();
    for (const shipment of wanted) {
      if (left !== null && !left.has(shipment.id)) continue;
      const own = batches.get(shipment.id) ?? [];
      try {
        if (await rebuild(scope, { shipment, own, all: stored })) changed += 1;
      } catch (error) {
        // It moved since it was read: rebuilt in the next round, with the delivery that moved it.
        if (!isConditionFailed(error)) throw error;
        outrun.add(shipment.id);
      }
    }
    left = outrun;
  }
  await recount(scope, input);
  return { deliveries: 0, shipments: 0, ...total, changed, hashBefore, hashAfter: await stateHash(scope, only) };
}

/** The parcels to rebuild, and those that share a number with them: where one life of a number ends, the next begins. */
async function storedParcels({ ctx, orgId }: Scope, only: ReadonlySet<string> | undefined): Promise<ShipmentRow[]> {
  const same = `AND number IN (SELECT number FROM shipments WHERE id IN (SELECT value FROM json_each(?2)) AND +org_id = ?1)`;
  const args = only ? [orgId, JSON.stringify([...only])] : [orgId];
  return (await ctx.db.query(`SELECT * FROM shipments WHERE org_id = ?1 ${only ? same : ""}`, args)).map(shipmentRow);
}

/** What each parcel was told, oldest delivery first. Deliveries that today's parser understands at last leave the shelf. */
async function collect(
  scope: Scope,
  input: { stored: readonly ShipmentRow[]; whole: boolean },
): Promise<{ batches: Map<string, Own[]>; deliveries: number }> {
  const { ctx, orgId, by } = scope;
  const { stored } = input;
  const batches = new Map<string, Own[]>();
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
      const meaning = parseRow(ctx, row);
      if (meaning.kind !== "updates") continue;
      const batch: UpdateBatch = {
        inboxId: row.id,
        receivedAt: row.receivedAt,
        connectionId: row.connectionId,
        updates: meaning.updates,
        cause: causeOf(by, "replay"),
        marks: () => [],
      };
      const touched = new Set(meaning.updates.flatMap((r) => matching(byNumber.get(r.number) ?? [], r, batch)));
      for (const shipment of touched) {
        const updates = meaning.updates.filter(
          (r) => matching([shipment], r, batch).length > 0 && r.number === shipment.number,
        );
        const own = batches.get(shipment.id);
        if (own) own.push({ batch, updates });
        else batches.set(shipment.id, [{ batch, updates }]);
      }
      // With some parcels only, what a delivery is otherwise about is not known here.
      if (input.whole && raw.state === "not_understood" && meaning.updates.length > 0) {
        const seen = meaning.updates.reduce((n, r) => n + (byNumber.get(r.number)?.length ?? 0), 0);
        const effects = [...touched].map((s) => s.id);
        await ctx.db.commit(
          effects.length > 0
            ? [markStatement(ctx, row.id, "processed", null, effects)]
            : unmatchedStatements(scope, { ...batch, seen }),
        );
      }
    }
    if (rows.length < PAGE) break;
  }
  return { batches, deliveries };
}

/** Orders whose parcels came out otherwise show it. */
async function recount(scope: Scope, input: { only?: ReadonlySet<string> }): Promise<void> {
  const { ctx, orgId } = scope;
  const rows = await ctx.db.query(
    `SELECT DISTINCT order_id FROM shipments WHERE org_id = ?1 AND order_id IS NOT NULL
      ${input.only ? "AND id IN (SELECT value FROM json_each(?2))" : ""}`,
    input.only ? [orgId, JSON.stringify([...input.only])] : [orgId],
  );
  for (const { order_id } of rows)
    await retryOnConflict({ ctx, what: "order" }, () => recountOne(scope, { ...input, id: String(order_id) }));
}

async function recountOne(scope: Scope, input: { id: string }): Promise<void> {
  const { ctx, by } = scope;
  const { id } = input;
  const held = (await ordersOf(scope, [id])).get(id);
  // An order that was never read whole has no lines to count by.
  if (!held || held.row.detail === null) return;
  const parcels = (await ctx.db.query("SELECT * FROM shipments WHERE order_id = ?", [id])).map(shipmentRow);
  const { row, lines } = held;
  const next = counted({ ...row, changedAt: ctx.now() }, { lines, parcels });
  const parts = ["status", "shipped", "delivered", "parcelStatus", "toShip", "parcelsArrived"] as const;
  if (parts.every((part) => next[part] === row[part])) return;
  await append(scope, {
    cause: replayCause(by),
    statements: [orderProgressStatement(next)],
    events: [{ type: "order.updated", stream: id, data: { order: orderSummary(next), changed: ["status"] } }],
  });
}

const replayCause = (by: By): Cause => ({ kind: "replay", id: null, text: `replay, asked by ${by.name}` });

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

async function rebuild(
  scope: Scope,
  input: { shipment: ShipmentRow; own: readonly Own[]; all: readonly ShipmentRow[] },
): Promise<boolean> {
  const { ctx, by } = scope;
  const { shipment, own } = input;
  // Nothing was ever told of it. With scans and nothing told they came from a parser that was wrong, and go.
  if (own.length === 0 && shipment.scanCount === 0) return false;
  // A status without a scan: its customer was erased. A delivery that stayed for another's parcel must not bring them back.
  if (shipment.scanCount === 0 && shipment.statusAt !== null) return false;
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
  return moved;
}
