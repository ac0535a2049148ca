import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "@waybill/api/bun";
import { newId } from "@waybill/domain/ids";
import { setBranding } from "@waybill/engine/organisation/settings";
import { setTrackLink } from "@waybill/engine/shipments/link";
import { easypostEvent, route } from "@waybill/engine/testing/events";
import { ORG, testScope } from "@waybill/engine/testing/scope";
import { deliver, putConnection, putOrder, putShipment } from "@waybill/engine/testing/world";
import type { Browser, BrowserContext, Page } from "playwright";
import { browserPath, openBrowser } from "../../../scripts/lib/test-browser.ts";

export { browserPath };

type Parcel = {
  id: string;
  token: string;
  number: string;
  order: string;
  /** The carrier tells of one more stop, by a signed webhook. */
  move: (times?: number) => Promise<void>;
};

export type World = {
  url: string;
  browser: Browser;
  parcel: () => Promise<Parcel>;
  /** The seller takes the parcel's public link back. */
  revoke: (shipmentId: string) => Promise<void>;
  sql: (sql: string, args?: (string | number | null)[]) => Promise<Record<string, unknown>[]>;
  close: () => Promise<void>;
};

/** A real server with one seller and one carrier, and a browser. */
export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "waybill-track-"));
  const server = await startServer({
    limits: { address: { burst: 1e9, perSecond: 1e9 } },
    env: {
      ...{ PORT: "0", HOST: "127.0.0.1", DATABASE_URL: `file:${join(folder, "w.db")}`, DEMO: "0", LOG_LEVEL: "error" },
      ...{ APP_SECRET: "test-secret-test-secret-test-secret-0001", ALLOW_PRIVATE_NETWORKS: "1" },
    },
  });
  const { ctx } = server;
  const shop = await putConnection({ ctx }, { adapter: "shopify", kind: "channel" });
  const carrier = await putConnection({ ctx }, { adapter: "easypost" });
  await setBranding(testScope(ctx), {
    branding: {
      ...{ name: "Harbour & Pine", logo: null, accent: "#ffd400", supportEmail: "help@harbour.example", footer: null },
      ...{ supportUrl: "https://harbour.example/help", returnsUrl: "https://harbour.example/returns" },
    },
  });
  let made = 0;
  const parcel = async (): Promise<Parcel> => {
    made += 1;
    const now = ctx.now();
    const number = `94001118992231970000${String(made).padStart(2, "0")}`;
    const order = String(1_000 + made);
    const times = { placedAt: now - 4 * 86_400_000, updatedAt: now };
    const orderId = await putOrder({ ctx }, shop, { externalId: order, ...times });
    const id = await putShipment({ ctx }, { orderId, number, carrier: "usps" });
    const [row] = await ctx.db.query("SELECT token FROM shipments WHERE id = ?", [id]);
    const stops = route({ end: now - 60_000 });
    let seen = 0;
    const move = async (count = 1) => {
      seen += count;
      await deliver({ ctx }, carrier, easypostEvent({ number, stops: stops.slice(0, seen), id: newId("evt", now) }));
    };
    return { id, token: String(row?.token), number, order, move };
  };
  const browser = await openBrowser();
  return {
    url: server.url,
    browser,
    parcel,
    revoke: async (id) => {
      const by = { kind: "user" as const, id: "usr_1", name: "Ana" };
      await setTrackLink(testScope(ctx, ORG, by), { id, revoke: true });
    },
    sql: (sql, args = []) => ctx.db.query(sql, args),
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Screen = { page: Page; context: BrowserContext; complaints: string[] };

/** A fresh browser; `complaints` are the page's errors, and every breach of the content security policy. */
export async function openScreen(
  world: World,
  input: { script?: boolean; dark?: boolean; width?: number } = {},
): Promise<Screen> {
  const context = await world.browser.newContext({
    baseURL: world.url,
    javaScriptEnabled: input.script ?? true,
    colorScheme: input.dark ? "dark" : "light",
    viewport: { width: input.width ?? 390, height: 844 },
    locale: "en-GB",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d|ERR_INTERNET|WebSocket/.test(message.text()))
      complaints.push(message.text());
  });
  return { page, context, complaints };
}
