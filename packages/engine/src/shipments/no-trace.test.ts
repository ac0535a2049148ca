import { afterEach, beforeEach, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { replayInbox } from "../inbox/replay.ts";
import { easypostEvent, route } from "../testing/events.ts";
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
import { getShipment } from "./read.ts";

// A tracker that knows nothing of a number (docs/platforms/easypost.md#codes): neither a label nor a failure.

const NUMBER = "9400111899223197428490";
const HOUR = 3_600_000;
let database: TestDatabase;
let world: EngineWorld;
let by: { easypost: TestConnection; shop: TestConnection };
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  by = {
    easypost: await putConnection(world, { adapter: "easypost" }),
    shop: await putConnection(world, { adapter: "shopify", kind: "channel" }),
  };
});
afterEach(() => database.close());

const silent = (id: string) => easypostEvent({ number: NUMBER, stops: [], id });
const stops = route({ end: NOW - HOUR });
async function push(...bodies: string[]) {
  for (const body of bodies) {
    await deliver(world, by.easypost, body);
    await world.settle();
  }
}
const parcel = async () => {
  const orderId = await putOrder(world, by.shop, { externalId: "1" });
  return putShipment(world, { orderId, number: NUMBER, carrier: "usps" });
};
const mails = async () => Number((await world.ctx.db.query("SELECT COUNT(*) AS n FROM outbox"))[0]?.n);

test("stays unknown, without a mail, and a replay says the same", async () => {
  const id = await parcel();
  const before = await mails();
  await push(silent("a"), silent("b"));
  const { status, reason, statusAt, scanCount } = await getShipment(world.scope, { id });
  expect({ status, reason, statusAt, scanCount }).toEqual({
    status: "unknown",
    reason: null,
    statusAt: null,
    scanCount: 0,
  });
  expect(await mails()).toBe(before);
  const { hashBefore, hashAfter } = await replayInbox(world.scope);
  expect(hashAfter).toBe(hashBefore);
});

test("is what its scans say as soon as there are any, in whichever order the two are heard", async () => {
  const id = await parcel();
  await push(silent("a"), easypostEvent({ number: NUMBER, stops: stops.slice(0, 1), id: "b" }));
  expect((await getShipment(world.scope, { id })).status).toBe("pre_transit");
  await push(easypostEvent({ number: NUMBER, stops: stops.slice(0, 3), id: "c" }), silent("late"));
  expect((await getShipment(world.scope, { id })).status).toBe("in_transit");
  expect((await replayInbox(world.scope)).changed).toBe(0);
});

test("may be cancelled by its channel like a label", async () => {
  const fulfilment = (cancelled: boolean) => ({
    externalId: "f1",
    cancelled,
    tracking: [{ company: "USPS", number: NUMBER, url: null }],
    lines: [{ externalLineId: "1", quantity: 1 }],
    createdAt: NOW - 20 * HOUR,
  });
  const put = (cancelled: boolean, updatedAt: number) =>
    putOrder(world, by.shop, { externalId: "1", updatedAt, fulfilments: [fulfilment(cancelled)] });
  await put(false, NOW - 3 * HOUR);
  await push(silent("a"));
  const status = async () => (await world.ctx.db.query("SELECT status FROM shipments"))[0]?.status;
  expect(await status()).toBe("unknown");
  await put(true, NOW - 2 * HOUR);
  expect(await status()).toBe("cancelled");
});
