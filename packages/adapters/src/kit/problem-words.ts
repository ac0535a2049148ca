import type { Meaning } from "./codes.ts";
import type { WordRules } from "./words.ts";

const means = (status: Meaning["status"], reason: string | null): Meaning => ({ status, reason });

/** What an English sentence about trouble says: first what ends the journey, then what holds it up, then whether anybody was at the door. */
export const problemRules: WordRules = [
  [
    /return(ed|ing)?\b.{0,20}\bto (the )?(original )?(shipper|sender)|(shipment|package|item) (is |to be )?(being )?returned/i,
    means("returned_to_sender", "returning"),
  ],
  [/refus/i, means("exception", "refused")],
  [/\blost\b/i, means("lost", null)],
  [/destroyed|disposed|abandoned/i, means("exception", "destroyed")],
  [/unclaimed|not (collected|picked up)/i, means("exception", "unclaimed")],
  [/dead (mail|item)|mail recovery/i, means("exception", "undeliverable")],
  [/address.{0,12}(has been |was )?(corrected|updated)|forwarded/i, means("in_transit", "address_corrected")],
  [/\b(recipient|customer|addressee|business)\b.{0,20}\bmoved\b|moved, left no/i, means("exception", "moved")],
  [
    /(incorrect|incomplete|wrong|insufficient|invalid|bad|unknown|missing).{0,30}(address|suite|apartment|zip|postal)|address.*(not|unable|correct|incomplete|unknown)|undeliverable as addressed|(problem|trouble) with (the |this )?address|no such (number|street)|(recipient|addressee) unknown|\bvacant\b/i,
    means("exception", "address"),
  ],
  [/damage/i, means("exception", "damage")],
  [/customs|clearance|regulatory|broker|government agency/i, means("on_hold", "customs")],
  [/weather|storm|snow|flood|natural disaster/i, means("delayed", "weather")],
  [/sorted to (the )?wrong|mis-?(sort|rout|sent)/i, means("delayed", "misrouted")],
  [
    /hold (at|for)|redirect|rerout|customer request|requested (by|delivery)|future delivery|vacation/i,
    means("on_hold", "delivery_change"),
  ],
  [/\b(cod|payment|charges|duties|taxes)\b/i, means("on_hold", "payment")],
  [/additional (delivery )?information/i, means("exception", "info_needed")],
  // Nobody was at the door: the parcel never left for it, or too late.
  [
    /not attempted|no attempt|after courier dispatch|not due for delivery|next (business|delivery) day|holiday|strike|beyond our control|operational|arriving late/i,
    means("delayed", null),
  ],
  [/no access|unable to access|access (code|denied)|\bgate\b/i, means("delivery_attempt_failed", "no_access")],
];

/** A van was at the door and came back with the parcel. */
export const attemptRules: WordRules = [
  [/notice left|left a notice/i, means("delivery_attempt_failed", "notice_left")],
  [/or business closed|adult signature/i, means("delivery_attempt_failed", "attempt")],
  [/business (was )?closed|receptacle/i, means("delivery_attempt_failed", "closed")],
  [
    /(customer|recipient|receiver|addressee|nobody|no one|resident).{0,20}\b(not (available|in|home)|unavailable|at home|absent)/i,
    means("delivery_attempt_failed", "not_home"),
  ],
  [/attempt(ed|s)?\b/i, means("delivery_attempt_failed", "attempt")],
];

/** Said of a "delivery": it is at a counter or in a machine, where the customer has yet to fetch it. */
const waits = /access point|await.{0,20}(pick ?up|collection)|(ready|available|held) for.{0,20}(pick ?up|collection)/i;
const fetched = /(was|been) (picked up|collected)|picked up (at|by)|retrieved/i;

/** With whom or where a delivered parcel was left; the first that fits. */
const leftWith: readonly (readonly [RegExp, string])[] = [
  [/neighbou?r/i, "neighbour"],
  [/\bagent\b/i, "agent"],
  [/picked up|collected|retrieved/i, "picked_up_by_receiver"],
  [/partial/i, "partial"],
];

/**
 * What "delivered" means by its own words: to the customer or somebody for them, to a counter where it waits, or back to its sender.
 *
 * @example deliveredAs("Delivered, To Original Sender") // { status: "returned_to_sender", reason: "returned" }
 */
export function deliveredAs(text: string | null): Meaning {
  if (text === null) return means("delivered", null);
  if (/original (sender|shipper)|\bto (the )?(sender|shipper)\b/i.test(text)) {
    return means("returned_to_sender", "returned");
  }
  if (waits.test(text) && !fetched.test(text)) {
    return means("available_for_pickup", /access point/i.test(text) ? "pickup_point" : null);
  }
  return means("delivered", leftWith.find(([pattern]) => pattern.test(text))?.[1] ?? null);
}
