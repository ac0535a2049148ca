import type { Row } from "@waybill/db/database";
import type { OrderDetail, OrderSummary } from "@waybill/domain/order/answers";
import { type OrderFacts, orderStatus } from "@waybill/domain/order/order";
import type { OrderStatus, ShipmentStatus, SyncState } from "@waybill/domain/status";
import { num, parsed, str } from "../core/columns.ts";

/** An order as stored. */
export type OrderRow = OrderSummary & {
  orgId: string;
  rid: number;
  channelUpdatedAt: number;
  onHold: boolean;
  cancelledAt: number | null;
  sellerMark: "processing" | "completed" | "on_hold" | "cancelled" | null;
  syncAttempts: number;
  syncNextAt: number | null;
  lastRunId: string | null;
  detail: OrderDetail | null;
  digest: string | null;
  note: string | null;
  version: number;
  createdAt: number;
};

export function orderRow(row: Row): OrderRow {
  return {
    rid: Number(row.rid),
    id: String(row.id),
    orgId: String(row.org_id),
    connectionId: String(row.connection_id),
    channel: String(row.channel),
    externalId: String(row.external_id),
    number: String(row.number),
    placedAt: Number(row.placed_at),
    channelUpdatedAt: Number(row.channel_updated_at),
    currency: str(row.currency),
    totalMinor: num(row.total_minor),
    payment: String(row.payment),
    status: row.status as OrderStatus,
    onHold: Boolean(row.on_hold),
    cancelledAt: num(row.cancelled_at),
    sellerMark: str(row.seller_mark) as OrderRow["sellerMark"],
    customerName: str(row.customer_name),
    customerEmail: str(row.customer_email),
    country: str(row.country),
    units: Number(row.units),
    shipped: Number(row.shipped),
    delivered: Number(row.delivered),
    parcelStatus: str(row.parcel_status) as ShipmentStatus | null,
    syncState: row.sync_state as SyncState,
    syncReason: str(row.sync_reason),
    syncAttempts: Number(row.sync_attempts),
    syncNextAt: num(row.sync_next_at),
    lastRunId: str(row.last_run_id),
    detail: parsed<OrderDetail>(row.detail),
    digest: str(row.digest),
    note: str(row.note),
    version: Number(row.version),
    createdAt: Number(row.created_at),
    changedAt: Number(row.changed_at),
  };
}

/** The columns a list needs: an order's detail is read on its own page only. */
export const SUMMARY_COLUMNS = `id, number, channel, connection_id, external_id, placed_at, status, payment, total_minor, currency,
  customer_name, customer_email, country, units, shipped, delivered, parcel_status, sync_state, sync_reason, changed_at`;

export function orderSummary(row: OrderSummary): OrderSummary {
  const { id, number, channel, connectionId, externalId, placedAt, status, payment, totalMinor, currency } = row;
  const {
    customerName,
    customerEmail,
    country,
    units,
    shipped,
    delivered,
    parcelStatus,
    syncState,
    syncReason,
    changedAt,
  } = row;
  return {
    id,
    number,
    channel,
    connectionId,
    externalId,
    placedAt,
    status,
    payment,
    totalMinor,
    currency,
    customerName,
    customerEmail,
    country,
    units,
    shipped,
    delivered,
    parcelStatus,
    syncState,
    syncReason,
    changedAt,
  };
}

export type LineRow = {
  orderId: string;
  externalId: string;
  sku: string | null;
  title: string;
  variant: string | null;
  quantity: number;
  unfulfilled: number;
  cancelled: number;
  refunded: number;
  priceMinor: number;
  requiresShipping: boolean;
};

export function lineRow(row: Row): LineRow {
  return {
    orderId: String(row.order_id),
    externalId: String(row.external_id),
    sku: str(row.sku),
    title: String(row.title),
    variant: str(row.variant),
    quantity: Number(row.quantity),
    unfulfilled: Number(row.unfulfilled),
    cancelled: Number(row.cancelled),
    refunded: Number(row.refunded),
    priceMinor: Number(row.price_minor),
    requiresShipping: Boolean(row.requires_shipping),
  };
}

/** The status an order row shows, from its facts. */
export function statusOf(
  row: Pick<OrderRow, "payment" | "onHold" | "cancelledAt" | "sellerMark" | "units" | "shipped" | "delivered">,
): OrderStatus {
  const facts: OrderFacts = {
    payment: row.payment as OrderFacts["payment"],
    onHold: row.onHold || row.sellerMark === "on_hold",
    cancelled: row.cancelledAt !== null || row.sellerMark === "cancelled",
    units: row.units,
    shipped: row.shipped,
    delivered: row.delivered,
    processing: row.sellerMark === "processing",
    completed: row.sellerMark === "completed",
  };
  return orderStatus(facts);
}
