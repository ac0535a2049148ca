import { codeTable, type Meaning, unlisted } from "../../kit/codes.ts";
import { attemptRules, deliveredAs, problemRules } from "../../kit/problem-words.ts";
import { byWords, type WordRules } from "../../kit/words.ts";

// EasyPost's tracker statuses and details (EasyPost/easypost-node, types/Tracker).
const statuses = codeTable(`
pre_transit: pre_transit
in_transit: in_transit
out_for_delivery: out_for_delivery
available_for_pickup: available_for_pickup
delivered: delivered
exception: failure
returned_to_sender: return_to_sender
cancelled: cancelled
unknown: unknown
unknown/tracker_error: error
`);

const details = codeTable(`
pre_transit: label_created
accepted: received_at_origin_facility
in_transit: in_transit arrived_at_facility departed_facility departed_origin_facility
in_transit: received_at_destination_facility transferred_to_destination_carrier
out_for_delivery: out_for_delivery
available_for_pickup: arrived_at_pickup_location
delivery_attempt_failed: delivery_exception
delayed: delayed
delayed/weather: weather_delay
delayed/misrouted: missorted
on_hold: held
exception: failure transit_exception
exception/address: address_correction
exception/damage: damaged
exception/info_needed: awaiting_information
exception/refused: refused
returned_to_sender: return
cancelled: cancelled
lost: lost
unknown/expired: expired
-: arrived_at_destination status_update unknown
`);

/** These end a parcel's journey: a detail may explain them, never undo them. */
const final = new Set(["delivered", "returned_to_sender", "cancelled"]);

/** Details that lump several things together: a customer who was not in is "delayed", a corrected address is "address correction". */
const vague: ReadonlySet<string | null> = new Set([
  ...[null, "unknown", "status_update", "delayed", "delivery_exception", "transit_exception", "failure"],
  "address_correction",
]);

/** What a carrier's sentence says of a parcel that is only called "in transit". */
const transitWords: WordRules = [
  [/^out for delivery|vehicle for delivery/i, { status: "out_for_delivery", reason: null }],
  [/await(ing|s) item/i, { status: "pre_transit", reason: null }],
  [/arriving late/i, { status: "delayed", reason: null }],
  [/notice left/i, { status: "delivery_attempt_failed", reason: "notice_left" }],
];

/** "Received at origin facility" is also said of every later place where FedEx's parcels arrive. */
const acceptedWords: WordRules = [[/^arrived\b/i, { status: "in_transit", reason: null }]];

const holdWords: WordRules = [
  [/customs|clearance/i, { status: "on_hold", reason: "customs" }],
  [/request/i, { status: "on_hold", reason: "customer_request" }],
];

/**
 * What an EasyPost status says, refined by its detail and, where both lump things together, by the carrier's own words.
 *
 * @example meaningOf("failure", "lost") // { status: "lost", reason: null }
 * meaningOf("failure", "delayed", "Delivery exception (Customer not available)") // { status: "delivery_attempt_failed", reason: "not_home" }
 */
export function meaningOf(status: string | null, detail: string | null, message: string | null = null): Meaning {
  const base = status === null ? undefined : statuses.get(status);
  if (!base) return unlisted;
  // It does not know where the parcel is; what it adds ("research case opened") tells no more.
  if (base.status === "unknown") return base;
  // Delivered, and its detail says where to: back to the sender.
  if (base.status === "delivered" && detail === "return") return { status: "returned_to_sender", reason: "returned" };
  if (base.status === "delivered") return deliveredAs(message);
  const refined = detail === null ? undefined : details.get(detail);
  const plain = !refined || refined.status === null || final.has(base.status ?? "");
  const said = plain ? base : refined;
  const reason = said.reason ?? (said.status === base.status ? base.reason : null);
  return wordsOf({ said: { status: said.status, reason }, detail, message }) ?? { status: said.status, reason };
}

function wordsOf(input: { said: Meaning; detail: string | null; message: string | null }): Meaning | null {
  const { said, detail, message } = input;
  if (said.status === "accepted") return byWords(acceptedWords, message);
  if (said.status === "in_transit") return byWords(transitWords, message);
  if (said.status === "on_hold") return byWords(holdWords, message);
  if (!vague.has(detail)) return null;
  if (said.status === "delivery_attempt_failed" || said.status === "delayed" || said.status === "exception") {
    return byWords(problemRules, message) ?? byWords(attemptRules, message);
  }
  return null;
}
