import type { PulledOrder } from "@waybill/adapters/ports/channel";
import type { Statement } from "@waybill/db/database";
import { newId } from "@waybill/domain/ids";
import type { OrderDetail } from "@waybill/domain/order/answers";
import type { ChannelOrder } from "@waybill/domain/order/order";
import type { SyncState } from "@waybill/domain/status";
import type { ConnectionRow } from "../connections/rows.ts";
import { counted, type OrderRow } from "../orders/rows.ts";
import { insertLines, keepPayload, orderStatements } from "../orders/write.ts";
import type { ShipmentRow } from "../shipments/rows.ts";

export type Unread = Extract<PulledOrder, { ok: false }>;

type Reading = {
  connection: ConnectionRow;
  order: ChannelOrder;
  before: OrderRow | undefined;
  id: string;
  parcels: readonly ShipmentRow[];
  /** What the shop wrote where a tracking number belongs, and is none. */
  texts: string[];
  digest: string;
  state: SyncState;
  reason: string | null;
  runId: string | null;
  now: number;
};

/** The order as it is kept from now on; what only the seller knows of it stays. */
export function nextRow(input: Reading): OrderRow {
  const { connection, order, before, id, parcels, digest, state, reason, runId, now } = input;
  const next: OrderRow = {
    rid: before?.rid ?? 0,
    id,
    orgId: connection.orgId,
    connectionId: connection.id,
    channel: connection.adapter,
    externalId: order.externalId,
    number: order.number,
    placedAt: order.placedAt,
    channelUpdatedAt: order.updatedAt,
    currency: order.currency,
    totalMinor: order.total?.minor ?? null,
    toShip: 0,
    kept: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    test: order.test,
    cashOnDelivery: order.cashOnDelivery ?? false,
    archivedAt: order.archivedAt ?? null,
    deletedAt: null,
    refundedMinor: order.refunded?.minor ?? null,
    buyerCurrency: order.buyerTotal?.currency ?? null,
    buyerTotalMinor: order.buyerTotal?.minor ?? null,
    payment: order.payment,
    status: "pending",
    onHold: order.onHold,
    cancelledAt: order.cancelledAt,
    sellerMark: before?.sellerMark ?? null,
    customerName: order.customer.name ?? order.shippingAddress?.name ?? null,
    customerEmail: order.customer.email,
    country: order.shippingAddress?.country ?? null,
    ...{ units: 0, shipped: 0, delivered: 0, unshipped: 0, parcels: 0, parcelsArrived: 0, parcelStatus: null },
    syncState: state,
    syncReason: reason,
    syncAttempts: 0,
    syncNextAt: null,
    lastRunId: runId ?? before?.lastRunId ?? null,
    detail: detailOf(order, input.texts),
    digest,
    note: before?.note ?? null,
    version: before?.version ?? 0,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
  };
  return counted(next, { lines: order.lines, parcels });
}

/** What the order's page shows beside its columns. */
function detailOf(order: ChannelOrder, trackingTexts: string[]): OrderDetail {
  return {
    subtotal: order.subtotal?.minor ?? null,
    shipping: order.shipping?.minor ?? null,
    tax: order.tax?.minor ?? null,
    discount: order.discount?.minor ?? null,
    refunded: order.refunded?.minor ?? null,
    shippingAddress: order.shippingAddress,
    billingAddress: order.billingAddress,
    shippingMethod: order.shippingMethod,
    phone: order.customer.phone,
    note: order.note,
    cancelReason: order.cancelReason,
    fulfilments: order.fulfilments,
    trackingTexts,
    test: order.test,
    gaps: order.gaps ?? [],
    locale: order.locale ?? null,
  };
}

/** The row with its search words, the lines anew, and the order as the channel said it. */
export function rowStatements(input: {
  next: OrderRow;
  before: OrderRow | undefined;
  order: ChannelOrder;
  parcels: readonly ShipmentRow[];
}): Statement[] {
  const { next, before, order, parcels } = input;
  const { id, orgId } = next;
  const lines = order.lines.map(({ unitPrice, unitPriceText, ...line }, position) => {
    return {
      ...line,
      orderId: id,
      orgId,
      position,
      priceMinor: unitPrice?.minor ?? null,
      priceText: unitPriceText ?? null,
    };
  });
  const words = [...order.lines.flatMap((l) => [l.sku ?? "", l.title]), ...parcels.map((p) => p.number)];
  return [
    ...orderStatements(next, before, words),
    { sql: "DELETE FROM order_lines WHERE order_id = ?", args: [id] },
    insertLines(lines),
    keepPayload({ orderId: id, orgId, payload: JSON.stringify(order.raw ?? null), at: next.changedAt }),
  ];
}

/** The row of an order of which hardly more than its id could be read. */
export function unreadRow(connection: ConnectionRow, pulled: Unread, now: number): OrderRow {
  return {
    rid: 0,
    id: newId("ord", now),
    orgId: connection.orgId,
    connectionId: connection.id,
    channel: connection.adapter,
    externalId: pulled.externalId,
    number: pulled.number ?? pulled.externalId.split("/").at(-1) ?? pulled.externalId,
    placedAt: pulled.placedAt ?? now,
    channelUpdatedAt: 0,
    currency: null,
    totalMinor: null,
    payment: "pending",
    status: "pending",
    onHold: false,
    cancelledAt: null,
    sellerMark: null,
    customerName: null,
    customerEmail: null,
    country: null,
    units: 0,
    shipped: 0,
    delivered: 0,
    parcelStatus: null,
    syncState: "failed",
    syncReason: null,
    syncAttempts: 0,
    syncNextAt: null,
    lastRunId: null,
    detail: null,
    digest: null,
    unshipped: 0,
    toShip: 0,
    kept: 0,
    parcels: 0,
    parcelsArrived: 0,
    test: false,
    cashOnDelivery: false,
    archivedAt: null,
    deletedAt: null,
    refundedMinor: null,
    buyerCurrency: null,
    buyerTotalMinor: null,
    note: null,
    version: 0,
    createdAt: now,
    changedAt: now,
  };
}
