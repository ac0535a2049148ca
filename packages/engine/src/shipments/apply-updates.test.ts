import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { testDatabase } from "@waybill/db/testing/testing";
import fc from "fast-check";
import { easypostEvent, fedexEvent, route, type Stop, type StopKind, upsAlert } from "../testing/events.ts";
import { ORG } from "../testing/scope.ts";
import {
  deliver,
  type EngineWorld,
  foldedState,
  line,
  logBreach,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";
import { getShipment } from "./read.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const USPS = "9400111899223197428490";
const UPS = "1Z12345E0205271688";
const UPS_2 = "1Z12345E6605272234";
const FEDEX = "449044304137821";

type Carriers = { easypost: TestConnection; ups: TestConnection; fedex: TestConnection };
type Delivery = { by: keyof Carriers; body: string };
type Opened = { world: EngineWorld; by: Carriers; shop: TestConnection; close: () => Promise<void> };

async function openWorld(): Promise<Opened> {
  const { db, close } = await testDatabase();
  const world = makeEngineWorld({ db });
  const by = {
    easypost: await putConnection(world, { adapter: "easypost" }),
    ups: await putConnection(world, { adapter: "ups" }),
    fedex: await putConnection(world, { adapter: "fedex" }),
  };
  const shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  return { world, by, shop, close };
}

/** One order for each carrier, and one whose two lines travel in two parcels. */
async function openShop(): Promise<Opened> {
  const opened = await openWorld();
  const { world, shop } = opened;
  const add = async (externalId: string, number: string, carrier: string) =>
    putShipment(world, { orderId: await putOrder(world, shop, { externalId }), number, carrier });
  await add("1", USPS, "usps");
  await add("2", FEDEX, "fedex");
  const orderId = await putOrder(world, shop, { externalId: "3", lines: [line("1", 1), line("2", 2)] });
  await putShipment(world, { orderId, number: UPS, carrier: "ups", lines: [{ externalLineId: "1", quantity: 1 }] });
  await putShipment(world, { orderId, number: UPS_2, carrier: "ups", lines: [{ externalLineId: "2", quantity: 2 }] });
  await world.settle();
  return opened;
}

const way: readonly StopKind[] = [
  "label",
  "picked_up",
  "departed",
  "arrived",
  "out_for_delivery",
  "attempted",
  "delivered",
];
const STOPS = route({ end: NOW - 2 * HOUR, kinds: way });
const FEW: readonly Stop[] = route({ end: NOW - 3 * HOUR, kinds: ["picked_up", "out_for_delivery", "delivered"] });
const prefixes = STOPS.map((_, i) => STOPS.slice(0, i + 1));
const all: readonly Delivery[] = [
  ...prefixes.map((stops, i) => ({
    by: "easypost" as const,
    body: easypostEvent({ number: USPS, stops, id: `a${i}` }),
  })),
  ...prefixes.map((stops) => ({ by: "fedex" as const, body: fedexEvent({ number: FEDEX, stops }) })),
  ...STOPS.map((stop) => ({ by: "ups" as const, body: upsAlert({ number: UPS, stop }) })),
  ...FEW.map((stop) => ({ by: "ups" as const, body: upsAlert({ number: UPS_2, stop }) })),
];

/** The same news once more: the very same delivery, or EasyPost's under another event id. */
const again: readonly Delivery[] = [
  ...all,
  ...prefixes.map((stops, i) => ({
    by: "easypost" as const,
    body: easypostEvent({ number: USPS, stops, id: `b${i}` }),
  })),
];

const arrivals = fc
  .record({
    extra: fc.array(fc.constantFrom(...again), { maxLength: 12 }),
    chunks: fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), wait: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    }),
  })
  .chain(({ extra, chunks }) => {
    const sent = [...all, ...extra].map((delivery, i) => ({ delivery, i }));
    return fc.record({
      order: fc.shuffledSubarray(sent, { minLength: sent.length }),
      chunks: fc.constant(chunks),
    });
  });

/** Posts in groups of the given sizes, each group at once; `wait` lets the group be folded before the next one comes. */
async function play(
  { world, by }: Opened,
  deliveries: readonly Delivery[],
  chunks: readonly { size: number; wait: boolean }[],
): Promise<string[]> {
  const outcomes: string[] = [];
  for (let at = 0, turn = 0; at < deliveries.length; turn++) {
    const { size, wait } = chunks[turn % chunks.length] ?? { size: 1, wait: true };
    const group = deliveries.slice(at, at + size);
    outcomes.push(...(await Promise.all(group.map((d) => deliver(world, by[d.by], d.body)))).map((r) => r.outcome));
    if (wait) await world.settle();
    at += size;
  }
  await world.settle();
  return outcomes;
}

describe("any order, any duplicates", () => {
  test("the same deliveries give one state, one delivery mail a parcel and a gap-free log", async () => {
    const plain = await openShop();
    await play(plain, all, [{ size: 1, wait: true }]);
    const expected = await foldedState(plain.world.ctx);
    // What the route says, not what the fold said: four parcels delivered, with as many scans as stops.
    expect(expected.slice(0, 4).map((r) => [r.number, r.status, r.scan_count])).toEqual([
      [UPS, "delivered", way.length],
      [UPS_2, "delivered", FEW.length],
      [FEDEX, "delivered", way.length],
      [USPS, "delivered", way.length],
    ]);
    expect(expected.slice(-3).map((r) => [r.external_id, r.status, r.units, r.delivered])).toEqual([
      ["1", "delivered", 1, 1],
      ["2", "delivered", 1, 1],
      ["3", "delivered", 3, 3],
    ]);
    await plain.close();

    await fc.assert(
      fc.asyncProperty(arrivals, async ({ order, chunks }) => {
        const opened = await openShop();
        try {
          const { ctx } = opened.world;
          const deliveries = order.map((o) => o.delivery);
          const outcomes = await play(opened, deliveries, chunks);
          expect(await foldedState(ctx)).toEqual(expected);
          const distinct = new Set(deliveries.map((d) => d.body)).size;
          expect(outcomes.filter((o) => o === "accepted")).toHaveLength(distinct);
          expect(outcomes.filter((o) => o === "duplicate")).toHaveLength(deliveries.length - distinct);
          const states = await ctx.db.query("SELECT DISTINCT state FROM inbox");
          expect(states).toEqual([{ state: "processed" }]);
          expect(await logBreach(ctx)).toBeNull();
          const mails = await ctx.db.query(
            `SELECT SUM(o.trigger = 'delivered') AS delivered, SUM(o.trigger = 'shipped') AS shipped
              FROM mailbox m JOIN outbox o ON o.id = m.notification_id GROUP BY o.shipment_id`,
          );
          expect(mails.map((m) => [m.delivered, m.shipped])).toEqual(Array.from({ length: 4 }, () => [1, 1]));
        } finally {
          await opened.close();
        }
      }),
      { numRuns: 24 },
    );
  }, 60_000);
});

describe("one parcel", () => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openWorld();
  });
  afterEach(() => opened.close());

  const parcel = async (externalId = "1") => {
    const orderId = await putOrder(opened.world, opened.shop, { externalId });
    const id = await putShipment(opened.world, { orderId, number: UPS, carrier: "ups" });
    await opened.world.settle();
    return { orderId, id };
  };
  const ups = async (...stops: Stop[]) => {
    for (const stop of stops) await deliver(opened.world, opened.by.ups, upsAlert({ number: UPS, stop }));
    await opened.world.settle();
  };
  const stop = (kind: StopKind, at: number): Stop => ({ kind, at, city: "Denver", region: "CO" });
  const read = (id: string) => getShipment(opened.world.scope, { id });

  test("a late scan is shown in its place and cannot undo a delivery", async () => {
    const { id, orderId } = await parcel();
    await ups(stop("delivered", NOW - HOUR), stop("out_for_delivery", NOW - 5 * HOUR), stop("departed", NOW - DAY));
    const shipment = await read(id);
    expect(shipment.status).toBe("delivered");
    expect(shipment.deliveredAt).toBe(NOW - HOUR);
    expect(shipment.postDelivery).toBe(false);
    expect(shipment.timeline.map((s) => s.code)).toEqual(["D/FS", "I/OT", "I/DP"]);
    const [order] = await opened.world.ctx.db.query("SELECT status FROM orders WHERE id = ?", [orderId]);
    expect(order?.status).toBe("delivered");
  });

  test("a scan made after the delivery is a flag beside it, not a new status", async () => {
    const { id } = await parcel();
    await ups(stop("delivered", NOW - 5 * HOUR), stop("arrived", NOW - HOUR));
    const shipment = await read(id);
    expect([shipment.status, shipment.postDelivery]).toEqual(["delivered", true]);
  });

  test("a code nobody knows stays unknown and never becomes in transit", async () => {
    const { id } = await parcel();
    const body = JSON.parse(upsAlert({ number: UPS, stop: stop("departed", NOW - HOUR) })) as Record<string, unknown>;
    body.activityStatus = { type: "Q", code: "QQ", description: "Something new" };
    await deliver(opened.world, opened.by.ups, JSON.stringify(body));
    await opened.world.settle();
    const shipment = await read(id);
    expect(shipment.status).toBe("unknown");
    expect(shipment.timeline[0]).toMatchObject({ code: "Q/QQ", message: "Something new" });
  });

  test("a recycled number: each order keeps its own life", async () => {
    const { world, shop } = opened;
    // The first life is a hundred days old; its order was placed then.
    const past = NOW - 100 * DAY;
    world.clock.now = past;
    const first = await putOrder(world, shop, { externalId: "old", placedAt: past - DAY, updatedAt: past });
    const old = await putShipment(world, { orderId: first, number: UPS, carrier: "ups" });
    await ups(stop("departed", past + HOUR), stop("delivered", past + DAY));
    world.clock.now = NOW;
    const second = await putOrder(world, shop, { externalId: "new" });
    const fresh = await putShipment(world, { orderId: second, number: UPS, carrier: "ups" });
    await world.settle();
    await ups(stop("departed", NOW - 4 * HOUR), stop("out_for_delivery", NOW - 2 * HOUR));
    // The carrier repeats the old delivery, too.
    await ups(stop("arrived", past + 5 * HOUR));
    const [was, is] = [await read(old), await read(fresh)];
    expect([was.status, was.deliveredAt, was.scanCount, was.postDelivery]).toEqual(["delivered", past + DAY, 3, false]);
    expect([is.status, is.scanCount]).toEqual(["out_for_delivery", 2]);
    // A promise for the new parcel is none for the one that arrived long ago.
    expect(was.eta === null || was.eta.asOf < past + 10 * DAY).toBe(true);
  });

  test("times without a zone keep the lives of a recycled number apart, too", async () => {
    const { world, shop, by } = opened;
    const zoneless = (kind: StopKind, at: number) => {
      const body = JSON.parse(upsAlert({ number: UPS, stop: stop(kind, at) })) as Record<string, unknown>;
      for (const name of ["gmtActivityDate", "gmtActivityTime", "gmtOffset"]) delete body[name];
      return JSON.stringify(body);
    };
    const past = NOW - 100 * DAY;
    world.clock.now = past;
    const first = await putOrder(world, shop, { externalId: "old", placedAt: past - DAY, updatedAt: past });
    const old = await putShipment(world, { orderId: first, number: UPS, carrier: "ups" });
    await deliver(world, by.ups, zoneless("delivered", past + DAY));
    await world.settle();
    world.clock.now = NOW;
    const second = await putOrder(world, shop, { externalId: "new" });
    const fresh = await putShipment(world, { orderId: second, number: UPS, carrier: "ups" });
    await world.settle();
    await deliver(world, by.ups, zoneless("departed", NOW - 4 * HOUR));
    await world.settle();
    expect((await read(old)).timeline.map((s) => s.code)).toEqual(["D/FS"]);
    expect((await read(fresh)).timeline.map((s) => s.code)).toEqual(["I/DP"]);
  });

  test("the last live frame of a parcel is what the database says of it", async () => {
    const { id } = await parcel();
    await ups(stop("departed", NOW - 4 * HOUR), stop("out_for_delivery", NOW - 2 * HOUR));
    const frames = (opened.world.frames.get(`org:${ORG}`) ?? []).filter((f) => f.stream === id);
    const { timeline: _, link: _link, step, together: _together, etaClock: _clock, ...row } = await read(id);
    expect(step).toBe("out_for_delivery");
    expect(frames.at(-1)?.data).toMatchObject({ shipment: row });
  });
});
