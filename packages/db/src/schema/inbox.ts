import { inboxMoves } from "@waybill/domain/inbox/states";
import { statesOf } from "@waybill/domain/moves";
import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, ms } from "../columns.ts";

/**
 * Every verified webhook, appended before it is answered. No unique index here: the key is applied when the row is
 * processed (docs/performance.md#inbox: half the insert rate would go into it).
 */
export const inbox = sqliteTable(
  "inbox",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    orgId: text("org_id").notNull(),
    connectionId: text("connection_id").notNull(),
    kind: text("kind", { enum: ["carrier", "channel", "sender", "poll"] }).notNull(),
    adapter: text("adapter").notNull(),
    key: text("key").notNull(),
    receivedAt: ms("received_at").notNull(),
    headers: json<Record<string, string>>("headers").notNull(),
    url: text("url").notNull().default(""),
    body: blob("body", { mode: "buffer" }).$type<Uint8Array>().notNull(),
    /** How it was verified, in words. */
    verified: text("verified").notNull(),
    state: text("state", { enum: statesOf(inboxMoves) })
      .notNull()
      .default("received"),
    note: text("note"),
    /** Streams this row changed, for the effect column of the screen. */
    effects: json<string[]>("effects"),
    attempts: integer("attempts").notNull().default(0),
    processedAt: ms("processed_at"),
  },
  (t) => [
    index("inbox_pending").on(t.id).where(sql`${t.state} = 'received'`),
    index("inbox_org").on(t.orgId, t.id),
    // Duplicates of one delivery, folded under it on screen; only duplicates pay for it.
    index("inbox_duplicates").on(t.connectionId, t.key).where(sql`${t.state} = 'duplicate'`),
    // What a person should look at: few rows, counted for every glance at the overview.
    index("inbox_attention").on(t.orgId, t.state).where(sql`${t.state} IN ('not_understood', 'unmatched', 'failed')`),
  ],
);

/** The unique key of a delivery, applied at processing: exactly one inbox row owns it. */
export const inboxKeys = sqliteTable(
  "inbox_keys",
  {
    connectionId: text("connection_id").notNull(),
    key: text("key").notNull(),
    inboxId: integer("inbox_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.key] })],
);

/** Tracking numbers that arrived before their shipment: read when the shipment is made. */
export const inboxNumbers = sqliteTable(
  "inbox_numbers",
  {
    orgId: text("org_id").notNull(),
    number: text("number").notNull(),
    inboxId: integer("inbox_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.number, t.inboxId] })],
);
