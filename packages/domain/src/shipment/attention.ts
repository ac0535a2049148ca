import type { ShipmentStatus } from "../status.ts";
import { DAY_MS } from "../time.ts";
import type { ShipmentSummary } from "./answers.ts";

/** Why a parcel wants a person, worst first. */
export const attentionKinds = [
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

/** A parcel under way that was not scanned for this long has been forgotten somewhere. */
export const STUCK_AFTER_MS = 5 * DAY_MS;
/** A label without a first scan after this was probably never handed over. */
export const LABEL_AFTER_MS = 3 * DAY_MS;
/** Older trouble than this is history: nobody can act on it, and the list stays one that can be emptied. */
export const FORGOTTEN_AFTER_MS = 60 * DAY_MS;

/** Statuses that are trouble by themselves; a return is until it has come back. */
export const troubleStatuses = [
  "lost",
  "exception",
  "delivery_attempt_failed",
  "returned_to_sender",
  "on_hold",
  "delayed",
] as const satisfies readonly ShipmentStatus[];
/** Statuses in which a parcel should be moving. */
export const movingStatuses = [
  "accepted",
  "in_transit",
  "out_for_delivery",
] as const satisfies readonly ShipmentStatus[];
const ended: ReadonlySet<ShipmentStatus> = new Set(["delivered", "cancelled", "lost", "returned_to_sender"]);
const moving: ReadonlySet<ShipmentStatus> = new Set(movingStatuses);

/** What the rule looks at; a summary has all of it. */
export type Watched = Pick<
  ShipmentSummary,
  "status" | "reason" | "dueAt" | "movedAt" | "shippedAt" | "pushState" | "pushReason" | "lastMessage"
>;

const reasons: Record<string, string> = {
  customs: "Held by customs",
  refused: "The customer refused it",
  damage: "Damaged on the way",
  undeliverable: "It could not be delivered",
  voided: "Its label was taken back",
  weather: "Held up by the weather",
  address: "Something is wrong with the address",
};

function troubleOf(parcel: Watched): Attention | null {
  const because = parcel.reason ? reasons[parcel.reason] : undefined;
  const carrier = parcel.lastMessage?.trim();
  switch (parcel.status) {
    case "lost":
      return { kind: "lost", words: "The carrier has lost it" };
    case "exception":
      return {
        kind: "exception",
        words: because ?? (carrier ? `Problem: ${carrier}` : "The carrier reports a problem"),
      };
    case "delivery_attempt_failed":
      return { kind: "attempt_failed", words: because ?? "Nobody could take it at the door" };
    case "returned_to_sender":
      return parcel.reason === "returned" ? null : { kind: "returning", words: "It is on its way back to you" };
    case "on_hold":
      return { kind: "on_hold", words: because ?? (carrier ? `Held: ${carrier}` : "The carrier holds it back") };
    default:
      return null;
  }
}

const days = (ms: number) => {
  const n = Math.floor(ms / DAY_MS);
  return n === 1 ? "1 day" : `${n} days`;
};

/**
 * Does a parcel want a person, and why: the worst of what is true, in words. Pure; `now` is UTC ms. Null: nothing to do.
 *
 * @example attentionOf({ ...parcel, status: "in_transit", movedAt: now - 6 * DAY_MS }, now) // { kind: "no_movement", words: "Not scanned for 6 days" }
 */
export function attentionOf(parcel: Watched, now: number): Attention | null {
  const moved = parcel.movedAt ?? parcel.shippedAt;
  if (now - moved > FORGOTTEN_AFTER_MS) return null;
  const trouble = troubleOf(parcel);
  if (trouble) return trouble;
  if (parcel.pushState === "failed" && parcel.status !== "cancelled") {
    return { kind: "push_failed", words: parcel.pushReason ?? "The channel was not told of it" };
  }
  if (ended.has(parcel.status)) return null;
  const by = parcel.dueAt === null ? 0 : now - parcel.dueAt;
  if (by > 0 && by <= FORGOTTEN_AFTER_MS) {
    return { kind: "late", words: by < DAY_MS ? "Should have arrived by now" : `${days(by)} late` };
  }
  if (parcel.status === "delayed") return { kind: "delayed", words: "The carrier says it will be late" };
  // A row from before movements were kept says nothing until it is heard of again.
  if (parcel.movedAt === null) return null;
  const quiet = now - moved;
  if (moving.has(parcel.status) && quiet > STUCK_AFTER_MS) {
    return { kind: "no_movement", words: `Not scanned for ${days(quiet)}` };
  }
  if (parcel.status === "pre_transit" && quiet > LABEL_AFTER_MS) {
    return { kind: "not_handed_over", words: `Label made ${days(quiet)} ago, never scanned` };
  }
  return null;
}

/** Worst first, for sorting. */
export function byUrgency(a: AttentionKind, b: AttentionKind): number {
  return attentionKinds.indexOf(a) - attentionKinds.indexOf(b);
}
