import type { OrderStatus } from "../status.ts";
import type { OrderSummary } from "./answers.ts";

/** Orders that are done with: what becomes of their parcels is asked of the parcels. */
export const settledStatuses = [
  "completed",
  "cancelled",
  "refunded",
  "archived",
  "deleted",
] as const satisfies readonly OrderStatus[];

/** Why an order wants a person; `parcel`: for what one of its parcels wants them for. */
type OrderAttention = { kind: "sync_failed" | "on_hold" | "parcel"; words: string };

type WatchedOrder = Pick<OrderSummary, "status" | "syncState" | "syncReason" | "test">;

export const isSettled = (order: Pick<OrderSummary, "status">): boolean =>
  settledStatuses.some((status) => status === order.status);

/**
 * Does an order want a person, and why: it did not sync, it is held, or a parcel of an order that is not settled wants them.
 * Pure. `parcel` is the worst of its parcels' attention (`attentionOf`).
 *
 * @example orderAttentionOf({ status: "shipped", syncState: "success", syncReason: null, test: false }, attentionOf(parcel, now))
 */
export function orderAttentionOf(order: WatchedOrder, parcel: { words: string } | null): OrderAttention | null {
  if (order.test) return null;
  if (order.syncState === "failed") {
    return { kind: "sync_failed", words: order.syncReason ?? "It did not sync with its channel" };
  }
  if (order.status === "on_hold") return { kind: "on_hold", words: "It is on hold" };
  return parcel && !isSettled(order) ? { kind: "parcel", words: parcel.words } : null;
}
