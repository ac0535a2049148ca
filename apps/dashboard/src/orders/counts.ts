import type { OrderListCounts, OrderTotal } from "@waybill/domain/order/answers";
import { type Accessor, createEffect, createSignal, on } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { orderQuery } from "./filter/address.ts";
import type { OrderFilter } from "./list/list-model.ts";

/** While orders change the numbers are read again at most this often, ms. */
const AGAIN_MS = 2000;

/** The counts above the list; read again, calmly, while orders change. */
export function createCounts(): Accessor<OrderListCounts | null> {
  const counts = createView(() => api.get("/api/orders/counts"));
  const again = calmly(() => void counts.reload(), AGAIN_MS);
  useLive().onFrame((frame) => {
    if (frameData(frame, "order.created", "order.updated")) again();
  });
  return counts.data;
}

/** How many orders the filter holds; null until it is known for the filter that is asked now. */
export function createTotal(filter: Accessor<OrderFilter>): Accessor<OrderTotal | null> {
  const [total, setTotal] = createSignal<OrderTotal | null>(null);
  let latest = 0;
  const read = async () => {
    const mine = ++latest;
    const answer = await api.get("/api/orders/total", { query: { ...orderQuery(filter()) } });
    if (mine === latest) setTotal(answer);
  };
  const quiet = () => void read().catch(() => undefined);
  const again = calmly(quiet, AGAIN_MS);
  const live = useLive();
  live.onLoad(read);
  live.onBack(quiet);
  live.onFrame((frame) => {
    if (frameData(frame, "order.created", "order.updated")) again();
  });
  createEffect(
    on(
      filter,
      () => {
        setTotal(null);
        quiet();
      },
      { defer: true },
    ),
  );
  return total;
}
