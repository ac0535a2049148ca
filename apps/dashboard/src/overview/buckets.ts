import type { OrderBucket } from "@waybill/domain/screens/buckets";
import type { StatusGroup } from "@waybill/ui/status-groups";

type Bucket = { id: OrderBucket; word: string; group: StatusGroup; query: string };

const inStep = "success,pending";
const of = (status: string) => `/?status=${status}&sync=${inStep}`;

/** The drawers in the order in which they want a look, each with the list that holds exactly its orders. */
export const buckets: readonly Bucket[] = [
  { id: "sync_failed", word: "Sync failed", group: "failed", query: "/?sync=failed" },
  { id: "on_hold", word: "On hold", group: "attention", query: of("on_hold") },
  { id: "unpaid", word: "Unpaid", group: "unknown", query: of("pending") },
  { id: "to_ship", word: "To ship", group: "waiting", query: of("paid,processing,partially_shipped") },
  { id: "on_the_way", word: "On the way", group: "moving", query: of("shipped,partially_delivered") },
  { id: "delivered", word: "Delivered", group: "delivered", query: of("delivered,completed") },
  { id: "ended", word: "Cancelled, refunded", group: "returned", query: of("cancelled,refunded") },
];
