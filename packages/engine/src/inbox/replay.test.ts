import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { notUnderstood } from "@waybill/adapters/ports/adapter";
import { carriers } from "@waybill/adapters/registry.gen";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { Scan, TrackingUpdate } from "@waybill/domain/shipment/scan";
import fc from "fast-check";
import { openConnection } from "../connections/open.ts";
import type { Registry } from "../core/context.ts";
import { keepUpdate } from "../polling/keep-update.ts";
import { getShipment } from "../shipments/read.ts";
import { easypostEvent, fedexEvent, route, type StopKind, upsAlert } from "../testing/events.ts";
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
  realAdapters,
  type TestConnection,
} from "../testing/world.ts";
import { replayInbox, stateHash } from "./replay.ts";

const HOUR = 3_600_000;
const USPS = "9400111899223197428490";
const USPS_2 = "9400111899223197428506";
const UPS = "1Z12345E0205271688";
const FEDEX = "449044304137821";
const kinds: readonly StopKind[] = [
  "label",
  "picked_up",
  "departed",
  "arrived",
  "out_for_delivery",
  "attempted",
  "delivered",
];
const STOPS = route({ end: NOW - HOUR, kinds });

let database: TestDatabase;
let world: EngineWorld;
let by: { easypost: TestConnection; ups: TestConnection; fedex: TestConnection; shop: TestConnection };

async function open(adapters?: Registry): Promise<void> {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db, adapters });
  by = {
    easypost: await putConnection(world, { adapter: "easypost" }),
    ups: await putConnection(world, { adapter: "ups" }),
    fedex: await putConnection(world, { adapter: "fedex" }),
    shop: await putConnection(world, { adapter: "shopify", kind: "channel" }),
  };
}
beforeEach(() => open());
afterEach(() => database.close());

const parcel = async (number: string, carrier: string) =>
  putShipment(world, { orderId: await putOrder(world, by.shop, { externalId: number }), number, carrier });
const event = (number: string, upTo: number, id = `${number}-${upTo}`) =>
  easypostEvent({ number, stops: STOPS.slice(0, upTo), id });
const replay = () => replayInbox(world.scope);
const count = async (table: string) => Number((await world.ctx.db.query(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);
const parse = (body: string) =>
  carriers.ups.parse({ headers: {}, url: "", body: new TextEncoder().encode(body) })[0] as TrackingUpdate;

/** What UPS answers when asked: all scans in one list, each with its place in it, unlike the alerts. */
function polled(upTo: number): TrackingUpdate {
  const updates = STOPS.slice(0, upTo).map((stop) => parse(upsAlert({ number: UPS, stop })));
  const scans: Scan[] = updates.flatMap((r, ordinal) => r.scans.map((s) => ({ ...s, ordinal })));
  return { ...(updates.at(-1) as TrackingUpdate), scans };
}

/** The same database read by other parsers: what a new version of Waybill is. */
function withParsers(adapters: Registry): void {
  world = makeEngineWorld({ db: database.db, adapters });
}

type Act =
  | { do: "event"; upTo: number; id: number }
  | { do: "fedex"; upTo: number }
  | { do: "alert"; stop: number }
  | { do: "poll"; upTo: number }
  | { do: "wait"; minutes: number }
  | { do: "add"; what: "fedex" | "usps2" }
  | { do: "event2"; upTo: number }
  | { do: "nonsense" };
const upTo = fc.integer({ min: 1, max: kinds.length });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant("event" as const), upTo, id: fc.nat(1) }),
  fc.record({ do: fc.constant("event2" as const), upTo }),
  fc.record({ do: fc.constant("fedex" as const), upTo }),
  fc.record({ do: fc.constant("alert" as const), stop: fc.nat(kinds.length - 1) }),
  fc.record({ do: fc.constant("poll" as const), upTo }),
  fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ do: fc.constant("add" as const), what: fc.constantFrom("fedex" as const, "usps2" as const) }),
  fc.constant({ do: "nonsense" as const }),
);

async function perform(a: Act): Promise<void> {
  switch (a.do) {
    case "event":
      return void (await deliver(world, by.easypost, event(USPS, a.upTo, `${a.upTo}-${a.id}`)));
    case "event2":
      return void (await deliver(world, by.easypost, event(USPS_2, a.upTo)));
    case "fedex":
      return void (await deliver(world, by.fedex, fedexEvent({ number: FEDEX, stops: STOPS.slice(0, a.upTo) })));
    case "alert":
      return void (await deliver(world, by.ups, upsAlert({ number: UPS, stop: STOPS[a.stop] as (typeof STOPS)[0] })));
    case "poll": {
      const connection = await openConnection(world.ctx, by.ups.id);
      if (connection) await keepUpdate(world.scope, connection, polled(a.upTo));
      return;
    }
    case "wait":
      world.clock.now += a.minutes * 60_000;
      return world.settle();
    case "add":
      await world.settle();
      await (a.what === "fedex" ? parcel(FEDEX, "fedex") : parcel(USPS_2, "usps"));
      return world.settle();
    case "nonsense":
      return void (await deliver(world, by.easypost, `nonsense ${world.clock.now}`));
  }
}

describe("with the same parsers", () => {
  test("after any traffic the state is the same byte for byte; no event, no mail", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        await database.close();
        await open();
        await parcel(USPS, "usps");
        await parcel(UPS, "ups");
        await world.settle();
        for (const a of acts) await perform(a);
        await world.settle();
        const before = [
          await foldedState(world.ctx),
          await count("events"),
          await count("outbox"),
          await count("mailbox"),
        ];
        const hash = await stateHash(world.scope);
        world.clock.now += 3 * HOUR;
        const result = await replay();
        await world.settle();
        expect([
          await foldedState(world.ctx),
          await count("events"),
          await count("outbox"),
          await count("mailbox"),
        ]).toEqual(before);
        expect(result).toMatchObject({ hashBefore: hash, hashAfter: hash, changed: 0 });
      }),
      { numRuns: 20 },
    );
  }, 40_000);

  test("a parcel that its channel cancelled stays cancelled, whatever label scans are told again", async () => {
    const fulfilment = (cancelled: boolean) => ({
      externalId: "f1",
      cancelled,
      tracking: [{ company: "UPS", number: UPS, url: null }],
      lines: [{ externalLineId: "1", quantity: 1 }],
      createdAt: NOW - 20 * HOUR,
    });
    const put = (cancelled: boolean, updatedAt: number) =>
      putOrder(world, by.shop, { externalId: "1", updatedAt, fulfilments: [fulfilment(cancelled)] });
    await put(false, NOW - 3 * HOUR);
    await perform({ do: "alert", stop: 0 });
    await world.settle();
    await put(true, NOW - 2 * HOUR);
    const status = async () => (await world.ctx.db.query("SELECT status FROM shipments"))[0]?.status;
    expect(await status()).toBe("cancelled");
    await perform({ do: "poll", upTo: 1 });
    expect(await status()).toBe("cancelled");
    const { hashBefore, hashAfter } = await replay();
    expect(hashAfter).toBe(hashBefore);
    // It went all the same: what the carrier sees counts.
    await perform({ do: "alert", stop: 2 });
    await world.settle();
    expect(await status()).toBe("in_transit");
  });

  test("a delivery that is folded between its look and its write is rebuilt with the others", async () => {
    const id = await parcel(USPS, "usps");
    await perform({ do: "event", upTo: 2, id: 0 });
    await world.settle();
    let between = true;
    const { db } = database;
    const slow: typeof db = {
      ...db,
      commit: async (statements) => {
        if (between && statements.some((s) => s.sql.startsWith("DELETE FROM tracking_events"))) {
          between = false;
          await perform({ do: "event", upTo: 7, id: 0 });
          await world.settle();
        }
        return db.commit(statements);
      },
    };
    const replaying = makeEngineWorld({ db: slow });
    const result = await replayInbox(replaying.scope);
    expect([between, result.changed]).toEqual([false, 0]);
    const shipment = await getShipment(world.scope, { id });
    expect([shipment.status, shipment.scanCount]).toEqual(["delivered", kinds.length]);
  });

  test("deliveries that come in while it runs are neither lost nor undone", async () => {
    const id = await parcel(USPS, "usps");
    await parcel(UPS, "ups");
    for (let i = 1; i <= 3; i++) await perform({ do: "event", upTo: i, id: 0 });
    await world.settle();
    const [result] = await Promise.all([
      replay(),
      ...[4, 5, 6, 7].map((n) => perform({ do: "event", upTo: n, id: 0 })),
      ...kinds.map((_, stop) => perform({ do: "alert", stop })),
    ]);
    await world.settle();
    expect(result.shipments).toBe(2);
    const shipment = await getShipment(world.scope, { id });
    expect([shipment.status, shipment.scanCount]).toEqual(["delivered", kinds.length]);
    const hash = await stateHash(world.scope);
    expect((await replay()).hashAfter).toBe(hash);
    expect(await logBreach(world.ctx)).toBeNull();
  });
});

type Parse = (typeof carriers.easypost)["parse"];
const withEasypost = (parseIt: Parse): Registry => ({
  ...realAdapters,
  carriers: { ...realAdapters.carriers, easypost: { ...carriers.easypost, parse: parseIt } as never },
});

describe("with a repaired parser", () => {
  test("what was read wrongly is put right, its order too, and nobody is mailed", async () => {
    // A table in which "delivered" had been forgotten.
    const blind: Parse = (webhook) =>
      carriers.easypost.parse(webhook).map((update) => ({
        ...update,
        scans: update.scans.map((s) => (s.status === "delivered" ? { ...s, status: "unknown" as const } : s)),
      }));
    await database.close();
    await open(withEasypost(blind));
    const orderId = await putOrder(world, by.shop, { externalId: "1", lines: [line("1", 2)] });
    const id = await putShipment(world, { orderId, number: USPS, carrier: "usps" });
    await deliver(world, by.easypost, event(USPS, kinds.length));
    await world.settle();
    expect((await getShipment(world.scope, { id })).status).toBe("delivery_attempt_failed");
    const mails = await count("mailbox");

    withParsers(realAdapters);
    const result = await replay();
    await world.settle();
    expect(result).toMatchObject({ changed: 1, deliveries: 1 });
    expect(result.hashAfter).not.toBe(result.hashBefore);
    const shipment = await getShipment(world.scope, { id });
    expect([shipment.status, shipment.deliveredAt]).toEqual(["delivered", NOW - HOUR]);
    const [order] = await world.ctx.db.query("SELECT status, delivered, parcel_status FROM orders");
    expect(order).toEqual({ status: "delivered", delivered: 2, parcel_status: "delivered" });
    expect(await count("mailbox")).toBe(mails);
    // The screens hear of it, with the replay as its cause.
    const [last] = await world.ctx.db.query("SELECT type, cause FROM events ORDER BY id DESC LIMIT 1");
    expect(last?.type).toBe("order.updated");
    expect(JSON.parse(String(last?.cause))).toMatchObject({ kind: "replay" });
    expect((await replay()).changed).toBe(0);
  });

  test("scans that a wrong parser hung on another parcel leave it", async () => {
    const swapped: Parse = (webhook) => carriers.easypost.parse(webhook).map((r) => ({ ...r, number: USPS_2 }));
    await database.close();
    await open(withEasypost(swapped));
    const right = await parcel(USPS, "usps");
    const wrong = await parcel(USPS_2, "usps");
    await deliver(world, by.easypost, event(USPS, kinds.length));
    await world.settle();
    expect((await getShipment(world.scope, { id: wrong })).status).toBe("delivered");
    withParsers(realAdapters);
    await replay();
    const [r, w] = [await getShipment(world.scope, { id: right }), await getShipment(world.scope, { id: wrong })];
    expect([r.status, r.scanCount]).toEqual(["delivered", kinds.length]);
    expect([w.status, w.scanCount, w.timeline, w.lastHeardAt]).toEqual(["pre_transit", 0, [], null]);
  });

  test("deliveries nobody understood are applied, and those without a shipment wait for it", async () => {
    const deaf: Parse = () => {
      throw notUnderstood("A new format.");
    };
    await database.close();
    await open(withEasypost(deaf));
    const id = await parcel(USPS, "usps");
    await deliver(world, by.easypost, event(USPS, 5));
    await deliver(world, by.easypost, event(USPS_2, 3));
    await world.settle();
    const states = async () => (await world.ctx.db.query("SELECT state FROM inbox ORDER BY id")).map((r) => r.state);
    expect(await states()).toEqual(["not_understood", "not_understood"]);
    withParsers(realAdapters);
    await replay();
    expect(await states()).toEqual(["processed", "unmatched"]);
    expect((await getShipment(world.scope, { id })).status).toBe("out_for_delivery");
    const late = await parcel(USPS_2, "usps");
    await world.settle();
    expect((await getShipment(world.scope, { id: late })).scanCount).toBe(3);
    expect((await replay()).changed).toBe(0);
  });
});
