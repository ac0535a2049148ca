import type { Cause } from "@waybill/domain/frame";
import type { NotificationSummary, Retried, RetriedParked } from "@waybill/domain/notification/answers";
import { ERASED } from "../core/erased.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { mailProviderById } from "./mail-provider.ts";
import { moveOn, type NotificationState, notificationSummary, type OutboxRow, outboxRow } from "./rows.ts";

/** States from which a person may send it again. */
const retryable: ReadonlySet<NotificationState> = new Set(["parked", "unknown", "failed", "suppressed"]);

/** Whether a person may send it again. One whose customer was erased has nobody to go to. */
export const canRetry = (row: Pick<OutboxRow, "state" | "recipient">): boolean =>
  retryable.has(row.state) && row.recipient !== ERASED;

/** As long as sending itself keeps away from the end of a key's memory, and a little more for the queue. */
const KEY_MARGIN_MS = 10 * 60_000;

type RetryOutcome =
  /** `mayDouble`: it may have gone out before, and nothing remembers its key any more. */
  ({ outcome: "queued" } & Retried) | { outcome: "not_found" } | { outcome: "not_retryable"; state: NotificationState };

async function rowOf({ ctx, orgId }: Scope, input: { id: string }): Promise<OutboxRow | null> {
  const [raw] = await ctx.db.query("SELECT * FROM outbox WHERE id = ? AND org_id = ?", [input.id, orgId]);
  return raw ? outboxRow(raw) : null;
}

/**
 * Sends a notification once more because a person asks for it: parked, unknown, failed and suppressed ones. While its
 * provider remembers the key it goes out under the same key there; later it is a new mail, and `mayDouble` says so.
 *
 * @example const done = await retryNotification(scope, { id });
 */
export async function retryNotification(scope: Scope, input: { id: string }): Promise<RetryOutcome> {
  const { ctx, by } = scope;
  const row = await rowOf(scope, input);
  if (!row) return { outcome: "not_found" };
  if (!canRetry(row)) return { outcome: "not_retryable", state: row.state };
  const done = await requeue(scope, row, causeOf(by, `${by.name} asked for it to be sent again`));
  if (!done) return { outcome: "not_retryable", state: (await rowOf(scope, input))?.state ?? row.state };
  wake(ctx, "outbox");
  return { outcome: "queued", ...done };
}

async function requeue(
  scope: Scope,
  row: OutboxRow,
  cause: Cause,
): Promise<{ notification: NotificationSummary; mayDouble: boolean } | null> {
  const { ctx } = scope;
  const provider = row.sender ? await mailProviderById(scope, row.sender) : null;
  const remembers = provider?.kind === "provider" ? provider.definition.remembersKeyFor : 0;
  const ambiguous = row.firstTriedAt !== null && (row.state === "unknown" || row.state === "parked");
  const remembered = ambiguous && remembers > 0 && ctx.now() < (row.firstTriedAt ?? 0) + remembers - KEY_MARGIN_MS;
  const fresh = remembered ? {} : { sender: null, firstTriedAt: null };
  const patch = {
    state: "pending",
    reason: null,
    attempts: 0,
    nextAt: ctx.now(),
    leaseUntil: null,
    providerId: null,
  } as const;
  const next = await moveOn(scope, { row, patch: { ...patch, ...fresh }, cause });
  return next && { notification: notificationSummary(next), mayDouble: ambiguous && !remembered };
}

/** One press moves no more than this; the rest is said, and waits for another. */
const MOST_AT_ONCE = 500;

/**
 * Sends every parked notification again. Only parked ones: those that may have gone out already, and those that a provider
 * failed on, are decided one by one.
 *
 * @example const { queued, left } = await retryParked(scope);
 */
export async function retryParked(scope: Scope): Promise<RetriedParked> {
  const { ctx, orgId, by } = scope;
  const cause = causeOf(by, `${by.name} asked for all parked ones to be sent again`);
  const rows = await ctx.db.query(
    "SELECT * FROM outbox WHERE org_id = ? AND state = 'parked' ORDER BY created_at, id LIMIT ?",
    [orgId, MOST_AT_ONCE + 1],
  );
  let queued = 0;
  // One after the other: messages of one parcel keep their order, and the writer stays free for webhooks.
  for (const raw of rows.slice(0, MOST_AT_ONCE)) {
    if (await requeue(scope, outboxRow(raw), cause)) queued++;
  }
  if (queued > 0) wake(ctx, "outbox");
  const left = rows.length > MOST_AT_ONCE ? 1 : 0;
  return { queued, left };
}
