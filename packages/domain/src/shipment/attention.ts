import type { ProblemKind } from "../problem-report/kinds.ts";
import type { ShipmentStatus } from "../status.ts";
import { DAY_MS } from "../time.ts";
import type { ShipmentSummary } from "./answers.ts";

/** A parcel under way that was not scanned for this long has been forgotten somewhere. */
export const STUCK_AFTER_MS = 5 * DAY_MS;
/** A label without a first scan after this was probably never handed over. */
export const LABEL_AFTER_MS = 3 * DAY_MS;
/** Older trouble than this is history: nobody can act on it, and the list stays one that can be emptied. */
export const FORGOTTEN_AFTER_MS = 60 * DAY_MS;

/** Why a parcel wants a person, worst first. */
export const attentionKinds = [
  "reported",
  "lost",
  "exception",
  "attempt_failed",
  "returning",
  "on_hold",
  "push_failed",
  "late",
  "delayed",
  "no_movement",
  "not_handed_over",
] as const;
export type AttentionKind = (typeof attentionKinds)[number];
export type Attention = { kind: AttentionKind; words: string };

/** Statuses of a parcel that is still expected somewhere: it can be late. */
const expected = [
  ...["pre_transit", "accepted", "in_transit", "out_for_delivery", "available_for_pickup"],
  ...["delivery_attempt_failed", "exception", "delayed", "on_hold", "unknown"],
] as const;

/** What must be true of a parcel; everything that is named. */
export type AttentionRule = {
  /** In one of these statuses; absent: in any. */
  status?: readonly ShipmentStatus[];
  /** And not for this reason. */
  unlessReason?: string;
  /** Its customer's report is open. */
  reported?: true;
  /** Its channel could not be told of it. */
  pushFailed?: true;
  /** Not delivered although it was due, by no more than `FORGOTTEN_AFTER_MS`. */
  overdue?: true;
  /** Not delivered, and without movement for longer. */
  quietForMs?: number;
  /** Holds of old parcels too: a person can still act on it. */
  evenForgotten?: true;
};

/**
 * The rule as data, by what a seller can act on; the database's form is made from it (`@waybill/db/attention`). The first kind
 * whose rule holds is the parcel's one; a parcel that did not move for `FORGOTTEN_AFTER_MS` is history for all the others.
 */
export const attentionRules: Record<AttentionKind, AttentionRule> = {
  reported: { reported: true, evenForgotten: true },
  lost: { status: ["lost"] },
  exception: { status: ["exception"] },
  attempt_failed: { status: ["delivery_attempt_failed"] },
  // One that has come back is in the seller's hands.
  returning: { status: ["returned_to_sender"], unlessReason: "returned" },
  on_hold: { status: ["on_hold"] },
  push_failed: { status: [...expected, "delivered", "returned_to_sender", "lost"], pushFailed: true },
  late: { status: expected, overdue: true },
  delayed: { status: ["delayed"] },
  no_movement: { status: ["accepted", "in_transit", "out_for_delivery"], quietForMs: STUCK_AFTER_MS },
  // A number that its carrier knows nothing of is as good as a label that nobody handed over.
  not_handed_over: { status: ["pre_transit", "unknown"], quietForMs: LABEL_AFTER_MS },
};

/** What the rule looks at; a summary has all of it but the customer's report. */
export type Watched = Pick<
  ShipmentSummary,
  | "status"
  | "reason"
  | "deliveredAt"
  | "dueAt"
  | "movedAt"
  | "shippedAt"
  | "pushState"
  | "pushReason"
  | "lastMessage"
  | "leftAt"
> & {
  /** What its customer's newest open report says is wrong; absent where reports are shown beside it. */
  reported?: ProblemKind | null;
};

function holds(rule: AttentionRule, parcel: Watched, now: number): boolean {
  const { status, unlessReason, quietForMs } = rule;
  const { dueAt, movedAt } = parcel;
  const waiting = parcel.deliveredAt === null;
  if (parcel.leftAt !== null) return false;
  if (!rule.evenForgotten && now - (movedAt ?? parcel.shippedAt) > FORGOTTEN_AFTER_MS) return false;
  if (status && !status.includes(parcel.status)) return false;
  if (unlessReason !== undefined && parcel.reason === unlessReason) return false;
  if (rule.reported && !parcel.reported) return false;
  if (rule.pushFailed && parcel.pushState !== "failed") return false;
  if (rule.overdue && !(waiting && dueAt !== null && now > dueAt && now - dueAt <= FORGOTTEN_AFTER_MS)) return false;
  // A row from before movements were kept says nothing until it is heard of again.
  return quietForMs === undefined || (waiting && movedAt !== null && now - movedAt > quietForMs);
}

/**
 * Does a parcel want a person, and why: the worst of what is true, in words. Pure; `now` is UTC ms. Null: nothing to do.
 *
 * @example attentionOf({ ...parcel, status: "in_transit", movedAt: now - 6 * DAY_MS }, now) // { kind: "no_movement", words: "Not scanned for 6 days" }
 */
export function attentionOf(parcel: Watched, now: number): Attention | null {
  const kind = attentionKinds.find((one) => holds(attentionRules[one], parcel, now));
  return kind ? { kind, words: words[kind](parcel, now) } : null;
}

const reasons: Record<string, string> = {
  customs: "Held by customs",
  refused: "The customer refused it",
  damage: "Damaged on the way",
  undeliverable: "It could not be delivered",
  voided: "Its label was taken back",
  weather: "Held up by the weather",
  address: "Something is wrong with the address",
};
const reports: Record<ProblemKind, string> = {
  not_arrived: "The customer says it has not arrived",
  damaged: "The customer says it is damaged",
  missing_items: "The customer says something is missing",
  wrong_address: "The customer says the address is wrong",
  other: "The customer says something is wrong",
};

const because = ({ reason }: Watched) => (reason ? reasons[reason] : undefined);
const said = (parcel: Watched, what: string) => {
  const carrier = parcel.lastMessage?.trim();
  return carrier ? `${what}: “${carrier}”` : null;
};
const days = (ms: number) => {
  const n = Math.floor(ms / DAY_MS);
  return n === 1 ? "1 day" : `${n} days`;
};
const quiet = (parcel: Watched, now: number) => days(now - (parcel.movedAt ?? parcel.shippedAt));

const words: Record<AttentionKind, (parcel: Watched, now: number) => string> = {
  reported: ({ reported }) => reports[reported ?? "other"],
  lost: () => "The carrier has lost it",
  exception: (parcel) => because(parcel) ?? said(parcel, "Problem") ?? "The carrier reports a problem",
  attempt_failed: (parcel) => because(parcel) ?? "Nobody could take it at the door",
  returning: () => "It is on its way back to you",
  on_hold: (parcel) => because(parcel) ?? said(parcel, "Held") ?? "The carrier holds it back",
  push_failed: ({ pushReason }) => pushReason ?? "The channel was not told of it",
  late: ({ dueAt }, now) =>
    now - (dueAt ?? now) < DAY_MS ? "Should have arrived by now" : `${days(now - (dueAt ?? now))} late`,
  delayed: () => "The carrier says it will be late",
  no_movement: (parcel, now) => `Not scanned for ${quiet(parcel, now)}`,
  not_handed_over: (parcel, now) =>
    parcel.status === "unknown"
      ? `The carrier tells nothing of it for ${quiet(parcel, now)}`
      : `Label made ${quiet(parcel, now)} ago, never scanned`,
};
