import type { Cause } from "@waybill/domain/frame";
import { statesOf } from "@waybill/domain/moves";
import { notificationMoves } from "@waybill/domain/notification/states";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, ms } from "../columns.ts";

export const notificationStates = statesOf(notificationMoves);

/** One notification per cause: `key` = trigger, shipment, recipient, medium, episode. Written with the change that caused it. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    key: text("key").notNull().unique(),
    /** Rows of one lane go out in the order of `seq`; the lane is the shipment. */
    lane: text("lane").notNull(),
    seq: integer("seq").notNull(),
    trigger: text("trigger").notNull(),
    /** The column is older than the word. */
    medium: text("channel", { enum: ["email"] }).notNull(),
    recipient: text("recipient").notNull(),
    orderId: text("order_id"),
    shipmentId: text("shipment_id"),
    /** What the message is made from; rendering is pure, so a retry sends the same bytes. */
    payload: json<unknown>("payload").notNull(),
    subject: text("subject").notNull(),
    state: text("state", { enum: notificationStates }).notNull().default("pending"),
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    nextAt: ms("next_at"),
    leaseUntil: ms("lease_until"),
    sender: text("sender"),
    providerId: text("provider_id"),
    firstTriedAt: ms("first_tried_at"),
    sentAt: ms("sent_at"),
    receiptAt: ms("receipt_at"),
    cause: json<Cause>("cause").notNull(),
    createdAt: ms("created_at").notNull(),
  },
  (t) => [
    index("outbox_due").on(t.nextAt).where(sql`${t.nextAt} IS NOT NULL`),
    index("outbox_lane").on(t.lane, t.seq),
    index("outbox_org").on(t.orgId, t.createdAt, t.id),
    index("outbox_state").on(t.orgId, t.state, t.createdAt, t.id),
    index("outbox_provider").on(t.providerId),
    index("outbox_order").on(t.orderId),
  ],
);

/** The embedded sender's mail: kept in the database, read in the demo. One row a notification, for ever. */
export const mailbox = sqliteTable(
  "mailbox",
  {
    notificationId: text("notification_id").primaryKey(),
    orgId: text("org_id").notNull(),
    from: text("from_address").notNull(),
    to: text("to_address").notNull(),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
    headers: json<Record<string, string>>("headers").notNull(),
    at: ms("at").notNull(),
  },
  (t) => [index("mailbox_org").on(t.orgId, t.at)],
);

/** Addresses that get no more mail: bounced, complained. */
export const suppressions = sqliteTable(
  "suppressions",
  {
    orgId: text("org_id").notNull(),
    address: text("address").notNull(),
    reason: text("reason").notNull(),
    at: ms("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.address] })],
);

/** What a recipient asked not to get. `trigger` "*": everything; `scope` "*" or a shipment id (mute this parcel). */
export const preferences = sqliteTable(
  "preferences",
  {
    orgId: text("org_id").notNull(),
    address: text("address").notNull(),
    trigger: text("trigger").notNull(),
    scope: text("scope").notNull(),
    at: ms("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.address, t.trigger, t.scope] })],
);
