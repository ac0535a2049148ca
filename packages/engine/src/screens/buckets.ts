import type { OrderBucket } from "@waybill/domain/screens/buckets";
import { orderBuckets } from "@waybill/domain/screens/buckets";
import type { OrderStatus, SyncState } from "@waybill/domain/status";

const byStatus: Record<OrderStatus, OrderBucket> = {
  pending: "unpaid",
  paid: "to_ship",
  processing: "to_ship",
  partially_shipped: "to_ship",
  shipped: "on_the_way",
  partially_delivered: "on_the_way",
  delivered: "delivered",
  completed: "delivered",
  on_hold: "on_hold",
  cancelled: "ended",
  refunded: "ended",
  archived: "ended",
  deleted: "ended",
};

/**
 * The one drawer of an order. What its channel and we do not agree on comes first, because nothing else about it is sure; so the
 * drawers are disjoint and their counts sum to all orders.
 *
 * @example bucketOf({ status: "shipped", sync: "failed" }) // "sync_failed"
 */
export function bucketOf(input: { status: OrderStatus; sync: SyncState }): OrderBucket {
  return input.sync === "failed" ? "sync_failed" : byStatus[input.status];
}

/** Maintained counts, summed into the drawers; every drawer is there, also an empty one. */
export function bucketCounts(
  rows: readonly { status: OrderStatus; sync: SyncState; n: number }[],
): Record<OrderBucket, number> {
  const counts = Object.fromEntries(orderBuckets.map((bucket) => [bucket, 0])) as Record<OrderBucket, number>;
  for (const { n, ...of } of rows) counts[bucketOf(of)] += n;
  return counts;
}
