import { type Child, exists, fileLimit, NODE, say, startChild } from "../lib/process.ts";
import { atLeast, type Measured, measured, median } from "../lib/result.ts";
import type { Listening } from "../lib/servers.ts";
import { settings } from "../lib/settings.ts";

type Side = "hub" | "bare" | "ws";
type Waited = { finishedAt: number; whole: boolean; received: number };

const start = (side: Side): Promise<Child<Listening>> =>
  side === "ws"
    ? startChild({ file: "bench/child/fan-node.ts", node: true })
    : startChild({ file: "bench/child/fan.ts", env: { FAN_MODE: side } });

/** Deliveries per second to many sockets of one topic, one frame a turn: our hub, bare `server.publish`, `ws` on Node. */
export async function fanout(): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const sockets of settings.sockets) {
    // Two hundred for everything else a process has open.
    if (fileLimit() < sockets + 200) {
      const note = `not measured: ulimit -n is ${fileLimit()}, ${sockets + 200} are needed`;
      results.push({
        ...measured({ name: `fanout ${sockets}`, unit: "msg/s", values: [], target: atLeast("ratio", 0.8) }),
        note,
      });
      continue;
    }
    results.push(...(await fanoutTo(sockets)));
  }
  return results;
}

async function fanoutTo(sockets: number): Promise<Measured[]> {
  const sides: Side[] = exists(NODE) ? ["hub", "bare", "ws"] : ["hub", "bare"];
  const rates: Record<Side, number[]> = { hub: [], bare: [], ws: [] };
  for (let round = 0; round < settings.rounds; round++) {
    for (const side of sides) {
      const rate = await deliver(side, sockets);
      rates[side].push(rate);
      say(`  fanout ${sockets} ${side}: ${Math.round(rate)} msg/s`);
    }
  }
  const name = `fanout ${sockets}`;
  const note =
    rates.ws.length > 0 ? `ws on Node 22: ${Math.round(median(rates.ws))} msg/s` : "Node 22 is not installed";
  return [
    measured({ name, unit: "msg/s", values: rates.hub, baselines: rates.bare, target: atLeast("ratio", 0.8), note }),
    ...(rates.ws.length > 0
      ? [measured({ name: `${name} vs ws`, unit: "msg/s", values: rates.hub, baselines: rates.ws })]
      : []),
  ];
}

async function deliver(side: Side, sockets: number): Promise<number> {
  const server = await start(side);
  const clients = await startChild<{ ready: true }>({ file: "bench/child/sockets.ts" });
  try {
    const greeted = await clients.ask<Waited>({ kind: "open", port: server.ready.port, sockets });
    if (!greeted.whole) throw new Error(`Only ${greeted.received} of ${sockets} sockets were greeted.`);
    const count = Math.max(4, Math.round(settings.deliveries / sockets));
    await round({ server, clients, sockets, count: Math.ceil(count / 4) });
    return await round({ server, clients, sockets, count });
  } finally {
    await Promise.all([server.kill(), clients.kill()]);
  }
}

async function round(input: {
  server: Child<Listening>;
  clients: Child<unknown>;
  sockets: number;
  count: number;
}): Promise<number> {
  const messages = input.sockets * input.count;
  const arrived = input.clients.ask<Waited>({ kind: "wait", messages, withinMs: 60_000 });
  const { startedAt } = await input.server.ask<{ startedAt: number }>({ count: input.count });
  const { finishedAt, whole, received } = await arrived;
  if (!whole) throw new Error(`${received} of ${messages} messages arrived within a minute.`);
  return (messages * 1000) / (finishedAt - startedAt);
}
