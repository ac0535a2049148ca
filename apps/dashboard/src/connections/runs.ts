import type { ConnectionSummary } from "@waybill/domain/connection/answers";
import type { RunSummary } from "@waybill/domain/sync/answers";
import { createSignal } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createView } from "../live/view.ts";

export type Shop = { shop: ConnectionSummary; run: RunSummary | null };

/** Counters only grow: a frame of the same run that has seen less is an older one. */
function isOlder(run: RunSummary, known: RunSummary): boolean {
  if (known.id !== run.id) return known.startedAt > run.startedAt;
  return known.seen > run.seen || (known.finishedAt !== null && run.finishedAt === null);
}

/** The newest runs with this one among them, as far as a health answer goes. */
export function withRun(runs: readonly RunSummary[], run: RunSummary): RunSummary[] {
  return [run, ...runs.filter((one) => one.id !== run.id)].sort((a, b) => b.startedAt - a.startedAt).slice(0, 8);
}

/** Every shop with its newest run, live. */
export function createRuns() {
  const live = useLive();
  const [runs, setRuns] = createSignal<ReadonlyMap<string, RunSummary>>(new Map());
  const shops = createView(() => api.get("/api/platforms").then(itemsOf));
  const take = (run: RunSummary) =>
    setRuns((all) => {
      const known = all.get(run.connectionId);
      return known && isOlder(run, known) ? all : new Map(all).set(run.connectionId, run);
    });
  live.onLoad(async () => {
    const recent = await api.get("/api/runs", { query: { limit: 50 } });
    for (const run of recent.items.toReversed()) take(run);
  });
  live.onFrame((frame) => {
    const change = frameData(frame, "sync.changed");
    if (change) take(change.run);
    const changed = frameData(frame, "connection.changed")?.connection;
    if (changed?.kind !== "channel") return;
    if (shops.data()?.some((shop) => shop.id === changed.id)) {
      shops.set((all) => all.map((shop) => (shop.id === changed.id ? { ...shop, ...changed } : shop)));
    } else void shops.reload();
  });
  const list = (): Shop[] => (shops.data() ?? []).map((shop) => ({ shop, run: runs().get(shop.id) ?? null }));
  const open = () => list().filter(({ run }) => run !== null && run.finishedAt === null);
  return { list, open, known: () => shops.data() !== null, error: shops.error, take };
}
export type Runs = ReturnType<typeof createRuns>;
