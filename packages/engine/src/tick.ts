import { errorText } from "@waybill/domain/errors";
import type { Ctx } from "./context.ts";
import { inboxIdle, sweep, warmInbox } from "./inbox.ts";
import { handleJobs, runJobs } from "./jobs.ts";
import { sendDue } from "./outbox-send.ts";
import { pollDue, registerJob } from "./poll.ts";
import { pushShipmentJob } from "./push.ts";
import { readOrderJob, retryDue } from "./retry.ts";
import { runSyncJob, scheduleSyncs } from "./sync.ts";

/** Where a platform posts its webhooks for a connection. */
export function webhookUrl(ctx: Ctx, kind: "carrier" | "channel" | "sender", connectionId: string): string {
  return `${ctx.config.publicUrl}/webhooks/${kind}s/${connectionId}`;
}

/** Names what runs each kind of job. Call once for a composed context. */
export function startEngine(ctx: Ctx): void {
  handleJobs(ctx, {
    "sync.run": runSyncJob,
    "order.read": readOrderJob,
    "shipment.push": pushShipmentJob,
    "shipment.register": (c, job) => registerJob(c, job, (id) => webhookUrl(c, "carrier", id)),
  });
}

/** Before the first request: recent delivery keys are remembered again, and what a crash left is picked up. */
export async function recover(ctx: Ctx): Promise<void> {
  await warmInbox(ctx);
  await sweep(ctx);
}

/**
 * Runs everything that is due, once. On Bun a timer calls it every second, on Workers the cron trigger. One part that fails
 * does not stop the others.
 */
export async function tick(ctx: Ctx): Promise<void> {
  const parts: [string, () => Promise<unknown>][] = [
    ["inbox", () => sweep(ctx)],
    ["schedule", () => scheduleSyncs(ctx)],
    ["retry", () => retryDue(ctx)],
    ["jobs", () => runJobs(ctx)],
    ["poll", () => pollDue(ctx)],
    ["outbox", () => sendDue(ctx, { limit: 200 })],
  ];
  await Promise.all(
    parts.map(([name, run]) =>
      run().catch((error) => {
        ctx.log.error("tick part failed", { part: name, reason: errorText(error) });
      }),
    ),
  );
}

/** Waits until what this process took in is processed and the due work is done. For shutdown and tests. */
export async function drain(ctx: Ctx): Promise<void> {
  await inboxIdle(ctx);
  await runJobs(ctx);
  await inboxIdle(ctx);
}
