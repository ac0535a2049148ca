import shopify from "@waybill/adapters/channels/shopify/channel";
import { credentials } from "../../apps/simulator/src/credentials.ts";
import { freshCopy, preparedFile, readCount } from "../lib/prepare.ts";
import { type Child, say, startChild } from "../lib/process.ts";
import { atLeast, type Measured, measured, median } from "../lib/result.ts";
import { startApi } from "../lib/servers.ts";
import { secrets, settings } from "../lib/settings.ts";

type Simulator = Child<{ url: string }>;
type Run = {
  state: string;
  seen: number;
  failed: number;
  reason: string | null;
  startedAt: number;
  finishedAt: number | null;
};

const startSim = (clean: number): Promise<Simulator> =>
  startChild({
    file: "bench/child/simulator.ts",
    env: { SIM_ORDERS: String(settings.imported), SIM_CLEAN: String(clean) },
  });

/**
 * The first import of a shop, from the connect call's run to its end, through the real server; against the adapter pulling
 * the same pages and keeping nothing (so what the simulator itself costs is seen). Once clean, once with the simulator's
 * ordinary share of orders that cannot be read (40 %).
 */
export async function importing(): Promise<Measured[]> {
  const template = await preparedFile(0);
  const rates = { pull: [] as number[], clean: [] as number[], faulty: [] as number[] };
  for (let round = 0; round < settings.rounds; round++) {
    const simulator = await startSim(1);
    rates.pull.push(await pullOnly(simulator.ready.url));
    rates.clean.push((await imported(template, simulator)).rate);
    await simulator.stop();
    const spoilt = await startSim(0.6);
    rates.faulty.push((await imported(template, spoilt)).rate);
    await spoilt.stop();
    say(
      `  import: ${[rates.pull, rates.clean, rates.faulty].map((list) => Math.round(list.at(-1) ?? 0)).join(", ")} orders/s (pull only, clean, with faults)`,
    );
  }
  const unit = "orders/s";
  return [
    measured({
      name: "import",
      unit,
      values: rates.clean,
      baselines: rates.pull,
      target: atLeast("value", 2_000),
      note: `${settings.imported} orders; the baseline is the adapter's pull alone, simulator included (${Math.round(median(rates.pull))}/s)`,
    }),
    measured({
      name: "import with faults",
      unit,
      values: rates.faulty,
      note: "40 % of the orders fail or wait, as the simulator does by default",
    }),
  ];
}

async function pullOnly(url: string): Promise<number> {
  const { shop, clientId, clientSecret } = credentials.shopify;
  const settingsOf = shopify.settings.parse({ shop, clientId, clientSecret, baseUrl: `${url}/shopify` });
  let token: { accessToken: string; refreshToken: string | null; expiresAt: number | null } | null = null;
  const context = {
    settings: settingsOf,
    fetch,
    now: Date.now,
    sleep: (ms: number) => Bun.sleep(ms),
    tokens: {
      get: () => token,
      refresh: async (get: (current: typeof token) => Promise<NonNullable<typeof token>>) => {
        token = await get(token);
        return token;
      },
    },
  };
  const startedAt = performance.now();
  let cursor: string | null = null;
  let seen = 0;
  do {
    const page: Awaited<ReturnType<typeof shopify.pull>> = await shopify.pull(context, {
      updatedSince: null,
      cursor,
      limit: 50,
    });
    seen += page.orders.length;
    cursor = page.next;
  } while (cursor !== null);
  if (seen < settings.imported) throw new Error(`The simulator gave ${seen} of ${settings.imported} orders.`);
  return (seen * 1000) / (performance.now() - startedAt);
}

async function imported(template: string, simulator: Simulator): Promise<{ rate: number }> {
  const path = freshCopy(template);
  const server = await startApi(path);
  const url = `http://127.0.0.1:${server.ready.port}`;
  const headers = { "x-api-key": secrets.apiKey, "content-type": "application/json" };
  const { shop, clientId, clientSecret } = credentials.shopify;
  const connected = await fetch(`${url}/api/platforms/shopify/connect`, {
    method: "POST",
    headers,
    body: JSON.stringify({ settings: { shop, clientId, clientSecret, baseUrl: `${simulator.ready.url}/shopify` } }),
  });
  if (!connected.ok) throw new Error(`Connecting the shop was answered ${connected.status}: ${await connected.text()}`);
  const { id } = (await connected.json()) as { id: string };
  const run = await finished(`${url}/api/platforms/${id}/runs`, headers);
  await server.stop();
  const orders = readCount(path, "SELECT COUNT(*) FROM orders");
  if (run.state !== "done" || orders < settings.imported)
    throw new Error(`The import ended as "${run.state}" with ${orders} orders: ${run.reason}`);
  return { rate: (run.seen * 1000) / ((run.finishedAt ?? 0) - run.startedAt) };
}

/** Looks a few times a second, so that looking costs nothing. */
async function finished(url: string, headers: Record<string, string>): Promise<Run> {
  for (let waited = 0; waited < 300_000; waited += 250) {
    await Bun.sleep(250);
    const { items } = (await (await fetch(url, { headers })).json()) as { items: Run[] };
    const [run] = items;
    if (run && run.state !== "running" && run.state !== "waiting") return run;
  }
  throw new Error("The import did not end within five minutes.");
}
