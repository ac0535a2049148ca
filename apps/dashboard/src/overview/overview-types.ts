import type { AttentionKind } from "@waybill/domain/shipment/attention";
import type { ConnectionSummary } from "@waybill/domain/views";
import type { OrderCounts } from "../api/types.ts";

export type BucketId = "sync_failed" | "on_hold" | "unpaid" | "to_ship" | "on_the_way" | "delivered" | "ended";
export type DayOrders = { date: string; byConnection: Record<string, number> };
export type Summary = {
  orders: OrderCounts & { buckets: Record<BucketId, number> };
  shipments: {
    byStatus: Record<string, number>;
    attention: number;
    late: number;
    why: Record<AttentionKind, number>;
  };
  notifications: { parked: number; pending: number };
  inbox: { waiting: number; notUnderstood: number; unmatched: number; failed: number };
  reports: { open: number };
  days: DayOrders[];
  timeZone: string;
  connections: ConnectionSummary[];
  seq: number;
};
