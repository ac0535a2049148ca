import { errorText } from "@waybill/domain/errors";
import type { Ctx } from "./context.ts";
import { perDatabase } from "./per-database.ts";
import { type Flight, makeSingleFlight, type SingleFlight } from "./single-flight.ts";

/** `inbox`: deliveries that wait on disk. `jobs`: jobs that are due. `outbox`: mails that are due. */
type WorkerName = "inbox" | "jobs" | "outbox";

/** Does all that is due, then ends; woken meanwhile, it is called once more. */
type Work = (ctx: Ctx, flight: Flight) => Promise<void>;

type Worker = { work: Work; flight: SingleFlight };
const workersOf = perDatabase(() => new Map<WorkerName, Worker>());

/** Says what a worker does; done when the engine starts. Rooms below wake it by its name and never import it. */
export function registerWorker(ctx: Ctx, name: WorkerName, work: Work): void {
  const workers = workersOf(ctx);
  workers.set(name, { work, flight: workers.get(name)?.flight ?? makeSingleFlight() });
}

/**
 * Has a worker look for work soon, after the caller's answer. Called after the commit that wrote the work: were this process to
 * stop before, the next tick finds it on disk.
 *
 * @example await append(ctx, { statements: [jobStatement(ctx, job)], … }); wake(ctx, "jobs");
 */
export function wake(ctx: Ctx, name: WorkerName): void {
  ctx.defer(
    runWorker(ctx, name).catch((error: unknown) => {
      ctx.log.error("worker failed", { worker: name, reason: errorText(error) });
    }),
  );
}

/** Runs a worker until it finds nothing; one that is at work already looks once more, and both callers wait for that. */
export async function runWorker(ctx: Ctx, name: WorkerName): Promise<void> {
  const worker = workersOf(ctx).get(name);
  if (!worker) throw new Error(`There is no worker "${name}" here: startEngine was not called.`);
  await worker.flight.call((flight) => worker.work(ctx, flight));
}

/** Waits until a worker is at rest, without asking it to look again. For shutdown and tests. */
export async function workerIdle(ctx: Ctx, name: WorkerName): Promise<void> {
  await workersOf(ctx).get(name)?.flight.idle();
}
