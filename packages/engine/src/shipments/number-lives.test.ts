import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { ChannelOrder } from "@waybill/domain/order/order";
import { DAY_MS, HOUR_MS } from "@waybill/domain/time";
import type { Job } from "../core/jobs.ts";
import { sweep } from "../inbox/receive.ts";
import { replayInbox } from "../inbox/replay.ts";
import { exportOrders } from "../orders/export.ts";
import { listOrders } from "../orders/list.ts";
import { getOrder } from "../screens/order-page.ts";
import { recountJob } from "../sync/recount.ts";
import { easypostEvent, fedexEvent, type StopKind, upsAlert } from "../testing/events.ts";
import {
  deliver,
  type EngineWorld,
  line,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  type TestConnection,
} from "../testing/world.ts";
import { findByNumber, glanceByNumber } from "../tracking/find.ts";
import { listShipments } from "./list.ts";

// One number in several orders, one after the other or at once, and found however it was typed.

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
let ups: TestConnection;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  ups = await putConnection(world, { adapter: "ups" });
});
afterEach(() => database.close());

const [A, B] = ["1Z5R89390357567127", "1Z410E7W0392751591"] as const;
let version = 0;
async function sent(externalId: string, number: string, more: Partial<ChannelOrder> & { at?: number } = {}) {
  const { at = NOW - 4 * HOUR_MS, ...order } = more;
  version += 1;
  const id = await putOrder(world, shop, {
    externalId,
    updatedAt: NOW + version,
    customer: { name: `Customer ${externalId}`, email: `c${externalId}@example.com`, phone: null },
    lines: [{ ...line("1", 1), unfulfilled: 0 }],
    fulfilments: [
      {
        ...{ externalId: "f", cancelled: false, createdAt: at, lines: [{ externalLineId: "1", quantity: 1 }] },
        tracking: [{ company: "UPS", number, url: null }],
      },
    ],
    ...order,
  });
  await sweep(world.ctx);
  await world.settle();
  return id;
}
async function scanned(number: string, kind: StopKind, at = NOW - HOUR_MS): Promise<void> {
  await deliver(world, ups, upsAlert({ number, stop: { kind, at, city: "Omaha", region: "NE" } }));
  await world.settle();
}
const statusOf = async (id: string) => (await getOrder(world.scope, { id })).order.status;
const mailsOf = async (id: string) => {
  const rows = await world.ctx.db.query("SELECT trigger, recipient FROM outbox WHERE order_id = ? ORDER BY seq", [id]);
  return rows.map((row) => `${row.trigger} ${row.recipient}`);
};

describe("one box for two orders", () => {
  test("both are there, and each customer is mailed once of each", async () => {
    const ids = [await sent("1", A), await sent("2", A)];
    await scanned(A, "out_for_delivery", NOW - 2 * HOUR_MS);
    await scanned(A, "delivered");
    for (const [i, id] of ids.entries()) {
      const to = `c${i + 1}@example.com`;
      expect(await statusOf(id)).toBe("delivered");
      expect(await mailsOf(id)).toEqual([`shipped ${to}`, `out_for_delivery ${to}`, `delivered ${to}`]);
    }
  });

  test("the second that is entered after the box has moved is told what the first was; a replay finds the same", async () => {
    const first = await sent("1", A);
    await scanned(A, "departed", NOW - 3 * HOUR_MS);
    await scanned(A, "delivered");
    const second = await sent("2", A);
    expect([await statusOf(first), await statusOf(second)]).toEqual(["delivered", "delivered"]);
    expect((await getOrder(world.scope, { id: second })).shipments[0]?.timeline.length).toBe(2);
    expect((await mailsOf(first)).filter((mail) => mail.startsWith("delivered")).length).toBe(1);
    // What a delivery did to the first is still known of it.
    const effects = await world.ctx.db.query("SELECT effects FROM inbox ORDER BY id DESC LIMIT 1");
    for (const id of [first, second]) expect(String(effects[0]?.effects)).toContain(id);
    const { changed, hashBefore, hashAfter } = await replayInbox(world.scope);
    expect([changed, hashAfter]).toEqual([0, hashBefore]);
  });
});

describe("a number that moves on", () => {
  test("swapped between two orders: each is where its own number is now, and the stranger's scans are nobody's news", async () => {
    const [one, two] = [await sent("1", A), await sent("2", B)];
    await scanned(A, "departed", NOW - 3 * HOUR_MS);
    await sent("1", B);
    await sent("2", A);
    await scanned(A, "delivered");
    expect([await statusOf(one), await statusOf(two)]).toEqual(["shipped", "delivered"]);
    expect(await mailsOf(one)).not.toContain("delivered c1@example.com");
    expect(await mailsOf(two)).toContain("delivered c2@example.com");
    // Who knows only the number sees the order that has it.
    expect((await glanceByNumber(world.ctx, { number: A }))?.status).toBe("delivered");
    const { body } = await exportOrders(world.scope, { kind: "csv" });
    const [, ...rows] = (await new Response(body).text()).split("\r\n");
    const row = rows.find((r) => r.startsWith("#1,")) ?? "";
    expect([row.includes(B), row.includes(A)]).toEqual([true, false]);
  });

  test("typed at a second order by mistake and put right: who asks by the number sees the order that has it", async () => {
    const later = { at: NOW - 3 * HOUR_MS };
    await sent("1", A);
    await sent("2", A, later);
    await sent("2", B, later);
    await scanned(A, "delivered");
    const seen = await glanceByNumber(world.ctx, { number: A });
    expect([seen?.status, seen?.replaced]).toEqual(["delivered", null]);
  });

  test("used again after a year: the old parcel stays as it was, the new one has only its own scans", async () => {
    const year = NOW - 365 * DAY_MS;
    const old = await sent("1", A, { at: year, placedAt: year - DAY_MS });
    await scanned(A, "delivered", year + 2 * DAY_MS);
    const fresh = await sent("2", A);
    expect([await statusOf(old), await statusOf(fresh)]).toEqual(["delivered", "shipped"]);
    await scanned(A, "departed");
    const [parcel] = (await getOrder(world.scope, { id: fresh })).shipments;
    expect([parcel?.status, parcel?.timeline.length, await statusOf(old)]).toEqual(["in_transit", 1, "delivered"]);
  });
});

describe("whose a number is", () => {
  const parcelOf = async (id: string) => (await getOrder(world.scope, { id })).shipments[0];
  const fulfilledBy = (company: string | null, number: string, url: string | null = null) => ({
    fulfilments: [
      {
        ...{
          externalId: "f",
          cancelled: false,
          createdAt: NOW - 4 * HOUR_MS,
          lines: [{ externalLineId: "1", quantity: 1 }],
        },
        tracking: [{ company, number, url }],
      },
    ],
  });

  test("the shop puts its carrier right: the parcel is that carrier's, with its link, and what it told before counts", async () => {
    const fedex = await putConnection(world, { adapter: "fedex" });
    const number = "986578788855";
    await sent("1", number, fulfilledBy("UPS", number));
    const stops = [{ kind: "departed" as const, at: NOW - HOUR_MS, city: "Omaha", region: "NE" }];
    await deliver(world, fedex, fedexEvent({ number, stops }));
    await world.settle();
    const id = await sent("1", number, fulfilledBy("FedEx", number));
    expect(await parcelOf(id)).toMatchObject({ carrier: "fedex", status: "in_transit" });
    expect((await parcelOf(id))?.trackingUrl).toStartWith("https://www.fedex.com/");
    expect((await mailsOf(id)).filter((mail) => mail.startsWith("shipped")).length).toBe(1);
    // From now on it is FedEx's: they told of it.
    await sent("1", number, fulfilledBy("UPS", number));
    expect((await parcelOf(id))?.carrier).toBe("fedex");
  });

  test("what an older version took the shop's word for is its carrier's once orders are counted anew, and is asked for", async () => {
    const id = await sent("1", A, fulfilledBy("ShipBob", A));
    const old =
      "UPDATE shipments SET carrier = 'shipbob', scope = replace(scope, '|ups|', '|shipbob|'), tracking_url = NULL";
    await database.db.commit([
      { sql: old, args: [] },
      { sql: "DELETE FROM jobs", args: [] },
    ]);
    await recountJob(world.scope, {} as Job, async () => {});
    expect(await parcelOf(id)).toMatchObject({ carrier: "ups", number: A });
    expect((await parcelOf(id))?.trackingUrl).toStartWith("https://www.ups.com/");
    const jobs = await database.db.query("SELECT kind FROM jobs");
    expect(jobs).toEqual([{ kind: "shipment.register" }]);
  });

  test("a link that the shop adds later is kept", async () => {
    await sent("1", "AB1234567", fulfilledBy("Bob's vans", "AB1234567"));
    const id = await sent("1", "AB1234567", fulfilledBy("Bob's vans", "AB1234567", "https://bob.example/t/1"));
    expect(await parcelOf(id)).toMatchObject({ carrier: "Bob's vans", trackingUrl: "https://bob.example/t/1" });
  });

  test("what the post tells of a number that UPS hands on to it, and any carrier of a parcel whose carrier is none, counts", async () => {
    const easypost = await putConnection(world, { adapter: "easypost" });
    const stops = [{ kind: "departed" as const, at: NOW - HOUR_MS, city: "Omaha", region: "NE" }];
    const tells = async (number: string, carrier: string) => {
      await deliver(world, easypost, easypostEvent({ number, stops, id: number, carrier }));
      await world.settle();
    };
    const [handedOn, nobodys, plain] = ["9261290283641500004181", "ZZ12345678", "123456789012"] as const;
    const ids = [
      await sent("1", handedOn, fulfilledBy("UPS", handedOn)),
      await sent("2", nobodys, fulfilledBy("ShipBob", nobodys)),
      await sent("3", plain, fulfilledBy("FedEx", plain)),
    ];
    await tells(handedOn, "USPS");
    await tells(nobodys, "OnTrac");
    // Two carriers that we know, one short number: two parcels.
    await tells(plain, "Purolator");
    const statuses = await Promise.all(ids.map(async (id) => (await parcelOf(id))?.status));
    expect(statuses).toEqual(["in_transit", "in_transit", "pre_transit"]);
  });
});

test("a number is found with words around it, as its carrier's page and as its barcode, in every search", async () => {
  const number = "9400111206206406260787";
  const id = await sent("1", `42077316${number}`);
  for (const typed of [
    number,
    "9400 1112 0620 6406 2607 87",
    `USPS ${number}`,
    `Tracking number: ${number}`,
    `https://tools.usps.com/go/TrackConfirmAction?tLabels=${number}`,
    `'${number}`,
    `]C142077316${number}`,
  ]) {
    const orders = (await listOrders(world.scope, { q: typed, limit: 5 })).items.map((order) => order.id);
    const parcels = (await listShipments(world.scope, { q: typed, limit: 5 })).items.map((parcel) => parcel.number);
    const glance = await glanceByNumber(world.ctx, { number: typed });
    const { kind } = await findByNumber(world.ctx, { number: typed, proof: "c1@example.com" });
    expect([typed, orders, parcels, glance?.number, kind]).toEqual([typed, [id], [number], number, "links"]);
  }
  expect((await listOrders(world.scope, { q: "Enamel mug", limit: 5 })).items.length).toBe(1);
  expect((await listOrders(world.scope, { q: `USPS ${B}`, limit: 5 })).items.length).toBe(0);
});
