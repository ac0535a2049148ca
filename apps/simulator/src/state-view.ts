import type { Sim } from "./sim.ts";
import { fulfilmentState } from "./world/fulfilment.ts";
import type { Parcel } from "./world/types.ts";

const SHOWN = 200;

function tally<T>(items: Iterable<T>, key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

function parcelSummary(parcel: Parcel): object {
  const last = parcel.scans.at(-1);
  return {
    number: parcel.number,
    carrier: parcel.carrier,
    orderId: parcel.orderId === null ? null : `gid://shopify/Order/${parcel.orderId}`,
    status: last?.kind ?? null,
    at: last === undefined ? null : new Date(last.at).toISOString(),
    place: last === undefined ? null : `${last.place.city}, ${last.place.country}`,
    scans: parcel.scans.length,
    left: parcel.plan.length,
    trouble: parcel.trouble,
    eta: new Date(parcel.eta).toISOString(),
  };
}

/** What `GET /_sim/state` shows: the clock, counts, the parcels that changed last and the recent webhooks. */
export function simState(sim: Sim) {
  const { world, options } = sim;
  const parcels = [...world.parcels.values()];
  const recent = [...parcels].sort((left, right) => right.updatedAt - left.updatedAt).slice(0, SHOWN);
  const elapsed = world.clock.elapsed();
  return {
    seed: options.seed,
    clock: {
      now: new Date(world.clock.stamp(elapsed)).toISOString(),
      elapsedMs: Math.floor(elapsed),
      speed: world.clock.speed(),
      paused: world.clock.paused(),
    },
    settings: {
      ordersPerMinute: options.ordersPerMinute,
      outcomes: options.outcomes,
      habits: options.habits,
      throttle: options.throttle,
      autoRun: options.autoRun,
      faults: sim.faults.settings(),
    },
    counts: {
      orders: world.orders.length,
      ordersByFulfilment: tally(world.orders, (order) =>
        order.cancelledAt === null ? fulfilmentState(order) : "CANCELLED",
      ),
      faultyOrders: tally(
        world.orders.flatMap((order) => order.fault ?? []),
        (fault) => fault.kind,
      ),
      parcels: parcels.length,
      parcelsByCarrier: tally(parcels, (parcel) => parcel.carrier),
      parcelsByStatus: tally(parcels, (parcel) => parcel.scans.at(-1)?.kind ?? "none"),
      emails: sim.resend.emails.size,
      webhooks: sim.deliveries.counts(),
    },
    shops: sim.shops.map(({ world: own, shopify }) => ({
      name: own.shop.name,
      shop: own.shop.shop,
      currency: own.shop.currency,
      orders: own.orders.length,
      subscriptions: shopify.subscriptions.size,
    })),
    subscriptions: {
      shopify: [...sim.shopify.subscriptions.values()].map(({ topic, uri }) => ({ topic, uri })),
      easypost: {
        hooks: [...sim.easypost.hooks.values()].map((hook) => hook.url),
        trackers: sim.easypost.trackers.size,
      },
      ups: sim.ups.subscriptions.size,
      fedex: [...sim.fedex.hooks.keys()].at(-1) ?? null,
      resend: [...sim.resend.hooks.values()].map((hook) => hook.endpoint),
    },
    parcels: recent.map(parcelSummary),
    webhooks: sim.deliveries.recent().slice(0, SHOWN),
  };
}
