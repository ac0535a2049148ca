import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
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

/** A list's filters under a name. `userId` null: everybody of the organisation sees it. `query` is the page's own query string. */
export const savedViews = sqliteTable(
  "saved_views",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    userId: text("user_id"),
    place: text("place", { enum: ["orders", "shipments"] }).notNull(),
    name: text("name").notNull(),
    query: text("query").notNull(),
    position: integer("position").notNull().default(0),
    createdAt: ms("created_at").notNull(),
  },
  (t) => [index("saved_views_org").on(t.orgId, t.place, t.position)],
);
