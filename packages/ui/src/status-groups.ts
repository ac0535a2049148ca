import { isUnread, orderWord, parcelWord, syncWord } from "@waybill/domain/said/seller-words";
import type { OrderStatus, ShipmentStatus, SyncState } from "@waybill/domain/status";

/** The eight looks of a status: each has its own icon shape, colour and word. */
export type StatusGroup = "waiting" | "moving" | "out" | "delivered" | "attention" | "failed" | "returned" | "unknown";

export type StatusLook = { group: StatusGroup; word: string };

const shipment: Record<ShipmentStatus, StatusGroup> = {
  pre_transit: "waiting",
  accepted: "moving",
  in_transit: "moving",
  out_for_delivery: "out",
  available_for_pickup: "out",
  delivered: "delivered",
  delivery_attempt_failed: "attention",
  exception: "attention",
  delayed: "attention",
  on_hold: "attention",
  returned_to_sender: "returned",
  cancelled: "failed",
  lost: "failed",
  unknown: "unknown",
};

const order: Record<OrderStatus, StatusGroup> = {
  pending: "waiting",
  paid: "waiting",
  processing: "waiting",
  partially_shipped: "moving",
  shipped: "moving",
  partially_delivered: "moving",
  delivered: "delivered",
  completed: "delivered",
  on_hold: "attention",
  cancelled: "failed",
  refunded: "returned",
  // Put away, or gone from its shop: nothing failed; it looks as its drawer does.
  archived: "returned",
  deleted: "returned",
};

const sync: Record<SyncState, StatusGroup> = { success: "delivered", failed: "failed", pending: "waiting" };

/** How a parcel's status looks. A status this build does not know is shown as unknown, never guessed. */
export const shipmentLook = (status: string, reason: string | null = null): StatusLook => ({
  group: shipment[status as ShipmentStatus] ?? "unknown",
  word: parcelWord(status, reason),
});

export const orderLook = (status: string): StatusLook => ({
  group: order[status as OrderStatus] ?? "unknown",
  word: orderWord({ status }),
});

export const syncLook = (state: string): StatusLook => ({
  group: sync[state as SyncState] ?? "unknown",
  word: syncWord(state),
});

/**
 * An order's own status; one that was never read whole has none to show (it is stored as `pending`).
 *
 * @example orderStanding({ status: "pending", totalMinor: null }).word // "Not read yet"
 */
export function orderStatusLook(order: {
  status: string;
  totalMinor?: number | null;
  units?: number;
  syncState?: string;
}): StatusLook {
  const unread = isUnread(order) && order.status === "pending";
  return { group: unread ? "unknown" : orderLook(order.status).group, word: orderWord(order) };
}

const ended: ReadonlySet<string> = new Set(["cancelled", "refunded", "archived", "deleted"]);

/**
 * The one thing about an order that matters most now: failure before delay before movement (docs/architecture.md#look).
 * A parcel that needs a person, or is at the door, says more than the order's own status.
 */
export function leadingLook(input: {
  status: string;
  parcelStatus: string | null;
  /** Why its parcel stands so, where somebody knows. */
  parcelReason?: string | null;
  syncState?: string;
  units?: number;
  totalMinor?: number | null;
}): StatusLook {
  const own = orderStatusLook(input);
  if (!input.parcelStatus || ended.has(input.status)) return own;
  const parcel = shipmentLook(input.parcelStatus, input.parcelReason);
  if (parcel.group === "attention" || parcel.group === "returned" || parcel.group === "failed") return parcel;
  const settled = own.group === "delivered" || input.status === "on_hold";
  return !settled && (parcel.group === "out" || input.parcelStatus === "in_transit") ? parcel : own;
}
