import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { json, ms } from "../columns.ts";

/** Everything that happened. `seq` is gap-free per organisation; `version` gap-free per stream (docs/architecture.md#data). */
export const events = sqliteTable(
  "events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    orgId: text("org_id").notNull(),
    seq: integer("seq").notNull(),
    stream: text("stream").notNull(),
    version: integer("version").notNull(),
    type: text("type").notNull(),
    at: ms("at").notNull(),
    data: json<Record<string, unknown>>("data").notNull(),
    cause: json<Record<string, unknown>>("cause").notNull(),
  },
  (t) => [
    uniqueIndex("events_org_seq").on(t.orgId, t.seq),
    uniqueIndex("events_stream_version").on(t.stream, t.version),
  ],
);
