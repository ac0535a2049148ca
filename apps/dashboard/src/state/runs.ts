import type { RunSummary } from "@waybill/domain/views";
import { createSignal } from "solid-js";
import { request } from "../api/client.ts";
import { frameData } from "./frame-data.ts";
import { useLive } from "./live.tsx";

/** A finished run stays on screen this long, so that its result is seen. */
const STAYS_MS = 20_000;

/** The newest run of each connection, live; those that run or ended a moment ago are worth showing. */
export function createRuns() {
  const live = useLive();
  const [runs, setRuns] = createSignal<ReadonlyMap<string, RunSummary>>(new Map());
  const [gone, setGone] = createSignal<ReadonlySet<string>>(new Set());
  const take = (run: RunSummary) => {
    setRuns((all) => {
      const known = all.get(run.connectionId);
      // Counters only grow: a telling of the same run that has seen less is an older one.
      const older =
        known &&
        (known.id === run.id
          ? known.seen > run.seen || (known.finishedAt !== null && run.finishedAt === null)
          : known.startedAt > run.startedAt);
      return older ? all : new Map(all).set(run.connectionId, run);
    });
    if (run.finishedAt !== null && run.state !== "failed") setTimeout(() => dismiss(run.id), STAYS_MS);
  };
  const dismiss = (id: string) => setGone((all) => new Set(all).add(id));
  live.onLoad(async () => {
    const recent = await request<RunSummary[]>("GET", "/api/runs?limit=20").catch(() => []);
    const since = Date.now() - STAYS_MS;
    for (const run of recent.toReversed()) if (run.finishedAt === null || run.finishedAt > since) take(run);
  });
  live.onFrame((frame) => {
    const data = frameData(frame, "sync.changed");
    if (data) take(data.run);
  });
  // A scheduled run that found nothing to do is not news.
  const worth = (run: RunSummary) =>
    run.state === "failed" || run.trigger !== "schedule" || run.created + run.updated + run.failed + run.pending > 0;
  const shown = () => [...runs().values()].filter((run) => !gone().has(run.id) && worth(run));
  const running = () => [...runs().values()].some((run) => run.finishedAt === null);
  return { shown, running, dismiss };
}
