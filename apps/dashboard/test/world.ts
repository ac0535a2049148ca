import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "@waybill/api/bun";
import type { OrderSummary } from "@waybill/domain/order/answers";
import type { Page as Paged } from "@waybill/domain/page";
import { startSimulator } from "@waybill/simulator/start";
import type { Browser, BrowserContext, Page } from "playwright";
import { browserPath, openBrowser } from "../../../scripts/lib/test-browser.ts";

export { browserPath };

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The pages as built; `bun run test` builds them first. */
export const isBuilt = existsSync(at("../dist/index.html")) && existsSync(at("../../tracking/dist/server/entry.js"));

export type World = {
  url: string;
  browser: Browser;
  /** Calls the simulator's control panel. */
  sim: <T>(path: string, body?: unknown) => Promise<T>;
  /** Calls our API as the demo's seller. */
  api: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  close: () => Promise<void>;
};

/** A real server, a real simulator that only moves when told to, and a browser. `currency`: the shop's, dollars else. */
export async function startWorld(options: { currency?: string } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "waybill-e2e-"));
  const simulator = await startSimulator({
    port: 0,
    seed: "e2e",
    currency: options.currency ?? "USD",
    speed: 1,
    ordersPerMinute: 0,
    initialOrders: 30,
    shopifyRestore: 1000,
  });
  const server = await startServer({
    env: {
      PORT: "0",
      HOST: "127.0.0.1",
      DATABASE_URL: `file:${join(folder, "waybill.db")}`,
      DEMO: "1",
      SIMULATOR_PORT: new URL(simulator.url).port,
      LOG_LEVEL: "error",
    },
  });
  const { apiKey } = await json<{ apiKey: string }>(`${server.url}/api/demo/session`, "POST", {});
  const browser = await openBrowser();
  return {
    url: server.url,
    browser,
    sim: (path, body = {}) => json(`${simulator.url}/_sim${path}`, "POST", body),
    api: (method, path, body) => json(`${server.url}${path}`, method, body, { authorization: `Bearer ${apiKey}` }),
    close: async () => {
      await browser.close();
      await server.stop();
      await simulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function json<T>(url: string, method: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

type Screen = { page: Page; context: BrowserContext; complaints: string[] };

/** A fresh browser profile; `complaints` are the page's errors and every breach of the content security policy. */
export async function openScreen(world: World, options: { width?: number; height?: number } = {}): Promise<Screen> {
  const context = await world.browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  return { page, context, complaints };
}

/** Through the front door, with one click. */
export async function enterDemo(world: World, page: Page): Promise<void> {
  await page.goto(world.url);
  await page.getByRole("button", { name: "Try the demo" }).click();
  await page.locator("[data-order]").first().waitFor();
  await page.locator('[data-live="live"]').waitFor();
}

/** Waits until `read` answers true, asking often: what is awaited is the product's own speed. */
export async function until(what: string, read: () => Promise<boolean>, ms = 15_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await read())) {
    if (Date.now() > end) throw new Error(`It did not happen in ${ms} ms: ${what}`);
    await Bun.sleep(50);
  }
}

export const listOrders = async (world: World, query: string): Promise<OrderSummary[]> =>
  (await world.api<Paged<OrderSummary>>("GET", `/api/orders?limit=100&${query}`)).items;

type Made = { orders: { id: string; name: string }[] };

/** A new order of the simulated shop that Waybill has read whole; `natures`: what is uncommon about it. */
export async function makeOrder(world: World, natures: readonly string[] = []): Promise<OrderSummary> {
  const { orders: made } = await world.sim<Made>("/orders", { count: 4, natures });
  const names = new Set(made.map((order) => order.name));
  let found: OrderSummary | undefined;
  await until("a new order is read", async () => {
    found = (await listOrders(world, "sync=success")).find((order) => names.has(order.number));
    return found !== undefined;
  });
  return found as OrderSummary;
}
