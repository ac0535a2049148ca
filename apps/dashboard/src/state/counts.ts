import type { Accessor } from "solid-js";
import { request } from "../api/client.ts";
import type { OrderCounts } from "../api/types.ts";
import { frameData } from "./frame-data.ts";
import { useLive } from "./live.tsx";
import { calmly, createView } from "./view.ts";

/** The counts above the list; read again, at most once in two seconds, while orders change. */
export function createCounts(): Accessor<OrderCounts | null> {
  const counts = createView(() => request<OrderCounts>("GET", "/api/orders/counts"));
  const again = calmly(() => void counts.reload(), 2000);
  useLive().onFrame((frame) => {
    if (frameData(frame, "order.created", "order.updated")) again();
  });
  return counts.data;
}
