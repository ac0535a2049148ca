import type { OrderSummary } from "@waybill/domain/order/answers";
import { isSettled, orderAttentionOf } from "@waybill/domain/order/attention";
import { bucketOf, type OrderBucket } from "@waybill/domain/order/buckets";
import { attentionRules } from "@waybill/domain/shipment/attention";

/** What the list is asked to show; all of it lives in the address. */
export type OrderFilter = {
  q: string;
  channel: readonly string[];
  /** Ids of channel connections. */
  connection: readonly string[];
  /** A drawer of the first screen. */
  bucket: OrderBucket | null;
  status: readonly string[];
  sync: readonly string[];
  attention: boolean;
  /** Placed from (inclusive) and before, UTC ms. */
  from: number | null;
  to: number | null;
};

const among = (values: readonly string[], value: string) => values.length === 0 || values.includes(value);

/** Statuses that alone make a parcel want a person, as long as they are news. */
const troubled = Object.values(attentionRules).flatMap((rule) =>
  rule.status?.length === 1 && !rule.unlessReason && !rule.quietForMs ? rule.status : [],
);

/**
 * The domain's rule as far as an order's own summary tells it. Null: its parcels decide, by their dates and reports, which only
 * the server has.
 */
export function wantsAttention(order: OrderSummary): boolean | null {
  if (orderAttentionOf(order, null)) return true;
  if (isSettled(order) || order.parcelStatus === null) return false;
  return troubled.some((status) => status === order.parcelStatus) ? true : null;
}

/** Whether an order that changed belongs in the list; null: only the server can tell, as for a search. */
export function matches(order: OrderSummary, filter: OrderFilter): boolean | null {
  if (!among(filter.channel, order.channel) || !among(filter.connection, order.connectionId)) return false;
  if (!among(filter.status, order.status) || !among(filter.sync, order.syncState)) return false;
  if (filter.bucket && bucketOf(order) !== filter.bucket) return false;
  const wants = filter.attention ? wantsAttention(order) : true;
  if (wants === false) return false;
  if (filter.from !== null && order.placedAt < filter.from) return false;
  if (filter.to !== null && order.placedAt >= filter.to) return false;
  return filter.q ? null : wants;
}

/** Newest first, as the server sorts: by placing, then by id. */
export function byPlacing(a: OrderSummary, b: OrderSummary): number {
  return b.placedAt - a.placedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
