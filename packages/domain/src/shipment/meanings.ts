import type { ShipmentStatus } from "../status.ts";

/**
 * What a scan tells a person, whatever carrier wrote it and however it was worded: the key under which a language has its own
 * sentence. A scan without one is shown in the carrier's words, and marked as theirs.
 */
export const scanMeanings = [
  // Before the carrier has it.
  "label_created",
  "pickup_scheduled",
  "pickup_missed",
  "cancelled",
  // With the carrier.
  "picked_up",
  "dropped_off",
  "in_transit",
  "arrived_at_facility",
  "departed_facility",
  "processed_at_facility",
  "handed_to_partner",
  "exported",
  "imported",
  "customs_in",
  "customs_held",
  "customs_cleared",
  "arrived_near_you",
  "out_for_delivery",
  // The end of the way.
  "delivered",
  "delivered_neighbour",
  "delivered_safe_place",
  "delivered_agent",
  "delivered_partial",
  "collected",
  "held_for_pickup",
  "held_at_pickup_point",
  "held_at_locker",
  "held_at_post_office",
  // At the door, without success.
  "attempt_failed",
  "attempt_failed_nobody_home",
  "attempt_failed_business_closed",
  "attempt_failed_no_access",
  "notice_left",
  // Trouble.
  "delayed",
  "weather_delay",
  "missorted",
  "rescheduled",
  "held",
  "held_at_request",
  "charges_due",
  "address_incorrect",
  "address_corrected",
  "delivery_changed",
  "damaged",
  "destroyed",
  "refused",
  "unclaimed",
  "undeliverable",
  "return_started",
  "returned",
  "lost",
  // Notes that move nothing.
  "eta_changed",
  "photo_added",
  "return_label",
] as const;
export type ScanMeaning = (typeof scanMeanings)[number];

/** What the status alone says; movement, trouble and holds say too little without their code. */
const byStatus: Partial<Record<ShipmentStatus, ScanMeaning>> = {
  out_for_delivery: "out_for_delivery",
  available_for_pickup: "held_for_pickup",
  delivered: "delivered",
  delivery_attempt_failed: "attempt_failed",
  delayed: "delayed",
  returned_to_sender: "return_started",
  cancelled: "cancelled",
  lost: "lost",
};

/** What status and reason say together, in the words our tables of codes use. */
const byReason: Readonly<Record<string, ScanMeaning>> = {
  "pre_transit/pickup_scheduled": "pickup_scheduled",
  "pre_transit/pickup_attempt": "pickup_missed",
  "pre_transit/delay": "pickup_missed",
  "accepted/dropoff": "dropped_off",
  "in_transit/customs_cleared": "customs_cleared",
  "in_transit/customs": "customs_in",
  "in_transit/address_corrected": "address_corrected",
  "in_transit/delivery_change": "delivery_changed",
  "in_transit/partner": "handed_to_partner",
  "in_transit/post_office": "handed_to_partner",
  "available_for_pickup/pickup_point": "held_at_pickup_point",
  "available_for_pickup/locker": "held_at_locker",
  "available_for_pickup/post_office": "held_at_post_office",
  "delivered/neighbour": "delivered_neighbour",
  "delivered/safe_place": "delivered_safe_place",
  "delivered/agent": "delivered_agent",
  "delivered/partial": "delivered_partial",
  "delivered/picked_up_by_receiver": "collected",
  "delivery_attempt_failed/not_home": "attempt_failed_nobody_home",
  "delivery_attempt_failed/closed": "attempt_failed_business_closed",
  "delivery_attempt_failed/no_access": "attempt_failed_no_access",
  "delivery_attempt_failed/notice_left": "notice_left",
  "delivery_attempt_failed/address": "address_incorrect",
  "delivery_attempt_failed/refused": "refused",
  "delayed/weather": "weather_delay",
  "delayed/misrouted": "missorted",
  "delayed/rescheduled": "rescheduled",
  "delayed/customs": "customs_held",
  "delayed/address": "address_incorrect",
  "on_hold/customs": "customs_held",
  "on_hold/payment": "charges_due",
  "on_hold/address": "address_incorrect",
  "on_hold/customer_request": "held_at_request",
  "exception/address": "address_incorrect",
  "exception/damage": "damaged",
  "exception/destroyed": "destroyed",
  "exception/refused": "refused",
  "exception/unclaimed": "unclaimed",
  "exception/undeliverable": "undeliverable",
  "exception/weather": "weather_delay",
  "returned_to_sender/returned": "returned",
  "-/eta": "eta_changed",
  "-/delivery_photo": "photo_added",
  "-/delivery_change": "delivery_changed",
  "-/eta_date_changed": "eta_changed",
  "-/eta_time_changed": "eta_changed",
  "-/address_corrected": "address_corrected",
  "-/return_label": "return_label",
};

/**
 * What a scan says in one of our own sentences; null: only its carrier's words say it. Computed when it is read and never
 * stored, so that a better table speaks for old scans too. `said` is the carrier's code read by its own table, which knows more.
 *
 * @example meaningOfScan({ said: null, status: "on_hold", reason: "customs" }) // "customs_held"
 */
export function meaningOfScan(input: {
  said: ScanMeaning | null;
  status: ShipmentStatus | null;
  reason: string | null;
}): ScanMeaning | null {
  const { said, status, reason } = input;
  const key = `${status ?? "-"}/${reason}`;
  const own = Object.hasOwn(byReason, key) ? byReason[key] : undefined;
  if (own !== undefined) return own;
  // A code tells kinds of movement apart. Where the parcel is called something else, that is what happened.
  if (said !== null && (status === null || status === "accepted" || status === "in_transit")) return said;
  // Without a reason of its own, what a carrier files before it has the parcel is its label.
  if (status === "pre_transit") return reason === null ? "label_created" : null;
  return status === null ? null : (byStatus[status] ?? null);
}
