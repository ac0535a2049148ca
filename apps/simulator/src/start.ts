import { simulatorApp } from "./app.ts";
import { clampSpeed, defaultOptions, type SimOptions } from "./options.ts";
import { createSim } from "./sim.ts";
import { runDue, type World } from "./world/world.ts";

/** How often the world looks at its clock, real ms. */
const HEARTBEAT_MS = 100;

export type Simulator = {
  /** For example http://127.0.0.1:3001; the platforms are at /shopify, /easypost/v2, /ups, /fedex and /resend below it. */
  url: string;
  world: World;
  /** Resolves when no webhook is under way, waiting for a retry or held back. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts the simulator on a real port. With `autoRun: false` nothing happens by itself, and no new orders come in
 * unless `ordersPerMinute` is given; `/_sim/tick` then moves the world.
 *
 * @example
 * const simulator = await startSimulator({ port: 0, seed: "1", autoRun: false, initialOrders: 5 });
 * await fetch(`${simulator.url}/_sim/tick`, { method: "POST", body: JSON.stringify({ ms: 3_600_000 }) });
 * await simulator.stop();
 */
export async function startSimulator(given: Partial<SimOptions> = {}): Promise<Simulator> {
  const options: SimOptions = { ...defaultOptions, ...given };
  options.seed = String(options.seed);
  options.speed = clampSpeed(options.speed);
  options.outcomes = { ...defaultOptions.outcomes, ...given.outcomes };
  if (!options.autoRun && given.ordersPerMinute === undefined) options.ordersPerMinute = 0;
  const stopping = new AbortController();
  const sim = createSim(options, stopping.signal);
  const app = simulatorApp(sim);
  const server = Bun.serve({
    port: options.port,
    hostname: options.hostname,
    idleTimeout: 120,
    fetch: (request) => app.fetch(request),
  });
  const beat = () => {
    for (const { world } of sim.shops) runDue(world);
  };
  const heart = options.autoRun ? setInterval(beat, HEARTBEAT_MS) : undefined;
  return {
    url: `http://${options.hostname}:${server.port}`,
    world: sim.world,
    idle: () => sim.deliveries.idle(),
    stop: async () => {
      clearInterval(heart);
      stopping.abort();
      sim.deliveries.stop();
      await server.stop(true);
    },
  };
}
