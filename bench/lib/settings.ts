import { randomBytes } from "node:crypto";

const env = process.env;
/** Small sizes that prove the benches run; their figures mean nothing. */
const quick = env.BENCH_QUICK === "1";

function count(name: string, standard: number, small: number): number {
  const given = Number(env[name]);
  if (env[name] && !(given > 0)) throw new Error(`${name} must be a positive number.`);
  return env[name] ? given : quick ? small : standard;
}

/** How large the benches are. Each can be set by its variable; `BENCH_QUICK=1` makes all of them small. */
export const settings = {
  /** Alternating rounds whose median counts. */
  rounds: Math.round(count("BENCH_ROUNDS", 3, 1)),
  /** How long the sustained load of `process` lasts, s. */
  seconds: count("BENCH_SECONDS", 60, 4),
  /** Webhooks offered per second in `process`: a tenth above the target, so that the target can be passed. */
  rate: count("BENCH_RATE", 3_300, 300),
  /** Length of one closed-loop round of `accept`, s. */
  floodSeconds: count("BENCH_FLOOD_SECONDS", 4, 1),
  /** Webhooks signed beforehand for one such round; the round ends when they are used up. */
  floodBodies: Math.round(count("BENCH_FLOOD_BODIES", 100_000, 6_000)),
  latencyRate: count("BENCH_LATENCY_RATE", 500, 100),
  latencySeconds: count("BENCH_LATENCY_SECONDS", 15, 3),
  orders: Math.round(count("BENCH_ORDERS", 1_000_000, 20_000)),
  reads: Math.round(count("BENCH_READS", 4_000, 400)),
  imported: Math.round(count("BENCH_IMPORT", 10_000, 400)),
  sockets: (env.BENCH_SOCKETS ?? (quick ? "200" : "1000,10000")).split(",").map(Number),
  /** Deliveries per round of `fanout`, spread over the sockets. */
  deliveries: Math.round(count("BENCH_DELIVERIES", 500_000, 20_000)),
  /** Orders behind the screen of `screen`, and how long its memory is watched, minutes (the promise is about 30). */
  screenOrders: Math.round(count("BENCH_SCREEN_ORDERS", 100_000, 5_000)),
  screenMinutes: Math.round(count("BENCH_SCREEN_MINUTES", 3, 1)),
  /** Cold loads of the public page. */
  paints: Math.round(count("BENCH_PAINTS", 5, 1)),
  starts: Math.round(count("BENCH_STARTS", 5, 2)),
  /** A folder: the servers write CPU profiles there. */
  profile: env.BENCH_PROFILE ?? null,
  /** As `bun start` sets it on a person's machine; NODE_ENV=production logs one line per request (`info`). */
  logLevel: env.BENCH_LOG_LEVEL ?? "warn",
  /** Keep-alive connections of the load generator, one request in flight on each. */
  connections: 64,
};

/** Made anew by every run: nothing here opens anything. */
export const secrets = {
  app: randomBytes(24).toString("base64url"),
  webhook: randomBytes(18).toString("base64url"),
  apiKey: `wb_${randomBytes(24).toString("hex")}`,
};
