import { errorText } from "@waybill/domain/errors";
import { MINUTE_MS } from "@waybill/domain/time";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";
import { deliver } from "./deliver.ts";
import type { Outcome } from "./next-step.ts";
import { FIRST_OF_LANE, moveOn, type OutboxRow, outboxRow } from "./rows.ts";

const AT_ONCE = 16;
const OUTBOX: By = { kind: "system", id: "outbox", name: "Outbox" };
/** What we failed at is tried again after this. */
const STEP_BACK_MS = 5 * MINUTE_MS;

/** What became of the rows that `sendDue` looked at. */
type Sent = Record<Outcome, number>;

/**
 * Sends what is due: of each parcel's messages only the first unfinished one, in order; a message that is parked, suppressed
 * or unknown lets the later ones go on. Safe to run anywhere, as often as wanted, by several processes at once.
 *
 * @example const { sent, parked } = await sendDue(ctx, { limit: 200 });
 */
export async function sendDue(ctx: Ctx, options: { limit?: number } = {}): Promise<Sent> {
  const result: Sent = { sent: 0, retried: 0, unknown: 0, parked: 0, suppressed: 0, postponed: 0, raced: 0, failed: 0 };
  const seen = new Set<string>();
  let left = options.limit ?? 200;
  while (left > 0) {
    const rows = (await due(ctx, Math.min(left, AT_ONCE))).filter((r) => !seen.has(`${r.id} ${r.state} ${r.attempts}`));
    if (rows.length === 0) break;
    left -= rows.length;
    await Promise.all(
      rows.map(async (row) => {
        const scope = makeScope(ctx, { orgId: row.orgId, by: OUTBOX });
        seen.add(`${row.id} ${row.state} ${row.attempts}`);
        const outcome = await deliver(scope, row).catch((error: unknown) => stepBack(scope, row, error));
        result[outcome]++;
        ctx.meter.count("waybill_notifications_total", { outcome });
      }),
    );
  }
  return result;
}

async function due(ctx: Ctx, limit: number): Promise<OutboxRow[]> {
  const rows = await ctx.db.query(
    `SELECT * FROM outbox WHERE next_at IS NOT NULL AND next_at <= ? AND ${FIRST_OF_LANE} ORDER BY next_at, id LIMIT ?`,
    [ctx.now(), limit],
  );
  return rows.map(outboxRow);
}

/** Something of ours failed: it steps back with the reason, so that it does not stand in the way of the others. */
async function stepBack(scope: Scope, row: OutboxRow, error: unknown): Promise<Outcome> {
  const { ctx } = scope;
  const reason = errorText(error);
  ctx.log.error("notification not handled", { notification: row.id, reason });
  const patch = { reason: `Waybill failed at this: ${reason}`.slice(0, 500), nextAt: ctx.now() + STEP_BACK_MS };
  if (row.state !== "sending") await moveOn(scope, { row, patch }).catch(() => null);
  return "failed";
}
