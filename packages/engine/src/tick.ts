import { errorText } from "@waybill/domain/errors";
import { HOUR_MS } from "@waybill/domain/time";
import { webhookUrl } from "./connections/open.ts";
import type { Ctx } from "./core/context.ts";
import { handleJobs, pruneJobs, runJobs } from "./core/jobs.ts";
import { inboxIdle, sweep, warmInbox } from "./inbox/receive.ts";
import { runOutbox } from "./notifications/send.ts";
import { pollDue } from "./polling/poll.ts";
import { registerJob } from "./polling/register.ts";
import { purgeDeleted } from "./privacy/erase-organisation.ts";
import { prune } from "./privacy/retention.ts";
import { reportLockedConnections } from "./setup/check-credentials.ts";
import { subscribeJob } from "./setup/subscriptions.ts";
import { pushShipmentJob } from "./sync/push-to-channel.ts";
import { readOrderJob, retryDue } from "./sync/reread.ts";
import { runSyncJob } from "./sync/run.ts";
import { scheduleSyncs } from "./sync/start.ts";

/** Names what runs each kind of job. Call once for a composed context. */
export function startEngine(ctx: Ctx): void {
  handleJobs(ctx, {
    "sync.run": runSyncJob,
    "connection.subscribe": subscribeJob,
    "order.read": readOrderJob,
    "shipment.push": pushShipmentJob,
    "shipment.register": (scope, job) => registerJob(scope, job, (id) => webhookUrl(scope.ctx, "carrier", id)),
  });
}

/** Before the first request: recent delivery keys are remembered again, what a crash left is picked up, locked credentials are told of. */
export async function recover(ctx: Ctx): Promise<void> {
  await warmInbox(ctx);
  await sweep(ctx);
  await reportLockedConnections(ctx);
}

const prunedAt = new WeakMap<Ctx["db"], number>();
async function hourly(ctx: Ctx, run: () => Promise<unknown>): Promise<void> {
  if (ctx.now() - (prunedAt.get(ctx.db) ?? 0) < HOUR_MS) return;
  prunedAt.set(ctx.db, ctx.now());
  await run();
}

const underWay = new WeakMap<Ctx["db"], Set<string>>();

/**
 * Runs everything that is due, once. On Bun a timer calls it every second, on Workers the cron trigger. The parts do not wait
 * for each other: one that fails or is slow (a long pull) does not stop the others, and none runs beside itself.
 */
export async function tick(ctx: Ctx): Promise<void> {
  const parts: Record<string, () => Promise<unknown>> = {
    inbox: () => sweep(ctx),
    schedule: () => scheduleSyncs(ctx),
    retry: () => retryDue(ctx),
    jobs: () => runJobs(ctx),
    poll: () => pollDue(ctx),
    prune: () => hourly(ctx, async () => [await pruneJobs(ctx), await purgeDeleted(ctx), await prune(ctx)]),
    outbox: () => runOutbox(ctx),
  };
  const busy = underWay.get(ctx.db) ?? new Set();
  underWay.set(ctx.db, busy);
  await Promise.all(
    Object.entries(parts)
      .filter(([name]) => !busy.has(name))
      .map(async ([name, run]) => {
        busy.add(name);
        try {
          await run();
        } catch (error) {
          ctx.log.error("tick part failed", { part: name, reason: errorText(error) });
        } finally {
          busy.delete(name);
        }
      }),
  );
}

/**
 * Waits until what this process took in is processed and the due work is done, but no longer than `within` ms: a world that
 * never stops pushing must not keep a server from stopping; what is left is on disk. For shutdown and tests.
 */
export async function drain(ctx: Ctx, within = 5_000): Promise<void> {
  const rest = (async () => {
    await inboxIdle(ctx);
    await runJobs(ctx);
    await inboxIdle(ctx);
  })();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, within);
  });
  await Promise.race([rest, enough]);
  clearTimeout(timer);
}
