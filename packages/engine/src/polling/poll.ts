import { identified, trackingIdentity } from "@waybill/adapters/numbers/identity";
import { isAdapterError } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition, PollAnswer } from "@waybill/adapters/ports/carrier";
import { appError, errorText } from "@waybill/domain/errors";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import { pollCadence } from "@waybill/domain/shipment/timeline";
import { setHealth } from "../connections/health.ts";
import { type OpenConnection, openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";
import { getShipment, loadShipment } from "../shipments/read.ts";
import { type ShipmentRow, shipmentRow } from "../shipments/rows.ts";
import { keepUpdate, refOf } from "./keep-update.ts";

const POLLING: By = { kind: "system", id: "polling", name: "Polling" };

/** Asks about every parcel whose carrier was silent for longer than its cadence: how a lost webhook heals (docs/platforms/scans.md#polling). */
export async function pollDue(ctx: Ctx): Promise<number> {
  const now = ctx.now();
  const rows = await ctx.db.query(
    "SELECT * FROM shipments WHERE next_poll_at IS NOT NULL AND next_poll_at <= ? ORDER BY next_poll_at LIMIT 300",
    [now],
  );
  const groups = [...Map.groupBy(rows.map(shipmentRow), (s) => s.connectionId ?? "")];
  // Side by side: a carrier that is slow or fails holds up no other.
  const asked = await Promise.all(
    groups.map(([id, own]) =>
      pollGroup(ctx, id, own).catch(async (error: unknown) => {
        ctx.log.error("carrier not polled", { connection: id, reason: errorText(error) });
        await later(ctx, own, now + 300_000, null);
        return 0;
      }),
    ),
  );
  return asked.reduce((sum, n) => sum + n, 0);
}

async function pollGroup(ctx: Ctx, connectionId: string, shipments: readonly ShipmentRow[]): Promise<number> {
  const now = ctx.now();
  const connection = await openConnection(ctx, connectionId);
  if (!connection?.row.enabled) {
    const note = connection ? "The carrier is paused." : "No carrier connection follows this parcel.";
    await later(ctx, shipments, now + 3_600_000, note);
    return 0;
  }
  const { backoffUntil, healthReason } = connection.row;
  if (backoffUntil !== null && backoffUntil > now) {
    await later(ctx, shipments, backoffUntil + 1_000, healthReason);
    return 0;
  }
  const scope = makeScope(ctx, { orgId: connection.row.orgId, by: POLLING });
  return pollConnection(scope, connection, shipments);
}

async function later(ctx: Ctx, shipments: readonly ShipmentRow[], at: number, note: string | null): Promise<void> {
  const ids = JSON.stringify(shipments.map((s) => s.id));
  await ctx.db.commit([
    {
      sql: "UPDATE shipments SET next_poll_at = ?, poll_note = ? WHERE id IN (SELECT value FROM json_each(?))",
      args: [at, note, ids],
    },
  ]);
}

async function pollConnection(
  scope: Scope,
  connection: OpenConnection,
  shipments: readonly ShipmentRow[],
): Promise<number> {
  const { ctx } = scope;
  const { adapter } = connection.row;
  const { poll } = connection.definition as CarrierDefinition;
  let answered = 0;
  let refused: unknown = null;
  for (let i = 0; i < shipments.length; i += poll.batch) {
    const batch = shipments.slice(i, i + poll.batch);
    let answers: PollAnswer[];
    try {
      answers = await poll.fetch(connection.adapterCtx, batch.map(refOf));
    } catch (error) {
      ctx.meter.count("waybill_polls_total", { adapter, outcome: "failed" }, batch.length);
      if (aboutNumbers(error)) {
        // What is wrong with these numbers must not keep the others from being asked about.
        refused = error;
        await recordSilence(
          ctx,
          batch.map((row) => ({ row, reason: errorText(error), soon: true })),
        );
        continue;
      }
      await failing(scope, connection, error);
      const retryAt = (await openConnection(ctx, connection.row.id))?.row.backoffUntil ?? ctx.now() + 60_000;
      await later(ctx, shipments.slice(i), retryAt + 1_000, errorText(error));
      return i;
    }
    ctx.meter.count("waybill_polls_total", { adapter, outcome: "ok" }, batch.length);
    answered += batch.length;
    await recordAnswers(scope, connection, batch, answers);
  }
  if (answered === 0 && refused !== null) await failing(scope, connection, refused);
  else await setHealth(scope, connection, { ok: true });
  return shipments.length;
}

/** Not the connection's trouble, as far as one call tells: an answer about these numbers that cannot be used. */
const aboutNumbers = (error: unknown) =>
  !isAdapterError(error) || error.kind === "malformed" || error.kind === "rejected" || error.kind === "not_found";

const failing = (scope: Scope, connection: OpenConnection, error: unknown) =>
  setHealth(scope, connection, {
    ok: false,
    reason: errorText(error),
    retryAfterMs: isAdapterError(error) ? error.retryAfterMs : null,
  });

async function recordAnswers(
  scope: Scope,
  connection: OpenConnection,
  shipments: readonly ShipmentRow[],
  answers: readonly PollAnswer[],
): Promise<void> {
  const { ctx } = scope;
  // The same number twice (recycled, or two orders in one parcel): each asking has its own answer, in the order asked.
  const byNumber = Map.groupBy(answers, (a) => trackingIdentity(a.number));
  const updates: TrackingUpdate[] = [];
  const silent: Silent[] = [];
  for (const row of shipments) {
    const own = byNumber.get(trackingIdentity(row.number)) ?? [];
    const answer = own.length > 1 ? own.shift() : own[0];
    if (answer?.outcome === "update") updates.push(identified(answer.update));
    else silent.push({ row, reason: answer ? answer.reason : "The carrier did not answer for this number." });
  }
  for (const update of updates) {
    await keepUpdate(scope, connection, update).catch((error: unknown) => {
      // One update that cannot be stored holds up no other.
      ctx.log.error("tracking update not stored", { number: update.number, reason: errorText(error) });
      const reason = `What the carrier said could not be stored: ${errorText(error)}`;
      silent.push(...shipments.filter((s) => s.number === update.number).map((row) => ({ row, reason, soon: true })));
    });
  }
  await recordSilence(ctx, silent);
}

/** `soon`: it is no news about the parcel, only a call that did not work. */
type Silent = { row: ShipmentRow; reason: string; soon?: boolean };
const QUARTER_HOUR_MS = 900_000;

// A number the carrier does not know yet: asked again at its cadence, and given up after 30 silent days (docs/platforms/scans.md#polling).
async function recordSilence(ctx: Ctx, silent: readonly Silent[]): Promise<void> {
  const now = ctx.now();
  const statements = silent.map(({ row, reason, soon }) => {
    const cadence = pollCadence({
      status: row.status,
      eta: row.eta,
      deliveredAt: row.deliveredAt,
      newsAt: Math.max(row.createdAt, row.statusAt ?? row.lastHeardAt ?? 0),
      now,
    });
    const note = cadence === null ? `${reason} Not asked any more; refresh by hand.` : reason;
    const longest = soon ? QUARTER_HOUR_MS * 2 ** Math.min(row.pollFailures, 10) : Number.POSITIVE_INFINITY;
    return {
      sql: "UPDATE shipments SET next_poll_at = ?, poll_failures = poll_failures + 1, poll_note = ? WHERE id = ?",
      args: [cadence === null ? null : now + Math.min(cadence * 1000, longest), note, row.id],
    };
  });
  if (statements.length > 0) await ctx.db.commit(statements);
}

/** A seller asks now. Answers the shipment as it then is; a carrier that cannot say is an error in words. */
export async function pollShipment(scope: Scope, input: { id: string }): Promise<ShipmentView> {
  const { ctx } = scope;
  const shipment = await loadShipment(scope, input.id);
  const connection = shipment.connectionId ? await openConnection(ctx, shipment.connectionId) : null;
  if (!connection) {
    throw appError({
      code: "not_followed",
      status: 409,
      message: "No carrier connection follows this parcel. Connect the carrier, then ask again.",
    });
  }
  try {
    const answers = await (connection.definition as CarrierDefinition).poll.fetch(connection.adapterCtx, [
      refOf(shipment),
    ]);
    await recordAnswers(scope, connection, [shipment], answers);
  } catch (error) {
    if (!isAdapterError(error)) throw error;
    throw appError({ code: "carrier_failed", status: 502, message: error.message, public: true, cause: error });
  }
  return getShipment(scope, { id: input.id });
}
