import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Frame } from "@waybill/domain/frame";
import type { OrderSummary } from "@waybill/domain/order/answers";
import type { ShipmentSummary, TimelineItem } from "@waybill/domain/shipment/answers";
import { drain, tick } from "@waybill/engine/tick";
import { credentials } from "@waybill/simulator/credentials";
import { type Simulator, startSimulator } from "@waybill/simulator/start";
import { type Caller, foundOrganisation, nobody, startTest, type TestServer } from "./harness.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Shipment = ShipmentSummary & { timeline: TimelineItem[] };
type Page = { order: OrderSummary; shipments: Shipment[]; history: { type: string; cause: { kind: string } }[] };

let sim: Simulator;
let server: TestServer;
let seller: Caller;
/** Moved by the tests: the server's clock and the world's, together. */
let offset = 0;

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await server.call(seller, method, path, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
const control = async (path: string, body: unknown = {}) => {
  const answer = await fetch(`${sim.url}/_sim/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
};
/** Until everything that was pushed has arrived and been folded, and due work is done. */
async function quiet(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await sim.idle();
    await drain(server.ctx);
    await tick(server.ctx);
  }
  await drain(server.ctx);
}
const orders = async (query = "") =>
  (await ask<{ items: OrderSummary[] }>("GET", `/api/orders?limit=100${query}`)).items;
const page = (id: string) => ask<Page>("GET", `/api/orders/${id}`);

beforeAll(async () => {
  const now = () => Date.now() + offset;
  sim = await startSimulator({
    port: 0,
    seed: "flow",
    autoRun: false,
    initialOrders: 14,
    throttle: false,
    retryBaseMs: 5,
    outcomes: { clean: 1, retrySucceeds: 1 },
    now,
  });
  server = await startTest({ now });
  server.ctx.config.publicUrl = server.url;
  const { people } = await foundOrganisation(server, "flow");
  seller = people.owner;
  const { shop, clientId, clientSecret } = credentials.shopify;
  for (const adapter of ["easypost", "ups", "fedex"] as const) {
    const settings = { ...credentials[adapter], baseUrl: `${sim.url}/${adapter}` };
    const made = await ask<{ webhookUrl: string; warning: string | null }>("POST", "/api/carriers", {
      adapter,
      settings,
    });
    expect(made.warning).toBeNull();
    if (adapter === "fedex") await control("fedex/webhook", { url: made.webhookUrl });
  }
  await ask("POST", "/api/platforms/shopify/connect", {
    settings: { shop, clientId, clientSecret, baseUrl: `${sim.url}/shopify` },
  });
  await quiet();
  // What happened before the shop was connected is told to nobody: the world begins to live now.
  offset += 5 * MINUTE;
  await control("tick", { ms: 5 * MINUTE });
  await quiet();
}, 20_000);
afterAll(async () => {
  await sim.stop();
  await server.stopAll();
});

/** A buyer orders, the shop ships with this carrier, and the seller has heard of both. */
async function shippedOrder(carrier: "ups" | "fedex" | "usps"): Promise<OrderSummary> {
  const { orders: made } = (await control("orders", { count: 1 })) as { orders: { name: string }[] };
  const name = made[0]?.name ?? "";
  await control(`orders/${name.slice(1)}/ship`, { carrier });
  // The shop's pushes come, are gathered for a quarter of a second, and the order is read again.
  await sim.idle();
  await Bun.sleep(300);
  await quiet();
  const [order] = await orders(`&q=${encodeURIComponent(name)}`);
  if (!order) throw new Error(`${name} did not come`);
  return order;
}

/** A seller's screen: frames as they come, held against the gap rule. */
async function openScreen() {
  const frames: Frame[] = [];
  const hello = Promise.withResolvers<number>();
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/live`, {
    headers: { ...seller.headers, origin: server.url },
  } as unknown as string[]);
  socket.onmessage = ({ data }) => {
    // The server's word for "come back later".
    if (data === "bye") return;
    const message = JSON.parse(String(data)) as { kind: string; seq: number; frames?: Frame[] };
    if (message.kind === "hello") hello.resolve(message.seq);
    else frames.push(...(message.frames ?? []));
  };
  socket.onerror = () => hello.reject(new Error("no socket"));
  return { frames, since: await hello.promise, close: () => socket.close() };
}

describe("from the shop and the carrier to the seller, the customer and the inbox", () => {
  test("a parcel of each carrier moves by signed webhooks, on every screen at once", async () => {
    expect((await orders()).length).toBe(sim.world.orders.length);
    const screen = await openScreen();
    for (const carrier of ["ups", "fedex", "usps"] as const) {
      const order = await shippedOrder(carrier);
      const shipped = await page(order.id);
      expect(shipped.order.status).toBe("shipped");
      const [parcel] = shipped.shipments;
      if (!parcel) throw new Error("no parcel");
      expect([parcel.carrier, parcel.connectionId === null]).toEqual([carrier, false]);

      for (const { number } of shipped.shipments) {
        const { left } = await control(`parcels/${number}/advance`);
        if (Number(left) > 0) await control(`parcels/${number}/advance`, { steps: Number(left) });
      }
      await quiet();
      const arrived = await page(order.id);
      for (const { number, scanCount, status } of arrived.shipments) {
        const inWorld = sim.world.parcels.get(number);
        // The world's last word, in our words.
        const end = inWorld?.scans.at(-1)?.kind === "returned" ? "returned_to_sender" : "delivered";
        expect([number, status, scanCount]).toEqual([number, end, inWorld?.scans.length ?? 0]);
      }
      expect(arrived.history.some((h) => h.type === "shipment.updated" && h.cause.kind === "webhook")).toBe(true);

      const seen = await server.call(nobody, "GET", `/api/public/track/${parcel.trackToken}`);
      const stranger = (await seen.json()) as { status: string; scans: unknown[] };
      expect([seen.status, stranger.status]).toEqual([200, arrived.shipments[0]?.status ?? ""]);
      expect(JSON.stringify(stranger)).not.toContain(order.customerEmail ?? "nobody");

      const { items } = await ask<{ items: { to: string; subject: string; orderId: string | null }[] }>(
        "GET",
        "/api/mailbox?limit=100",
      );
      const mails = items.filter((m) => m.to === order.customerEmail?.toLowerCase());
      expect(mails.length).toBeGreaterThanOrEqual(2);
    }
    await Bun.sleep(50);
    screen.close();
    // The screen saw every event since it opened, in order, once; the same as the log tells whoever catches up.
    const log: Frame[] = [];
    for (let since = screen.since, more = true; more; ) {
      const answer = await ask<{ frames: Frame[]; seq: number; more: boolean }>("GET", `/live/events?since=${since}`);
      log.push(...answer.frames);
      since = answer.seq;
      more = answer.more;
    }
    expect(screen.frames.map((f) => f.seq)).toEqual(log.map((_, i) => screen.since + 1 + i));
    expect(screen.frames).toEqual(log);
  }, 30_000);

  test("lost webhooks heal: after the cadence the carrier is asked, and the screen is right again", async () => {
    const order = await shippedOrder("ups");
    await control("configure", { faults: { all: { webhook: { drop: 1 } } } });
    const before = await page(order.id);
    for (const { number } of before.shipments) await control(`parcels/${number}/advance`, { steps: 2 });
    await quiet();
    expect((await page(order.id)).shipments.map((s) => s.scanCount)).toEqual(before.shipments.map((s) => s.scanCount));
    // A parcel that has only its label is asked about after 12 hours and up to a tenth more.
    offset += 14 * HOUR;
    await quiet();
    for (const { number, scanCount, status } of (await page(order.id)).shipments) {
      expect([number, scanCount]).toEqual([number, sim.world.parcels.get(number)?.scans.length ?? 0]);
      expect(status).not.toBe("pre_transit");
    }
    await control("configure", { faults: {} });
  }, 20_000);

  test("webhooks that come twice, late, in disorder and with wrong signatures change nothing about the end", async () => {
    const webhook = {
      duplicate: 0.4,
      reorder: { probability: 0.4, ms: 20 },
      delay: { probability: 0.3, ms: 10 },
      wrongSignature: 0.2,
    };
    const order = await shippedOrder("fedex");
    await control("configure", { faults: { fedex: { webhook } } });
    const { shipments } = await page(order.id);
    for (let step = 0; step < 12; step++) {
      for (const { number } of shipments)
        if ((sim.world.parcels.get(number)?.plan.length ?? 0) > 0) await control(`parcels/${number}/advance`);
    }
    await quiet();
    await control("configure", { faults: {} });
    offset += 26 * HOUR;
    await quiet();
    for (const { number, scanCount } of (await page(order.id)).shipments)
      expect([number, scanCount]).toEqual([number, sim.world.parcels.get(number)?.scans.length ?? 0]);
    const rejected = await server.ctx.db.query(
      "SELECT COUNT(*) AS n FROM inbox WHERE state IN ('failed', 'not_understood', 'received')",
    );
    expect(rejected).toEqual([{ n: 0 }]);
  }, 20_000);

  test("a replay asked for through the API finds the identical state", async () => {
    const result = await ask<{ hashBefore: string; hashAfter: string; deliveries: number; changed: number }>(
      "POST",
      "/api/inbox/replay",
      {},
    );
    expect(result.deliveries).toBeGreaterThan(10);
    expect([result.changed, result.hashAfter]).toEqual([0, result.hashBefore]);
  });
});
