import type { OrderStatus, ShipmentStatus, SyncState } from "../status.ts";
import { statusKey } from "./status-key.ts";

// The seller's words, in English, for screens, files and whoever reads them: each fact has one, and nobody else names it.

const parcel: Record<ShipmentStatus, string> = {
  pre_transit: "Label made",
  accepted: "Handed over",
  in_transit: "On its way",
  out_for_delivery: "Out for delivery",
  available_for_pickup: "Ready for pick-up",
  delivered: "Delivered",
  delivery_attempt_failed: "Delivery missed",
  exception: "Problem",
  delayed: "Delayed",
  on_hold: "Held",
  returned_to_sender: "Going back",
  cancelled: "Cancelled",
  lost: "Lost",
  unknown: "Unknown",
};

/** Where the reason is what a seller can act on. */
const reasons: Readonly<Record<string, string>> = {
  "in_transit/customs": "In customs",
  "in_transit/customs_cleared": "Cleared customs",
  "on_hold/customs": "In customs",
  "on_hold/payment": "Payment needed",
  "exception/address": "Address problem",
  "exception/moved": "Address problem",
  "exception/damage": "Damaged",
  "exception/destroyed": "Destroyed",
  "exception/refused": "Refused",
  "exception/unclaimed": "Not collected",
  "exception/returned": "Returned",
  "exception/returning": "Going back",
  "delivery_attempt_failed/address": "Address problem",
  "delivery_attempt_failed/refused": "Refused",
  "delivered/partial": "Partly delivered",
  "returned_to_sender/returned": "Returned",
};

/**
 * How a parcel stands, for its seller. A status this build does not know is "Unknown", never guessed.
 *
 * @example parcelWord("exception", "address") // "Address problem"
 */
export function parcelWord(status: string, reason: string | null = null): string {
  if (!Object.hasOwn(parcel, status)) return parcel.unknown;
  const known = status as ShipmentStatus;
  const key = statusKey({ status: known, reason });
  return (Object.hasOwn(reasons, key) ? reasons[key] : undefined) ?? parcel[known];
}

const order: Record<OrderStatus, string> = {
  pending: "Unpaid",
  paid: "To ship",
  processing: "Packing",
  partially_shipped: "Partly shipped",
  shipped: "Shipped",
  partially_delivered: "Partly delivered",
  delivered: "Delivered",
  completed: "Completed",
  on_hold: "On hold",
  cancelled: "Cancelled",
  refunded: "Refunded",
  archived: "Archived",
  deleted: "Deleted at the shop",
};

type Readable = { status: string; totalMinor?: number | null; units?: number; syncState?: string };

/**
 * Only its number is known: the channel has not given the order out yet, so nothing says whether it is paid. One whose total is
 * withheld was read all the same: it has lines, or is in step.
 */
export const isUnread = (order: Omit<Readable, "status">): boolean =>
  order.totalMinor === null && (order.units ?? 0) === 0 && order.syncState !== "success";

/**
 * How an order stands, for its seller; one that was never read whole has no status of its own (it is stored as `pending`).
 *
 * @example orderWord({ status: "pending", totalMinor: null, syncState: "failed" }) // "Could not be read"
 */
export function orderWord(given: Readable): string {
  const { status } = given;
  if (isUnread(given) && status === "pending") {
    return given.syncState === "failed" ? "Could not be read" : "Not read yet";
  }
  return Object.hasOwn(order, status) ? order[status as OrderStatus] : "Unknown";
}

const sync: Record<SyncState, string> = { success: "Synced", failed: "Sync failed", pending: "Sync pending" };
export const syncWord = (state: string): string => (Object.hasOwn(sync, state) ? sync[state as SyncState] : "Unknown");

const payments: Readonly<Record<string, string>> = {
  pending: "Unpaid",
  authorized: "Authorised",
  partially_paid: "Partly paid",
  paid: "Paid",
  partially_refunded: "Partly refunded",
  refunded: "Refunded",
  voided: "Payment cancelled",
  unknown: "Unknown",
};

/** How the money stands; cash on delivery is the payment's business. */
export function paymentWord(order: { payment: string; cashOnDelivery?: boolean }): string {
  const word = Object.hasOwn(payments, order.payment) ? (payments[order.payment] ?? "") : "Unknown";
  return order.cashOnDelivery && order.payment !== "paid" ? "Cash on delivery" : word;
}
