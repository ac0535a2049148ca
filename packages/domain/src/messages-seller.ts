import type { ShipmentStatus } from "./status.ts";

const statuses: Readonly<Record<ShipmentStatus, string>> = {
  pre_transit: "Label made",
  accepted: "With the carrier",
  in_transit: "In transit",
  out_for_delivery: "Out for delivery",
  available_for_pickup: "Waiting at a pick-up point",
  delivered: "Delivered",
  delivery_attempt_failed: "Delivery attempt failed",
  exception: "Problem",
  delayed: "Delayed",
  on_hold: "On hold",
  returned_to_sender: "Returning to sender",
  cancelled: "Cancelled",
  lost: "Lost",
  unknown: "Unknown",
};

/** By "status/reason". A reason that is not listed leaves the status's own word. */
const reasons: Readonly<Record<string, string>> = {
  "in_transit/customs": "In customs",
  "in_transit/customs_cleared": "Cleared customs",
  "on_hold/customs": "Held by customs",
  "on_hold/payment": "Held: payment needed",
  "on_hold/customer_request": "Held at the customer's request",
  "delivery_attempt_failed/not_home": "Nobody home",
  "delivery_attempt_failed/no_access": "No access to the address",
  "delivery_attempt_failed/closed": "Business closed",
  "delivery_attempt_failed/notice_left": "Notice left",
  "delivery_attempt_failed/address": "Address not found",
  "delivery_attempt_failed/refused": "Refused at the door",
  "delivery_attempt_failed/final": "Last attempt failed",
  "exception/address": "Address problem",
  "exception/moved": "Recipient moved",
  "exception/damage": "Damaged",
  "exception/destroyed": "Destroyed",
  "exception/refused": "Refused",
  "exception/unclaimed": "Not collected",
  "exception/weather": "Weather",
  "delayed/weather": "Delayed by weather",
  "delayed/misrouted": "Misrouted",
  "delivered/neighbour": "Left with a neighbour",
  "delivered/safe_place": "Left in a safe place",
  "delivered/agent": "Left with an agent",
  "delivered/picked_up_by_receiver": "Collected",
  "delivered/damaged": "Delivered, damaged",
  "delivered/partial": "Partly delivered",
  "returned_to_sender/returned": "Returned",
};

/**
 * A status in a word or two for the seller, whose screens are in English.
 *
 * @example sellerWords({ status: "on_hold", reason: "payment" }) // "Held: payment needed"
 */
export function sellerWords(of: { status: ShipmentStatus; reason: string | null }): string {
  const key = `${of.status}/${of.reason}`;
  return (Object.hasOwn(reasons, key) ? reasons[key] : undefined) ?? statuses[of.status];
}
