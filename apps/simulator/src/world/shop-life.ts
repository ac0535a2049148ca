import { MINUTE_MS } from "@waybill/domain/time";
import { packFulfilmentOrder } from "./fulfilment.ts";
import { deleteOrder, handOver, readyForPickup, removeUnits } from "./order-changes.ts";
import { cancelOrder, payOrder, placeOrder } from "./orders.ts";
import { createRandom } from "./random.ts";
import type { FulfilmentOrder, Nature, Order } from "./types.ts";
import { later, type World } from "./world.ts";

/** Share of orders that the warehouse ships by itself; the rest waits for the seller. */
const SHIPPED_BY_WAREHOUSE = 0.86;
const CANCELLED = 0.03;

function packWhenPaid(world: World, order: Order, wanted: FulfilmentOrder): void {
  if (order.cancelledAt !== null || wanted.status !== "OPEN" || !world.orderById.has(order.id)) return;
  if (order.financial === "PENDING" && !order.natures.has("cash_on_delivery")) {
    later(world, 120 * MINUTE_MS, () => packWhenPaid(world, order, wanted));
    return;
  }
  packFulfilmentOrder(world, order, { wanted });
}

/** A new order comes in and takes its course: paid, cancelled now and then, packed after some hours. */
export function receiveOrder(world: World, asked: readonly Nature[] = []): Order {
  const order = placeOrder(world, asked);
  // Its own generator: what becomes of this order does not depend on how many others came in between.
  const random = createRandom(`${world.options.seed}:future:${order.number}`);
  const { agenda } = world;
  const whenStillHere = (wait: number, run: () => void) =>
    later(world, wait, () => {
      if (world.agenda === agenda) run();
    });
  if (order.financial === "PENDING" && !order.natures.has("cash_on_delivery")) {
    whenStillHere(random.int(240, 600) * MINUTE_MS, () => payOrder(world, order));
  }
  liveNatures(world, order, whenStillHere);
  // Nobody packs a trial order.
  if (order.natures.has("test")) return order;
  if (random.chance(CANCELLED)) {
    whenStillHere(random.int(30, 90) * MINUTE_MS, () => {
      cancelOrder(world, { order, reason: "CUSTOMER", restock: true });
    });
    return order;
  }
  if (!random.chance(SHIPPED_BY_WAREHOUSE)) return order;
  let wait = 0;
  for (const wanted of order.fulfilmentOrders.filter((each) => each.method === "SHIPPING")) {
    wait += random.int(50, 300) * MINUTE_MS;
    whenStillHere(wait, () => packWhenPaid(world, order, wanted));
  }
  return order;
}

type Later = (wait: number, run: () => void) => void;

/** What comes of being uncommon; its own generator, so that the common orders live as before. */
function liveNatures(world: World, order: Order, whenStillHere: Later): void {
  const { natures } = order;
  const random = createRandom(`${world.options.seed}:nature:${order.number}`);
  const soon = (from: number, to: number, run: () => void) => whenStillHere(random.int(from, to) * MINUTE_MS, run);
  if (natures.has("deleted")) soon(20, 90, () => deleteOrder(world, order));
  if (natures.has("unit_removed")) soon(10, 40, () => removeUnits(world, { order, all: false }));
  if (natures.has("all_refunded")) soon(10, 40, () => removeUnits(world, { order, all: true }));
  if (!natures.has("pickup") || natures.has("test")) return;
  soon(60, 200, () => {
    while (readyForPickup(world, order) !== null);
    soon(120, 900, () => handOver(world, order, "picked_up"));
  });
}
