import type { OrderBucket } from "@waybill/domain/order/buckets";
import type { StatusGroup } from "@waybill/ui/status-groups";

type Bucket = { id: OrderBucket; word: string; group: StatusGroup; query: string };

const of = (id: OrderBucket) => `/?bucket=${id}`;

/** The drawers in the order in which they want a look, each with the list that holds exactly its orders. */
export const buckets: readonly Bucket[] = [
  { id: "sync_failed", word: "Sync failed", group: "failed", query: of("sync_failed") },
  { id: "on_hold", word: "On hold", group: "attention", query: of("on_hold") },
  { id: "unpaid", word: "Unpaid", group: "unknown", query: of("unpaid") },
  { id: "to_ship", word: "To ship", group: "waiting", query: of("to_ship") },
  { id: "on_the_way", word: "On the way", group: "moving", query: of("on_the_way") },
  { id: "delivered", word: "Delivered", group: "delivered", query: of("delivered") },
  { id: "ended", word: "Ended", group: "returned", query: of("ended") },
];
