import { DAY_MS } from "@waybill/domain/time";
import { restatePromises } from "./parcels.ts";
import { createRandom } from "./random.ts";
import { receiveOrder } from "./shop-life.ts";
import { later, tick, type World } from "./world.ts";

/** Lives the days before the start, so that some orders are shipped, some delivered and some just came in. */
export function liveHistory(world: World): void {
  const { initialOrders, historyDays, seed } = world.options;
  const random = createRandom(`${seed}:history`);
  const span = historyDays * DAY_MS;
  for (let count = 0; count < initialOrders; count += 1) {
    // The square leans towards the present: parcels on their way are what a demo is about.
    const age = span * random.next() ** 2;
    later(world, span - age, () => {
      receiveOrder(world);
    });
  }
  tick(world, span);
}

/** Starts the stream of new orders and lets the clock go. */
export function begin(world: World): void {
  const random = createRandom(`${world.options.seed}:arrivals`);
  const { agenda } = world;
  const arrive = () => {
    const { ordersPerMinute } = world.options;
    const speed = world.clock.speed();
    // The rate is per real minute at any speed; a stopped stream looks again after a real second.
    const gap = ordersPerMinute > 0 ? (60_000 / ordersPerMinute) * (0.6 + random.next() * 0.8) : 1000;
    later(world, gap * speed, () => {
      if (world.agenda !== agenda) return;
      if (world.options.ordersPerMinute > 0) receiveOrder(world);
      arrive();
    });
  };
  arrive();
  world.lived = true;
  world.clock.pause(!world.options.autoRun);
  restatePromises(world);
}
