import type { BrowserContext, Page } from "playwright";
import { heapMb, signedIn, startBrowser, watchInteractions } from "../lib/browser.ts";
import type { Child } from "../lib/process.ts";
import { say } from "../lib/process.ts";
import { atMost, type Measured, measured, quantile } from "../lib/result.ts";
import { shopOf } from "../lib/seeded.ts";
import { type Listening, startApi } from "../lib/servers.ts";
import { secrets, settings } from "../lib/settings.ts";

/** Live changes a second, all of them to orders that can be on the screen. */
const CHANGES = 200;
/** The newest orders, which the changes go round. */
const AMONG = 400;

/**
 * The order list of a large shop in a real browser: from a key or a click to the next paint while 200 orders a second change,
 * against the same hands on the same list at rest; then the heap, minute by minute, while the changes go on.
 */
export async function screen(): Promise<Measured[]> {
  const file = await shopOf(settings.screenOrders);
  const server = await startApi(file);
  const url = `http://127.0.0.1:${server.ready.port}`;
  const browser = await startBrowser();
  const found = { busy: [] as number[], calm: [] as number[], worst: [] as number[], calmWorst: [] as number[] };
  let grown: number[] = [];
  let changed = 0;
  try {
    const context = await signedIn({ browser, url, file });
    for (let round = 0; round < settings.rounds; round++) {
      const calm = await hands(context);
      const load = await startChanges(server);
      const busy = await hands(context);
      changed = await load.stop();
      found.busy.push(quantile(busy, 0.98));
      found.calm.push(quantile(calm, 0.98));
      found.worst.push(Math.max(...busy));
      found.calmWorst.push(Math.max(...calm));
      say(`  ${busy.length} interactions; ${changed.toFixed(0)} changes a second`);
    }
    grown = await memory(context, server);
  } finally {
    await browser.close();
    await server.stop();
  }
  const note = `${settings.screenOrders} orders, ${changed.toFixed(0)} changes/s; the baseline is the same list at rest`;
  return [
    measured({
      name: "interaction p98",
      unit: "ms",
      values: found.busy,
      baselines: found.calm,
      target: atMost("value", 100),
      note,
    }),
    measured({ name: "interaction worst", unit: "ms", values: found.worst, baselines: found.calmWorst }),
    measured({
      name: "heap while live",
      unit: "MB",
      values: [grown.at(-1) ?? Number.NaN],
      baselines: [grown[0] ?? Number.NaN],
      target: atMost("ratio", 1.1),
      note: `after ${settings.screenMinutes} min under ${CHANGES} changes/s against after the first half minute; all: ${grown.map((mb) => mb.toFixed(1)).join(", ")}`,
    }),
  ];
}

async function listPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto("/");
  await page.locator("[data-order]").first().waitFor();
  await page.locator('[data-live="live"]').waitFor();
  return page;
}

/** What a seller does in a minute: walks the list, marks, types a search, changes the view, opens an order and the palette. */
async function hands(context: BrowserContext): Promise<number[]> {
  const page = await listPage(context);
  const durations = await watchInteractions(page);
  const key = async (name: string, pause = 60) => {
    await page.keyboard.press(name);
    await page.waitForTimeout(pause);
  };
  for (let i = 0; i < 25; i++) await key("j");
  for (let i = 0; i < 6; i++) {
    await key("x");
    await key("j");
  }
  await key("Escape");
  await key("Enter", 700);
  for (let i = 0; i < 5; i++) await key("j", 200);
  await key("Escape", 300);
  await page.mouse.move(700, 500);
  for (let i = 0; i < 15; i++) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(80);
  }
  for (let i = 0; i < 10; i++) await key("k");
  await page.evaluate(() => scrollTo({ top: 0 }));
  await key("Escape");
  await key("/");
  for (const letter of "smith") await key(letter, 90);
  await page.waitForTimeout(600);
  for (let i = 0; i < 5; i++) await key("Backspace", 90);
  await key("Escape");
  for (const tab of (await page.locator('nav[aria-label="Views"] button').all()).slice(0, 4)) {
    await tab.click();
    await page.waitForTimeout(400);
  }
  await key("Control+k", 300);
  for (const letter of "ada") await key(letter, 120);
  await key("ArrowDown");
  await key("Escape");
  await page.waitForTimeout(300);
  const all = await durations();
  await page.close();
  // What took less than a frame is not reported by the browser: it counts as one.
  return all.length > 0 ? all : [16];
}

/** Turns newest orders between "processing" and what their facts say, at a steady rate, by the API. Answers the rate reached. */
async function startChanges(server: Child<Listening>): Promise<{ stop: () => Promise<number> }> {
  const base = `http://127.0.0.1:${server.ready.port}`;
  const headers = { "content-type": "application/json", "x-api-key": secrets.apiKey };
  const ids: string[] = [];
  let cursor = "";
  while (ids.length < AMONG) {
    const answer = await fetch(`${base}/api/orders?limit=200${cursor}`, { headers });
    const page = (await answer.json()) as { items: { id: string }[]; next: string | null };
    ids.push(...page.items.map(({ id }) => id));
    if (!page.next) break;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
  let stopped = false;
  let sent = 0;
  let done = 0;
  const startedAt = performance.now();
  const one = async () => {
    const id = ids[sent % ids.length] ?? "";
    const status = Math.floor(sent / ids.length) % 2 === 0 ? "processing" : "auto";
    sent += 1;
    const answer = await fetch(`${base}/api/orders/${id}/status`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ status }),
    });
    await answer.body?.cancel();
    if (answer.ok) done += 1;
  };
  const open = new Set<Promise<void>>();
  const running = (async () => {
    while (!stopped) {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * CHANGES);
      while (sent < due && open.size < 100) {
        const promise: Promise<void> = one()
          .catch(() => undefined)
          .then(() => void open.delete(promise));
        open.add(promise);
      }
      await Bun.sleep(10);
    }
    await Promise.all(open);
  })();
  return {
    stop: async () => {
      const seconds = (performance.now() - startedAt) / 1000;
      stopped = true;
      await running;
      return done / seconds;
    },
  };
}

async function memory(context: BrowserContext, server: Child<Listening>): Promise<number[]> {
  const page = await listPage(context);
  const session = await context.newCDPSession(page);
  const load = await startChanges(server);
  const values: number[] = [];
  await page.waitForTimeout(30_000);
  values.push(await heapMb(session));
  for (let minute = 0; minute < settings.screenMinutes; minute++) {
    await page.waitForTimeout(60_000);
    values.push(await heapMb(session));
    say(`  heap after ${minute + 1} min: ${values.at(-1)?.toFixed(1)} MB`);
  }
  await load.stop();
  await page.close();
  return values;
}
