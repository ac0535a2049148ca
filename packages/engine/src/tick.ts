import { errorText } from "@waybill/domain/errors";
import { HOUR_MS } from "@waybill/domain/time";
import { webhookUrl } from "./connections/open.ts";
import type { Ctx } from "./core/context.ts";
import { handleJobs, type JobHandler, pruneJobs } from "./core/jobs.ts";
import { perDatabase } from "./core/per-database.ts";
import { registerWorker, runWorker } from "./core/worker.ts";
import { inboxIdle, sweep } from "./inbox/receive.ts";
import { warmInbox } from "./inbox/seen.ts";
import { sendDue } from "./notifications/send.ts";
import { pollDue } from "./polling/poll.ts";
import { registerTracker } from "./polling/register.ts";
import { purgeDeleted } from "./privacy/erase-organisation.ts";
import { prune } from "./privacy/retention.ts";
import { reportLockedConnections } from "./setup/check-credentials.ts";
import { subscribeJob } from "./setup/subscriptions.ts";
import { endSecrets } from "./setup/update.ts";
import { respell } from "./shipments/respell.ts";
import { pushShipmentJob } from "./sync/push-to-channel.ts";
import { recountJob } from "./sync/recount.ts";
import { readOrderJob, retryDue } from "./sync/reread.ts";
import { runSyncJob } from "./sync/run.ts";
import { scheduleSyncs } from "./sync/start.ts";

/** Names the workers and what runs each kind of job. Call once for a composed context. */
export function startEngine(ctx: Ctx): void {
  startWorkers(ctx, {
    "sync.run": runSyncJob,
    "connection.subscribe": subscribeJob,
    "order.read": readOrderJob,
    "shipment.push": pushShipmentJob,
    "orders.recount": recountJob,
    "shipment.register": (scope, job) => registerTracker(scope, job, (id) => webhookUrl(scope.ctx, "carrier", id)),
  });
}

/** The workers alone, for tests that bring their own handlers or none. */
export function startWorkers(ctx: Ctx, handlers: Readonly<Record<string, JobHandler>>): void {
  registerWorker(ctx, "inbox", async (by) => void (await sweep(by)));
  registerWorker(ctx, "outbox", async (by) => void (await sendDue(by)));
  handleJobs(ctx, handlers);
}

/** Before the first request: recent delivery keys are remembered again, what a crash left is picked up, locked credentials are told of. */
export async function recover(ctx: Ctx): Promise<void> {
  await warmInbox(ctx);
  await sweep(ctx);
  await reportLockedConnections(ctx);
}

const prunedAt = perDatabase(() => ({ at: 0 }));
async function hourly(ctx: Ctx, run: () => Promise<unknown>): Promise<void> {
  const last = prunedAt(ctx);
  if (ctx.now() - last.at < HOUR_MS) return;
  last.at = ctx.now();
  await run();
}

const respelt = perDatabase(() => ({ done: false }));
/** Once per process: what older versions stored is brought to what this one looks up. */
async function respellOnce(ctx: Ctx): Promise<void> {
  const state = respelt(ctx);
  if (state.done) return;
  await respell(ctx);
  state.done = true;
}

const underWay = perDatabase(() => new Set<string>());

/**
 * Runs everything that is due, once. On Bun a timer calls it every second, on Workers the cron trigger. The parts do not wait
 * for each other: one that fails or is slow (a long pull) does not stop the others, and none runs beside itself.
 */
export async function tick(ctx: Ctx): Promise<void> {
  const parts: Record<string, () => Promise<unknown>> = {
    inbox: () => runWorker(ctx, "inbox"),
    schedule: () => scheduleSyncs(ctx),
    retry: () => retryDue(ctx),
    jobs: () => runWorker(ctx, "jobs"),
    poll: () => pollDue(ctx),
    prune: () =>
      hourly(ctx, async () => [await pruneJobs(ctx), await purgeDeleted(ctx), await prune(ctx), await endSecrets(ctx)]),
    outbox: () => runWorker(ctx, "outbox"),
    numbers: () => respellOnce(ctx),
  };
  const busy = underWay(ctx);
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
    await runWorker(ctx, "jobs");
    await inboxIdle(ctx);
  })();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, within);
  });
  await Promise.race([rest, enough]);
  clearTimeout(timer);
}
