import { carrierName } from "@waybill/adapters/carriers/find";
import { isAdapterError } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { Statement } from "@waybill/db/database";
import { errorText } from "@waybill/domain/errors";
import { isNamelessCarrier } from "@waybill/domain/shipment/carrier";
import { withNumber } from "@waybill/domain/shipment/scan";
import { type OpenConnection, openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import type { Job, JobOutcome } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { type Scope, system } from "../core/scope.ts";
import { earlierScans } from "../shipments/new.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "../shipments/rows.ts";
import { keepUpdate, refOf } from "./keep-update.ts";

/** A number older than this may be another parcel's by now, and UPS keeps 120 days of history (docs/platforms/scans.md#recycled-numbers). */
const HISTORY_MS = 120 * 24 * 3_600_000;

/**
 * Job `shipment.register`: finds who can follow the parcel, asks them to tell of it, and takes what they know already. Comes
 * again when a subscription ends before the parcel arrives.
 */
export async function registerTracker(
  scope: Scope,
  job: Job,
  webhookUrl: (connectionId: string) => string,
): Promise<JobOutcome> {
  const { ctx } = scope;
  const [raw] = await ctx.db.query("SELECT * FROM shipments WHERE id = ?", [String(job.payload.shipmentId)]);
  if (!raw) return { state: "done" };
  const shipment = shipmentRow(raw);
  // Its number left the order meanwhile; named again, it is asked for again.
  if (shipment.leftAt !== null) return { state: "done" };
  // Followed before and not asked about any more: it has arrived, or was given up.
  if (shipment.connectionId !== null && shipment.nextPollAt === null) return { state: "done" };
  if (ctx.now() - shipment.shippedAt > HISTORY_MS) {
    await note(ctx, shipment.id, "Shipped more than 120 days ago: too long for its carrier to tell.");
    return { state: "done" };
  }
  const connection = await trackerFor(ctx, shipment);
  if (!connection) {
    const whose = isNamelessCarrier(shipment.carrier)
      ? "this parcel"
      : `parcels of ${carrierName(ctx.adapters.carriers, shipment.carrier)}`;
    const words = `No carrier connection follows ${whose}. Connect one to see it move.`;
    await note(ctx, shipment.id, words);
    return { state: "done" };
  }
  const definition = connection.definition as CarrierDefinition;
  const now = ctx.now();
  let registered: Registered;
  try {
    registered = definition.register
      ? await definition.register(connection.adapterCtx, refOf(shipment), webhookUrl(connection.row.id))
      : { handle: null, update: null, expiresAt: null };
  } catch (error) {
    // Followed all the same: what cannot be pushed is asked for.
    const reason = `${connection.row.name}: ${errorText(error)}`;
    await follow(scope, { shipment, connection, handle: null, note: reason, nextPollAt: now + 15 * 60_000 });
    const known = isAdapterError(error);
    if (known && error.kind !== "unavailable" && error.kind !== "rate_limited") return { state: "done" };
    if (!known && job.attempts >= 10) return { state: "parked", reason };
    const pause = 30_000 * 2 ** Math.min(job.attempts, 6);
    return { state: "again", at: now + Math.max(known ? (error.retryAfterMs ?? 0) : 0, pause), reason };
  }
  // No history is replayed by a subscription (docs/platforms/ups.md#webhooks): ask once right away.
  const soon = registered.update ? null : now + 2_000;
  await follow(scope, { shipment, connection, handle: registered.handle, note: null, nextPollAt: soon });
  if (registered.update) await keepUpdate(scope, connection, withNumber(registered.update, shipment.number));
  // A subscription that ends before the parcel arrives is asked for again (UPS: 14 days).
  return registered.expiresAt === null
    ? { state: "done" }
    : { state: "again", at: registered.expiresAt - 3_600_000, reason: null };
}

type Registered = Awaited<ReturnType<NonNullable<CarrierDefinition["register"]>>>;

const note = (ctx: Ctx, id: string, words: string) =>
  ctx.db.commit([{ sql: "UPDATE shipments SET poll_note = ? WHERE id = ?", args: [words, id] }]);

/** Parcels under way that nobody follows look for their carrier (again): written when a carrier is connected, resumed or goes. */
export function registerUntracked({ ctx, orgId }: Scope): Statement {
  const now = ctx.now();
  return {
    sql: `INSERT INTO jobs (id, org_id, kind, key, payload, run_at, state, created_at, updated_at)
      SELECT 'job_' || lower(hex(randomblob(13))), org_id, 'shipment.register', 'shipment.register ' || id,
        json_object('shipmentId', id), ?1, 'waiting', ?1, ?1
      FROM shipments WHERE org_id = ?2 AND connection_id IS NULL AND status NOT IN ('delivered', 'cancelled', 'lost') AND shipped_at > ?3
      ON CONFLICT (key) DO UPDATE SET state = 'waiting', run_at = excluded.run_at, attempts = 0, reason = NULL WHERE state <> 'running'`,
    args: [now, orgId, now - HISTORY_MS],
  };
}

async function follow(
  scope: Scope,
  input: {
    shipment: ShipmentRow;
    connection: OpenConnection;
    handle: string | null;
    note: string | null;
    nextPollAt: number | null;
  },
): Promise<void> {
  const { ctx } = scope;
  const { connection } = input;
  const { id, orgId, number } = input.shipment;
  await retryOnConflict({ ctx, what: "shipment" }, async () => {
    // Read anew: while the carrier was asked, its first webhooks may have moved the parcel.
    const [raw] = await ctx.db.query("SELECT * FROM shipments WHERE id = ?", [id]);
    if (!raw) return;
    const row = shipmentRow(raw);
    const next: ShipmentRow = {
      ...row,
      connectionId: connection.row.id,
      handle: input.handle ?? row.handle,
      pollNote: input.note,
      nextPollAt: input.nextPollAt ?? row.nextPollAt,
      changedAt: ctx.now(),
    };
    await append(scope, {
      cause: system(`followed through ${connection.row.name}`),
      statements: [
        {
          sql: `UPDATE shipments SET connection_id = ?, handle = ?, poll_note = ?, next_poll_at = ?, changed_at = ?, version = version + 1
            WHERE id = ? AND version = ?`,
          args: [next.connectionId, next.handle, next.pollNote, next.nextPollAt, next.changedAt, id, row.version],
          atLeast: 1,
        },
        // What this connection told before it was known to follow the parcel, under another name of the carrier.
        ...earlierScans({ orgId, number }),
      ],
      events: [
        {
          type: "shipment.updated",
          stream: id,
          data: { shipment: shipmentSummary(next), from: null, scans: [] },
        },
      ],
    });
  });
}

/** The carrier's own connection before an aggregator's; only those that are on. */
async function trackerFor(ctx: Ctx, shipment: ShipmentRow): Promise<OpenConnection | null> {
  const rows = await ctx.db.query(
    "SELECT id, adapter FROM connections WHERE org_id = ? AND kind = 'carrier' AND enabled = 1 ORDER BY created_at",
    [shipment.orgId],
  );
  const covers = (adapter: string) => ctx.adapters.carriers[adapter]?.covers ?? [];
  const best =
    rows.find((r) => r.adapter === shipment.carrier) ??
    rows.find((r) => covers(String(r.adapter)).includes(shipment.carrier)) ??
    rows.find((r) => covers(String(r.adapter)).includes("*"));
  return best ? openConnection(ctx, String(best.id)) : null;
}
