import { sha256Hex } from "@waybill/adapters/kit/signature";
import { isConditionFailed } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import type { Replayed, ReplayedParcel } from "@waybill/domain/inbox/answers";
import { causeOf, type Scope } from "../core/scope.ts";
import { matching, type UpdateBatch } from "../shipments/fold.ts";
import { type ShipmentRow, shipmentRow } from "../shipments/rows.ts";
import { markStatement, unmatchedStatements } from "./marks.ts";
import { parseRow } from "./parse.ts";
import { recount } from "./replay-orders.ts";
import { type Own, rebuild } from "./replay-parcel.ts";
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

const ROUNDS = 5;
/** Parcels and orders that the answer names; the others it counts. */
const NAMED = 200;

/**
 * Rebuilds every parcel of an organisation from the raw deliveries alone, through today's parsers, and the progress of the
 * orders they belong to. With unchanged parsers the state is the same, byte for byte; with a repaired one only what it had got
 * wrong changes, and the answer says what each parcel and order was called and is called now. Sends no mail. Safe while deliveries come in. `only`: these parcels, and nothing else is touched.
 *
 * @throws AppError `replay_outrun` when parcels move faster than they can be rebuilt
 * @example const { hashBefore, hashAfter } = await replayInbox(scope);
 */
export async function replayInbox(scope: Scope, input: { only?: ReadonlySet<string> } = {}): Promise<Replayed> {
  const { only } = input;
  const hashBefore = await stateHash(scope, only);
  let changed = 0;
  const restated: ReplayedParcel[] = [];
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
        const rebuilt = await rebuild(scope, { shipment, own, all: stored });
        if (rebuilt.moved) changed += 1;
        if (rebuilt.restated) restated.push(rebuilt.restated);
      } catch (error) {
        // It moved since it was read: rebuilt in the next round, with the delivery that moved it.
        if (!isConditionFailed(error)) throw error;
        outrun.add(shipment.id);
      }
    }
    left = outrun;
  }
  const orders = await recount(scope, input);
  return {
    ...(total ?? { deliveries: 0, shipments: 0 }),
    changed,
    restated: restated.length,
    parcels: restated.slice(0, NAMED),
    reordered: orders.length,
    orders: orders.slice(0, NAMED),
    hashBefore,
    hashAfter: await stateHash(scope, only),
  };
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
