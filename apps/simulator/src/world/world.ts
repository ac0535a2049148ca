import { DAY_MS } from "@waybill/domain/time";
import type { SimOptions } from "../options.ts";
import type { Agenda } from "./agenda.ts";
import { createAgenda } from "./agenda.ts";
import { makeCatalogue, makeExtras } from "./catalogue.ts";
import type { Clock } from "./clock.ts";
import { createClock } from "./clock.ts";
import type { Random } from "./random.ts";
import { createDeck, createRandom } from "./random.ts";
import { mainShop, type ShopProfile } from "./shops.ts";
import type { Buyer, Order, Parcel, Product, WorldEvent } from "./types.ts";

/** Everything that exists: the shop's orders and stock, the carriers' parcels, and what will happen next. */
export type World = {
  options: SimOptions;
  shop: ShopProfile;
  clock: Clock;
  agenda: Agenda;
  /** One generator per purpose, so that one does not disturb another. */
  random: { orders: Random; people: Random; parcels: Random; ids: Random };
  decks: { clean: () => boolean; retry: () => boolean; fault: () => number };
  products: Product[];
  extras: { giftCard: Product; screws: Product };
  buyers: Buyer[];
  orders: Order[];
  orderById: Map<string, Order>;
  parcels: Map<string, Parcel>;
  lastId: bigint;
  lastOrderNumber: number;
  /** Grows with every change of any order; lets readers keep sorted copies. */
  ordersVersion: number;
  /** The past has been lived: what happens now, happens while somebody watches. */
  lived: boolean;
  listeners: ((event: WorldEvent) => void)[];
  /** The world time of the task that is running, if one is. */
  cursor: number | null;
};

function contents(options: SimOptions, shop: ShopProfile, seed: string): Omit<World, "options" | "shop" | "listeners"> {
  const now = options.now();
  const startAt = now - options.historyDays * DAY_MS;
  const clock = createClock({ now: options.now, startAt, speed: options.speed, running: options.autoRun });
  clock.pause(true);
  const luck = createRandom(`${seed}:luck`);
  return {
    clock,
    agenda: createAgenda(),
    random: {
      orders: createRandom(`${seed}:orders`),
      people: createRandom(`${seed}:people`),
      parcels: createRandom(`${seed}:parcels`),
      ids: createRandom(`${seed}:ids`),
    },
    decks: {
      clean: createDeck(luck, () => options.outcomes.clean),
      retry: createDeck(luck, () => options.outcomes.retrySucceeds),
      fault: () => luck.next(),
    },
    products: makeCatalogue({ random: createRandom(`${seed}:stock`), at: startAt, shop }),
    extras: makeExtras(shop, startAt),
    buyers: [],
    orders: [],
    orderById: new Map(),
    parcels: new Map(),
    lastId: shop.firstId,
    lastOrderNumber: shop.firstOrder,
    ordersVersion: 0,
    lived: false,
    cursor: null,
  };
}

/** An empty world at the beginning of its history; `history.ts` fills it. The clock stands still until `begin`. */
export function createWorld(options: SimOptions, shop: ShopProfile = mainShop): World {
  return { options, shop, listeners: [], ...contents(options, shop, options.seed) };
}

/** Forgets everything that happened and starts again from `seed`; listeners stay. */
export function rebuildWorld(world: World, seed: string): void {
  world.options.seed = seed;
  Object.assign(world, contents(world.options, world.shop, seed));
}

export function nextId(world: World): string {
  world.lastId += 1n;
  return world.lastId.toString();
}

/** The world time of what is being done at this moment. */
export function worldTime(world: World): number {
  return world.cursor ?? world.clock.elapsed();
}

/** The calendar instant to write on papers at this moment, UTC ms. */
export function stampNow(world: World): number {
  return world.clock.stamp(worldTime(world));
}

/** Does something after `wait` world ms. */
export function later(world: World, wait: number, run: () => void): void {
  world.agenda.at(worldTime(world) + wait, run);
}

export function emit(world: World, event: WorldEvent): void {
  for (const listener of world.listeners) listener(event);
}

/** Runs everything that is due at the clock's present reading. */
export function runDue(world: World): void {
  for (;;) {
    const task = world.agenda.takeDue(world.clock.elapsed());
    if (task === undefined) return;
    world.cursor = task.due;
    try {
      task.run(task.due);
    } finally {
      world.cursor = null;
    }
  }
}

/** Advances the world by hand by `ms` of its own time, step by step, so that every event gets its own instant. */
export function tick(world: World, ms: number): void {
  runDue(world);
  let left = ms;
  while (left > 0) {
    const elapsed = world.clock.elapsed();
    const next = world.agenda.nextDue();
    const step = next === undefined || next - elapsed >= left ? left : Math.max(0, next - elapsed);
    world.clock.advance(step);
    left -= step;
    runDue(world);
  }
}
