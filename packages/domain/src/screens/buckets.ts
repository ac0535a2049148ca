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
