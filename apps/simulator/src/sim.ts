import { createDeliveries } from "./deliveries.ts";
import { createEasypostState, type EasypostState, easypostFollow } from "./easypost/webhooks.ts";
import { createFaults } from "./faults.ts";
import { createFedexState, type FedexState, fedexFollow } from "./fedex/routes.ts";
import type { SimOptions } from "./options.ts";
import { createResendState, type ResendState } from "./resend/state.ts";
import type { Shared } from "./shared.ts";
import { createShopifyState, type ShopifyState } from "./shopify/state.ts";
import { shopifyFollow } from "./shopify/webhooks.ts";
import { createUpsState, type UpsState, upsFollow } from "./ups/routes.ts";
import { followParcels } from "./world/fulfilment.ts";
import { begin, liveHistory } from "./world/history.ts";
import { createRandom } from "./world/random.ts";
import { createWorld, rebuildWorld } from "./world/world.ts";

/** The world and every platform's own books. */
export type Sim = Shared & {
  shopify: ShopifyState;
  easypost: EasypostState;
  ups: UpsState;
  fedex: FedexState;
  resend: ResendState;
  stopping: AbortSignal;
};

/** Builds the world, lives its history and connects the platforms; no socket is opened here. */
export function createSim(options: SimOptions, stopping: AbortSignal): Sim {
  const world = createWorld(options);
  const faults = createFaults(createRandom(`${options.seed}:faults`), options.faults);
  const deliveries = createDeliveries({
    now: options.now,
    fetch: options.fetch,
    faults,
    retryBaseMs: () => options.retryBaseMs,
  });
  const sim: Sim = {
    world,
    options,
    faults,
    deliveries,
    shopify: createShopifyState(options.now(), options.shopifyRestore),
    easypost: createEasypostState(),
    ups: createUpsState(),
    fedex: createFedexState(),
    resend: createResendState(),
    stopping,
  };
  followParcels(world);
  liveHistory(world);
  shopifyFollow(sim);
  easypostFollow(sim);
  upsFollow(sim);
  fedexFollow(sim);
  begin(world);
  return sim;
}

/**
 * Starts the world again from a seed. Orders, parcels, e-mails and what was registered for single parcels are gone;
 * tokens and webhook addresses stay, because they belong to the installed app (`everything` removes those, too).
 */
export function resetSim(sim: Sim, input: { seed: string; everything: boolean }): void {
  const listeners = sim.world.listeners;
  // The past is not announced: it happened before anybody subscribed.
  sim.world.listeners = [];
  rebuildWorld(sim.world, input.seed);
  followParcels(sim.world);
  liveHistory(sim.world);
  sim.world.listeners = listeners;
  begin(sim.world);
  sim.easypost.trackers.clear();
  sim.easypost.byNumber.clear();
  sim.ups.subscriptions.clear();
  sim.resend.emails.clear();
  sim.resend.replays.clear();
  if (!input.everything) return;
  Object.assign(sim.shopify, createShopifyState(sim.options.now(), sim.options.shopifyRestore));
  Object.assign(sim.ups, createUpsState());
  Object.assign(sim.fedex, createFedexState());
  sim.easypost.hooks.clear();
  sim.resend.hooks.clear();
}
