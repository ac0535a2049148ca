import type { OrderStatus, SyncState } from "../status.ts";

/** The drawers of the first screen, in the order in which they want a look. */
export const orderBuckets = [
  "sync_failed",
  "on_hold",
  "unpaid",
  "to_ship",
  "on_the_way",
  "delivered",
  "ended",
] as const;
export type OrderBucket = (typeof orderBuckets)[number];

/** The drawer of an order that is in step, waits for nobody and of which nothing is left to ship. */
export const bucketByStatus: Record<OrderStatus, OrderBucket> = {
  on_hold: "on_hold",
  pending: "unpaid",
  paid: "on_the_way",
  processing: "on_the_way",
  partially_shipped: "on_the_way",
  shipped: "on_the_way",
  partially_delivered: "on_the_way",
  delivered: "delivered",
  completed: "delivered",
  cancelled: "ended",
  refunded: "ended",
  archived: "ended",
  deleted: "ended",
};

/** Statuses whose orders nobody may ship yet, whatever is left of them. */
export const waitingStatuses = ["on_hold", "pending"] as const satisfies readonly OrderStatus[];

/** As much of an order as decides where it is seen. */
type Placed = { status: OrderStatus; syncState: SyncState; toShip: number; test: boolean };

/**
 * The one drawer of an order. What its channel and we do not agree on comes first, because nothing else about it is sure; then what
 * waits for somebody else; then what is left to ship, whatever else has happened to it. So the drawers are disjoint and their counts
 * sum to all orders. Null: a trial order, which is outside of all counts.
 *
 * @example bucketOf({ status: "partially_delivered", syncState: "success", toShip: 1, test: false }) // "to_ship"
 */
export function bucketOf(order: Placed): OrderBucket | null {
  if (order.test) return null;
  if (order.syncState === "failed") return "sync_failed";
  const waits = waitingStatuses.some((status) => status === order.status);
  return order.toShip > 0 && !waits ? "to_ship" : bucketByStatus[order.status];
}
