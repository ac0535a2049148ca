import type { SendResult } from "@waybill/adapters/ports/mail-provider";
import type { Statement } from "@waybill/db/database";
import { errorText } from "@waybill/domain/errors";
import type { NewEvent } from "@waybill/domain/live/events";
import { MINUTE_MS } from "@waybill/domain/time";
import { healthStatement } from "../connections/health.ts";
import { forgetConnection } from "../connections/open.ts";
import { connectionSummary } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { type ConnectedMailProvider, mailProviderFor } from "./mail-provider.ts";
import { insertMail } from "./mailbox.ts";
import { idempotencyKey, type Message, messageOf } from "./message.ts";
import { afterAttempt, type Facts, nextStep, type Outcome, type Write } from "./next-step.ts";
import { blockedBy } from "./preferences.ts";
import { moveOn, type OutboxRow } from "./rows.ts";

/** A provider's answer is waited for this long: half of a lease. */
const ANSWER_MS = MINUTE_MS;

/**
 * One due message: what is known of it decides the next step, and the step is one write. Only a provider's call stands between
 * two: the row is claimed before it and its result written after it.
 *
 * @example const outcome = await deliver(scope, row); // "sent"
 */
export async function deliver(scope: Scope, row: OutboxRow): Promise<Outcome> {
  const { ctx } = scope;
  const step = nextStep(await gatherFacts(scope, row));
  switch (step.do) {
    case "write":
      return apply(scope, row, step);
    case "rest":
      await ctx.db.commit([rest(row.orgId, step.until)]);
      return "postponed";
    case "send": {
      const claimed = await moveOn(scope, { row, patch: step.claim, firstOfLane: true });
      if (!claimed) return "raced";
      const result = await send({ row: claimed, ...step });
      const attempt = { row: claimed, provider: step.provider, result, now: ctx.now(), jitter: ctx.random() };
      return apply(scope, claimed, afterAttempt(attempt));
    }
  }
}

async function gatherFacts(scope: Scope, row: OutboxRow): Promise<Facts> {
  const [blocked, provider, message] = await Promise.all([
    blockedBy(scope, row),
    mailProviderFor(scope, row),
    // What is already in somebody's hands needs no mail to be judged, and must not hang on one that cannot be drawn.
    row.state === "sending" ? null : messageOf(scope.ctx, row),
  ]);
  return { row, now: scope.ctx.now(), blocked, provider, message };
}

async function apply(scope: Scope, row: OutboxRow, step: Write): Promise<Outcome> {
  const { ctx } = scope;
  const { outcome, patch, firstOfLane, orUnknown } = step;
  const health = step.health && healthWrite(ctx, step.health);
  const statements = [
    ...(step.mail ? [mailboxStatement({ row, mail: step.mail, at: ctx.now() })] : []),
    ...(health?.statements ?? []),
    ...(step.restUntil ? [rest(row.orgId, step.restUntil)] : []),
  ];
  const more = { statements, events: health?.events ?? [] };
  return (await moveOn(scope, { row, patch, firstOfLane, orUnknown, more })) ? outcome : "raced";
}

async function send(input: { row: OutboxRow; provider: ConnectedMailProvider; message: Message }): Promise<SendResult> {
  const { definition, adapterCtx } = input.provider;
  const { from, to, subject, html, text, headers, tags } = input.message;
  try {
    return await definition.send(
      { ...adapterCtx, signal: AbortSignal.timeout(ANSWER_MS) },
      { from, to, subject, html, text, headers, tags },
      await idempotencyKey(input.row),
    );
  } catch (error) {
    // The adapter says what it knows; whatever it throws instead tells nothing about the mail.
    return { outcome: "unknown", reason: `${definition.name} failed in an unexpected way: ${errorText(error)}` };
  }
}

/** Nothing of this organisation is tried before `until`; an earlier date of a row would only fail. */
function rest(orgId: string, until: number): Statement {
  return {
    sql: "UPDATE outbox SET next_at = ?1 WHERE org_id = ?2 AND state IN ('pending', 'unknown') AND next_at < ?1",
    args: [until, orgId],
  };
}

function mailboxStatement(input: { row: OutboxRow; mail: Message; at: number }): Statement {
  const { from, to, subject, html, text, headers } = input.mail;
  const { id: notificationId, orgId } = input.row;
  return insertMail({ notificationId, orgId, from, to, subject, html, text, headers, at: input.at });
}

function healthWrite(ctx: Ctx, input: NonNullable<Write["health"]>): { statements: Statement[]; events: NewEvent[] } {
  const { statement, row, changed } = healthStatement(ctx, input.connection, input.outcome);
  forgetConnection(ctx, row.id);
  const event: NewEvent = { type: "connection.changed", stream: row.id, data: { connection: connectionSummary(row) } };
  return { statements: [statement], events: changed ? [event] : [] };
}
