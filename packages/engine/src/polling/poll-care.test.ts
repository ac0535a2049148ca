import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { localAt } from "@waybill/domain/time";
import { forgetConnection } from "../connections/open.ts";
import { runWorker } from "../core/worker.ts";
import { disconnect, toggleConnection } from "../setup/change.ts";
import { getShipment } from "../shipments/read.ts";
import { upsAlert } from "../testing/events.ts";
import {
  deliver,
  type EngineWorld,
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
const DAY = 24 * HOUR;
const [ONE, TWO] = ["1Z12345E0205271688", "1Z12345E6605272234"] as const;

let database: TestDatabase;
let world: EngineWorld;
let ups: TestConnection;
let shop: TestConnection;
let subscribed: number;
let asked: string[];

/** What UPS answers about a number, once it is asked; null: one arrival of an hour ago and a promise for next week. */
let about: ((number: string) => Response | null) | null;

/** A Track reply (Tracking.yaml) with one activity. */
function track(number: string): Response {
  const at = localAt(NOW - HOUR, -300).replace(/[-:]/g, "");
  const week = localAt(NOW + 7 * DAY, 0)
    .slice(0, 10)
    .replaceAll("-", "");
  return Response.json({
    trackResponse: {
      shipment: [
        {
          package: [
            {
              trackingNumber: number,
              deliveryDate: [{ type: "SDD", date: week }],
              activity: [
                {
                  date: at.slice(0, 8),
                  time: at.slice(9),
                  gmtOffset: "-05:00",
                  location: { address: { city: "Columbus", stateProvince: "OH", countryCode: "US" } },
                  status: { type: "I", code: "AR", description: "Arrived at Facility" },
                },
              ],
            },
          ],
        },
      ],
    },
  });
}

beforeEach(async () => {
  database = await testDatabase();
  about = null;
  asked = [];
  subscribed = 0;
  world = makeEngineWorld({
    db: database.db,
    fetch: async (input) => {
      const path = new URL(input).pathname;
      if (path.endsWith("/oauth/token")) return Response.json({ access_token: "t", expires_in: "14399" });
      if (path.includes("/subscription/")) {
        subscribed += 1;
        return Response.json({ validTrackingNumbers: [ONE, TWO], invalidTrackingNumbers: [] });
      }
      const number = path.split("/").at(-1) ?? "";
      asked.push(number);
      return about?.(number) ?? track(number);
    },
  });
  startEngine(world.ctx);
  ups = await putConnection(world, { adapter: "ups", settings: { baseUrl: "http://ups.example" } });
  shop = await putConnection(world, {
    adapter: "shopify",
    kind: "channel",
    settings: { baseUrl: "http://none.example" },
  });
});
afterEach(() => database.close());

async function parcel(number: string, externalId: string): Promise<string> {
  const orderId = await putOrder(world, shop, { externalId });
  const id = await putShipment(world, { orderId, number, carrier: "ups" });
  // The push to the shop is of no interest here.
  await world.ctx.db.commit([{ sql: "DELETE FROM jobs WHERE kind = 'shipment.push'", args: [] }]);
  await settle();
  asked = [];
  return id;
}

async function settle(): Promise<void> {
  await runWorker(world.ctx, "jobs");
  await world.settle();
}

async function later(ms: number): Promise<void> {
  world.clock.now += ms;
  forgetConnection(world.ctx, ups.id);
  await settle();
  await pollDue(world.ctx);
  await settle();
}
const read = (id: string) => getShipment(world.scope, { id });
const updates = async () =>
  Number((await world.ctx.db.query("SELECT COUNT(*) AS n FROM events WHERE type = 'shipment.updated'"))[0]?.n);

describe("a carrier that is asked again and again", () => {
  test("and repeats its old answer is news to nobody, and is let alone after a month, with words", async () => {
    const id = await parcel(ONE, "1");
    const before = await updates();
    for (let i = 0; i < 5; i++) await later(6 * HOUR);
    expect(asked.length).toBe(5);
    expect(await updates()).toBe(before);
    expect((await read(id)).eta?.asOf).toBeGreaterThan(NOW);
    for (let i = 0; i < 32; i++) await later(DAY);
    const { status, nextPollAt, pollNote } = await read(id);
    expect({ status, nextPollAt }).toEqual({ status: "in_transit", nextPollAt: null });
    expect(pollNote).toContain("30 days");
    asked = [];
    await later(10 * DAY);
    expect(asked).toEqual([]);
  });

  test("and cannot answer for one number still answers for the others, and is not called failing", async () => {
    const [bad, good] = [await parcel(ONE, "1"), await parcel(TWO, "2")];
    about = (number) => (number === ONE ? Response.json({ trackResponse: {} }) : null);
    await later(6 * HOUR);
    await later(6 * HOUR);
    expect(asked.filter((n) => n === TWO)).toHaveLength(2);
    expect((await read(good)).lastHeardAt).toBe(world.clock.now);
    expect((await read(bad)).pollNote).toContain("UPS");
    expect(await world.ctx.db.query("SELECT health FROM connections WHERE id = ?", [ups.id])).toEqual([
      { health: "ok" },
    ]);
  });

  test("and cannot answer for any number is failing, with the reason", async () => {
    await parcel(ONE, "1");
    about = () => Response.json({ trackResponse: {} });
    await later(6 * HOUR);
    const [row] = await world.ctx.db.query("SELECT health, health_reason FROM connections WHERE id = ?", [ups.id]);
    expect(row).toEqual({ health: "failing", health_reason: "UPS answered without a shipment." });
  });
});

describe("a subscription that ends after 14 days", () => {
  test("is renewed while the parcel is under way, and not after its delivery", async () => {
    await parcel(ONE, "1");
    expect(subscribed).toBe(1);
    await later(14 * DAY - HOUR + 1);
    expect(subscribed).toBe(2);
    const stop = { kind: "delivered" as const, at: world.clock.now - HOUR, city: "Denver", region: "CO" };
    await deliver(world, ups, upsAlert({ number: ONE, stop }));
    await settle();
    await later(DAY + 3 * HOUR);
    await later(14 * DAY);
    await later(14 * DAY);
    expect(subscribed).toBe(2);
  });
});

describe("a carrier connection that is paused, resumed or goes", () => {
  test("resumed, it asks about its parcels at once, and takes those that came meanwhile", async () => {
    const old = await parcel(ONE, "1");
    const toggle = (enabled: boolean) => toggleConnection(world.scope, { id: ups.id, enabled });
    await toggle(false);
    const fresh = await parcel(TWO, "2");
    expect((await read(fresh)).pollNote).toContain("No carrier connection");
    await later(6 * HOUR);
    expect(asked).toEqual([]);
    await toggle(true);
    await later(1_000);
    expect(new Set(asked)).toEqual(new Set([ONE, TWO]));
    expect([(await read(old)).pollNote, (await read(fresh)).connectionId]).toEqual([null, ups.id]);
  });

  test("gone, another connection that covers its parcels takes them over, done jobs forgotten or not", async () => {
    const id = await parcel(ONE, "1");
    const easypost = await putConnection(world, { adapter: "easypost", settings: { baseUrl: "http://ez.example" } });
    await world.ctx.db.commit([{ sql: "DELETE FROM jobs", args: [] }]);
    await disconnect(world.scope, { id: ups.id });
    await settle();
    expect((await read(id)).connectionId).toBe(easypost.id);
  });

  test("a parcel shipped long ago is not asked about: its number may be another's by now", async () => {
    const id = await parcel(ONE, "1");
    await world.ctx.db.commit([
      { sql: "UPDATE shipments SET connection_id = NULL, shipped_at = ?", args: [NOW - 121 * DAY] },
      { sql: "UPDATE jobs SET state = 'waiting', run_at = ? WHERE kind = 'shipment.register'", args: [NOW] },
    ]);
    await later(1_000);
    expect(asked).toEqual([]);
    expect((await read(id)).pollNote).toContain("120 days");
  });
});
