import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, ms } from "../columns.ts";

/** One JSON document per organisation and name: notification policy, branding, time zone. */
export const orgSettings = sqliteTable(
  "org_settings",
  {
    orgId: text("org_id").notNull(),
    name: text("name").notNull(),
    value: json<Record<string, unknown>>("value").notNull(),
    changedAt: ms("changed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name] })],
);
