import { api } from "../api/api.ts";
import type { Runs } from "../connections/runs.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";

/** Starts a sync of everything or of one shop. */
export function createSync(runs: Runs) {
  return createAction(async (connectionId: string | null) => {
    const started = await api.post("/api/orders/sync", { json: connectionId ? { connectionId } : {} });
    for (const run of started) runs.take(run);
    if (started.length === 0) say({ tone: "failed", text: "No channel is connected and switched on. See Channels." });
  });
}
export type Sync = ReturnType<typeof createSync>;

/** Reads every order again that could not be read. */
export function createRetryFailed() {
  return createAction(async () => {
    const { queued } = await api.post("/api/orders/retry-failed");
    say({ tone: "delivered", text: `${queued} failed ${queued === 1 ? "order is" : "orders are"} tried again.` });
  });
}
