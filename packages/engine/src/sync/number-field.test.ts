import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { easypostEvent, route } from "../testing/events.ts";
import {
  deliver,
  type EngineWorld,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  type TestConnection,
} from "../testing/world.ts";

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
let easypost: TestConnection;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  easypost = await putConnection(world, { adapter: "easypost" });
});
afterEach(() => database.close());

/** An order whose one fulfilment's field was filled so, and the parcels made of it. */
async function parcelsOf(text: string, company: string | null, url: string | null = null) {
  const orderId = await putOrder(world, shop, {
    externalId: "1001",
    fulfilments: [
      {
        externalId: "F1",
        createdAt: NOW - 3_600_000,
        cancelled: false,
        lines: [{ externalLineId: "1", quantity: 1 }],
        tracking: [{ number: text, company, url }],
      },
    ],
  });
  await world.settle();
  return () =>
    database.db.query(
      "SELECT number, carrier, status, tracking_url AS url FROM shipments WHERE order_id = ? ORDER BY number",
      [orderId],
    );
}

describe("what a shop wrote into the field for the number (docs/platforms/tracking-numbers.md#a-field-of-free-text)", () => {
  test("two numbers are two parcels, each with its own link", async () => {
    const both = await parcelsOf(
      "1ZXX3150YW44070023, 1Z879E930346834440",
      "UPS",
      "https://www.ups.com/track?tracknum=1ZXX3150YW44070023,1Z879E930346834440",
    );
    const link = (number: string) => `https://www.ups.com/track?tracknum=${number}`;
    expect((await both()).map(({ number, carrier, url }) => [number, carrier, url])).toEqual([
      ["1Z879E930346834440", "ups", link("1Z879E930346834440")],
      ["1ZXX3150YW44070023", "ups", link("1ZXX3150YW44070023")],
    ]);
  });
  test("words, zeros and an address are no parcel, and nobody is mailed a number", async () => {
    for (const text of ["N/A", "Local pickup", "00000000", "https://shop.example/where-is-my-order?nr=77112233"]) {
      const none = await parcelsOf(text, "Other");
      expect([text, await none()]).toEqual([text, []]);
    }
    expect(await database.db.query("SELECT id FROM outbox")).toEqual([]);
  });
  test("a barcode in the shop and the plain number at the carrier are one parcel", async () => {
    const one = await parcelsOf("420980529400111206206406260787", "USPS");
    await deliver(
      world,
      easypost,
      easypostEvent({ number: "9400111206206406260787", stops: route({ end: NOW }), id: "evt_1" }),
    );
    await world.settle();
    expect(await one()).toMatchObject([{ number: "9400111206206406260787", carrier: "usps", status: "delivered" }]);
  });
  test("a proven number goes to its carrier, whatever company the shop chose, and links to its page", async () => {
    const ups = await parcelsOf("1Z879E930346834440", "ShipBob");
    expect(await ups()).toMatchObject([
      { carrier: "ups", url: "https://www.ups.com/track?tracknum=1Z879E930346834440" },
    ]);
  });
  test("a link that the shop's software made for the wrong carrier is not kept; the shop's own page is", async () => {
    const usps = await parcelsOf(
      "9400111206206406260787",
      "UPS",
      "https://www.ups.com/track?tracknum=9400111206206406260787",
    );
    expect(await usps()).toMatchObject([
      { carrier: "usps", url: "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787" },
    ]);
  });
  test("the shop's own page is kept", async () => {
    const own = await parcelsOf("9400111206206406260787", "USPS", "https://shop.example/t/77");
    expect(await own()).toMatchObject([{ url: "https://shop.example/t/77" }]);
  });
  test("a carrier that nobody knows keeps the shop's own name", async () => {
    const own = await parcelsOf("AB12345", "Bike & Sons");
    expect(await own()).toMatchObject([{ number: "AB12345", carrier: "Bike & Sons", url: null }]);
  });
});
