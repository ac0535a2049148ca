import type { OrderDetail } from "@waybill/domain/order/answers";
import { payments } from "@waybill/domain/order/order";
import { orderStatuses, shipmentStatuses, syncStates } from "@waybill/domain/status";
import { desc, sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, json, ms } from "../columns.ts";

export const orders = sqliteTable(
  "orders",
  {
    /** Grows with insertion: the search index refers to it and lists newest first by it. */
    rid: integer("rid").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    orgId: text("org_id").notNull(),
    connectionId: text("connection_id").notNull(),
    channel: text("channel").notNull(),
    externalId: text("external_id").notNull(),
    number: text("number").notNull(),
    placedAt: ms("placed_at").notNull(),
    /** The channel's version of the order, UTC ms; 0 while it was never read whole. */
    channelUpdatedAt: ms("channel_updated_at").notNull(),
    currency: text("currency"),
    totalMinor: integer("total_minor"),
    payment: text("payment", { enum: payments }).notNull(),
    status: text("status", { enum: orderStatuses }).notNull(),
    onHold: flag("on_hold").notNull().default(false),
    cancelledAt: ms("cancelled_at"),
    /** Set by the seller: "processing" or "completed"; null: computed from facts alone. */
    sellerMark: text("seller_mark", { enum: ["processing", "completed", "on_hold", "cancelled"] }),
    customerName: text("customer_name"),
    customerEmail: text("customer_email"),
    country: text("country"),
    units: integer("units").notNull().default(0),
    shipped: integer("shipped").notNull().default(0),
    delivered: integer("delivered").notNull().default(0),
    /** The worst thing about its parcels right now, for one-glance lists: a shipment status. */
    parcelStatus: text("parcel_status", { enum: shipmentStatuses }),
    syncState: text("sync_state", { enum: syncStates }).notNull(),
    syncReason: text("sync_reason"),
    syncAttempts: integer("sync_attempts").notNull().default(0),
    syncNextAt: ms("sync_next_at"),
    lastRunId: text("last_run_id"),
    detail: json<OrderDetail>("detail"),
    /** Stable digest of what the channel said, to tell "unchanged" without comparing fields. */
    digest: text("digest"),
    note: text("note"),
    version: integer("version").notNull().default(0),
    createdAt: ms("created_at").notNull(),
    changedAt: ms("changed_at").notNull(),
    /** Units left to ship by what the channel expects; `toShip` is 0 instead once the order has ended. */
    unshipped: integer("unshipped").notNull().default(0),
    toShip: integer("to_ship").notNull().default(0),
    /** Units the buyer keeps, whether or not they need shipping. */
    kept: integer("kept").notNull().default(0),
    parcels: integer("parcels").notNull().default(0),
    parcelsArrived: integer("parcels_arrived").notNull().default(0),
    test: flag("test").notNull().default(false),
    cashOnDelivery: flag("cash_on_delivery").notNull().default(false),
    archivedAt: ms("archived_at"),
    /** When the channel no longer had it. */
    deletedAt: ms("deleted_at"),
    refundedMinor: integer("refunded_minor"),
    /** What the buyer paid, where it is another currency than the shop's. */
    buyerCurrency: text("buyer_currency"),
    buyerTotalMinor: integer("buyer_total_minor"),
  },
  (t) => [
    uniqueIndex("orders_external").on(t.connectionId, t.externalId),
    index("orders_placed").on(t.orgId, desc(t.placedAt), desc(t.id)),
    index("orders_channel").on(t.orgId, t.channel, desc(t.placedAt), desc(t.id)),
    index("orders_connection").on(t.orgId, t.connectionId, desc(t.placedAt), desc(t.id)),
    // A customer on the public page knows the number and the address, not whose shop it is.
    index("orders_number").on(t.number),
    index("orders_status").on(t.orgId, t.status, desc(t.placedAt), desc(t.id)),
    index("orders_sync").on(t.orgId, t.syncState, desc(t.placedAt), desc(t.id)),
    index("orders_sync_status").on(t.orgId, t.syncState, t.status, desc(t.placedAt), desc(t.id)),
    index("orders_to_ship").on(t.orgId, desc(t.placedAt), desc(t.id)).where(sql`${t.toShip} > 0`),
    index("orders_retry").on(t.syncNextAt).where(sql`${t.syncNextAt} IS NOT NULL`),
  ],
);

export const orderLines = sqliteTable(
  "order_lines",
  {
    orderId: text("order_id").notNull(),
    externalId: text("external_id").notNull(),
    orgId: text("org_id").notNull(),
    position: integer("position").notNull(),
    sku: text("sku"),
    title: text("title").notNull(),
    variant: text("variant"),
    quantity: integer("quantity").notNull(),
    unfulfilled: integer("unfulfilled").notNull(),
    cancelled: integer("cancelled").notNull(),
    refunded: integer("refunded").notNull(),
    /** Null where it is withheld, or finer than the currency. */
    priceMinor: integer("price_minor"),
    requiresShipping: flag("requires_shipping").notNull(),
    /** A price finer than the currency, as the channel wrote it. */
    priceText: text("price_text"),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.externalId] })],
);

/** The raw platform payload beside the unified row. */
export const orderPayloads = sqliteTable("order_payloads", {
  orderId: text("order_id").primaryKey(),
  orgId: text("org_id").notNull(),
  payload: text("payload").notNull(),
  at: ms("at").notNull(),
});

/** Maintained by triggers on `orders` (custom migration), so counts on screen never scan. */
export const orderCounts = sqliteTable(
  "order_counts",
  {
    orgId: text("org_id").notNull(),
    channel: text("channel").notNull(),
    status: text("status").notNull(),
    syncState: text("sync_state").notNull(),
    /** 1: something of it is left to ship. */
    toShip: integer("to_ship").notNull(),
    test: flag("test").notNull(),
    n: integer("n").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.channel, t.status, t.syncState, t.toShip, t.test] })],
);

/**
 * Orders placed, without trial orders, per connection and half hour (UTC ms / 1 800 000): days of any time zone can be summed from them. Maintained
 * by triggers on `orders` (custom migration).
 */
export const orderSlots = sqliteTable(
  "order_slots",
  {
    orgId: text("org_id").notNull(),
    slot: integer("slot").notNull(),
    connectionId: text("connection_id").notNull(),
    n: integer("n").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.slot, t.connectionId] })],
);
