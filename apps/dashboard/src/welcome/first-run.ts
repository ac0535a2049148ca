import type { ConnectionSummary, Practice } from "@waybill/domain/connection/answers";
import type { OrderSummary } from "@waybill/domain/order/answers";
import type { RunSummary } from "@waybill/domain/sync/answers";
import { createSignal } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createView } from "../live/view.ts";

type Found = {
  channels: ConnectionSummary[];
  practice: Practice;
  run: RunSummary | null;
  orders: OrderSummary[];
  /** How many there are so far. */
  total: number;
};

const SHOWN = 5;

/**
 * Where a new organisation stands between "nothing" and "orders on screen": its channels, the first sync and the first orders,
 * live.
 *
 * @example const first = createFirstRun(); first.stage() // "empty" | "syncing" | "ready" | null (not known yet)
 */
export function createFirstRun() {
  const view = createView(async (): Promise<Found> => {
    const [channels, practice, runs, page, counts] = await Promise.all([
      api.get("/api/platforms").then(itemsOf),
      api.get("/api/practice"),
      api.get("/api/runs", { query: { limit: 1 } }),
      api.get("/api/orders", { query: { limit: SHOWN } }),
      api.get("/api/orders/counts"),
    ]);
    return { channels, practice, run: runs.items[0] ?? null, orders: page.items, total: counts.total };
  });
  const [busy, setBusy] = createSignal(false);
  useLive().onFrame((frame) => {
    const channel = frameData(frame, "connection.changed")?.connection;
    if (channel?.kind === "channel" && !view.data()?.channels.some((c) => c.id === channel.id)) void view.reload();
    const run = frameData(frame, "sync.changed")?.run;
    if (run) view.set((all) => ({ ...all, run: (all.run?.startedAt ?? 0) <= run.startedAt ? run : all.run }));
    const order = frameData(frame, "order.created")?.order;
    if (!order) return;
    view.set((all) =>
      all.orders.some((one) => one.id === order.id)
        ? all
        : { ...all, total: all.total + 1, orders: [order, ...all.orders].slice(0, SHOWN) },
    );
  });
  const stage = (): "empty" | "syncing" | "ready" | null => {
    const found = view.data();
    if (!found) return null;
    if (found.total > 0) return "ready";
    return found.channels.length > 0 ? "syncing" : "empty";
  };
  /** Connects the practice shop. */
  const practise = async () => {
    if (busy()) return;
    setBusy(true);
    try {
      await api.post("/api/practice");
      await view.reload();
    } finally {
      setBusy(false);
    }
  };
  return { ...view, stage, practise, practising: busy };
}
export type FirstRun = ReturnType<typeof createFirstRun>;
