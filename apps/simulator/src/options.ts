import type { FaultSettings } from "./faults.ts";
import { demoNatures } from "./world/nature-shares.ts";
import type { Nature } from "./world/types.ts";

export type SimOptions = {
  /** TCP port; 0 takes any free one. */
  port: number;
  hostname: string;
  seed: string;
  /** 1…1000: how much faster than real time the world lives. */
  speed: number;
  faults: FaultSettings;
  /** New orders per real minute while the world runs by itself. */
  ordersPerMinute: number;
  initialOrders: number;
  /** The first shop's money: one that the rates of `shopify/money.ts` know. */
  currency: string;
  /** Two further shops beside the first one, in other money, whose parcels the same carriers move. */
  moreShops: boolean;
  /** How many days the initial orders are spread over. */
  historyDays: number;
  /** Shares between 0 and 1: orders that import cleanly, and retries that cure a faulty one. */
  outcomes: { clean: number; retrySucceeds: number };
  /** Shares of orders that are uncommon, each drawn by itself (`world/natures.ts`). */
  natures: Partial<Record<Nature, number>>;
  /** May the app read who bought? Without, every order withholds customer, e-mail and addresses. */
  protectedData: boolean;
  /** Share between 0 and 1 of fulfilments whose tracking field is filled as people fill it: a barcode, two numbers, no number. */
  habits: number;
  /** Enforce the query-cost bucket of Shopify and the rate limit of Resend. */
  throttle: boolean;
  /** The shop's Shopify plan: points its bucket regains per second (docs/platforms/shopify.md#limits: Standard 100, Plus 1000). */
  shopifyRestore: number;
  /** Let time pass by itself; without it only `/_sim/tick`, `advance` and friends move the world. */
  autoRun: boolean;
  /** First wait before a webhook is tried again, ms; it grows from there. Real platforms wait minutes to hours. */
  retryBaseMs: number;
  /** Life of Shopify's expiring access tokens, real seconds. */
  shopifyTokenSeconds: number;
  /** How long Resend takes to report what became of an e-mail, real ms. */
  mailDelayMs: number;
  now: () => number;
  fetch: (request: Request) => Promise<Response>;
};

export const defaultOptions: SimOptions = {
  port: 3001,
  hostname: "127.0.0.1",
  // This seed opens with parcels out for delivery, one delayed and one returned: a lively first minute.
  seed: "waybill-18",
  speed: 240,
  faults: {},
  ordersPerMinute: 12,
  initialOrders: 40,
  currency: "USD",
  moreShops: false,
  historyDays: 4,
  outcomes: { clean: 0.6, retrySucceeds: 0.9 },
  natures: {},
  protectedData: true,
  habits: 0,
  throttle: true,
  shopifyRestore: 100,
  autoRun: true,
  retryBaseMs: 1000,
  shopifyTokenSeconds: 3600,
  mailDelayMs: 900,
  now: () => Date.now(),
  fetch: (request) => fetch(request),
};

export function clampSpeed(speed: number): number {
  return Math.min(1000, Math.max(1, Number.isFinite(speed) ? speed : 1));
}

/** Settings from the environment: `SIMULATOR_PORT`, `SIM_SPEED`, `SIM_SEED`, `SIM_CURRENCY`. */
export function optionsFromEnv(env: Record<string, string | undefined>): Partial<SimOptions> {
  // A world that lives 240 times faster than ours needs the larger plan: its parcels push as many changes a minute as others in hours.
  const options: Partial<SimOptions> = { shopifyRestore: 1000, moreShops: true, habits: 0.12, natures: demoNatures };
  if (env.SIMULATOR_PORT) options.port = Number(env.SIMULATOR_PORT);
  if (env.SIM_SPEED) options.speed = clampSpeed(Number(env.SIM_SPEED));
  if (env.SIM_SEED) options.seed = env.SIM_SEED;
  if (env.SIM_CURRENCY) options.currency = env.SIM_CURRENCY;
  return options;
}
