import { jobMoves } from "@waybill/domain/job/states";
import { statesOf } from "@waybill/domain/moves";
import { runMoves } from "@waybill/domain/sync/states";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, ms } from "../columns.ts";

/** Things to do against the outside world, written with the change that asks for them. One live row per key. */
export const jobs = sqliteTable(
  "jobs",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    kind: text("kind").notNull(),
    key: text("key").notNull().unique(),
    payload: json<Record<string, unknown>>("payload").notNull(),
    runAt: ms("run_at"),
    leaseUntil: ms("lease_until"),
    attempts: integer("attempts").notNull().default(0),
    state: text("state", { enum: statesOf(jobMoves) })
      .notNull()
      .default("waiting"),
    reason: text("reason"),
    createdAt: ms("created_at").notNull(),
    updatedAt: ms("updated_at").notNull(),
  },
  (t) => [index("jobs_due").on(t.runAt).where(sql`${t.runAt} IS NOT NULL`), index("jobs_org").on(t.orgId, t.createdAt)],
);

/** One pull of a channel, watched while it runs. The cursor is committed with the page it belongs to. */
export const syncRuns = sqliteTable(
  "sync_runs",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    connectionId: text("connection_id").notNull(),
    channel: text("channel").notNull(),
    trigger: text("trigger", { enum: ["manual", "schedule", "first"] }).notNull(),
    state: text("state", { enum: statesOf(runMoves) }).notNull(),
    updatedSince: ms("updated_since"),
    cursor: text("cursor"),
    newestUpdate: ms("newest_update"),
    pages: integer("pages").notNull().default(0),
    seen: integer("seen").notNull().default(0),
    created: integer("created").notNull().default(0),
    updated: integer("updated").notNull().default(0),
    unchanged: integer("unchanged").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    pending: integer("pending").notNull().default(0),
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    version: integer("version").notNull().default(0),
    startedAt: ms("started_at").notNull(),
    finishedAt: ms("finished_at"),
  },
  (t) => [
    index("sync_runs_org").on(t.orgId, t.startedAt),
    index("sync_runs_connection").on(t.connectionId, t.startedAt),
    index("sync_runs_live").on(t.state).where(sql`${t.state} IN ('running', 'waiting')`),
  ],
);
