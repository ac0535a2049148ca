import type { Statement } from "@waybill/db/database";
import { type RowOf, rowsOf } from "@waybill/db/rows";
import { jobs } from "@waybill/db/schema/jobs";
import { errorText } from "@waybill/domain/errors";
import { newId } from "@waybill/domain/ids";
import { jobMoves } from "@waybill/domain/job/states";
import { DAY_MS } from "@waybill/domain/time";
import { backoff } from "./backoff.ts";
import type { Ctx } from "./context.ts";
import { makeScope, type Scope } from "./scope.ts";
import type { Flight } from "./single-flight.ts";
import { comesFrom } from "./states.ts";
import { registerWorker } from "./worker.ts";

const jobRows = rowsOf(jobs, { without: ["runAt", "leaseUntil", "state", "reason", "updatedAt"] });
/** A job as its handler gets it. */
export type Job = RowOf<typeof jobs, "runAt" | "leaseUntil" | "state" | "reason" | "updatedAt">;

/** How a job ended. `again` runs it once more at `at`; `parked` needs a person. */
export type JobOutcome =
  | { state: "done" }
  | { state: "again"; at: number; reason: string | null }
  | { state: "parked"; reason: string };
/** Runs a job for its organisation; `extend` keeps hold of it during a long one. */
export type JobHandler = (scope: Scope, job: Job, extend: () => Promise<void>) => Promise<JobOutcome>;

/** One that waits, or that runs and whose holder is gone. */
const CLAIMABLE = comesFrom(jobMoves, "running", { stays: true });
/** Only what runs ends: another process may have taken it over and ended it. */
const ENDS = comesFrom(jobMoves, "done");

/** A running job belongs to its process this long; a crash gives it back afterwards. */
const LEASE_MS = 60_000;
const AT_ONCE = 8;

/**
 * A job written with the change that asks for it. One row per key: asking again while it waits changes nothing, asking while
 * it runs or after it is done runs it once more.
 */
export function jobStatement(
  { ctx, orgId }: Scope,
  input: { kind: string; key: string; payload: Record<string, unknown>; at?: number },
): Statement {
  const now = ctx.now();
  const at = input.at ?? now;
  return {
    sql: `INSERT INTO jobs (id, org_id, kind, key, payload, run_at, state, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)
      ON CONFLICT (key) DO UPDATE SET id = excluded.id, payload = excluded.payload, attempts = 0, updated_at = excluded.updated_at,
        run_at = CASE WHEN state = 'running' THEN run_at ELSE MIN(COALESCE(run_at, excluded.run_at), excluded.run_at) END, created_at = excluded.created_at, reason = NULL,
        state = CASE WHEN state = 'running' THEN 'running' ELSE 'waiting' END`,
    args: [newId("job", now), orgId, input.kind, input.key, JSON.stringify(input.payload), at, now, now],
  };
}

/** What a job writes names the part of Waybill that it is. */
const scopeOf = (ctx: Ctx, { orgId, kind }: Job): Scope =>
  makeScope(ctx, { orgId, by: { kind: "system", id: kind, name: kind } });

type Handlers = Readonly<Record<string, JobHandler>>;

/** Names what runs jobs of each kind; called once when the engine starts. */
export function handleJobs(ctx: Ctx, handlers: Handlers): void {
  const active = new Set<Promise<void>>();
  registerWorker(ctx, "jobs", (by, flight) => runDue(by, { handlers, active, flight }));
}

/** Runs every due job, until none is due and none is in hand (`active`); a slow one does not keep the others waiting. */
async function runDue(
  ctx: Ctx,
  input: { handlers: Handlers; active: Set<Promise<void>>; flight: Flight },
): Promise<void> {
  const { active } = input;
  for (;;) {
    const woken = input.flight.nextCall();
    const inHand = [...active];
    const free = AT_ONCE - inHand.length;
    const claimed = free > 0 ? await claim(ctx, free) : [];
    // One that ended during the look may have been asked for again while it ran.
    const ended = inHand.some((job) => !active.has(job));
    for (const job of claimed) {
      const one: Promise<void> = runOne(ctx, job, input.handlers[job.kind])
        // Its end could not be written: its hold runs out and it is run again.
        .catch((error: unknown) => ctx.log.error("job not ended", { key: job.key, reason: errorText(error) }))
        .finally(() => active.delete(one));
      active.add(one);
    }
    if (ended || (claimed.length > 0 && claimed.length === free)) continue;
    if (active.size === 0) return;
    // A free hand, or a new job: look again.
    await Promise.race([...active, woken]);
  }
}

async function claim(ctx: Ctx, limit: number): Promise<Job[]> {
  const now = ctx.now();
  const [result] = await ctx.db.commit([
    {
      sql: `UPDATE jobs SET state = 'running', lease_until = ?1, attempts = attempts + 1, run_at = ?1, updated_at = ?2
        WHERE id IN (SELECT id FROM jobs WHERE run_at IS NOT NULL AND run_at <= ?2 AND ${CLAIMABLE} ORDER BY run_at LIMIT ?3)
        RETURNING ${jobRows.columns()}`,
      args: [now + LEASE_MS, now, limit],
    },
  ]);
  return (result?.rows ?? []).map(jobRows.read);
}

async function runOne(ctx: Ctx, job: Job, handler: JobHandler | undefined): Promise<void> {
  const extend = async () => {
    const until = ctx.now() + LEASE_MS;
    await ctx.db.commit([
      { sql: "UPDATE jobs SET lease_until = ?1, run_at = ?1 WHERE key = ?2", args: [until, job.key] },
    ]);
  };
  // A call to a slow platform may last longer than the hold: while this process lives, nobody else begins the same job.
  const beat = setInterval(() => void extend().catch(() => {}), LEASE_MS / 3);
  const outcome = handler
    ? await handler(scopeOf(ctx, job), job, extend).catch((error): JobOutcome => failed(ctx, job, error))
    : ({ state: "parked", reason: `Nothing handles "${job.kind}".` } satisfies JobOutcome);
  clearInterval(beat);
  const now = ctx.now();
  ctx.meter.count("waybill_jobs_total", { kind: job.kind, outcome: outcome.state });
  // A job asked for again while it ran (its id is new then) runs once more instead of ending.
  const ended = outcome.state === "done" ? "done" : outcome.state === "parked" ? "parked" : "waiting";
  await ctx.db.commit([
    {
      sql: `UPDATE jobs SET updated_at = ?1, lease_until = NULL, reason = ?2,
          state = CASE WHEN id <> ?3 THEN 'waiting' ELSE ?4 END,
          run_at = CASE WHEN id <> ?3 THEN ?1 ELSE ?5 END
        WHERE key = ?6 AND ${ENDS}`,
      args: [
        now,
        "reason" in outcome ? outcome.reason : null,
        job.id,
        ended,
        outcome.state === "again" ? outcome.at : null,
        job.key,
      ],
    },
  ]);
}

/** An unexpected failure: tried again with growing pauses, then parked and shown. */
function failed(ctx: Ctx, job: Job, error: unknown): JobOutcome {
  const reason = errorText(error);
  ctx.log.error("job failed", { kind: job.kind, key: job.key, attempts: job.attempts, reason });
  if (job.attempts >= 10) return { state: "parked", reason };
  return {
    state: "again",
    at: ctx.now() + backoff({ attempt: job.attempts, base: 2_000, cap: 600_000, random: ctx.random() }),
    reason,
  };
}

/** Deleted in one go at most: a commit of this size holds up nobody. */
const AT_ONCE_GONE = 2_000;

/** Forgets jobs that ended: done ones after a day, parked ones after a month, in which their reason could be read. */
export async function pruneJobs(ctx: Ctx): Promise<number> {
  const now = ctx.now();
  let gone = 0;
  for (;;) {
    const [result] = await ctx.db.commit([
      {
        sql: `DELETE FROM jobs WHERE rowid IN (SELECT rowid FROM jobs WHERE (state = 'done' AND updated_at < ?)
          OR (state = 'parked' AND updated_at < ?) LIMIT ?)`,
        args: [now - DAY_MS, now - 30 * DAY_MS, AT_ONCE_GONE],
      },
    ]);
    gone += result?.changes ?? 0;
    if ((result?.changes ?? 0) < AT_ONCE_GONE) return gone;
  }
}
