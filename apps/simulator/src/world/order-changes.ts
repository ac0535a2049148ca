import { shipLines } from "./fulfilment.ts";
import { announceOrder, touchOrder } from "./orders.ts";
import type { Fulfilment, Order } from "./types.ts";
import { emit, stampNow, type World } from "./world.ts";

/** Takes units off an order before they are shipped, one of them or all, and gives the money back; the shipping cost is kept. */
export function removeUnits(world: World, input: { order: Order; all: boolean }): boolean {
  const { order, all } = input;
  if (order.cancelledAt !== null) return false;
  let money = 0;
  for (const wanted of order.fulfilmentOrders) {
    for (const entry of wanted.lines) {
      if (!all && money > 0) break;
      const { line } = entry;
      const units = all ? entry.remaining : Math.min(1, entry.remaining);
      if (units === 0) continue;
      entry.remaining -= units;
      entry.total -= units;
      line.removed += units;
      line.product.committed -= units;
      line.product.available += units;
      money += Math.round((line.price + line.tax / line.quantity) * units);
    }
    if (wanted.lines.every((entry) => entry.remaining === 0)) wanted.status = "CLOSED";
  }
  if (money === 0) return false;
  order.edited = true;
  if (order.financial === "PAID" || order.financial === "PARTIALLY_REFUNDED") {
    order.refunded = Math.min(order.total, order.refunded + Math.max(0, money - order.discount));
    order.financial = order.refunded === order.total ? "REFUNDED" : "PARTIALLY_REFUNDED";
  }
  touchOrder(world, order);
  announceOrder(world, order, ["orders/updated"]);
  return true;
}

/** The seller deletes an order: it is gone from every list, and said once. */
export function deleteOrder(world: World, order: Order): void {
  const at = world.orders.indexOf(order);
  if (at < 0) return;
  world.orders.splice(at, 1);
  world.orderById.delete(order.id);
  world.ordersVersion += 1;
  emit(world, { type: "order", topic: "orders/delete", order });
}

/** The counter has an order ready: a fulfilment without any number. */
export function readyForPickup(world: World, order: Order): Fulfilment | null {
  const wanted = order.fulfilmentOrders.filter((each) => each.method === "PICK_UP" && each.status === "OPEN");
  const [first] = wanted;
  if (first === undefined || order.cancelledAt !== null) return null;
  const here = wanted.filter((each) => each.warehouse === first.warehouse);
  const lines = here.flatMap((each) => each.lines.filter((entry) => entry.remaining > 0));
  if (lines.length === 0) return null;
  return shipLines(world, order, {
    wanted: here,
    lines: lines.map((entry) => ({ entry, quantity: entry.remaining })),
    tracking: [],
    shipmentStatus: "ready_for_pickup",
  });
}

/** The customer takes it, or somebody in the shop says that it was delivered. */
export function handOver(world: World, order: Order, how: "picked_up" | "delivered"): void {
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.status === "CANCELLED" || fulfilment.deliveredAt !== null) continue;
    fulfilment.shipmentStatus = how;
    fulfilment.deliveredAt = stampNow(world);
    fulfilment.updatedAt = fulfilment.deliveredAt;
    touchOrder(world, order);
    emit(world, { type: "fulfilment", topic: "fulfillments/update", order, fulfilment });
  }
}

/** Put away by hand, or taken out again. */
export function archiveOrder(world: World, order: Order, archived: boolean): void {
  order.closedAt = archived ? stampNow(world) : null;
  touchOrder(world, order);
  announceOrder(world, order, ["orders/updated"]);
}
