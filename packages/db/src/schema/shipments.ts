import type { Eta, Proof } from "@waybill/domain/shipment/scan";
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
    trackingUrl: text("tracking_url"),
    lines: json<{ externalLineId: string; quantity: number }[]>("lines").notNull(),
    /** The public page's unguessable token. */
    trackToken: text("token").notNull().unique(),
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
    /** The first ETA ever told: what was promised. */
    promised: json<Eta>("promised"),
    /** When the expected day or window has passed, UTC ms (end of the day where the offset is unknown); null: nothing expected. */
    dueAt: ms("due_at"),
    /** When the parcel last moved: its newest scan, else when it was handed in. */
    movedAt: ms("moved_at"),
    /** The channel's fulfilments that travel in it. */
    fulfilmentIds: json<string[]>("fulfilment_ids").notNull().default([]),
    /** When no live fulfilment named its number any more: it counts for its order no longer and nobody is mailed about it. */
    leftAt: ms("left_at"),
    /** The parcel that took its place: its page leads there. */
    replacedBy: text("replaced_by"),
  },
  (t) => [
    uniqueIndex("shipments_scope").on(t.orgId, t.scope),
    index("shipments_number").on(t.orgId, t.number),
    index("shipments_order").on(t.orderId),
    index("shipments_status").on(t.orgId, t.status, t.changedAt),
    index("shipments_changed").on(t.orgId, t.changedAt, t.id),
    // Customers look parcels up by number alone.
    index("shipments_by_number").on(t.number),
    // What may need a person: overdue, or without movement. Delivered parcels are not in them.
    index("shipments_due").on(t.orgId, t.dueAt).where(sql`${t.deliveredAt} IS NULL AND ${t.dueAt} IS NOT NULL`),
    index("shipments_moved").on(t.orgId, t.movedAt).where(sql`${t.deliveredAt} IS NULL`),
    index("shipments_push").on(t.orgId, t.changedAt).where(sql`${t.pushState} = 'failed'`),
    index("shipments_carrier").on(t.orgId, t.carrier, t.changedAt, t.id),
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

/** What a customer wrote on the public page: "something is wrong". */
export const reports = sqliteTable(
  "reports",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    shipmentId: text("shipment_id").notNull(),
    orderId: text("order_id"),
    kind: text("kind", { enum: ["not_arrived", "damaged", "missing_items", "wrong_address", "other"] }).notNull(),
    message: text("message").notNull(),
    /** How the customer wants to be answered: an e-mail address. */
    contact: text("contact"),
    state: text("state", { enum: ["open", "closed"] })
      .notNull()
      .default("open"),
    closedBy: text("closed_by"),
    closedAt: ms("closed_at"),
    createdAt: ms("created_at").notNull(),
  },
  (t) => [
    index("reports_open").on(t.orgId, t.createdAt).where(sql`${t.state} = 'open'`),
    index("reports_order").on(t.orderId),
    index("reports_shipment").on(t.shipmentId),
  ],
);
