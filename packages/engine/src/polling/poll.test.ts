import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { forgetConnection } from "../connections/open.ts";
import { runWorker } from "../core/worker.ts";
import { inboxIdle } from "../inbox/receive.ts";
import { replayInbox } from "../inbox/replay.ts";
import { getShipment } from "../shipments/read.ts";
import { easypostEvent, route } from "../testing/events.ts";
import { ORG } from "../testing/scope.ts";
import {
  deliver,
  type EngineWorld,
  logBreach,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";
import { startEngine } from "../tick.ts";
import { pollDue } from "./poll.ts";

const HOUR = 3_600_000;
const USPS = "9400111899223197428490";
// The parcel's way ends half a day from now: what the carrier knows grows with the clock.
const STOPS = route({ end: NOW + 12 * HOUR });

let database: TestDatabase;
let world: EngineWorld;
let easypost: TestConnection;
let asked: string[];

/** EasyPost as it would answer at this moment, in the shape of its Tracker object; `answer` may take over. */
let answer: ((path: string) => Response | null | Promise<Response | null>) | null;

beforeEach(async () => {
  database = await testDatabase();
  asked = [];
  answer = null;
  world = makeEngineWorld({
    db: database.db,
    fetch: async (input) => {
      const path = new URL(input).pathname;
      asked.push(path);
      const other = await answer?.(path);
      if (other) return other;
      if (!path.startsWith("/v2/trackers")) return Response.json({ error: { message: "no" } }, { status: 503 });
      const stops = STOPS.filter((s) => s.at <= world.clock.now);
      const event = JSON.parse(easypostEvent({ number: USPS, stops, id: "x" })) as { result: unknown };
      return Response.json(event.result);
    },
  });
  startEngine(world.ctx);
  easypost = await putConnection(world, { adapter: "easypost", settings: { baseUrl: "http://easypost.example" } });
});
afterEach(() => database.close());

async function parcel(): Promise<string> {
  const settings = { baseUrl: "http://shop.example" };
  const shop = await putConnection(world, { adapter: "shopify", kind: "channel", settings });
  const orderId = await putOrder(world, shop, { externalId: "1" });
  const id = await putShipment(world, { orderId, number: USPS, carrier: "usps" });
  await runWorker(world.ctx, "jobs");
  await world.settle();
  asked = [];
  return id;
}
const read = (id: string) => getShipment(world.scope, { id });
const known = () => STOPS.filter((s) => s.at <= world.clock.now);

async function after(ms: number): Promise<void> {
  world.clock.now += ms;
  forgetConnection(world.ctx, easypost.id);
  await pollDue(world.ctx);
  await world.settle();
}
const rows = async (sql: string) => world.ctx.db.query(sql);

describe("a parcel that nobody pushes about", () => {
  test("is registered with the carrier that covers it, and what it knows already is there at once", async () => {
    const id = await parcel();
    const shipment = await read(id);
    expect(shipment).toMatchObject({ connectionId: easypost.id, scanCount: known().length, pollNote: null });
    expect(known().length).toBeGreaterThan(0);
  });

  test("is asked about after its cadence and not before: a lost webhook heals, its mail goes out once", async () => {
    const id = await parcel();
    await after(30 * 60_000);
    expect(asked).toEqual([]);
    await after(6 * HOUR);
    expect(asked).toHaveLength(1);
    expect((await read(id)).scanCount).toBe(known().length);
    for (let i = 0; i < 6; i++) await after(3 * HOUR);
    const shipment = await read(id);
    expect([shipment.status, shipment.scanCount]).toEqual(["delivered", STOPS.length]);
    expect(await rows("SELECT COUNT(*) AS n FROM outbox WHERE trigger = 'delivered'")).toEqual([{ n: 1 }]);
    // The late webhook tells nothing new.
    const before = await rows("SELECT COUNT(*) AS n FROM events WHERE type LIKE 'shipment.%'");
    await deliver(world, easypost, easypostEvent({ number: USPS, stops: STOPS, id: "late" }));
    await world.settle();
    expect(await rows("SELECT COUNT(*) AS n FROM events WHERE type LIKE 'shipment.%'")).toEqual(before);
    expect(await logBreach(world.ctx)).toBeNull();
  });

  test("the same answer again adds no row, and a replay finds the same state", async () => {
    const id = await parcel();
    world.clock.now = NOW + 20 * HOUR;
    await after(0);
    const inbox = await rows("SELECT id, effects FROM inbox ORDER BY id");
    await after(26 * HOUR);
    expect(asked.length).toBeGreaterThan(1);
    expect(await rows("SELECT id, effects FROM inbox ORDER BY id")).toEqual(inbox);
    expect((await read(id)).lastHeardAt).toBe(world.clock.now);
    const { hashBefore, hashAfter } = await replayInbox(world.scope);
    expect(hashAfter).toBe(hashBefore);
  });

  test("is let alone a day after its delivery", async () => {
    await parcel();
    world.clock.now = NOW + 20 * HOUR;
    await after(0);
    await after(30 * HOUR);
    asked = [];
    for (let i = 0; i < 5; i++) await after(30 * HOUR);
    expect(asked).toEqual([]);
  });
});

describe("a carrier in trouble", () => {
  test("is said to be failing in words, is left in peace for a while, and recovers alone", async () => {
    const id = await parcel();
    answer = () => Response.json({ error: { code: "SERVICE_UNAVAILABLE", message: "down" } }, { status: 503 });
    await after(6 * HOUR);
    const [connection] = await rows(
      "SELECT health, health_reason, enabled, backoff_until FROM connections WHERE kind = 'carrier'",
    );
    expect(connection).toMatchObject({ health: "failing", enabled: 1 });
    expect(String(connection?.health_reason)).toContain("EasyPost");
    expect((await read(id)).pollNote).toContain("EasyPost");
    asked = [];
    await after(1_000);
    expect(asked).toEqual([]);
    answer = null;
    await after(31 * 60_000);
    expect(await rows("SELECT health, health_reason FROM connections WHERE kind = 'carrier'")).toEqual([
      { health: "ok", health_reason: null },
    ]);
    expect(await read(id)).toMatchObject({ scanCount: known().length, pollNote: null });
  });

  test("Retry-After is kept", async () => {
    await parcel();
    const headers = { "retry-after": "7200" };
    answer = () => Response.json({ error: { code: "RATE_LIMITED", message: "slow" } }, { status: 429, headers });
    await after(6 * HOUR);
    asked = [];
    answer = null;
    await after(110 * 60_000);
    expect(asked).toEqual([]);
    await after(11 * 60_000);
    expect(asked).toHaveLength(1);
  });

  test("a number that it never knows is asked about for a month, then given up with words", async () => {
    answer = () => Response.json({ error: { code: "NOT_FOUND", message: "Tracker not found" } }, { status: 404 });
    const id = await parcel();
    for (let day = 0; day < 40; day++) await after(25 * HOUR);
    const shipment = await read(id);
    expect(shipment.nextPollAt).toBeNull();
    expect(shipment.pollNote).toContain("refresh by hand");
    asked = [];
    await after(100 * HOUR);
    expect(asked).toEqual([]);
  });
});

describe("while the carrier is asked", () => {
  test("its first webhook may come in between: the last frame is the newest state", async () => {
    const stops = route({ end: NOW - HOUR });
    const tracker = easypostEvent({ number: USPS, stops, id: "now" });
    answer = async (path) => {
      if (path !== "/v2/trackers") return null;
      // EasyPost's webhook is faster than its answer, which then tells nothing new.
      await deliver(world, easypost, tracker);
      await inboxIdle(world.ctx);
      return Response.json((JSON.parse(tracker) as { result: unknown }).result);
    };
    const id = await parcel();
    // When it is asked next is no news.
    const {
      timeline: _,
      link: _link,
      etaClock: _clock,
      step,
      together: _together,
      nextPollAt: _next,
      ...row
    } = await read(id);
    expect(step).toBe("delivered");
    expect(row.status).toBe("delivered");
    const frames = (world.frames.get(`org:${ORG}`) ?? []).filter((f) => f.stream === id);
    expect(frames.at(-1)?.data).toMatchObject({ shipment: row });
  });
});
