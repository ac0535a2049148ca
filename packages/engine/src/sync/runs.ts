import { appError } from "@waybill/domain/errors";
import type { Page } from "@waybill/domain/page";
import type { RunSummary } from "@waybill/domain/sync/answers";
import { append } from "../core/log.ts";
import { pagesOf } from "../core/paging.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { LIVE_RUN, runRow, runSummary } from "./run-rows.ts";

const pages = pagesOf("runs", "number", "string");

/**
 * Pulls, newest first, of one connection or of all.
 *
 * @throws AppError `bad_cursor`
 */
export async function listRuns(
  { ctx, orgId }: Scope,
  input: { connectionId?: string; cursor?: string; limit: number },
): Promise<Page<RunSummary>> {
  const [at, id] = pages.after(input.cursor) ?? [null, null];
  const rows = await ctx.db.query(
    `SELECT * FROM sync_runs WHERE org_id = ?1 AND (?2 IS NULL OR connection_id = ?2)
      AND (?3 IS NULL OR (started_at, id) < (?3, ?4)) ORDER BY started_at DESC, id DESC LIMIT ?5`,
    [orgId, input.connectionId ?? null, at, id, input.limit + 1],
  );
  const runs = rows.map((row) => runSummary(runRow(row)));
  return pages.page(runs, input.limit, (run) => [run.startedAt, run.id]);
}

/** Stops a pull after the page it is at. What was merged stays; the next pull begins where the last whole one ended. */
export function cancelRun(scope: Scope, input: { id: string }): Promise<RunSummary> {
  return retryOnConflict({ ctx: scope.ctx, what: "run" }, () => cancelOnce(scope, input));
}

async function cancelOnce(scope: Scope, input: { id: string }): Promise<RunSummary> {
  const { ctx, orgId, by } = scope;
  const [row] = await ctx.db.query("SELECT * FROM sync_runs WHERE org_id = ? AND id = ?", [orgId, input.id]);
  if (!row) throw appError({ code: "run_not_found", status: 404, message: "There is no such sync run here." });
  const run = runRow(row);
  if (run.state !== "running" && run.state !== "waiting") return runSummary(run);
  const next = { ...run, state: "cancelled" as const, reason: `Stopped by ${by.name}.`, finishedAt: ctx.now() };
  await append(scope, {
    cause: causeOf(by),
    statements: [
      {
        // One that has just ended by itself stays as it is.
        sql: `UPDATE sync_runs SET state = 'cancelled', reason = ?, finished_at = ? WHERE id = ? AND ${LIVE_RUN}`,
        args: [next.reason, next.finishedAt, run.id],
        atLeast: 1,
      },
    ],
    events: [{ type: "sync.changed", stream: run.id, data: { run: runSummary(next) } }],
  });
  return runSummary(next);
}
