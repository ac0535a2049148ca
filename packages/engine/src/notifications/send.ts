import type { SendResult } from "@waybill/adapters/ports/mail-provider";
import type { Statement } from "@waybill/db/database";
import { errorText } from "@waybill/domain/errors";
import { MINUTE_MS } from "@waybill/domain/time";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";
import { type ConnectedMailProvider, memoryEnds, type Outcome, postpone, recordAttempt, type Sent } from "./attempt.ts";
import { mailProviderById, mailProviderFor, type OpenMailProvider } from "./mail-provider.ts";
import { idempotencyKey, messageOf } from "./message.ts";
import { blockedBy } from "./preferences.ts";
import { FIRST_OF_LANE, moveOn, type OutboxPatch, type OutboxRow, outboxRow } from "./rows.ts";

/** A row in hand belongs to its process this long; a provider's answer is waited for half of it. */
export const LEASE_MS = 2 * MINUTE_MS;
const ANSWER_MS = MINUTE_MS;
const AT_ONCE = 16;
const OUTBOX: By = { kind: "system", id: "outbox", name: "Outbox" };

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
        const outcome = await deliver(scope, row).catch((error: unknown) => {
          return unhandled(scope, row, error);
        });
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

const runners = new WeakMap<Ctx["db"], { running: Promise<void> | null; again: boolean }>();

/** Sends what is due, one pass at a time in this process; a call while one runs becomes one more look and waits with it. */
export function runOutbox(ctx: Ctx): Promise<void> {
  const runner = runners.get(ctx.db) ?? { running: null, again: false };
  runners.set(ctx.db, runner);
  runner.again = true;
  runner.running ??= (async () => {
    while (runner.again) {
      runner.again = false;
      await sendDue(ctx);
    }
  })().finally(() => {
    runner.running = null;
  });
  return runner.running;
}

/** Sends what is due soon, after the caller's answer. */
export function kickOutbox(ctx: Ctx): void {
  ctx.defer(runOutbox(ctx).catch((error: unknown) => ctx.log.error("outbox not sent", { reason: errorText(error) })));
}

async function deliver(scope: Scope, row: OutboxRow): Promise<Outcome> {
  const { ctx } = scope;
  if (row.state === "sending") return leaseRanOut(scope, row);
  const blocked = await blockedBy(scope, row);
  if (blocked) return stop(scope, row, blocked);
  let sender: OpenMailProvider | null;
  try {
    sender = await mailProviderFor(scope, row);
  } catch (error) {
    const reason = `The mail connection cannot be opened: ${errorText(error)}`;
    const later = { reason, nextAt: ctx.now() + 15 * MINUTE_MS };
    return (await moveOn(scope, { row, patch: later })) ? "postponed" : "raced";
  }
  if (!sender) {
    const reason = "The sender it was first handed to is gone. It may have been sent, so nothing else tries.";
    return settled(scope, row, { state: "unknown", reason, nextAt: null, leaseUntil: null });
  }
  const message = await messageOf(ctx, row);
  if (!message) {
    const reason = "This version of Waybill cannot read what the message is made from.";
    return settled(scope, row, { state: "parked", reason, nextAt: null, leaseUntil: null });
  }
  return sender.kind === "mailbox"
    ? intoMailbox(scope, row, message)
    : throughProvider(scope, row, { sender, message });
}

async function settled(
  scope: Scope,
  row: OutboxRow,
  patch: OutboxPatch & { state: "unknown" | "parked" },
): Promise<Outcome> {
  return (await moveOn(scope, { row, patch })) ? patch.state : "raced";
}

/** The process that held it is gone, or too slow: nobody here knows whether the mail went out. */
async function leaseRanOut(scope: Scope, row: OutboxRow): Promise<Outcome> {
  const { ctx } = scope;
  const sender = row.sender ? await mailProviderById(scope, row.sender).catch(() => null) : null;
  const safe =
    sender?.kind === "provider" && sender.definition.remembersKeyFor > 0 && ctx.now() < memoryEnds(row, sender);
  const what = "Waybill stopped between sending this and noting it: it may or may not have gone out.";
  const then = safe
    ? "It is tried again under the same key, which cannot double it."
    : "It is not sent again by itself.";
  const patch = {
    state: "unknown",
    reason: `${what} ${then}`,
    nextAt: safe ? ctx.now() : null,
    leaseUntil: null,
  } as const;
  return settled(scope, row, patch);
}

/** Unwanted now. One that may have gone out keeps saying so. */
async function stop(scope: Scope, row: OutboxRow, reason: string): Promise<Outcome> {
  const state = row.state === "unknown" ? "unknown" : "suppressed";
  return (await moveOn(scope, { row, patch: { state, reason, nextAt: null, leaseUntil: null } })) ? state : "raced";
}

/** Something of ours failed: it steps back with the reason, so that it does not stand in the way of the others. */
async function unhandled(scope: Scope, row: OutboxRow, error: unknown): Promise<Outcome> {
  const reason = errorText(error);
  scope.ctx.log.error("notification not handled", { notification: row.id, reason });
  const patch = { reason: `Waybill failed at this: ${reason}`.slice(0, 500), nextAt: scope.ctx.now() + 5 * MINUTE_MS };
  if (row.state !== "sending") await moveOn(scope, { row, patch }).catch(() => null);
  return "failed";
}

type Message = NonNullable<Awaited<ReturnType<typeof messageOf>>>;

/** The mail and the mark are one commit: never twice, never lost. */
async function intoMailbox(scope: Scope, row: OutboxRow, message: Message): Promise<Outcome> {
  const { ctx } = scope;
  const now = ctx.now();
  const put: Statement = {
    sql: `INSERT INTO mailbox (notification_id, org_id, from_address, to_address, subject, html, text, headers, at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    args: [
      row.id,
      row.orgId,
      message.from,
      message.to,
      message.subject,
      message.html,
      message.text,
      JSON.stringify(message.headers),
      now,
    ],
  };
  const patch: OutboxPatch = {
    state: "sent",
    reason: null,
    attempts: row.attempts + 1,
    nextAt: null,
    leaseUntil: null,
    sender: "mailbox",
    firstTriedAt: row.firstTriedAt ?? now,
    sentAt: now,
  };
  const done = await moveOn(scope, { row, patch, firstOfLane: true, more: { statements: [put], events: [] } });
  return done ? "sent" : "raced";
}

async function throughProvider(
  scope: Scope,
  row: OutboxRow,
  input: { sender: ConnectedMailProvider; message: Message },
): Promise<Outcome> {
  const { ctx } = scope;
  const { sender, message } = input;
  const now = ctx.now();
  const restUntil = sender.connection?.backoffUntil ?? 0;
  if (restUntil > now) {
    await ctx.db.commit([postpone(row.orgId, restUntil)]);
    return "postponed";
  }
  // An attempt may have sent it: past the provider's memory of the key another one could double it.
  const tried = row.firstTriedAt !== null;
  const ambiguous = row.state === "unknown" || sender.definition.remembersKeyFor > 0;
  if (tried && ambiguous && now >= memoryEnds(row, sender)) {
    const reason = `${row.reason ?? "It was tried before."} ${sender.definition.name} no longer remembers its key, so it is not tried again by itself.`;
    return settled(scope, row, {
      state: row.state === "unknown" ? "unknown" : "parked",
      reason,
      nextAt: null,
      leaseUntil: null,
    });
  }
  const lease = now + LEASE_MS;
  const claim: OutboxPatch = {
    state: "sending",
    attempts: row.attempts + 1,
    nextAt: lease,
    leaseUntil: lease,
    sender: sender.id,
    firstTriedAt: row.firstTriedAt ?? now,
  };
  const held = await moveOn(scope, { row, patch: claim, firstOfLane: true });
  if (!held) return "raced";
  return recordAttempt(scope, held, { sender, result: await send({ sender, message, row: held }) });
}

async function send(input: { sender: ConnectedMailProvider; message: Message; row: OutboxRow }): Promise<SendResult> {
  const { sender, row } = input;
  const { from, to, subject, html, text, headers, tags } = input.message;
  try {
    const adapterCtx = { ...sender.adapterCtx, signal: AbortSignal.timeout(ANSWER_MS) };
    return await sender.definition.send(
      adapterCtx,
      { from, to, subject, html, text, headers, tags },
      await idempotencyKey(row),
    );
  } catch (error) {
    // The adapter says what it knows; whatever it throws instead tells nothing about the mail.
    return { outcome: "unknown", reason: `${sender.definition.name} failed in an unexpected way: ${errorText(error)}` };
  }
}
