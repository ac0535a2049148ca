import { isAdapterError } from "@waybill/adapters/adapter";
import type { ChannelDefinition, OrderPage, PulledOrder } from "@waybill/adapters/channel";
import type { Statement } from "@waybill/db/database";
import { appError, errorText } from "@waybill/domain/errors";
import type { Cause, NewEvent } from "@waybill/domain/events";
import { newId } from "@waybill/domain/ids";
import type { RunSummary } from "@waybill/domain/views";
import { backoff } from "./backoff.ts";
import {
  connectionSummary,
  forgetConnection,
  healthStatement,
  type OpenConnection,
  openConnection,
} from "./connections.ts";
import type { Ctx } from "./context.ts";
import { type Job, type JobOutcome, jobStatement, kickJobs } from "./jobs.ts";
import { append, type By, causeOf, system } from "./log.ts";
import { knownOrders, type Merged, mergeOrder } from "./merge.ts";
import { noticeStatements } from "./notices.ts";
import type { orderRow } from "./order-rows.ts";
import { kickOutbox } from "./outbox-send.ts";
import { type RunRow, runRow, runSummary } from "./run-rows.ts";

/** Orders per page: what Shopify's cost limit allows with lines and fulfilments (facts §1.3). */
const PAGE = 50;
/** Changes at the edge of a page can become visible late; the platform's facts ask for at least two minutes. */
const OVERLAP = 2 * 60_000;
/** A job yields to others after this and goes on at once. */
const SLICE = 15_000;
/** Pulled anyway this often, because pushes can be lost. */
const SCHEDULE = 5 * 60_000;

/**
 * Starts a pull of one channel connection, or of all of a platform, or of all. A run already under way is answered instead
 * of starting a second one beside it.
 */
export async function startSync(
  ctx: Ctx,
  input: { orgId: string; connectionId?: string; platform?: string; by: By; trigger?: RunRow["trigger"] },
): Promise<RunSummary[]> {
  const rows = await ctx.db.query(
    "SELECT id FROM connections WHERE org_id = ? AND kind = 'channel' AND enabled = 1 AND (?2 IS NULL OR id = ?2) AND (?3 IS NULL OR adapter = ?3) ORDER BY created_at",
    [input.orgId, input.connectionId ?? null, input.platform ?? null],
  );
  const runs: RunSummary[] = [];
  for (const row of rows) {
    const connection = await openConnection(ctx, String(row.id));
    if (connection) runs.push(await startRun(ctx, connection, input.by, input.trigger ?? "manual"));
  }
  kickJobs(ctx);
  return runs;
}

async function startRun(ctx: Ctx, connection: OpenConnection, by: By, trigger: RunRow["trigger"]): Promise<RunSummary> {
  const { row } = connection;
  const [live] = await ctx.db.query(
    "SELECT * FROM sync_runs WHERE connection_id = ? AND state IN ('running', 'waiting') ORDER BY started_at DESC LIMIT 1",
    [row.id],
  );
  const now = ctx.now();
  if (live) {
    const run = runRow(live);
    // A person's request does not wait for the backoff's end.
    if (run.state === "waiting" && trigger === "manual") await ctx.db.commit([runJob(ctx, run, now)]);
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
    updatedSince: row.watermark === null ? null : row.watermark - OVERLAP,
    cursor: null,
    newestUpdate: null,
    attempts: 0,
  };
  const insert: Statement = {
    sql: "INSERT INTO sync_runs (id, org_id, connection_id, channel, trigger, state, updated_since, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    args: [run.id, run.orgId, run.connectionId, run.channel, run.trigger, run.state, run.updatedSince, now],
  };
  const next: Statement = {
    sql: "UPDATE connections SET next_sync_at = ? WHERE id = ?",
    args: [now + SCHEDULE, row.id],
  };
  await append(ctx, {
    orgId: row.orgId,
    cause: causeOf(by),
    statements: [insert, next, runJob(ctx, run, now)],
    events: [runEvent(run)],
  });
  return runSummary(run);
}

const runJob = (ctx: Ctx, run: RunRow, at: number): Statement =>
  jobStatement(ctx, { orgId: run.orgId, kind: "sync.run", key: `sync.run ${run.id}`, payload: { runId: run.id }, at });
const runEvent = (run: RunRow): NewEvent => ({ type: "sync.changed", stream: run.id, data: { run: runSummary(run) } });

/** Pulls that are due by schedule; called by the tick. */
export async function scheduleSyncs(ctx: Ctx): Promise<void> {
  const rows = await ctx.db.query(
    "SELECT id, org_id FROM connections WHERE kind = 'channel' AND enabled = 1 AND health <> 'disconnected' AND next_sync_at IS NOT NULL AND next_sync_at <= ? LIMIT 20",
    [ctx.now()],
  );
  for (const row of rows) {
    const by: By = { kind: "system", id: "schedule", name: "Scheduled sync" };
    await startSync(ctx, { orgId: String(row.org_id), connectionId: String(row.id), by, trigger: "schedule" });
  }
}

/** Job `sync.run`: pulls page after page; each page's orders, counts and cursor are one commit, so a kill resumes at the page. */
export async function runSyncJob(ctx: Ctx, job: Job, extend: () => Promise<void>): Promise<JobOutcome> {
  const [raw] = await ctx.db.query("SELECT * FROM sync_runs WHERE id = ?", [String(job.payload.runId)]);
  if (!raw) return { state: "done" };
  let run = runRow(raw);
  if (run.state !== "running" && run.state !== "waiting") return { state: "done" };
  const connection = await openConnection(ctx, run.connectionId);
  if (!connection?.row.enabled) {
    await finish(
      ctx,
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
  try {
    for (;;) {
      const current = await page;
      // The next page is on its way while this one is written.
      if (current.next !== null) {
        page = pull(current.next);
        page.catch(() => {});
      }
      run = await writePage(ctx, { run, connection, page: current });
      if (current.next === null) {
        await finish(ctx, { ...run, state: "done", reason: null }, connection);
        return { state: "done" };
      }
      if (ctx.now() - started > SLICE) return { state: "again", at: ctx.now(), reason: null };
      await extend();
      if (await cancelled(ctx, run.id)) return { state: "done" };
    }
  } catch (error) {
    return failedPage(ctx, { run, connection, error });
  }
}

const cancelled = async (ctx: Ctx, id: string) =>
  (await ctx.db.query("SELECT 1 FROM sync_runs WHERE id = ? AND state = 'cancelled'", [id])).length > 0;

async function failedPage(
  ctx: Ctx,
  of: { run: RunRow; connection: OpenConnection; error: unknown },
): Promise<JobOutcome> {
  const { run, connection, error } = of;
  const reason = errorText(error);
  const attempts = run.attempts + 1;
  const hopeless = isAdapterError(error) && (error.kind === "auth" || error.kind === "permission");
  const retryAfterMs = isAdapterError(error) ? error.retryAfterMs : null;
  const health = healthStatement(ctx, connection.row, { ok: false, reason, retryAfterMs });
  forgetConnection(ctx, connection.row.id);
  // What a person must repair ends the run with its words; the rest waits and goes on from the same page by itself.
  const at =
    ctx.now() +
    backoff({ attempt: attempts, base: 2_000, cap: 10 * 60_000, random: ctx.random(), atLeast: retryAfterMs });
  const next: RunRow = {
    ...run,
    attempts,
    reason,
    state: hopeless ? "failed" : "waiting",
    finishedAt: hopeless ? ctx.now() : null,
  };
  const again: Statement = {
    sql: "UPDATE connections SET next_sync_at = ? WHERE id = ?",
    args: [health.row.backoffUntil, connection.row.id],
  };
  const statements = hopeless ? [again] : [];
  const data = { connection: connectionSummary(health.row) };
  await append(ctx, {
    orgId: run.orgId,
    cause: system("sync"),
    statements: [runStatement(next), health.statement, ...statements],
    events: [runEvent(next), { type: "connection.changed", stream: connection.row.id, data }],
  });
  return hopeless ? { state: "parked", reason } : { state: "again", at, reason };
}

function runStatement(run: RunRow): Statement {
  return {
    sql: `UPDATE sync_runs SET state = CASE WHEN state = 'cancelled' THEN state ELSE ? END, cursor = ?, newest_update = ?, pages = ?, seen = ?,
      created = ?, updated = ?, unchanged = ?, failed = ?, pending = ?, reason = ?, attempts = ?, finished_at = ?, version = version + 1 WHERE id = ?`,
    args: [
      run.state,
      run.cursor,
      run.newestUpdate,
      run.pages,
      run.seen,
      run.created,
      run.updated,
      run.unchanged,
      run.failed,
      run.pending,
      run.reason,
      run.attempts,
      run.finishedAt,
      run.id,
    ],
  };
}

async function finish(ctx: Ctx, run: RunRow, connection: OpenConnection | null): Promise<void> {
  const next = { ...run, finishedAt: ctx.now(), cursor: null };
  const statements = [runStatement(next)];
  const events: NewEvent[] = [runEvent(next)];
  if (connection && run.state === "done") {
    const health = healthStatement(ctx, connection.row, { ok: true });
    statements.push(health.statement);
    statements.push({
      sql: "UPDATE connections SET watermark = MAX(COALESCE(watermark, 0), COALESCE(?1, watermark, 0)), next_sync_at = ?2 WHERE id = ?3",
      args: [run.newestUpdate, ctx.now() + SCHEDULE, connection.row.id],
    });
    if (health.changed)
      events.push({
        type: "connection.changed",
        stream: connection.row.id,
        data: { connection: connectionSummary(health.row) },
      });
    forgetConnection(ctx, connection.row.id);
  }
  await append(ctx, { orgId: run.orgId, cause: system("sync"), statements, events });
}

async function writePage(ctx: Ctx, of: { run: RunRow; connection: OpenConnection; page: OrderPage }): Promise<RunRow> {
  const { run, connection, page } = of;
  const cause: Cause = { kind: "sync", id: run.id, text: `${connection.row.name} sync` };
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0, pending: 0 };
  const merged = await merge(ctx, { connection, pulled: page.orders, cause, runId: run.id });
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
  try {
    const next = after();
    await append(ctx, {
      orgId: run.orgId,
      cause,
      statements: [...merged.flatMap((m) => m.statements), runStatement(next)],
      events: [...merged.flatMap((m) => m.events), runEvent(next)],
    });
    kickJobs(ctx);
    kickOutbox(ctx);
    return next;
  } catch (error) {
    ctx.log.warn("page not written whole; each order by itself", { run: run.id, reason: errorText(error) });
  }
  // One poison order must not hold up its page: each by itself, the one that fails is counted and shown.
  Object.assign(counts, { created: 0, updated: 0, unchanged: 0, failed: 0, pending: 0 });
  for (const pulled of page.orders)
    counts[(await mergeOne(ctx, { connection, pulled, cause, runId: run.id })).outcome] += 1;
  const next = after();
  await append(ctx, { orgId: run.orgId, cause, statements: [runStatement(next)], events: [runEvent(next)] });
  kickJobs(ctx);
  return next;
}

type MergeInput = { connection: OpenConnection; cause: Cause; runId: string | null };

async function merge(ctx: Ctx, of: MergeInput & { pulled: readonly PulledOrder[] }): Promise<Merged[]> {
  // The same order twice on a page (it changed while we paged): the later telling counts.
  const unique = new Map(of.pulled.map((p) => [p.ok ? p.order.externalId : p.externalId, p]));
  const known = await knownOrders(ctx, of.connection.row, [...unique.keys()]);
  const merged: Merged[] = [];
  for (const [externalId, pulled] of unique) {
    const one = mergeOrder(ctx, {
      connection: of.connection.row,
      pulled,
      known: known.get(externalId),
      cause: of.cause,
      runId: of.runId,
    });
    const created = one.events.find((e) => e.type === "order.created" || e.type === "order.updated");
    if (pulled.ok && one.shipments.length > 0 && created && "order" in created.data) {
      const order = { ...known.get(externalId)?.order, ...created.data.order } as ReturnType<typeof orderRow>;
      for (const plan of one.shipments) {
        one.statements.push(
          ...(await noticeStatements(ctx, {
            before: null,
            after: plan.row,
            timeline: null,
            order: { ...order, orgId: plan.row.orgId },
            lines: pulled.order.lines,
            cause: of.cause,
          })),
        );
      }
    }
    merged.push(one);
  }
  return merged;
}

/** Merges one order in its own commit; another writer's change is re-read, anything else quarantines it with the reason. */
export async function mergeOne(ctx: Ctx, of: MergeInput & { pulled: PulledOrder }): Promise<Merged> {
  let failure: unknown;
  for (let attempt = 0; attempt < 4; attempt++) {
    const [one] = await merge(ctx, { ...of, pulled: [of.pulled] });
    if (!one) break;
    try {
      await append(ctx, {
        orgId: of.connection.row.orgId,
        cause: of.cause,
        statements: one.statements,
        events: one.events,
      });
      return one;
    } catch (error) {
      failure = error;
    }
  }
  const p = of.pulled;
  const reason = `This order could not be stored: ${errorText(failure)}`;
  const bad: PulledOrder = {
    ok: false,
    externalId: p.ok ? p.order.externalId : p.externalId,
    number: p.ok ? p.order.number : p.number,
    placedAt: p.ok ? p.order.placedAt : p.placedAt,
    reason,
    transient: false,
    raw: p.ok ? p.order.raw : p.raw,
  };
  if (p.ok === false) throw appError({ code: "order_not_stored", status: 500, message: reason, cause: failure });
  return mergeOne(ctx, { ...of, pulled: bad });
}

/** Re-reads one order from its channel and merges what it says. Null: the channel no longer has it. */
export async function readOrder(
  ctx: Ctx,
  of: { connection: OpenConnection; externalId: string; cause: Cause },
): Promise<Merged | null> {
  const definition = of.connection.definition as ChannelDefinition;
  const pulled = await definition.read(of.connection.adapterCtx, of.externalId);
  if (!pulled) return null;
  const merged = await mergeOne(ctx, { ...of, pulled, runId: null });
  kickJobs(ctx);
  kickOutbox(ctx);
  return merged;
}
