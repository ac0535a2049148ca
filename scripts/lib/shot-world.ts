import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "@waybill/api/bun";
import type { NotificationSummary } from "@waybill/domain/notification/answers";
import type { OrderSummary } from "@waybill/domain/order/answers";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { startSimulator } from "@waybill/simulator/start";

/** A Saturday morning; every picture is taken at this instant of the pictured world. */
const MOMENT = Date.parse("2026-11-21T09:40:00Z");
/** With this seed and this long lived there are parcels on the van, late, missed, returned and delivered. */
const SEED = "waybill-18";
const LIVED_MS = 8 * 3_600_000;

type Page<T> = { items: T[] };
export type ShotWorld = {
  url: string;
  /** An installation where nobody has connected anything, for the empty pages. */
  emptyUrl: string;
  now: () => number;
  api: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  orders: OrderSummary[];
  shipments: ShipmentSummary[];
  notifications: NotificationSummary[];
  /** A verified webhook that moved a parcel, and the first shop. */
  webhook: number | null;
  channel: string | null;
  stop: () => Promise<void>;
};

/**
 * The demo with a fixed seed and a clock that begins at a fixed instant, moved on by hand until parcels are in every state;
 * beside it an empty installation.
 */
export async function startShotWorld(): Promise<ShotWorld> {
  const folder = mkdtempSync(join(tmpdir(), "waybill-shots-"));
  const began = Date.now();
  const start = () => MOMENT - LIVED_MS + (Date.now() - began);
  // The simulated world counts its own ticks; the server's clock goes with it.
  let ticked = 0;
  const now = () => start() + ticked;
  const simulator = await startSimulator({
    port: 0,
    seed: SEED,
    autoRun: false,
    initialOrders: 60,
    shopifyRestore: 1000,
    now: start,
    moreShops: true,
  });
  const base = { PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "error", SIMULATOR_PORT: new URL(simulator.url).port };
  const demo = await startServer({ env: { ...base, DATABASE_URL: `file:${join(folder, "demo.db")}`, DEMO: "1" }, now });
  const empty = await startServer({
    env: { ...base, DATABASE_URL: `file:${join(folder, "empty.db")}`, DEMO: "0" },
    now,
  });
  const { apiKey } = await call<{ apiKey: string }>(`${demo.url}/api/demo/session`, "POST", {});
  const api: ShotWorld["api"] = (method, path, body) =>
    call(`${demo.url}${path}`, method, body, { authorization: `Bearer ${apiKey}` });
  const lists = async () => ({
    orders: (await api<Page<OrderSummary>>("GET", "/api/orders?limit=100")).items,
    shipments: (await api<Page<ShipmentSummary>>("GET", "/api/shipments?limit=100")).items,
    notifications: (await api<Page<NotificationSummary>>("GET", "/api/notifications?limit=100")).items,
  });
  await settled(async () => (await lists()).orders.length);
  for (const step = LIVED_MS / 4; ticked < LIVED_MS; ) {
    await call(`${simulator.url}/_sim/tick`, "POST", { ms: step });
    ticked += step;
    await simulator.idle();
  }
  await settled(async () => {
    const { orders, shipments, notifications } = await lists();
    return JSON.stringify([orders.length, shipments.map((s) => s.changedAt), notifications.map((n) => n.state)]);
  });
  const inbox = (
    await api<Page<{ id: number; kind: string; effects: string[] }>>("GET", "/api/inbox?limit=100&state=processed")
  ).items;
  const channels = (await api<Page<{ id: string }>>("GET", "/api/platforms")).items;
  return {
    url: demo.url,
    emptyUrl: empty.url,
    now,
    api,
    ...(await lists()),
    webhook: inbox.find((row) => row.kind === "carrier" && row.effects.length > 0)?.id ?? null,
    channel: channels[0]?.id ?? null,
    stop: async () => {
      await Promise.all([demo.stop(), empty.stop()]);
      await simulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until what is read has not changed for a while. */
async function settled(read: () => Promise<unknown>): Promise<void> {
  let before: unknown;
  let since = Date.now();
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const now = await read();
    if (now !== before || !now) since = Date.now();
    before = now;
    if (Date.now() - since > 2_500) return;
    await Bun.sleep(250);
  }
}

async function call<T>(url: string, method: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
