import type { Cause } from "@waybill/domain/frame";
import { leftToShip } from "@waybill/domain/order/order";
import { SECOND_MS } from "@waybill/domain/time";
import type { OpenConnection } from "../connections/open.ts";
import type { Job } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import type { Scope } from "../core/scope.ts";
import { loadOrder } from "../orders/load.ts";
import { factsOf, type OrderRow, orderSummary, statusOf } from "../orders/rows.ts";

/** A shop tells of an order before its API shows it: seconds for most, minutes after an outage. */
const PAUSES_S = [5, 30, 120] as const;
const PATIENCE_S = PAUSES_S.reduce((sum, pause) => sum + pause, 0);

/** How an order that the channel did not show goes on. */
export type NotThere = { retryAt: number | null; reason: string | null; missed: number };

/**
 * Not there yet is not never: an order that the channel tells of and does not show is asked for again, and only then taken for
 * deleted, or for never shown. Where the channel itself says that it was deleted there is nothing to wait for.
 */
export async function notThere(
  scope: Scope,
  input: { connection: OpenConnection; row: OrderRow | null; cause: Cause; missed: number; deleted: boolean },
): Promise<NotThere> {
  const { connection, row, cause, deleted } = input;
  const missed = input.missed + 1;
  const pause = deleted || row?.deletedAt ? undefined : PAUSES_S[input.missed];
  if (pause !== undefined) {
    const reason = `Not readable yet: asked again in ${pause} s.`;
    await noteDelivery(scope, cause, reason);
    return { retryAt: scope.ctx.now() + pause * SECOND_MS, reason, missed };
  }
  const gone = `${connection.row.name} no longer has this order.`;
  if (row) await end(scope, { row, reason: gone, cause });
  const asked = `The channel never showed it: asked ${missed} times within ${PATIENCE_S} s.`;
  await noteDelivery(scope, cause, row || deleted ? gone : asked);
  return { retryAt: null, reason: row ? gone : asked, missed };
}

/** Shown after all: the delivery that told of it says so. */
export async function foundAfterAll(scope: Scope, input: { cause: Cause; missed: number }): Promise<void> {
  if (input.missed === 0) return;
  await noteDelivery(
    scope,
    input.cause,
    `The order was read, at try ${input.missed + 1}: it was not readable at first.`,
  );
}

/** The delivery that asked for the read, where one did. */
async function noteDelivery({ ctx, orgId }: Scope, cause: Cause, note: string): Promise<void> {
  const id = cause.kind === "webhook" ? /^inb_(\d+)$/.exec(cause.id ?? "")?.[1] : undefined;
  if (id === undefined) return;
  await ctx.db.commit([
    { sql: "UPDATE inbox SET note = ? WHERE id = ? AND org_id = ?", args: [note, Number(id), orgId] },
  ]);
}

/** How often the channel did not show it is kept with the job: a restart goes on where it was. */
export const keepMissed = (job: Job, missed: number) => ({
  sql: "UPDATE jobs SET payload = json_set(payload, '$.missed', ?) WHERE key = ? AND id = ?",
  args: [missed, job.key, job.id],
});

/** The order has ended, in step with its channel: neither failed nor to be read again. It revives when the channel has it again. */
async function end(scope: Scope, input: { row: OrderRow; reason: string; cause: Cause }): Promise<void> {
  const { ctx } = scope;
  await retryOnConflict({ ctx, what: "order" }, async () => {
    const row = await loadOrder(scope, input.row.id);
    if (row.deletedAt !== null) return;
    const now = ctx.now();
    const sync = { syncState: "success", syncReason: input.reason, syncAttempts: 0, syncNextAt: null } as const;
    const next: OrderRow = { ...row, ...sync, deletedAt: now, changedAt: now };
    next.status = statusOf(next);
    next.toShip = leftToShip(factsOf(next));
    const data = { order: orderSummary(next), changed: ["status"] };
    await append(scope, {
      cause: input.cause,
      statements: [
        {
          sql: `UPDATE orders SET deleted_at = ?1, status = ?2, to_ship = ?3, sync_state = 'success', sync_reason = ?4, sync_attempts = 0,
            sync_next_at = NULL, changed_at = ?1, version = version + 1 WHERE id = ?5 AND version = ?6`,
          args: [now, next.status, next.toShip, input.reason, row.id, row.version],
          atLeast: 1,
        },
      ],
      events: [{ type: "order.updated", stream: row.id, data }],
    });
  });
}
