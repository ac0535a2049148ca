import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { flag, json, ms } from "../columns.ts";

/** One account at one platform: a carrier, a channel or a mail sender. Secrets are sealed; `settings` holds only the open fields. */
export const connections = sqliteTable(
  "connections",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    kind: text("kind", { enum: ["carrier", "channel", "sender"] }).notNull(),
    adapter: text("adapter").notNull(),
    name: text("name").notNull(),
    settings: json<Record<string, string>>("settings").notNull(),
    sealedSettings: text("sealed_settings").notNull(),
    sealedToken: text("sealed_token"),
    enabled: flag("enabled").notNull().default(true),
    health: text("health", { enum: ["new", "ok", "failing", "disconnected"] })
      .notNull()
      .default("new"),
    healthReason: text("health_reason"),
    failures: integer("failures").notNull().default(0),
    /** Nothing is asked of the platform before this instant. */
    backoffUntil: ms("backoff_until"),
    lastOkAt: ms("last_ok_at"),
    lastWebhookAt: ms("last_webhook_at"),
    /** Channels: the largest `updatedAt` of orders fully pulled. */
    watermark: ms("watermark"),
    nextSyncAt: ms("next_sync_at"),
    budget: json<{ available: number; maximum: number; restorePerSecond: number }>("budget"),
    createdAt: ms("created_at").notNull(),
    updatedAt: ms("updated_at").notNull(),
    /** Replaced secrets that webhooks may still be signed with, each with its end. */
    sealedPrevious: text("sealed_previous"),
    /** The last of those ends: from then on none of them proves anything. */
    previousUntil: ms("previous_until"),
  },
  (t) => [index("connections_org").on(t.orgId, t.kind)],
);
