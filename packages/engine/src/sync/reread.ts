import { isAdapterError, isTransient } from "@waybill/adapters/ports/adapter";
import type { Statement } from "@waybill/db/database";
import { appError, errorText } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/frame";
import type { OrderSummary } from "@waybill/domain/order/answers";
import type { Queued } from "@waybill/domain/sync/answers";
import { setHealth } from "../connections/health.ts";
import { type OpenConnection, openConnection } from "../connections/open.ts";
import { backoff } from "../core/backoff.ts";
import type { Ctx } from "../core/context.ts";
import type { Job, JobOutcome } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { type By, causeOf, makeScope, type Scope, system } from "../core/scope.ts";
import { loadOrder } from "../orders/load.ts";
import { type OrderRow, orderRow, orderSummary } from "../orders/rows.ts";
import { readOrder } from "./merge-page.ts";
import { foundAfterAll, keepMissed, type NotThere, notThere } from "./not-there.ts";
import { queueReads, readStatement } from "./queue-read.ts";

/**
 * Reads one order from its channel again, now, and answers how that went. What stays wrong is on the row with its reason.
 *
 * @example (await retryOrder(scope, { id: "ord_…" })).syncState // "success"
 */
export async function retryOrder(scope: Scope, input: { id: string }): Promise<OrderSummary> {
  const { ctx, by } = scope;
  const row = await loadOrder(scope, input.id);
  const connection = await openConnection(ctx, row.connectionId);
  if (!connection) {
    throw appError({
      code: "channel_disconnected",
      status: 409,
      message: "The channel of this order is disconnected. Connect it again, then retry.",
    });
  }
  const cause = causeOf(by, `${by.name} asked for a retry`);
  const { externalId } = row;
  const { retryAt, reason, missed } = await reread(scope, {
    connection,
    row,
    externalId,
    cause,
    missed: 0,
    deleted: false,
  });
  if (missed > 0 && retryAt !== null) {
    await mark(scope, { row, state: "pending", reason: reason ?? "", cause, nextAt: null });
    const again = { connectionId: row.connectionId, externalId, cause, at: retryAt, missed };
    await ctx.db.commit([readStatement(scope, again)]);
  }
  return orderSummary(await loadOrder(scope, input.id));
}

/** Reads again; a failure becomes the order's sync state in words. Answers whether it should be tried again by itself, and when. */
async function reread(
  scope: Scope,
  input: {
    connection: OpenConnection;
    row: OrderRow | null;
    externalId: string;
    cause: Cause;
    /** How often in a row the channel did not show it, and whether it told us that it was deleted. */
    missed: number;
    deleted: boolean;
  },
): Promise<NotThere> {
  const { ctx } = scope;
  const { connection, row, externalId, cause, missed } = input;
  try {
    const merged = await readOrder(scope, { connection, externalId, cause });
    if (merged === null) return await notThere(scope, input);
    await foundAfterAll(scope, input);
    const again =
      merged.state === "pending" && merged.outcome === "pending"
        ? ((await nextTry(ctx, merged.orderId)) ?? null)
        : null;
    return { retryAt: again, reason: merged.reason, missed: 0 };
  } catch (error) {
    const reason = isAdapterError(error) ? error.message : `The order could not be read: ${errorText(error)}`;
    // A refused sign-in is the connection's trouble and none of this order's: it waits for the repair.
    const refused = isAdapterError(error) && error.kind === "auth";
    if (refused) await setHealth(scope, connection, { ok: false, reason, retryAfterMs: null });
    const transient = refused || isTransient(error);
    if (isAdapterError(error) && error.kind === "rate_limited" && cause.kind !== "user" && cause.kind !== "api_key") {
      // The shop's call budget is used up for a moment: nothing is wrong with the order, it is only read later.
      return {
        retryAt: ctx.now() + Math.max(error.retryAfterMs ?? 0, 2_000 + Math.round(ctx.random() * 3_000)),
        reason,
        missed,
      };
    }
    const attempt = (row?.syncAttempts ?? 0) + 1;
    const atLeast = isAdapterError(error) ? error.retryAfterMs : null;
    const nextAt = transient
      ? ctx.now() + backoff({ attempt, base: 15_000, cap: 30 * 60_000, random: ctx.random(), atLeast })
      : null;
    if (row) await mark(scope, { row, state: transient ? "pending" : "failed", reason, cause, nextAt });
    return { retryAt: nextAt, reason, missed };
  }
}

/** A job that still fails then leaves the order to its own pauses. */
const MOST_READS = 12;

async function nextTry(ctx: Ctx, id: string): Promise<number | null> {
  const [row] = await ctx.db.query("SELECT sync_next_at FROM orders WHERE id = ?", [id]);
  return row?.sync_next_at === null || row === undefined ? null : Number(row.sync_next_at);
}

async function mark(
  scope: Scope,
  input: { row: OrderRow; state: "pending" | "failed"; reason: string; cause: Cause; nextAt: number | null },
): Promise<void> {
  const { ctx } = scope;
  const { state, reason, cause, nextAt } = input;
  await retryOnConflict({ ctx, what: "order" }, async () => {
    // Read anew: while the channel was asked, a parcel may have moved, and the frame must not show an older state.
    const row = await loadOrder(scope, input.row.id);
    const now = ctx.now();
    const next: OrderRow = { ...row, syncState: state, syncReason: reason, changedAt: now };
    const statement: Statement = {
      sql: `UPDATE orders SET sync_state = ?, sync_reason = ?, sync_attempts = sync_attempts + 1, sync_next_at = ?, changed_at = ?,
        version = version + 1 WHERE id = ? AND version = ?`,
      args: [state, reason, nextAt, now, row.id, row.version],
      atLeast: 1,
    };
    const data = { order: orderSummary(next), changed: ["sync"] };
    await append(scope, {
      cause,
      statements: [statement],
      events: [{ type: "order.updated", stream: row.id, data }],
    });
  });
}

/** Job `order.read`: a channel's push asked for it, or a transient failure is due again. */
export async function readOrderJob(scope: Scope, job: Job): Promise<JobOutcome> {
  const { ctx } = scope;
  const connection = await openConnection(ctx, String(job.payload.connectionId));
  if (!connection?.row.enabled) return { state: "done" };
  const externalId = String(job.payload.externalId);
  const [raw] = await ctx.db.query("SELECT * FROM orders WHERE connection_id = ? AND external_id = ?", [
    connection.row.id,
    externalId,
  ]);
  const cause = (job.payload.cause as Cause | undefined) ?? system("retry");
  const known = { missed: Number(job.payload.missed ?? 0), deleted: job.payload.deleted === true };
  const row = raw ? orderRow(raw) : null;
  const { retryAt, reason, missed } = await reread(scope, { connection, row, externalId, cause, ...known });
  if (retryAt === null || job.attempts >= MOST_READS) return { state: "done" };
  if (missed !== known.missed) await ctx.db.commit([keepMissed(job, missed)]);
  return { state: "again", at: retryAt, reason };
}

/** Puts every failed order of the organisation (or of one channel) up for reading again. */
export async function retryFailed(scope: Scope, input: { channel?: string } = {}): Promise<Queued> {
  const { ctx, orgId, by } = scope;
  const rows = await ctx.db.query(
    "SELECT connection_id, external_id FROM orders WHERE org_id = ?1 AND sync_state = 'failed' AND (?2 IS NULL OR channel = ?2) ORDER BY placed_at DESC LIMIT 5000",
    [orgId, input.channel ?? null],
  );
  await queueReads(scope, {
    rows,
    cause: causeOf(by, `${by.name} asked for a retry of all failed orders`),
  });
  return { queued: rows.length };
}

const RETRY: By = { kind: "system", id: "retry", name: "Automatic retry" };

/** Orders whose pause after a transient failure is over; those of a paused channel stay due until it is resumed. */
export async function retryDue(ctx: Ctx): Promise<void> {
  const rows = await ctx.db.query(
    `SELECT id, org_id, connection_id, external_id FROM orders WHERE sync_next_at IS NOT NULL AND sync_next_at <= ?
      AND connection_id IN (SELECT id FROM connections WHERE enabled = 1) LIMIT 200`,
    [ctx.now()],
  );
  for (const [orgId, own] of Map.groupBy(rows, (r) => String(r.org_id))) {
    // Taken off the clock in the same commit: what the job then sets is not lost.
    const taken: Statement = {
      sql: "UPDATE orders SET sync_next_at = NULL WHERE id IN (SELECT value FROM json_each(?))",
      args: [JSON.stringify(own.map((r) => String(r.id)))],
    };
    await queueReads(makeScope(ctx, { orgId, by: RETRY }), {
      rows: own,
      cause: system("automatic retry"),
      also: [taken],
    });
  }
}
