import type { Eta, Proof } from "@waybill/domain/scan";
import { shipmentStatuses } from "@waybill/domain/status";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, json, ms } from "../columns.ts";

export const shipments = sqliteTable(
  "shipments",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    orderId: text("order_id"),
    carrier: text("carrier").notNull(),
    number: text("number").notNull(),
    /** Order, carrier and number: a recycled number on another order is another shipment. */
    scope: text("scope").notNull(),
    /** The carrier connection that follows it; null: nobody does. */
    connectionId: text("connection_id"),
    handle: text("handle"),
    uniqueId: text("unique_id"),
    externalFulfilmentId: text("external_fulfilment_id"),
    trackingUrl: text("tracking_url"),
    lines: json<{ externalLineId: string; quantity: number }[]>("lines").notNull(),
    /** The public page's unguessable token. */
    token: text("token").notNull().unique(),
    tokenExpiresAt: ms("token_expires_at"),
    tokenRevokedAt: ms("token_revoked_at"),
    status: text("status", { enum: shipmentStatuses }).notNull().default("pre_transit"),
    reason: text("reason"),
    statusAt: ms("status_at"),
    deliveredAt: ms("delivered_at"),
    postDelivery: flag("post_delivery").notNull().default(false),
    eta: json<Eta>("eta"),
    proof: json<Proof>("proof"),
    scanCount: integer("scan_count").notNull().default(0),
    lastMessage: text("last_message"),
    lastPlace: text("last_place"),
    /** Scans before this instant belong to an earlier life of the number. */
    notBefore: ms("not_before").notNull(),
    shippedAt: ms("shipped_at").notNull(),
    lastHeardAt: ms("last_heard_at"),
    nextPollAt: ms("next_poll_at"),
    pollFailures: integer("poll_failures").notNull().default(0),
    pollNote: text("poll_note"),
    /** Our telling the channel: none: it came from there. */
    pushState: text("push_state", { enum: ["none", "pending", "success", "failed"] })
      .notNull()
      .default("none"),
    pushReason: text("push_reason"),
    version: integer("version").notNull().default(0),
    createdAt: ms("created_at").notNull(),
    changedAt: ms("changed_at").notNull(),
  },
  (t) => [
    uniqueIndex("shipments_scope").on(t.orgId, t.scope),
    index("shipments_number").on(t.orgId, t.number),
    index("shipments_order").on(t.orderId),
    index("shipments_status").on(t.orgId, t.status, t.changedAt),
    index("shipments_changed").on(t.orgId, t.changedAt, t.id),
    index("shipments_poll").on(t.nextPollAt).where(sql`${t.nextPollAt} IS NOT NULL`),
  ],
);

/** One scan. The key is the identity; the first delivery that brought it is its cause. */
export const trackingEvents = sqliteTable(
  "tracking_events",
  {
    shipmentId: text("shipment_id").notNull(),
    key: text("key").notNull(),
    orgId: text("org_id").notNull(),
    code: text("code").notNull(),
    status: text("status", { enum: shipmentStatuses }),
    reason: text("reason"),
    message: text("message").notNull(),
    local: text("local").notNull(),
    offset: integer("offset_minutes"),
    instant: ms("instant"),
    precision: text("precision", { enum: ["second", "minute", "date"] }).notNull(),
    city: text("city"),
    region: text("region"),
    postalCode: text("postal_code"),
    country: text("country"),
    ordinal: integer("ordinal"),
    inboxId: integer("inbox_id"),
  },
  (t) => [primaryKey({ columns: [t.shipmentId, t.key] })],
);
