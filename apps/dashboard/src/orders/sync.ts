import type { RunSummary } from "@waybill/domain/views";
import { request } from "../api/client.ts";
import type { Runs } from "../connections/runs.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";

/** Starts a sync of everything or of one shop. */
export function createSync(runs: Runs) {
  return createAction(async (connectionId: string | null) => {
    const started = await request<RunSummary[]>("POST", "/api/orders/sync", connectionId ? { connectionId } : {});
    for (const run of started) runs.take(run);
    if (started.length === 0) say({ tone: "failed", text: "No channel is connected and switched on. See Channels." });
  });
}
export type Sync = ReturnType<typeof createSync>;

/** Reads every order again that could not be read. */
export function createRetryFailed() {
  return createAction(async () => {
    const { queued } = await request<{ queued: number }>("POST", "/api/orders/retry-failed", {});
    say({ tone: "delivered", text: `${queued} failed ${queued === 1 ? "order is" : "orders are"} tried again.` });
  });
}
