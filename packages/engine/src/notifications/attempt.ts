import type { SendResult } from "@waybill/adapters/ports/mail-provider";
import type { Statement } from "@waybill/db/database";
import type { NewEvent } from "@waybill/domain/live/events";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@waybill/domain/time";
import { healthStatement } from "../connections/health.ts";
import { forgetConnection } from "../connections/open.ts";
import { connectionSummary } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import type { OpenMailProvider } from "./mail-provider.ts";
import { moveOn, type OutboxPatch, type OutboxRow, outboxRow } from "./rows.ts";

/** Upper bounds of the pauses between tries, about a day in sum; full jitter takes any part of each. */
export const PAUSES_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  7 * HOUR_MS,
  9 * HOUR_MS,
] as const;
export const MAX_ATTEMPTS = PAUSES_MS.length + 1;

/** A key's memory is not trusted in its last minutes: clocks differ. */
const MEMORY_MARGIN_MS = 5 * MINUTE_MS;

/** What became of the rows that `sendDue` looked at. */
export type Sent = Record<
  "sent" | "retried" | "unknown" | "parked" | "suppressed" | "postponed" | "raced" | "failed",
  number
>;

export type Outcome = keyof Sent;

export type ConnectedMailProvider = Extract<OpenMailProvider, { kind: "provider" }>;

/** UTC ms until which a repeated key cannot double the mail. */
export const memoryEnds = (row: OutboxRow, sender: ConnectedMailProvider) =>
  (row.firstTriedAt ?? 0) + sender.definition.remembersKeyFor - MEMORY_MARGIN_MS;

/** Writes down what became of a try. */
export async function recordAttempt(
  scope: Scope,
  row: OutboxRow,
  input: { sender: ConnectedMailProvider; result: SendResult },
): Promise<Outcome> {
  const { ctx } = scope;
  const { sender, result } = input;
  const now = ctx.now();
  if (result.outcome === "sent") {
    const patch: OutboxPatch = {
      state: "sent",
      reason: null,
      nextAt: null,
      leaseUntil: null,
      providerId: result.providerId,
      sentAt: now,
    };
    const more = health(ctx, sender, { ok: true });
    if (await moveOn(scope, { row, patch, more })) return "sent";
    // Slower than its lease, and somebody called it unknown meanwhile: now it is known.
    const [raw] = await ctx.db.query("SELECT * FROM outbox WHERE id = ? AND state = 'unknown' AND attempts = ?", [
      row.id,
      row.attempts,
    ]);
    return raw && (await moveOn(scope, { row: outboxRow(raw), patch, more })) ? "sent" : "raced";
  }
  const patch = failurePatch(ctx, row, { sender, result });
  const wait = result.outcome === "retry" ? result.retryAfterMs : null;
  const failing =
    result.outcome !== "rejected"
      ? health(ctx, sender, { ok: false, reason: result.reason, retryAfterMs: wait })
      : null;
  const statements = [...(failing?.statements ?? []), ...(wait ? [postpone(row.orgId, now + wait)] : [])];
  if (!(await moveOn(scope, { row, patch, more: { statements, events: failing?.events ?? [] } }))) return "raced";
  return patch.state === "pending" ? "retried" : patch.state;
}

function failurePatch(
  ctx: Ctx,
  row: OutboxRow,
  input: { sender: ConnectedMailProvider; result: Exclude<SendResult, { outcome: "sent" }> },
): OutboxPatch & { state: "pending" | "unknown" | "parked" } {
  const { sender, result } = input;
  const base = { nextAt: null, leaseUntil: null };
  // Refused at the first try it certainly never went out: a later try by hand is free to take another sender.
  const never = row.attempts === 1 ? { firstTriedAt: null } : {};
  if (result.outcome === "rejected") return { ...base, ...never, state: "parked", reason: result.reason };
  const state = result.outcome === "retry" ? "pending" : "unknown";
  const ended = result.outcome === "retry" ? "parked" : "unknown";
  const remembers = sender.definition.remembersKeyFor;
  if (state === "unknown" && remembers === 0) return { ...base, state, reason: result.reason };
  if (row.attempts >= MAX_ATTEMPTS) {
    return { ...base, state: ended, reason: `${result.reason} Given up after ${row.attempts} tries.` };
  }
  const now = ctx.now();
  const pause = PAUSES_MS[Math.min(row.attempts, PAUSES_MS.length) - 1] ?? MINUTE_MS;
  const asked = result.outcome === "retry" ? (result.retryAfterMs ?? 0) : 0;
  const nextAt = now + Math.max(asked, SECOND_MS, Math.round(pause * ctx.random()));
  const end = remembers > 0 ? memoryEnds(row, sender) : Number.POSITIVE_INFINITY;
  if (nextAt < end) return { ...base, state, reason: result.reason, nextAt };
  const reason = `${result.reason} ${sender.definition.name} forgets its key before the next try, so it is not tried again by itself.`;
  return { ...base, state: ended, reason };
}

/** Nothing of this organisation is tried before `until`; an earlier date of a row would only fail. */
export function postpone(orgId: string, until: number): Statement {
  return {
    sql: "UPDATE outbox SET next_at = ?1 WHERE org_id = ?2 AND state IN ('pending', 'unknown') AND next_at < ?1",
    args: [until, orgId],
  };
}

function health(
  ctx: Ctx,
  sender: ConnectedMailProvider,
  outcome: Parameters<typeof healthStatement>[2],
): { statements: Statement[]; events: NewEvent[] } | undefined {
  const row = sender.connection;
  if (!row || (outcome.ok && row.health === "ok")) return undefined;
  const { statement, row: next, changed } = healthStatement(ctx, row, outcome);
  forgetConnection(ctx, row.id);
  const event: NewEvent = { type: "connection.changed", stream: row.id, data: { connection: connectionSummary(next) } };
  return { statements: [statement], events: changed ? [event] : [] };
}
