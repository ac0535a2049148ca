import { allWere, type LoadResult } from "../lib/load.ts";
import { type Child, say } from "../lib/process.ts";
import { atMost, type Measured, measured, median } from "../lib/result.ts";
import { NEWEST, shopOf } from "../lib/seeded.ts";
import { type Listening, startApi, startLoad } from "../lib/servers.ts";
import { secrets, settings } from "../lib/settings.ts";

/** The size that the large one is compared with. */
const SMALL = 10_000;
/** What a seller's filter bar can ask for; the page after the first is added to each. */
const LISTS = [
  "",
  "channel=shopify",
  "status=paid",
  "status=on_hold",
  "sync=failed",
  "channel=etsy&status=processing",
  "channel=amazon&status=paid,processing,on_hold",
  "channel=shopify&sync=failed&status=refunded",
  "status=cancelled,refunded&sync=pending",
  "from=MIDDLE&channel=etsy",
  "to=MIDDLE",
  "to=MIDDLE&channel=amazon&status=delivered",
];
/** A name, its beginning, two words, an e-mail, a SKU, a number, nothing at all; some with filters. */
const SEARCHES = [
  "Müller",
  "oka",
  "ada smith",
  "chloe4@example.com",
  "grace 55",
  "SKU-31",
  "#NUMBER",
  "zzyzx",
  "nguyen&status=on_hold",
  "olsen&channel=etsy&sync=failed",
];

/**
 * The order list and the search through the API with a key, one request after the other, on a large and a small shop.
 * Reported is the p99 over the mix, and in the note the slowest question.
 */
export async function orders(): Promise<Measured[]> {
  const large = await shopOf(settings.orders);
  const small = await shopOf(SMALL);
  const servers = { large: await startApi(large), small: await startApi(small) };
  const load = await startLoad();
  const results: Measured[] = [];
  for (const kind of ["list", "search"] as const) {
    const found = { large: [] as LoadResult[], small: [] as LoadResult[] };
    const slowest: string[] = [];
    for (let round = 0; round < settings.rounds; round++) {
      for (const size of ["large", "small"] as const) {
        const paths = await questions(kind, servers[size].ready.port, size === "large" ? settings.orders : SMALL);
        found[size].push(await ask(load, servers[size], { paths, count: settings.reads }));
        if (size === "large" && round === 0) slowest.push(await slowestOf(load, servers.large, paths));
      }
    }
    const limit = kind === "list" ? 5 : 30;
    const compared = (pick: (result: LoadResult) => number) => ({
      unit: "ms",
      values: found.large.map(pick),
      baselines: found.small.map(pick),
    });
    const note = `${settings.orders} orders against ${SMALL}; slowest: ${slowest[0]}`;
    const p99 = measured({
      name: `orders ${kind} p99`,
      ...compared((result) => result.p99),
      target: atMost("value", limit),
      note,
    });
    // The mean of the mix: a median would hide the questions that grow.
    const cost = compared((result) => (result.seconds * 1000) / result.answered);
    results.push(p99, measured({ name: `orders ${kind} cost`, ...cost, target: atMost("ratio", 1.5) }));
    say(`  orders ${kind}: p50 ${median(found.large.map((result) => result.p50)).toFixed(2)} ms`);
  }
  await Promise.all([load.stop(), servers.large.stop(), servers.small.stop()]);
  return results;
}

/** First pages and the pages behind them, as a client would walk. */
async function questions(kind: "list" | "search", port: number, count: number): Promise<string[]> {
  const middle = String(NEWEST - Math.floor(count / 2) * 60_000);
  const first =
    kind === "list"
      ? LISTS.map((query) => `/api/orders?${query.replace("MIDDLE", middle)}`)
      : SEARCHES.map((text) => {
          const [words = "", ...filters] = text.replace("NUMBER", String(1_000 + Math.floor(count / 2))).split("&");
          return `/api/orders?${[`q=${encodeURIComponent(words)}`, ...filters].join("&")}`;
        });
  const pages: string[] = [];
  for (const path of first) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { "x-api-key": secrets.apiKey } });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    const { next } = (await answer.json()) as { next: string | null };
    pages.push(path, ...(next ? [`${path}&cursor=${encodeURIComponent(next)}`] : []));
  }
  return pages;
}

async function ask(
  load: Child<unknown>,
  server: Child<Listening>,
  input: { paths: string[]; count: number },
): Promise<LoadResult> {
  const paths = Array.from({ length: input.count }, (_, i) => input.paths[i % input.paths.length] as string);
  const { port } = server.ready;
  await load.ask({ kind: "gets", paths, apiKey: secrets.apiKey });
  const question = { kind: "flood", port, from: 0, seconds: 120, connections: 1 };
  await load.ask<LoadResult>({ ...question, most: Math.ceil(input.count / 4) });
  const result = await load.ask<LoadResult>({ ...question, most: input.count });
  allWere(200, result);
  return result;
}

async function slowestOf(load: Child<unknown>, server: Child<Listening>, paths: readonly string[]): Promise<string> {
  let worst = { p50: 0, path: "" };
  for (const path of paths) {
    const { p50 } = await ask(load, server, { paths: [path], count: 20 });
    if (p50 > worst.p50) worst = { p50, path };
  }
  return `${worst.path} (p50 ${worst.p50.toFixed(2)} ms)`;
}
