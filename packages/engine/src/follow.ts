import { isAdapterError } from "@waybill/adapters/adapter";
import type { CarrierDefinition } from "@waybill/adapters/carrier";
import { againOnConflict } from "./conflicts.ts";
import { type OpenConnection, openConnection } from "./connections.ts";
import type { Ctx } from "./context.ts";
import type { Job, JobOutcome } from "./jobs.ts";
import { append, system } from "./log.ts";
import { keepReport, refOf } from "./poll.ts";
import { earlierScans } from "./shipment-plan.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "./shipment-rows.ts";

/** Job `shipment.register`: finds who can follow the parcel, asks them to tell of it, and takes what they know already. */
export async function registerJob(
  ctx: Ctx,
  job: Job,
  webhookUrl: (connectionId: string) => string,
): Promise<JobOutcome> {
  const [raw] = await ctx.db.query("SELECT * FROM shipments WHERE id = ?", [String(job.payload.shipmentId)]);
  if (!raw) return { state: "done" };
  const shipment = shipmentRow(raw);
  const connection = await followerOf(ctx, shipment);
  if (!connection) {
    await ctx.db.commit([
      {
        sql: "UPDATE shipments SET poll_note = ? WHERE id = ?",
        args: [
          `No carrier connection follows ${shipment.carrier} parcels. Connect one to see this parcel move.`,
          shipment.id,
        ],
      },
    ]);
    return { state: "done" };
  }
  const definition = connection.definition as CarrierDefinition;
  const registered = await (async () => {
    try {
      return definition.register
        ? await definition.register(connection.adapterCtx, refOf(shipment), webhookUrl(connection.row.id))
        : { handle: null, report: null, expiresAt: null };
    } catch (error) {
      if (!isAdapterError(error)) throw error;
      return error;
    }
  })();
  const now = ctx.now();
  if (isAdapterError(registered)) {
    const note = `${connection.row.name}: ${registered.message}`;
    await follow(ctx, { shipment, connection, handle: null, note, nextPollAt: now + 15 * 60_000 });
    if (registered.kind !== "unavailable" && registered.kind !== "rate_limited") return { state: "done" };
    return {
      state: "again",
      at: now + Math.max(registered.retryAfterMs ?? 0, 30_000 * 2 ** Math.min(job.attempts, 6)),
      reason: note,
    };
  }
  // No history is replayed by a subscription (facts §1.5): ask once right away.
  const soon = registered.report ? null : now + 2_000;
  await follow(ctx, { shipment, connection, handle: registered.handle, note: null, nextPollAt: soon });
  if (registered.report) await keepReport(ctx, connection, { ...registered.report, number: shipment.number });
  // A subscription that ends before the parcel arrives is asked for again (UPS: 14 days).
  return registered.expiresAt === null
    ? { state: "done" }
    : { state: "again", at: registered.expiresAt - 3_600_000, reason: null };
}

async function follow(
  ctx: Ctx,
  of: {
    shipment: ShipmentRow;
    connection: OpenConnection;
    handle: string | null;
    note: string | null;
    nextPollAt: number | null;
  },
): Promise<void> {
  const { connection } = of;
  const { id, orgId, number } = of.shipment;
  await againOnConflict(async () => {
    // Read anew: while the carrier was asked, its first webhooks may have moved the parcel.
    const [raw] = await ctx.db.query("SELECT * FROM shipments WHERE id = ?", [id]);
    if (!raw) return;
    const row = shipmentRow(raw);
    const next: ShipmentRow = {
      ...row,
      connectionId: connection.row.id,
      handle: of.handle ?? row.handle,
      pollNote: of.note,
      nextPollAt: of.nextPollAt ?? row.nextPollAt,
      changedAt: ctx.now(),
    };
    await append(ctx, {
      orgId,
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
async function followerOf(ctx: Ctx, shipment: ShipmentRow): Promise<OpenConnection | null> {
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
