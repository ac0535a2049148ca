import type { OrderStatus, ShipmentStatus, SyncState } from "@waybill/domain/status";

/** The eight looks of a status: each has its own icon shape, colour and word. */
export type StatusGroup = "waiting" | "moving" | "out" | "delivered" | "attention" | "failed" | "returned" | "unknown";

export type StatusLook = { group: StatusGroup; word: string };

const shipment: Record<ShipmentStatus, StatusLook> = {
  pre_transit: { group: "waiting", word: "Label made" },
  accepted: { group: "moving", word: "Handed over" },
  in_transit: { group: "moving", word: "On its way" },
  out_for_delivery: { group: "out", word: "Out for delivery" },
  available_for_pickup: { group: "out", word: "Ready for pick-up" },
  delivered: { group: "delivered", word: "Delivered" },
  delivery_attempt_failed: { group: "attention", word: "Delivery missed" },
  exception: { group: "attention", word: "Problem" },
  delayed: { group: "attention", word: "Delayed" },
  on_hold: { group: "attention", word: "Held" },
  returned_to_sender: { group: "returned", word: "Going back" },
  cancelled: { group: "failed", word: "Cancelled" },
  lost: { group: "failed", word: "Lost" },
  unknown: { group: "unknown", word: "Unknown" },
};

const order: Record<OrderStatus, StatusLook> = {
  pending: { group: "waiting", word: "Unpaid" },
  paid: { group: "waiting", word: "To ship" },
  processing: { group: "waiting", word: "Packing" },
  partially_shipped: { group: "moving", word: "Partly shipped" },
  shipped: { group: "moving", word: "Shipped" },
  partially_delivered: { group: "moving", word: "Partly delivered" },
  delivered: { group: "delivered", word: "Delivered" },
  completed: { group: "delivered", word: "Completed" },
  on_hold: { group: "attention", word: "On hold" },
  cancelled: { group: "failed", word: "Cancelled" },
  refunded: { group: "returned", word: "Refunded" },
  archived: { group: "failed", word: "Archived" },
  deleted: { group: "failed", word: "Deleted" },
};

const sync: Record<SyncState, StatusLook> = {
  success: { group: "delivered", word: "Synced" },
  failed: { group: "failed", word: "Sync failed" },
  pending: { group: "waiting", word: "Sync pending" },
};

const reasons: Record<string, string> = { returned: "Returned", returning: "Going back", customs: "In customs" };

/** How a parcel's status looks. A status this build does not know is shown as unknown, never guessed. */
export function shipmentLook(status: string, reason: string | null = null): StatusLook {
  const look = shipment[status as ShipmentStatus] ?? { group: "unknown", word: "Unknown" };
  const word = reason ? reasons[reason] : undefined;
  return word && look.group !== "delivered" ? { group: look.group, word } : look;
}

export function orderLook(status: string): StatusLook {
  return order[status as OrderStatus] ?? { group: "unknown", word: "Unknown" };
}

export function syncLook(state: string): StatusLook {
  return sync[state as SyncState] ?? { group: "unknown", word: "Unknown" };
}

/** Only its number is known: the channel has not given the order out yet, so nothing says whether it is paid. */
export const isUnread = (order: { totalMinor?: number | null }): boolean => order.totalMinor === null;

/**
 * An order's own status; one that was never read whole has none to show (it is stored as `pending`).
 *
 * @example orderStanding({ status: "pending", totalMinor: null }).word // "Not read yet"
 */
export function orderStatusLook(order: { status: string; totalMinor?: number | null }): StatusLook {
  const unread = isUnread(order) && order.status === "pending";
  return unread ? { group: "unknown", word: "Not read yet" } : orderLook(order.status);
}

/**
 * The one thing about an order that matters most now: failure before delay before movement (docs/architecture.md#look).
 * A parcel that needs a person, or is at the door, says more than the order's own status.
 */
export function leadingLook(input: {
  status: string;
  parcelStatus: string | null;
  totalMinor?: number | null;
}): StatusLook {
  const own = orderStatusLook(input);
  if (!input.parcelStatus || input.status === "cancelled" || input.status === "refunded") return own;
  const parcel = shipmentLook(input.parcelStatus);
  if (parcel.group === "attention" || parcel.group === "returned" || parcel.group === "failed") return parcel;
  const settled = own.group === "delivered" || input.status === "on_hold";
  return !settled && (parcel.group === "out" || input.parcelStatus === "in_transit") ? parcel : own;
}
