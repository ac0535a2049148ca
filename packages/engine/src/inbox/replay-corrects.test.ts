import { afterEach, beforeEach, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { getShipment } from "../shipments/read.ts";
import {
  deliver,
  type EngineWorld,
  line,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";
import { reprocess } from "./list.ts";
import { replayInbox } from "./replay.ts";

// Databases as an earlier version left them: its tables had called a parcel that goes back "delivered", and one at the customer's
// door "in transit". What is right: docs/platforms/fedex.md#roll-up.

const HOUR = 3_600_000;
const NUMBER = "986578788855";
const iso = (at: number) => `${new Date(at - 6 * HOUR).toISOString().slice(0, 19)}-06:00`;
const KINDS: Record<string, readonly [string, string]> = {
  OC: ["IN", "Shipment information sent to FedEx"],
  PU: ["PU", "Picked up"],
  OD: ["IT", "On FedEx vehicle for delivery"],
  RS: ["DL", "Returning package to shipper"],
};

/** FedEx's reply with its own roll-up beside each code, newest first. */
function reply(codes: readonly string[], signed: string | null = null): string {
  const scanEvents = codes.map((eventType, i) => ({
    date: iso(NOW - (codes.length - i) * 5 * HOUR),
    eventType,
    eventDescription: KINDS[eventType]?.[1],
    derivedStatusCode: KINDS[eventType]?.[0],
    scanLocation: { city: "DAYTON", stateOrProvinceCode: "OH", countryCode: "US" },
  }));
  const result = {
    trackingNumberInfo: { trackingNumber: NUMBER },
    scanEvents: scanEvents.toReversed(),
    deliveryDetails: signed === null ? {} : { receivedByName: signed },
  };
  return JSON.stringify({ output: { completeTrackResults: [{ trackingNumber: NUMBER, trackResults: [result] }] } });
}

let database: TestDatabase;
let world: EngineWorld;
let by: { fedex: TestConnection; shop: TestConnection };
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  by = {
    fedex: await putConnection(world, { adapter: "fedex" }),
    shop: await putConnection(world, { adapter: "shopify", kind: "channel" }),
  };
});
afterEach(() => database.close());

async function parcelAfter(codes: readonly string[], signed: string | null = null): Promise<string> {
  const orderId = await putOrder(world, by.shop, { externalId: "1", lines: [line("1", 2)] });
  const id = await putShipment(world, { orderId, number: NUMBER, carrier: "fedex" });
  await deliver(world, by.fedex, reply(codes, signed));
  await world.settle();
  return id;
}
const count = async (table: string) => Number((await world.ctx.db.query(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);
const run = (sql: string, args: (string | number)[] = []) => world.ctx.db.commit([{ sql, args }]);

test("a parcel that an old table called delivered is returned to sender after a replay; it says so, and mails nobody", async () => {
  const id = await parcelAfter(["OC", "PU", "OD", "RS"], "E.SENDER");
  const at = NOW - 5 * HOUR;
  await run("UPDATE tracking_events SET status = 'delivered', reason = NULL WHERE code = 'RS'");
  await run("UPDATE tracking_events SET status = 'in_transit', reason = NULL WHERE code = 'OD'");
  const proof = JSON.stringify({ signedBy: "E.SENDER", asOf: at });
  await run(
    "UPDATE shipments SET status = 'delivered', reason = NULL, status_at = ?, delivered_at = ?, proof = ? WHERE id = ?",
    [at, at, proof, id],
  );
  await run("UPDATE orders SET status = 'delivered', delivered = 2, parcel_status = 'delivered'");
  const mails = [await count("outbox"), await count("mailbox")];

  const done = await replayInbox(world.scope);
  await world.settle();
  const { status, reason, deliveredAt, proof: signed, timeline } = await getShipment(world.scope, { id });
  expect({ status, reason, deliveredAt, signed }).toEqual({
    status: "returned_to_sender",
    reason: "returning",
    deliveredAt: null,
    signed: null,
  });
  expect(timeline.map((scan) => [scan.code, scan.status])).toEqual([
    ["RS", "returned_to_sender"],
    ["OD", "out_for_delivery"],
    ["PU", "accepted"],
    ["OC", "pre_transit"],
  ]);
  expect(done).toMatchObject({ changed: 1, restated: 1, reordered: 1 });
  expect(done.parcels).toMatchObject([
    {
      id,
      number: NUMBER,
      carrier: "fedex",
      from: { status: "delivered", reason: null },
      to: { status: "returned_to_sender", reason: "returning" },
    },
  ]);
  expect(done.orders).toMatchObject([{ from: "delivered", to: "shipped" }]);
  const [order] = await world.ctx.db.query("SELECT status, delivered, parcel_status FROM orders");
  expect(order).toEqual({ status: "shipped", delivered: 0, parcel_status: "returned_to_sender" });
  expect([await count("outbox"), await count("mailbox")]).toEqual(mails);
  // What is right already is not told of again.
  expect(await replayInbox(world.scope)).toMatchObject({
    changed: 0,
    restated: 0,
    parcels: [],
    reordered: 0,
    orders: [],
  });
});

// The second is a later step of a parcel's life than what is right: it may not win against it either.
for (const old of ["in_transit", "delivered"] as const) {
  test(`a parcel out for delivery that was called ${old} is called by its own scan`, async () => {
    const id = await parcelAfter(["OC", "PU", "OD"]);
    await run("UPDATE tracking_events SET status = ? WHERE code = 'OD'", [old]);
    await run("UPDATE shipments SET status = ? WHERE id = ?", [old, id]);
    const mails = await count("outbox");
    const { parcels, orders } = await replayInbox(world.scope);
    expect(parcels).toMatchObject([{ from: { status: old }, to: { status: "out_for_delivery" } }]);
    expect(orders).toEqual([]);
    expect((await getShipment(world.scope, { id })).status).toBe("out_for_delivery");
    expect(await count("outbox")).toBe(mails);
  });
}

test("one webhook read again puts its parcel right too, and mails nobody", async () => {
  const id = await parcelAfter(["OC", "PU", "OD"]);
  await run("UPDATE tracking_events SET status = 'delivered' WHERE code = 'OD'");
  await run("UPDATE shipments SET status = 'delivered' WHERE id = ?", [id]);
  const mails = await count("outbox");
  const [row] = await world.ctx.db.query("SELECT id FROM inbox WHERE kind = 'carrier'");
  const { again } = await reprocess(world.scope, { id: Number(row?.id) });
  expect(again).toMatchObject({ same: false, events: 1 });
  await world.settle();
  expect((await getShipment(world.scope, { id })).status).toBe("out_for_delivery");
  expect(await count("outbox")).toBe(mails);
  expect((await reprocess(world.scope, { id: Number(row?.id) })).again.events).toBe(0);
});
