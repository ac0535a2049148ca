import type { Row } from "@waybill/db/database";
import type { RunSummary } from "@waybill/domain/sync/answers";
import { num, str } from "../core/columns.ts";

/** A pull of a channel as stored: what the screen shows, and where to go on. */
export type RunRow = RunSummary & {
  orgId: string;
  updatedSince: number | null;
  cursor: string | null;
  newestUpdate: number | null;
  attempts: number;
};

export function runRow(row: Row): RunRow {
  return {
    id: String(row.id),
    orgId: String(row.org_id),
    connectionId: String(row.connection_id),
    channel: String(row.channel),
    trigger: row.trigger as RunRow["trigger"],
    state: row.state as RunRow["state"],
    seen: Number(row.seen),
    created: Number(row.created),
    updated: Number(row.updated),
    unchanged: Number(row.unchanged),
    failed: Number(row.failed),
    pending: Number(row.pending),
    pages: Number(row.pages),
    reason: str(row.reason),
    startedAt: Number(row.started_at),
    finishedAt: num(row.finished_at),
    updatedSince: num(row.updated_since),
    cursor: str(row.cursor),
    newestUpdate: num(row.newest_update),
    attempts: Number(row.attempts),
  };
}

export function runSummary(row: RunRow): RunSummary {
  const { orgId: _o, updatedSince: _u, cursor: _c, newestUpdate: _n, attempts: _a, ...summary } = row;
  return summary;
}
