import type { SendResult } from "@waybill/adapters/ports/mail-provider";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@waybill/domain/time";
import type { HealthOutcome } from "../connections/health.ts";
import type { ConnectionRow } from "../connections/rows.ts";
import type { ConnectedMailProvider, FoundMailProvider } from "./mail-provider.ts";
import type { Message } from "./message.ts";
import type { OutboxPatch, OutboxRow } from "./rows.ts";

/** A row in hand belongs to its process this long. */
export const LEASE_MS = 2 * MINUTE_MS;

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

/** A connection that cannot be opened is looked at again after this. */
const REOPEN_MS = 15 * MINUTE_MS;
/** A key's memory is not trusted in its last minutes: clocks differ. */
const MEMORY_MARGIN_MS = 5 * MINUTE_MS;

/** What became of a row that was looked at. */
export type Outcome = "sent" | "retried" | "unknown" | "parked" | "suppressed" | "postponed" | "raced" | "failed";

/** All that decides about a due message. */
export type Facts = {
  row: OutboxRow;
  now: number;
  /** Why the recipient must not get it, in words. */
  blocked: string | null;
  provider: FoundMailProvider;
  /** Null when this version cannot read what it is made from. */
  message: Message | null;
};

/** One write, done only if the row is still as it was read; everything in it is one commit. */
export type Write = {
  do: "write";
  /** What to count when the write holds; else somebody was faster. */
  outcome: Outcome;
  patch: OutboxPatch;
  /** Not while an earlier message of the parcel is to go out. */
  firstOfLane?: boolean;
  /** Holds as well when the lease ran out meanwhile and the row was called unknown. */
  orUnknown?: boolean;
  /** The mail for the embedded mailbox. */
  mail?: Message;
  /** No message of the organisation goes out before. */
  restUntil?: number | null;
  /** What the try says about the connection. */
  health?: { connection: ConnectionRow; outcome: HealthOutcome };
};

type Step =
  | Write
  /** The provider rests: the organisation's messages wait until then. */
  | { do: "rest"; until: number }
  /** Claim the row, hand the mail to the provider, then `afterAttempt`. */
  | { do: "send"; claim: OutboxPatch; provider: ConnectedMailProvider; message: Message };

/** UTC ms until which a repeated key cannot double the mail. */
const memoryEnds = (row: OutboxRow, provider: ConnectedMailProvider) =>
  (row.firstTriedAt ?? 0) + provider.definition.remembersKeyFor - MEMORY_MARGIN_MS;

/** The row comes to rest in `state`; with `nextAt` it is looked at once more. */
const settle = (input: {
  state: "unknown" | "parked" | "suppressed";
  reason: string;
  nextAt?: number;
  more?: OutboxPatch;
}): Write => {
  const { state, reason, nextAt = null, more } = input;
  return { do: "write", outcome: state, patch: { state, reason, nextAt, leaseUntil: null, ...more } };
};

const unreadable = settle({
  state: "parked",
  reason: "This version of Waybill cannot read what the message is made from.",
});

/**
 * What is to be done with a due message: the first thing that is true of it decides. Pure.
 *
 * @example nextStep({ row, now, blocked: "The recipient muted this parcel.", provider, message }) // a write: suppressed
 */
export function nextStep({ row, now, blocked, provider, message }: Facts): Step {
  if (row.state === "sending") return leaseRanOut({ row, now, provider });
  // One that may have gone out keeps saying so.
  if (blocked) return settle({ state: row.state === "unknown" ? "unknown" : "suppressed", reason: blocked });
  switch (provider.kind) {
    case "failed": {
      const reason = `The mail connection cannot be opened: ${provider.reason}`;
      return { do: "write", outcome: "postponed", patch: { reason, nextAt: now + REOPEN_MS } };
    }
    case "gone":
      return settle({
        state: "unknown",
        reason: "The sender it was first handed to is gone. It may have been sent, so nothing else tries.",
      });
    case "mailbox":
      return message ? intoMailbox({ row, now, message }) : unreadable;
    case "provider":
      return message ? throughProvider({ row, now, provider, message }) : unreadable;
  }
}

/** The process that held it is gone, or too slow: nobody here knows whether the mail went out. */
function leaseRanOut({ row, now, provider }: Pick<Facts, "row" | "now" | "provider">): Write {
  const safe =
    provider.kind === "provider" && provider.definition.remembersKeyFor > 0 && now < memoryEnds(row, provider);
  const what = "Waybill stopped between sending this and noting it: it may or may not have gone out.";
  return safe
    ? settle({
        state: "unknown",
        reason: `${what} It is tried again under the same key, which cannot double it.`,
        nextAt: now,
      })
    : settle({ state: "unknown", reason: `${what} It is not sent again by itself.` });
}

/** The mail and the mark are one commit: never twice, never lost. */
function intoMailbox({ row, now, message }: { row: OutboxRow; now: number; message: Message }): Write {
  const patch: OutboxPatch = {
    ...{ state: "sent", reason: null, attempts: row.attempts + 1, nextAt: null, leaseUntil: null },
    ...{ sender: "mailbox", firstTriedAt: row.firstTriedAt ?? now, sentAt: now },
  };
  return { do: "write", outcome: "sent", patch, firstOfLane: true, mail: message };
}

function throughProvider(input: {
  row: OutboxRow;
  now: number;
  provider: ConnectedMailProvider;
  message: Message;
}): Step {
  const { row, now, provider, message } = input;
  const until = provider.connection?.backoffUntil ?? 0;
  if (until > now) return { do: "rest", until };
  // An attempt may have sent it: past the provider's memory of the key another one could double it.
  const mayHaveGone = row.firstTriedAt !== null && (row.state === "unknown" || provider.definition.remembersKeyFor > 0);
  if (mayHaveGone && now >= memoryEnds(row, provider)) {
    const reason = `${row.reason ?? "It was tried before."} ${provider.definition.name} no longer remembers its key, so it is not tried again by itself.`;
    return settle({ state: row.state === "unknown" ? "unknown" : "parked", reason });
  }
  const lease = now + LEASE_MS;
  const claim: OutboxPatch = {
    ...{ state: "sending", attempts: row.attempts + 1, nextAt: lease, leaseUntil: lease },
    ...{ sender: provider.id, firstTriedAt: row.firstTriedAt ?? now },
  };
  return { do: "send", claim, provider, message };
}

/** A try and what came of it; `jitter` is a random number in [0, 1). */
export type Attempt = {
  row: OutboxRow;
  now: number;
  provider: ConnectedMailProvider;
  result: SendResult;
  jitter: number;
};

/**
 * What a try is written down as. Pure; `row` is the claimed one.
 *
 * @example afterAttempt({ row, now, provider, result: { outcome: "sent", providerId: "mail-1" }, jitter: 0.5 })
 */
export function afterAttempt(attempt: Attempt): Write {
  const { row, now, provider, result } = attempt;
  const { connection } = provider;
  if (result.outcome === "sent") {
    const health = connection && connection.health !== "ok" && { connection, outcome: { ok: true } as const };
    const done = { state: "sent", reason: null, nextAt: null, leaseUntil: null } as const;
    const patch: OutboxPatch = { ...done, providerId: result.providerId, sentAt: now };
    return { do: "write", outcome: "sent", patch, orUnknown: true, health: health || undefined };
  }
  // Refused at the first try it certainly never went out: a later try by hand is free to take another provider.
  const never = row.attempts === 1 ? { firstTriedAt: null } : {};
  if (result.outcome === "rejected") return settle({ state: "parked", reason: result.reason, more: never });
  const retryAfterMs = result.outcome === "retry" ? result.retryAfterMs : null;
  const outcome: HealthOutcome = { ok: false, reason: result.reason, retryAfterMs };
  return {
    ...failed({ ...attempt, result }),
    health: connection ? { connection, outcome } : undefined,
    restUntil: retryAfterMs ? now + retryAfterMs : null,
  };
}

/** Tried again after a pause, as long as there are tries left and the provider knows its key by then. */
function failed(attempt: Attempt & { result: Extract<SendResult, { outcome: "retry" | "unknown" }> }): Write {
  const { row, now, provider, result, jitter } = attempt;
  const { name, remembersKeyFor } = provider.definition;
  const retry = result.outcome === "retry";
  const end = (why: string) => settle({ state: retry ? "parked" : "unknown", reason: `${result.reason}${why}` });
  if (!retry && remembersKeyFor === 0) return end("");
  if (row.attempts >= MAX_ATTEMPTS) return end(` Given up after ${row.attempts} tries.`);
  const pause = PAUSES_MS[Math.min(row.attempts, PAUSES_MS.length) - 1] ?? MINUTE_MS;
  const asked = retry ? (result.retryAfterMs ?? 0) : 0;
  const nextAt = now + Math.max(asked, SECOND_MS, Math.round(pause * jitter));
  const known = remembersKeyFor === 0 || nextAt < memoryEnds(row, provider);
  if (!known) return end(` ${name} forgets its key before the next try, so it is not tried again by itself.`);
  const patch: OutboxPatch = {
    state: retry ? "pending" : "unknown",
    reason: result.reason,
    nextAt,
    leaseUntil: null,
  };
  return { do: "write", outcome: retry ? "retried" : "unknown", patch };
}
