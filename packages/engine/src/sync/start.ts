import type { Statement } from "@waybill/db/database";
import { newId } from "@waybill/domain/ids";
import type { NewEvent } from "@waybill/domain/live/events";
import type { RunSummary } from "@waybill/domain/sync/answers";
import { type OpenConnection, openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { jobStatement } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { type By, causeOf, makeScope, type Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { LIVE_RUN, type RunRow, runRow, runRows, runSummary } from "./run-rows.ts";

/** Changes at the edge of a page can become visible late: at least two minutes (docs/platforms/shopify.md#orders). */
const OVERLAP_MS = 2 * 60_000;
/** Pulled anyway this often, because pushes can be lost. */
export const SCHEDULE_MS = 5 * 60_000;

/**
 * Starts a pull of one channel connection, or of all of a platform, or of all. A run already under way is answered instead
 * of starting a second one beside it.
 */
export async function startSync(
  scope: Scope,
  input: { connectionId?: string; platform?: string; trigger?: RunRow["trigger"] } = {},
): Promise<RunSummary[]> {
  const { ctx, orgId } = scope;
  const rows = await ctx.db.query(
    "SELECT id FROM connections WHERE org_id = ? AND kind = 'channel' AND enabled = 1 AND (?2 IS NULL OR id = ?2) AND (?3 IS NULL OR adapter = ?3) ORDER BY created_at",
    [orgId, input.connectionId ?? null, input.platform ?? null],
  );
  const runs: RunSummary[] = [];
  for (const row of rows) {
    const connection = await openConnection(ctx, String(row.id));
    if (connection) runs.push(await startRun(scope, connection, input.trigger ?? "manual"));
  }
  wake(ctx, "jobs");
  return runs;
}

/** Two who ask in the same moment: the insert is refused for the slower one, which then finds the other's run. */
const startRun = (scope: Scope, connection: OpenConnection, trigger: RunRow["trigger"]): Promise<RunSummary> =>
  retryOnConflict({ ctx: scope.ctx, what: "run" }, () => startOnce(scope, connection, trigger));

/** One pull of a connection at a time: asked again inside the write. */
const insertRun = runRows.insertIf(
  runRows.keys(),
  `NOT EXISTS (SELECT 1 FROM sync_runs WHERE connection_id = :connectionId AND ${LIVE_RUN})`,
);

async function startOnce(scope: Scope, connection: OpenConnection, trigger: RunRow["trigger"]): Promise<RunSummary> {
  const { ctx, by } = scope;
  const { row } = connection;
  const [live] = await ctx.db.query(
    `SELECT r.*, (SELECT run_at FROM jobs WHERE key = 'sync.run ' || r.id) AS due FROM sync_runs r
      WHERE r.connection_id = ? AND ${LIVE_RUN} ORDER BY r.started_at DESC LIMIT 1`,
    [row.id],
  );
  const now = ctx.now();
  if (live) {
    const run = runRow(live);
    // A person's request does not wait for the backoff's end; and a run whose job was given up is not left for dead.
    const wanted = (run.state === "waiting" && trigger === "manual") || live.due === null;
    if (wanted) await ctx.db.commit([runJob(scope, run, now)]);
    return runSummary(run);
  }
  const run: RunRow = {
    id: newId("run", now),
    orgId: row.orgId,
    connectionId: row.id,
    channel: row.adapter,
    trigger: row.watermark === null ? "first" : trigger,
    state: "running",
    seen: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    failed: 0,
    pending: 0,
    pages: 0,
    reason: null,
    startedAt: now,
    finishedAt: null,
    updatedSince: row.watermark === null ? null : row.watermark - OVERLAP_MS,
    cursor: null,
    newestUpdate: null,
    attempts: 0,
  };
  const next: Statement = {
    sql: "UPDATE connections SET next_sync_at = ? WHERE id = ?",
    args: [now + SCHEDULE_MS, row.id],
  };
  await append(scope, {
    cause: causeOf(by),
    statements: [insertRun(run), next, runJob(scope, run, now)],
    events: [runEvent(run)],
  });
  return runSummary(run);
}

const runJob = (scope: Scope, run: RunRow, at: number): Statement =>
  jobStatement(scope, { kind: "sync.run", key: `sync.run ${run.id}`, payload: { runId: run.id }, at });
export const runEvent = (run: RunRow): NewEvent => ({
  type: "sync.changed",
  stream: run.id,
  data: { run: runSummary(run) },
});

const SCHEDULE: By = { kind: "system", id: "schedule", name: "Scheduled sync" };

/** Pulls that are due by schedule; called by the tick. */
export async function scheduleSyncs(ctx: Ctx): Promise<void> {
  const rows = await ctx.db.query(
    "SELECT id, org_id FROM connections WHERE kind = 'channel' AND enabled = 1 AND health <> 'disconnected' AND next_sync_at IS NOT NULL AND next_sync_at <= ? LIMIT 20",
    [ctx.now()],
  );
  for (const row of rows) {
    await startSync(makeScope(ctx, { orgId: String(row.org_id), by: SCHEDULE }), {
      connectionId: String(row.id),
      trigger: "schedule",
    });
  }
}
