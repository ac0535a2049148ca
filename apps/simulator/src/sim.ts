import { createDeliveries } from "./deliveries.ts";
import { createEasypostState, type EasypostState, easypostFollow } from "./easypost/webhooks.ts";
import { createFaults } from "./faults.ts";
import { createFedexState, type FedexState, fedexFollow } from "./fedex/routes.ts";
import type { SimOptions } from "./options.ts";
import { createResendState, type ResendState } from "./resend/state.ts";
import type { Shared } from "./shared.ts";
import { createShopifyState, type ShopifyContext, type ShopifyState } from "./shopify/state.ts";
import { shopifyFollow } from "./shopify/webhooks.ts";
import { createUpsState, type UpsState, upsFollow } from "./ups/routes.ts";
import { followParcels } from "./world/fulfilment.ts";
import { begin, liveHistory } from "./world/history.ts";
import { createRandom } from "./world/random.ts";
import { furtherShops, mainShopIn, type ShopProfile } from "./world/shops.ts";
import type { Parcel, WorldEvent } from "./world/types.ts";
import { createWorld, rebuildWorld, type World } from "./world/world.ts";

/** The world and every platform's own books. */
export type Sim = Shared & {
  shopify: ShopifyState;
  easypost: EasypostState;
  ups: UpsState;
  fedex: FedexState;
  resend: ResendState;
  /** Every shop with its own world, the first one first. All their parcels lie in the first world's `parcels`. */
  shops: ShopifyContext[];
  stopping: AbortSignal;
  /** Another one after each start and each reset: whoever kept an older one knows that its world is gone. */
  worldId: string;
};

/** Builds the world, lives its history and connects the platforms; no socket is opened here. */
export function createSim(options: SimOptions, stopping: AbortSignal): Sim {
  const profile = mainShopIn(options.currency);
  const world = createWorld(options, profile);
  const faults = createFaults(createRandom(`${options.seed}:faults`), options.faults);
  const deliveries = createDeliveries({
    now: options.now,
    fetch: options.fetch,
    faults,
    retryBaseMs: () => options.retryBaseMs,
  });
  const shopify = createShopifyState(profile, options.now(), options.shopifyRestore);
  const sim: Sim = {
    world,
    options,
    faults,
    deliveries,
    shopify,
    easypost: createEasypostState(),
    ups: createUpsState(),
    fedex: createFedexState(),
    resend: createResendState(),
    shops: [{ world, options, faults, deliveries, shopify }],
    stopping,
    worldId: crypto.randomUUID(),
  };
  followParcels(world);
  liveHistory(world);
  shopifyFollow(sim);
  easypostFollow(sim);
  upsFollow(sim);
  fedexFollow(sim);
  begin(world);
  if (options.moreShops) for (const profile of furtherShops) openShop(sim, profile);
  return sim;
}

/** A further shop: its own orders, money and books; its parcels go to the same carriers. */
function openShop(sim: Sim, profile: ShopProfile): void {
  const { options: all, faults, deliveries } = sim;
  // What is configured later holds for every shop; the rates are each shop's share of it.
  const options: SimOptions = Object.create(all, {
    seed: { value: `${all.seed}:${profile.path}`, writable: true },
    ordersPerMinute: { get: () => all.ordersPerMinute * profile.share },
    initialOrders: { get: () => Math.round(all.initialOrders * profile.share) },
  });
  const world = createWorld(options, profile);
  const shopify = createShopifyState(profile, all.now(), all.shopifyRestore);
  const shop: ShopifyContext = { world, options, faults, deliveries, shopify };
  const carriers = sim.world.listeners;
  live(sim, shop, () => {
    shopifyFollow(shop);
    world.listeners.push((event: WorldEvent) => {
      if (event.type === "scan") for (const listener of carriers) listener(event);
    });
  });
  sim.shops.push(shop);
}

/** Lives a further shop's history beside the parcels that exist, then begins its present; `follow` adds its listeners between. */
function live(sim: Sim, { world }: ShopifyContext, follow: () => void): void {
  world.parcels = sim.world.parcels;
  followParcels(world);
  liveHistory(world);
  follow();
  begin(world);
}

/** The world that moves a parcel: its shop's; the first one's for a number that was only registered. */
export function worldOf(sim: Sim, parcel: Parcel): World {
  const own = parcel.orderId === null ? undefined : sim.shops.find((s) => s.world.orderById.has(parcel.orderId ?? ""));
  return own?.world ?? sim.world;
}

/** Removes everything that was registered towards these addresses; answers how many registrations that were. */
export function forgetReceivers(sim: Sim, urls: ReadonlySet<string>): number {
  let forgotten = 0;
  const drop = <T>(input: Map<string, T>, url: (value: T) => string) => {
    for (const [key, value] of input) if (urls.has(url(value)) && input.delete(key)) forgotten += 1;
  };
  for (const { shopify } of sim.shops) drop(shopify.subscriptions, ({ uri }) => uri);
  drop(sim.easypost.hooks, ({ url }) => url);
  drop(sim.fedex.hooks, ({ url }) => url);
  for (const [number, all] of sim.ups.subscriptions) {
    const kept = all.filter(({ url }) => !urls.has(url));
    forgotten += all.length - kept.length;
    if (kept.length > 0) sim.ups.subscriptions.set(number, kept);
    else sim.ups.subscriptions.delete(number);
  }
  return forgotten;
}

/**
 * Starts the world again from a seed. Orders, parcels, e-mails and what was registered for single parcels are gone;
 * tokens and webhook addresses stay, because they belong to the installed app (`everything` removes those, too).
 */
export function resetSim(sim: Sim, input: { seed: string; everything: boolean }): void {
  const listeners = sim.world.listeners;
  sim.worldId = crypto.randomUUID();
  // The past is not announced: it happened before anybody subscribed.
  sim.world.listeners = [];
  rebuildWorld(sim.world, input.seed);
  followParcels(sim.world);
  liveHistory(sim.world);
  sim.world.listeners = listeners;
  begin(sim.world);
  for (const shop of sim.shops.slice(1)) {
    const { world } = shop;
    const own = world.listeners;
    world.listeners = [];
    rebuildWorld(world, `${input.seed}:${world.shop.path}`);
    live(sim, shop, () => {
      world.listeners = own;
    });
  }
  sim.easypost.trackers.clear();
  sim.easypost.byNumber.clear();
  sim.ups.subscriptions.clear();
  sim.resend.emails.clear();
  sim.resend.suppressions.clear();
  sim.resend.replays.clear();
  if (!input.everything) return;
  for (const { world, shopify } of sim.shops) {
    Object.assign(shopify, createShopifyState(world.shop, sim.options.now(), sim.options.shopifyRestore));
  }
  Object.assign(sim.ups, createUpsState());
  Object.assign(sim.fedex, createFedexState());
  sim.easypost.hooks.clear();
  sim.resend.hooks.clear();
}
