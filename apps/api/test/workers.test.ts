import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { read as openWorkbook, utils } from "@e965/xlsx";
import { openRemote } from "@waybill/db/remote/open";
import { seedOrders } from "@waybill/db/seed";
import { hasSqld, type SqldServer, startSqld } from "@waybill/db/testing/sqld";
import type { CatchUp, Frame } from "@waybill/domain/frame";
import type { LiveMessage } from "@waybill/domain/live/events";
import { readLiveMessage } from "@waybill/domain/live/message";
import { zonesVersion } from "@waybill/domain/zones/rules";
import { until } from "../src/hub/testing.ts";
import { noWrangler, startWrangler, type WranglerServer } from "../src/hub/testing-wrangler.ts";

const missing = noWrangler ?? (hasSqld ? undefined : "needs the package sqld");
const SECRET = "a webhook secret of our own";
const NUMBER = "EZ1000000001";

/** As much of EasyPost's API as connecting and registering use (docs.easypost.com: webhooks, trackers). */
function easypostApi() {
  return Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      const path = new URL(request.url).pathname;
      if (path === "/v2/webhooks" && request.method === "GET") return Response.json({ webhooks: [] });
      if (path === "/v2/webhooks") return Response.json({ id: "hook_1", object: "Webhook" }, { status: 201 });
      if (path === "/v2/trackers" && request.method === "GET") return Response.json({ trackers: [], has_more: false });
      return Response.json(tracker("pre_transit", []), { status: 201 });
    },
  });
}

function tracker(status: string, details: object[]) {
  return {
    ...{ id: "trk_1", object: "Tracker", mode: "test", tracking_code: NUMBER, carrier: "USPS", status },
    ...{ signed_by: null, weight: null, est_delivery_date: null, tracking_details: details },
  };
}

/** EasyPost's event around a tracker, as its webhook guide shows it. */
function easypostEvent(id: string, status: string, message: string): string {
  const place = { object: "TrackingLocation", city: "HOUSTON", state: "TX", country: "US", zip: "77063" };
  const datetime = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
  const detail = { object: "TrackingDetail", message, status, datetime, tracking_location: place };
  return JSON.stringify({
    id,
    object: "Event",
    mode: "test",
    description: "tracker.updated",
    result: tracker(status, [detail]),
  });
}

/** Signed by EasyPost's published scheme, independently of our adapter: HMAC-SHA256 of the raw body, hex. */
function signed(body: string, secret = SECRET): Record<string, string> {
  const mac = createHmac("sha256", secret.normalize("NFKD")).update(body).digest("hex");
  return { "content-type": "application/json", "x-hmac-signature": `hmac-sha256-hex=${mac}` };
}

describe.skipIf(missing !== undefined)(`the whole app on workerd${missing ? ` (${missing})` : ""}`, () => {
  let sqld: SqldServer;
  let worker: WranglerServer;
  let easypost: ReturnType<typeof easypostApi>;
  let site = "";
  let cookie = "";
  let orgId = "";
  const sockets: WebSocket[] = [];

  beforeAll(async () => {
    site = mkdtempSync(join(tmpdir(), "waybill-site-"));
    mkdirSync(join(site, "track"));
    writeFileSync(join(site, "index.html"), "<title>dashboard</title>");
    writeFileSync(join(site, "track", "icon.svg"), "<svg/>");
    easypost = easypostApi();
    sqld = await startSqld();
    // The real wrangler.toml, with a small site in place of the built one.
    const toml = await Bun.file(new URL("../../../wrangler.toml", import.meta.url)).text();
    const { build: _, ...config } = Bun.TOML.parse(toml) as { main: string; build: object; assets: object };
    worker = await startWrangler({
      config: { ...config, assets: { ...config.assets, directory: site } },
      vars: { APP_SECRET: "x".repeat(40), DATABASE_URL: sqld.url, DEMO: "1", SIMULATOR_PORT: "0", LOG_LEVEL: "info" },
    });
  }, 60_000);

  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await worker?.close();
    await sqld?.close();
    await easypost?.stop(true);
    if (site) rmSync(site, { recursive: true, force: true });
  });

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { cookie, origin: worker.url };
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(worker.url + path, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok)
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}\n${worker.output().slice(-3000)}`);
    return (await answer.json()) as T;
  }

  /** A socket as a browser opens it, and what it heard. */
  async function listen(path: string, headers: Record<string, string>) {
    const socket = new WebSocket(worker.url.replace("http", "ws") + path, { headers } as unknown as string[]);
    sockets.push(socket);
    const messages: LiveMessage[] = [];
    let failed = false;
    socket.onerror = () => {
      failed = true;
    };
    socket.onmessage = (event) => {
      const message = readLiveMessage(String(event.data));
      if (message) messages.push(message);
    };
    const hello = () => messages.find((message) => message.kind === "hello");
    // A frame may come before it: what is committed while the seq of the hello is being read.
    await until(`a hello on ${path}`, () => hello() !== undefined || failed, 10_000);
    const frames = (): Frame[] => messages.flatMap((message) => (message.kind === "frames" ? message.frames : []));
    return { failed, seq: hello()?.seq ?? -1, frames };
  }

  test("it migrates an empty database by itself, is ready, and serves pages from the assets binding", async () => {
    expect((await fetch(`${worker.url}/readyz`)).status).toBe(200);
    const page = await fetch(`${worker.url}/`);
    expect([page.status, await page.text()]).toEqual([200, "<title>dashboard</title>"]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    // Drawn by the renderer that is bundled into the Worker.
    const nowhere = await fetch(`${worker.url}/track/anything?lang=de`);
    expect([nowhere.status, /<html lang="(\w+)"/.exec(await nowhere.text())?.[1]]).toEqual([404, "de"]);
  });

  test("its time zones come with the script, as new as on Bun", async () => {
    const alive = (await (await fetch(`${worker.url}/healthz`)).json()) as { timeZones: string };
    expect(alive.timeZones).toBe(zonesVersion());
  });

  test("a signed EasyPost webhook is on the timeline over HTTP and on the seller's and the customer's sockets", async () => {
    const session = await fetch(`${worker.url}/api/demo/session`, { method: "POST" });
    expect(session.status).toBe(200);
    cookie = session.headers
      .getSetCookie()
      .map((value) => value.split(";")[0])
      .join("; ");
    orgId = ((await session.json()) as { organisation: { id: string } }).organisation.id;

    const settings = { apiKey: "EZTK1", webhookSecret: SECRET, baseUrl: `http://127.0.0.1:${easypost.port}` };
    const carrier = await call<{ id: string; webhookUrl: string; warning: string | null }>("POST", "/api/carriers", {
      ...{ adapter: "easypost", settings },
    });
    expect({ url: carrier.webhookUrl, warning: carrier.warning }).toEqual({
      url: `${worker.url}/webhooks/carriers/${carrier.id}`,
      warning: null,
    });

    const db = openRemote({ url: sqld.url, authToken: null });
    await seedOrders({ channels: ["shopify"], db, orgId, count: 1, now: Date.now() - 60_000, seed: 3 });
    const [order] = await db.query("SELECT id FROM orders WHERE org_id = ?", [orgId]);
    // Files are read on after the answer began, where a request's own ports are no longer found by name.
    const file = async (path: string) => {
      const answer = await fetch(worker.url + path, { headers: { cookie } });
      return new Uint8Array(await answer.arrayBuffer());
    };
    const { Orders } = openWorkbook(await file("/api/orders/export.xlsx")).Sheets;
    const exported = utils.sheet_to_json<Record<string, unknown>>(Orders ?? {});
    expect(exported.map((row) => row["Waybill id"])).toContain(order?.id);
    expect(new TextDecoder().decode(await file("/api/orders/export.csv"))).toContain(String(order?.id));
    const everything = new TextDecoder().decode(Bun.gunzipSync(await file("/api/data/export"))).trimEnd();
    expect(JSON.parse(everything.split("\n").at(-1) ?? "")).toMatchObject({ kind: "end", data: { order: 1 } });
    const { shipment } = await call<{ shipment: { id: string } }>("POST", `/api/orders/${order?.id}/shipments`, {
      ...{ number: NUMBER, carrier: "easypost", notifyCustomer: false },
    });
    const [kept] = await db.query("SELECT token FROM shipments WHERE id = ?", [shipment.id]);
    await db.close();

    const seller = await listen("/live", { cookie, origin: worker.url });
    const customer = await listen(`/live/track/${kept?.token}`, { origin: worker.url });
    const { seq } = seller;
    expect(seq).toBeGreaterThan(0);
    expect(customer.seq).toBeGreaterThan(0);

    const body = easypostEvent("evt_1", "out_for_delivery", "Out for Delivery");
    const post = (headers: Record<string, string>) => fetch(carrier.webhookUrl, { method: "POST", headers, body });
    expect((await post(signed(body, "wrong"))).status).toBe(401);
    expect((await post({})).status).toBe(401);
    expect((await post(signed(body))).status).toBe(202);

    const isNews = (frame: Frame) => JSON.stringify(frame.data).includes("out_for_delivery");
    await until("the frame on the seller's socket", () => seller.frames().some(isNews), 15_000);
    await until("the frame on the customer's socket", () => customer.frames().some(isNews), 15_000);
    expect((await post(signed(body))).status).toBe(200);

    const read = await call<{ status: string; timeline: { message: string }[] }>(
      "GET",
      `/api/shipments/${shipment.id}`,
    );
    expect(read.status).toBe("out_for_delivery");
    expect(read.timeline.map((item) => item.message)).toContain("Out for Delivery");

    // What the socket told and what the catch-up tells is the same list, without a gap.
    const missed = await call<CatchUp>("GET", `/live/events?since=${seq}`);
    const seen = seller.frames().flatMap((frame) => (frame.seq > seq ? [frame.seq] : []));
    expect(missed.reset === false && missed.frames.slice(0, seen.length).map((frame) => frame.seq)).toEqual(
      seen.map((_, index) => seq + 1 + index),
    );
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen.map((_, index) => seq + 1 + index));
  }, 40_000);

  test("a socket asked for from another site, or by nobody, is refused", async () => {
    expect(await listen("/live", { cookie, origin: "https://evil.example" })).toMatchObject({ failed: true });
    expect(await listen("/live", { origin: worker.url })).toMatchObject({ failed: true });
    expect(await listen("/live/track/00000000000000000000000000", { origin: worker.url })).toMatchObject({
      failed: true,
    });
  });

  test("the cron trigger runs the tick: a webhook that a crash left unprocessed is picked up", async () => {
    const db = openRemote({ url: sqld.url, authToken: null });
    // What a killed Worker leaves behind: the row is kept and acknowledged, and nothing has looked at it.
    const body = new TextEncoder().encode(easypostEvent("evt_2", "delivered", "Delivered"));
    await db.commit([
      {
        sql: `INSERT INTO inbox (org_id, connection_id, kind, adapter, key, received_at, headers, url, body, verified)
          SELECT org_id, id, kind, adapter, 'evt_2', ?, '{}', '', ?, 'HMAC' FROM connections WHERE org_id = ?`,
        args: [Date.now(), body, orgId],
      },
    ]);
    const tick = await fetch(`${worker.url}/cdn-cgi/handler/scheduled`);
    expect([tick.status, await tick.text()]).toEqual([200, "ok"]);
    const state = async () => (await db.query("SELECT state FROM inbox WHERE key = 'evt_2'"))[0]?.state;
    let now = await state();
    for (let tries = 0; now === "received" && tries < 50; tries++) {
      await Bun.sleep(100);
      now = await state();
    }
    await db.close();
    expect(now).toBe("processed");
    const { items } = await call<{ items: { status: string }[] }>("GET", "/api/shipments");
    expect(items.map((item) => item.status)).toEqual(["delivered"]);
  }, 20_000);
});
