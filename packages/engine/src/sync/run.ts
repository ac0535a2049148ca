import { isAdapterError } from "@waybill/adapters/ports/adapter";
import type { ChannelDefinition, OrderPage } from "@waybill/adapters/ports/channel";
import type { Statement } from "@waybill/db/database";
import { errorText } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/frame";
import type { NewEvent } from "@waybill/domain/live/events";
import { statesOf } from "@waybill/domain/moves";
import { runMoves } from "@waybill/domain/sync/states";
import { healthStatement } from "../connections/health.ts";
import { forgetConnection, type OpenConnection, openConnection } from "../connections/open.ts";
import { connectionSummary } from "../connections/rows.ts";
import { backoff } from "../core/backoff.ts";
import type { Ctx } from "../core/context.ts";
import type { Job, JobOutcome } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { type Scope, system } from "../core/scope.ts";
import { comesFrom } from "../core/states.ts";
import { wake } from "../core/worker.ts";
import { mergeOne, mergePage } from "./merge-page.ts";
import { type RunRow, runRow, runRows } from "./run-rows.ts";
import { runEvent, SCHEDULE_MS } from "./start.ts";

/** Orders per page: what Shopify's cost limit allows with lines and fulfilments (docs/platforms/shopify.md#orders). */
const PAGE = 50;

/** A job yields to others after this and goes on at once. */
const SLICE_MS = 15_000;

/** A run's progress is told this often at most, ms. */
const EVENT_EVERY_MS = 300;

/** Job `sync.run`: pulls page after page; each page's orders, counts and cursor are one commit, so a kill resumes at the page. */
export async function runSyncJob(scope: Scope, job: Job, extend: () => Promise<void>): Promise<JobOutcome> {
  const { ctx } = scope;
  const [raw] = await ctx.db.query("SELECT * FROM sync_runs WHERE id = ?", [String(job.payload.runId)]);
  if (!raw) return { state: "done" };
  let run = runRow(raw);
  if (run.state !== "running" && run.state !== "waiting") return { state: "done" };
  const connection = await openConnection(ctx, run.connectionId);
  if (!connection?.row.enabled) {
    await finish(
      scope,
      { ...run, state: "cancelled", reason: connection ? "The channel is paused." : "The channel was disconnected." },
      connection,
    );
    return { state: "done" };
  }
  const definition = connection.definition as ChannelDefinition;
  const started = ctx.now();
  const pull = (cursor: string | null): Promise<OrderPage> =>
    definition.pull(connection.adapterCtx, { updatedSince: run.updatedSince, cursor, limit: PAGE });
  let page = pull(run.cursor);
  let lastEventAt = 0;
  try {
    for (;;) {
      const current = await page;
      // The next page is on its way while this one is written.
      if (current.next !== null) {
        page = pull(current.next);
        page.catch(() => {});
      }
      // Several pages a second are one picture of the progress.
      const emits = ctx.now() - lastEventAt >= EVENT_EVERY_MS;
      if (emits) lastEventAt = ctx.now();
      run = await writePage(scope, { run, connection, page: current, emits });
      if (current.next === null) {
        await finish(scope, { ...run, state: "done", reason: null }, connection);
        return { state: "done" };
      }
      if (ctx.now() - started > SLICE_MS) return { state: "again", at: ctx.now(), reason: null };
      await extend();
      if (await cancelled(ctx, run.id)) return { state: "done" };
    }
  } catch (error) {
    // Stopped by a person while the page was on its way: they have been told, and nothing is to contradict it.
    if (await cancelled(ctx, run.id)) return { state: "done" };
    return failedPage(scope, { run, connection, error });
  }
}

const cancelled = async (ctx: Ctx, id: string) =>
  (await ctx.db.query("SELECT 1 FROM sync_runs WHERE id = ? AND state = 'cancelled'", [id])).length > 0;

async function failedPage(
  scope: Scope,
  input: { run: RunRow; connection: OpenConnection; error: unknown },
): Promise<JobOutcome> {
  const { ctx } = scope;
  const { run, connection, error } = input;
  const reason = errorText(error);
  const attempts = run.attempts + 1;
  // A call budget used up is no failure: the channel works, and the run goes on when there is room.
  const limited = isAdapterError(error) && error.kind === "rate_limited";
  const hopeless = isAdapterError(error) && (error.kind === "auth" || error.kind === "permission");
  const retryAfterMs = isAdapterError(error) ? error.retryAfterMs : null;
  const health = healthStatement(ctx, connection.row, { ok: false, reason, retryAfterMs });
  forgetConnection(ctx, connection.row.id);
  // What a person must repair ends the run with its words; the rest waits and goes on from the same page by itself.
  const at =
    ctx.now() +
    backoff({
      attempt: attempts,
      base: 2_000,
      cap: limited ? 30_000 : 10 * 60_000,
      random: ctx.random(),
      atLeast: retryAfterMs,
    });
  const next: RunRow = {
    ...run,
    attempts,
    reason,
    state: hopeless ? "failed" : "waiting",
    finishedAt: hopeless ? ctx.now() : null,
  };
  if (limited) {
    await append(scope, {
      cause: system("sync"),
      statements: [updateRun(next)],
      events: [runEvent(next)],
    });
    return { state: "again", at, reason };
  }
  const again: Statement = {
    sql: "UPDATE connections SET next_sync_at = ? WHERE id = ?",
    args: [health.row.backoffUntil, connection.row.id],
  };
  const statements = hopeless ? [again] : [];
  const data = { connection: connectionSummary(health.row) };
  await append(scope, {
    cause: system("sync"),
    statements: [updateRun(next), health.statement, ...statements],
    events: [runEvent(next), { type: "connection.changed", stream: connection.row.id, data }],
  });
  return hopeless ? { state: "parked", reason } : { state: "again", at, reason };
}

/** By the state it goes to. A run that ended meanwhile stays so: what would say otherwise is not written, nor its event told. */
const updates = Object.fromEntries(
  statesOf(runMoves).map((to) => [
    to,
    runRows.update({
      set: [
        ...(["state", "cursor", "newestUpdate", "pages", "seen", "created", "updated", "unchanged", "failed"] as const),
        ...(["pending", "reason", "attempts", "finishedAt"] as const),
      ],
      where: ["id"],
      also: "version = version + 1",
      and: comesFrom(runMoves, to, { stays: to === "running" || to === "waiting" }),
    }),
  ]),
);

function updateRun(next: RunRow): Statement {
  const update = updates[next.state];
  if (!update) throw new Error(`No run can come to be "${next.state}".`);
  return update(next, next);
}

async function finish(scope: Scope, run: RunRow, connection: OpenConnection | null): Promise<void> {
  const { ctx } = scope;
  const next = { ...run, finishedAt: ctx.now(), cursor: null };
  const statements = [updateRun(next)];
  const events: NewEvent[] = [runEvent(next)];
  if (connection && run.state === "done") {
    const health = healthStatement(ctx, connection.row, { ok: true });
    statements.push(health.statement);
    statements.push({
      sql: "UPDATE connections SET watermark = MAX(COALESCE(watermark, 0), COALESCE(?1, watermark, 0)), next_sync_at = ?2 WHERE id = ?3",
      args: [run.newestUpdate, ctx.now() + SCHEDULE_MS, connection.row.id],
    });
    if (health.changed)
      events.push({
        type: "connection.changed",
        stream: connection.row.id,
        data: { connection: connectionSummary(health.row) },
      });
    forgetConnection(ctx, connection.row.id);
  }
  await append(scope, { cause: system("sync"), statements, events });
}

async function writePage(
  scope: Scope,
  input: { run: RunRow; connection: OpenConnection; page: OrderPage; emits: boolean },
): Promise<RunRow> {
  const { ctx } = scope;
  const { run, connection, page } = input;
  const cause: Cause = { kind: "sync", id: run.id, text: `${connection.row.name} sync` };
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0, pending: 0 };
  const merged = await mergePage(scope, { connection, pulled: page.orders, cause, runId: run.id });
  const after = (): RunRow => ({
    ...run,
    state: "running",
    reason: null,
    attempts: 0,
    cursor: page.next,
    newestUpdate: Math.max(run.newestUpdate ?? 0, page.newestUpdate ?? 0) || null,
    pages: run.pages + 1,
    seen: run.seen + page.orders.length,
    created: run.created + counts.created,
    updated: run.updated + counts.updated,
    unchanged: run.unchanged + counts.unchanged,
    failed: run.failed + counts.failed,
    pending: run.pending + counts.pending,
  });
  for (const m of merged) counts[m.outcome] += 1;
  const answered = input.emits ? platformAnswered(ctx, connection, page) : { statements: [], events: [] };
  const progressEvents = (next: RunRow) => (input.emits ? [runEvent(next)] : []);
  try {
    const next = after();
    await append(scope, {
      cause,
      statements: [...merged.flatMap((m) => m.statements), updateRun(next), ...answered.statements],
      events: [...merged.flatMap((m) => m.events), ...progressEvents(next), ...answered.events],
    });
    wake(ctx, "jobs");
    wake(ctx, "outbox");
    if (merged.some((m) => m.shipments.length > 0)) wake(ctx, "inbox");
    return next;
  } catch (error) {
    ctx.log.warn("page not written whole; each order by itself", { run: run.id, reason: errorText(error) });
  }
  // One poison order must not hold up its page: each by itself, the one that fails is counted and shown.
  Object.assign(counts, { created: 0, updated: 0, unchanged: 0, failed: 0, pending: 0 });
  for (const pulled of page.orders)
    counts[(await mergeOne(scope, { connection, pulled, cause, runId: run.id })).outcome] += 1;
  const next = after();
  await append(scope, { cause, statements: [updateRun(next)], events: progressEvents(next) });
  wake(ctx, "jobs");
  wake(ctx, "outbox");
  return next;
}

/** What an answered page says of the connection: its remaining budget, and that it works again if it did not. */
function platformAnswered(
  ctx: Ctx,
  connection: OpenConnection,
  page: OrderPage,
): { statements: Statement[]; events: NewEvent[] } {
  const { row } = connection;
  const statements: Statement[] = [];
  if (page.budget)
    statements.push({
      sql: "UPDATE connections SET budget = ? WHERE id = ?",
      args: [JSON.stringify(page.budget), row.id],
    });
  if (row.health === "ok") return { statements, events: [] };
  const health = healthStatement(ctx, row, { ok: true });
  Object.assign(row, health.row);
  const data = { connection: connectionSummary(health.row) };
  return {
    statements: [...statements, health.statement],
    events: [{ type: "connection.changed", stream: row.id, data }],
  };
}
