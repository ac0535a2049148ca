import { MINUTE_MS } from "@waybill/domain/time";
import { packFulfilmentOrder } from "./fulfilment.ts";
import { cancelOrder, payOrder, placeOrder } from "./orders.ts";
import { createRandom } from "./random.ts";
import type { FulfilmentOrder, Order } from "./types.ts";
import { later, type World } from "./world.ts";

/** Share of orders that the warehouse ships by itself; the rest waits for the seller. */
const SHIPPED_BY_WAREHOUSE = 0.86;
const CANCELLED = 0.03;

function packWhenPaid(world: World, order: Order, wanted: FulfilmentOrder): void {
  if (order.cancelledAt !== null || wanted.status !== "OPEN") return;
  if (order.financial === "PENDING") {
    later(world, 120 * MINUTE_MS, () => packWhenPaid(world, order, wanted));
    return;
  }
  packFulfilmentOrder(world, order, { wanted });
}

/** A new order comes in and takes its course: paid, cancelled now and then, packed after some hours. */
export function receiveOrder(world: World): Order {
  const order = placeOrder(world);
  // Its own generator: what becomes of this order does not depend on how many others came in between.
  const random = createRandom(`${world.options.seed}:future:${order.number}`);
  const { agenda } = world;
  const whenStillHere = (wait: number, run: () => void) =>
    later(world, wait, () => {
      if (world.agenda === agenda) run();
    });
  if (order.financial === "PENDING") {
    whenStillHere(random.int(240, 600) * MINUTE_MS, () => payOrder(world, order));
  }
  if (random.chance(CANCELLED)) {
    whenStillHere(random.int(30, 90) * MINUTE_MS, () => {
      cancelOrder(world, { order, reason: "CUSTOMER", restock: true });
    });
    return order;
  }
  if (!random.chance(SHIPPED_BY_WAREHOUSE)) return order;
  let wait = 0;
  for (const wanted of order.fulfilmentOrders) {
    wait += random.int(50, 300) * MINUTE_MS;
    whenStillHere(wait, () => packWhenPaid(world, order, wanted));
  }
  return order;
}
