import type { OrderSummary } from "@waybill/domain/order/answers";
import { attentionParcels } from "../attention.ts";

/** What the list is asked to show; all of it lives in the address. */
export type OrderFilter = {
  q: string;
  channel: readonly string[];
  /** Ids of channel connections. */
  connection: readonly string[];
  status: readonly string[];
  sync: readonly string[];
  attention: boolean;
  /** Placed from (inclusive) and before, UTC ms. */
  from: number | null;
  to: number | null;
};

const among = (values: readonly string[], value: string) => values.length === 0 || values.includes(value);

/** The server's own rule: sync failed, held, or a parcel in trouble that nobody has settled. */
function wantsAttention(order: OrderSummary): boolean {
  if (order.syncState === "failed" || order.status === "on_hold") return true;
  const settled = order.status === "completed" || order.status === "cancelled" || order.status === "refunded";
  return !settled && order.parcelStatus !== null && attentionParcels.has(order.parcelStatus);
}

/** Whether an order that changed belongs in the list. A search can only be answered by the server: null. */
export function matches(order: OrderSummary, filter: OrderFilter): boolean | null {
  if (!among(filter.channel, order.channel) || !among(filter.connection, order.connectionId)) return false;
  if (!among(filter.status, order.status) || !among(filter.sync, order.syncState)) return false;
  if (filter.attention && !wantsAttention(order)) return false;
  if (filter.from !== null && order.placedAt < filter.from) return false;
  if (filter.to !== null && order.placedAt >= filter.to) return false;
  return filter.q ? null : true;
}

/** Newest first, as the server sorts: by placing, then by id. */
export function byPlacing(a: OrderSummary, b: OrderSummary): number {
  return b.placedAt - a.placedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
