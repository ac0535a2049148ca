import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { ChannelOrder, Fulfilment } from "@waybill/domain/order/order";
import { DAY_MS, HOUR_MS } from "@waybill/domain/time";
import { getOrder } from "../screens/order-page.ts";
import { route, type Stop, upsAlert } from "../testing/events.ts";
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
import { publicShipment } from "../tracking/page.ts";

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

const [A, B, C] = ["1Z12345E0205271688", "1Z12345E6605272234", "1Z12345E1505270452"] as const;
const fulfilment = (externalId: string, lines: Record<string, number>, numbers: string[]): Fulfilment => ({
  ...{ externalId, cancelled: false, createdAt: NOW - 2 * HOUR_MS },
  tracking: numbers.map((number) => ({ company: "UPS", number, url: null })),
  lines: Object.entries(lines).map(([externalLineId, quantity]) => ({ externalLineId, quantity })),
});

let version = 0;
/** The order as the shop tells it now; a later telling is a newer version. */
async function merged(order: Partial<ChannelOrder>, externalId = "1"): Promise<string> {
  version += 1;
  const id = await putOrder(world, shop, { externalId, updatedAt: NOW - HOUR_MS + version, ...order });
  await world.settle();
  return id;
}
async function scanned(number: string, kind: "departed" | "delivered", end = NOW - HOUR_MS): Promise<void> {
  const stop = route({ end, kinds: ["label", "picked_up", kind] }).at(-1) as Stop;
  await deliver(world, ups, upsAlert({ number, stop }));
  await world.settle();
}
const page = (id: string) => getOrder(world.scope, { id });
const parcels = async (id: string) => Map.groupBy((await page(id)).shipments, (s) => s.number);
const mails = () => world.ctx.db.query("SELECT trigger, shipment_id FROM outbox ORDER BY created_at, id");

describe("a fulfilment in several parcels", () => {
  test("one of two arrived: all shipped, none delivered, until the other is there as well", async () => {
    const id = await merged({
      lines: [{ ...line("1", 2), unfulfilled: 0 }],
      fulfilments: [fulfilment("f", { "1": 2 }, [A, B])],
    });
    await scanned(A, "delivered");
    expect((await page(id)).order).toMatchObject({
      ...{
        status: "partially_delivered",
        units: 2,
        shipped: 2,
        delivered: 0,
        toShip: 0,
        parcels: 2,
        parcelsArrived: 1,
      },
    });
    await scanned(B, "delivered");
    expect((await page(id)).order).toMatchObject({ status: "delivered", delivered: 2, parcelsArrived: 2 });
  });

  test("one parcel for two fulfilments, added one after the other, is one parcel with the goods of both", async () => {
    const lines = [
      { ...line("1", 1), unfulfilled: 0 },
      { ...line("2", 1), unfulfilled: 0 },
    ];
    const id = await merged({ lines, fulfilments: [fulfilment("f", { "1": 1 }, [A])] });
    await merged({ lines, fulfilments: [fulfilment("f", { "1": 1 }, [A]), fulfilment("g", { "2": 1 }, [A])] });
    const { shipments } = await page(id);
    expect(shipments.map((s) => s.lines)).toEqual([
      [
        { externalLineId: "1", quantity: 1 },
        { externalLineId: "2", quantity: 1 },
      ],
    ]);
    await scanned(A, "delivered");
    expect((await page(id)).order).toMatchObject({ status: "delivered", delivered: 2 });
  });

  test("one number for two orders tells both, though one was placed weeks before the other", async () => {
    const one = { lines: [{ ...line("1", 1), unfulfilled: 0 }], fulfilments: [fulfilment("f", { "1": 1 }, [A])] };
    const early = await merged({ ...one, placedAt: NOW - 60 * DAY_MS }, "1");
    const late = await merged({ ...one, placedAt: NOW - DAY_MS }, "2");
    await scanned(A, "departed", NOW - 5 * HOUR_MS);
    await scanned(A, "delivered");
    for (const id of [early, late]) {
      expect((await page(id)).order.status).toBe("delivered");
      expect((await page(id)).shipments[0]?.scanCount).toBe(2);
    }
  });
});

describe("what is left to do", () => {
  test("the rest of an order is to ship though its first part has arrived", async () => {
    const id = await merged({
      lines: [{ ...line("1", 1), unfulfilled: 0 }, line("2", 3)],
      fulfilments: [fulfilment("f", { "1": 1 }, [A])],
    });
    await scanned(A, "delivered");
    expect((await page(id)).order).toMatchObject({ status: "partially_delivered", toShip: 3, delivered: 1 });
  });

  test.each([
    [
      "refunded, the shipping cost kept",
      { payment: "partially_refunded", refunded: { minor: 4_000, currency: "USD" } },
      "refunded",
    ],
    ["taken off before anything was paid", { payment: "pending" }, "cancelled"],
  ] as const)("an order whose goods were all %s has ended", async (_, facts, status) => {
    const gone = { ...line("1", 0), unfulfilled: 0, refunded: 2 };
    const id = await merged({ lines: [gone], ...facts });
    expect((await page(id)).order).toMatchObject({ status, units: 0, toShip: 0 });
  });

  test("a gift card is nobody's to ship: alone the order is done, beside a mug only the mug is", async () => {
    const card = { ...line("2", 1), requiresShipping: false };
    const alone = await merged({ lines: [card] }, "1");
    const both = await merged({ lines: [line("1", 1), card] }, "2");
    expect((await page(alone)).order).toMatchObject({ status: "completed", toShip: 0 });
    expect((await page(both)).order).toMatchObject({ status: "paid", toShip: 1 });
  });

  test("picked up, or delivered by the shop itself: its own word counts, as no carrier tells", async () => {
    const lines = [{ ...line("1", 1), unfulfilled: 0 }];
    const by = (kind: "ready_for_pickup" | "picked_up" | "delivered") => [
      { ...fulfilment("f", { "1": 1 }, []), arrival: { kind, at: NOW } },
    ];
    const id = await merged({ lines, fulfilments: by("ready_for_pickup") });
    expect((await page(id)).order).toMatchObject({ status: "shipped", parcels: 0 });
    await merged({ lines, fulfilments: by("picked_up") });
    expect((await page(id)).order).toMatchObject({ status: "delivered", delivered: 1 });
    const other = await merged({ lines, fulfilments: by("delivered") }, "2");
    expect((await page(other)).order.status).toBe("delivered");
  });
});

describe("a tie that ended", () => {
  const lines = [{ ...line("1", 2), unfulfilled: 0 }];

  test("a corrected number leaves with its scans: not counted, not mailed, not asked for, and its page leads on", async () => {
    const id = await merged({ lines, fulfilments: [fulfilment("f", { "1": 2 }, [A])] });
    await scanned(A, "departed", NOW - 5 * HOUR_MS);
    await merged({ lines, fulfilments: [fulfilment("f", { "1": 2 }, [B])] });
    const [wrong] = (await parcels(id)).get(A) ?? [];
    const [right] = (await parcels(id)).get(B) ?? [];
    expect(wrong).toMatchObject({ leftAt: NOW, replacedBy: right?.id, nextPollAt: null, status: "in_transit" });
    const before = await mails();
    await scanned(A, "delivered");
    expect(await mails()).toEqual(before);
    expect((await page(id)).order).toMatchObject({ status: "shipped", delivered: 0, parcels: 1, parcelsArrived: 0 });
    const [still] = (await parcels(id)).get(A) ?? [];
    expect(still).toMatchObject({ leftAt: NOW, nextPollAt: null });
    await scanned(B, "delivered");
    expect((await page(id)).order).toMatchObject({ status: "delivered", delivered: 2 });
  });

  test("named again it comes back, with what was told of it meanwhile", async () => {
    const id = await merged({ lines, fulfilments: [fulfilment("f", { "1": 2 }, [A])] });
    await merged({ lines, fulfilments: [fulfilment("f", { "1": 2 }, [B])] });
    expect((await parcels(id)).get(A)?.[0]).toMatchObject({ status: "cancelled", leftAt: NOW });
    await scanned(A, "delivered");
    await merged({ lines, fulfilments: [fulfilment("f", { "1": 2 }, [A])] });
    expect((await parcels(id)).get(A)?.[0]).toMatchObject({ status: "delivered", leftAt: null, replacedBy: null });
    expect((await parcels(id)).get(B)?.[0]).toMatchObject({ status: "cancelled", leftAt: NOW });
    expect((await page(id)).order).toMatchObject({ status: "delivered", parcels: 1 });
  });

  test("a cancelled fulfilment takes its parcel along; shipped anew, the old page leads to the new parcel", async () => {
    const cancelled = { ...fulfilment("f", { "1": 2 }, [A]), cancelled: true };
    const id = await merged({ lines, fulfilments: [fulfilment("f", { "1": 2 }, [A])] });
    await scanned(A, "departed");
    await merged({ lines: [line("1", 2)], fulfilments: [cancelled] });
    expect((await page(id)).order).toMatchObject({ status: "paid", toShip: 2, parcels: 0 });
    const again = { ...fulfilment("g", { "1": 2 }, [C]), createdAt: NOW };
    await merged({ lines, fulfilments: [cancelled, again] });
    const [left] = (await parcels(id)).get(A) ?? [];
    expect(left?.replacedBy).toBe((await parcels(id)).get(C)?.[0]?.id);
    expect((await page(id)).order).toMatchObject({ status: "shipped", toShip: 0, parcels: 1 });
  });

  test("a number's life begins at its fulfilment: what was told of it while the order waited is a stranger's", async () => {
    const preorder = { placedAt: NOW - 60 * DAY_MS, lines };
    await merged({ ...preorder, lines: [line("1", 2)] });
    await scanned(A, "delivered", NOW - 20 * DAY_MS);
    const id = await merged({ ...preorder, fulfilments: [fulfilment("f", { "1": 2 }, [A])] });
    expect((await page(id)).order).toMatchObject({ status: "shipped", delivered: 0 });
    expect((await page(id)).shipments[0]).toMatchObject({ status: "pre_transit", scanCount: 0 });
    // A label and a pickup some days before the shop enters the fulfilment are its own.
    await scanned(A, "departed", NOW - 3 * DAY_MS);
    expect((await page(id)).shipments[0]).toMatchObject({ status: "in_transit", scanCount: 1 });
  });
});

describe("what a parcel is said to hold", () => {
  test("goods that two parcels bring together are said once, as theirs together, on the page and in the mail", async () => {
    const lines = [
      { ...line("1", 2), unfulfilled: 0 },
      { ...line("2", 1), unfulfilled: 0, requiresShipping: false },
    ];
    const id = await merged({ lines, fulfilments: [fulfilment("f", { "1": 2, "2": 1 }, [A, B])] });
    const { shipments } = await page(id);
    const item = { title: "Enamel mug 1", variant: null, quantity: 2 };
    for (const { trackToken } of shipments) {
      const view = await publicShipment(world.ctx, { token: trackToken });
      expect([view?.items, view?.itemsIn]).toEqual([[item], 2]);
    }
    const payloads = await world.ctx.db.query("SELECT payload FROM outbox");
    expect(payloads.map((row) => JSON.parse(String(row.payload)))).toMatchObject([
      { items: [item], itemsIn: 2 },
      { items: [item], itemsIn: 2 },
    ]);
  });
});
