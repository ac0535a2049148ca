import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { openDatabase } from "@waybill/db/open";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { getShipment } from "../shipments/read.ts";
import { easypostEvent, route, upsAlert } from "../testing/events.ts";
import {
  crashable,
  deliver,
  type EngineWorld,
  logBreach,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  signed,
  type TestConnection,
} from "../testing/world.ts";
import { recover } from "../tick.ts";
import { getInbox, listInbox, reprocess } from "./list.ts";
import { inboxIdle, receive, sweep } from "./receive.ts";
import { warmInbox } from "./seen.ts";

const USPS = "9400111899223197428490";
const UPS = "1Z12345E0205271688";
const HOUR = 3_600_000;
const STOPS = route({ end: NOW - HOUR });

let database: TestDatabase;
let world: EngineWorld;
let easypost: TestConnection;
let ups: TestConnection;
let shop: TestConnection;

beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  easypost = await putConnection(world, { adapter: "easypost" });
  ups = await putConnection(world, { adapter: "ups" });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
});
afterEach(() => database.close());

const event = (upTo = STOPS.length, id = `e${upTo}`) =>
  easypostEvent({ number: USPS, stops: STOPS.slice(0, upTo), id });
const rows = () => world.ctx.db.query("SELECT id, state, note, effects, attempts FROM inbox ORDER BY id");
const states = async () => (await rows()).map((r) => r.state);

async function parcel(number = USPS, carrier = "usps"): Promise<string> {
  const orderId = await putOrder(world, shop, { externalId: `for-${number}` });
  const id = await putShipment(world, { orderId, number, carrier });
  await world.settle();
  return id;
}

/** A row as `receive` commits it, of a process that died before it could fold it. */
async function leave(to: TestConnection, body: string): Promise<void> {
  const { db, crash } = crashable(database.db);
  const dying = makeEngineWorld({ db });
  // The worker breathes before it begins; the answer is out by then and so is the process.
  const { outcome } = await deliver(dying, to, body);
  crash();
  expect(outcome).toBe("accepted");
}

async function restarted(): Promise<{ next: EngineWorld; close: () => Promise<void> }> {
  const db = await openDatabase({ url: database.url });
  return { next: makeEngineWorld({ db }), close: () => db.close() };
}

describe("receive", () => {
  test("new is accepted and on disk, again is a duplicate and adds no row", async () => {
    await parcel();
    const first = await deliver(world, easypost, event());
    expect(first.outcome).toBe("accepted");
    const inboxId = "inboxId" in first ? first.inboxId : null;
    expect(await deliver(world, easypost, event())).toEqual({ outcome: "duplicate", inboxId });
    await world.settle();
    expect(await deliver(world, easypost, event())).toMatchObject({ outcome: "duplicate" });
    expect(await states()).toEqual(["processed"]);
  });

  test("copies that come at the same moment are one row", async () => {
    await parcel();
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(world, easypost, event())));
    expect(answers.filter((a) => a.outcome === "accepted")).toHaveLength(1);
    expect(answers.filter((a) => a.outcome === "duplicate")).toHaveLength(19);
    await world.settle();
    expect(await states()).toEqual(["processed"]);
  });

  test("nothing is kept of a delivery that is not verified, nor of one for nobody", async () => {
    const webhook = signed(world.ctx, easypost, event());
    const tampered = { ...webhook, body: new TextEncoder().encode(event(2)) };
    expect(await receive(world.ctx, { kind: "carrier", connectionId: easypost.id, webhook: tampered })).toMatchObject({
      outcome: "rejected",
    });
    expect(
      await receive(world.ctx, { kind: "carrier", connectionId: easypost.id, webhook: { ...webhook, headers: {} } }),
    ).toMatchObject({ outcome: "rejected" });
    for (const of of [
      { kind: "carrier", connectionId: "con_nobody" },
      // Another kind's address is nobody's, too.
      { kind: "channel", connectionId: easypost.id },
    ] as const)
      expect(await receive(world.ctx, { ...of, webhook })).toEqual({ outcome: "unknown_connection" });
    expect(await rows()).toEqual([]);
  });

  test("secrets in headers are not kept", async () => {
    await deliver(world, ups, upsAlert({ number: UPS, stop: STOPS[1] as (typeof STOPS)[number] }));
    const [row] = await world.ctx.db.query("SELECT headers FROM inbox");
    expect(JSON.parse(String(row?.headers))).toEqual({ credential: "(not kept)" });
    expect(String(row?.headers)).not.toContain("ups-credential");
  });
});

describe("what cannot be used yet", () => {
  test("verified but not understood is kept byte for byte, accepted and shown in words", async () => {
    const odd = [
      new TextEncoder().encode("<xml/>"),
      new Uint8Array([0xff, 0xfe, 0, 1]),
      new TextEncoder().encode(JSON.stringify({ id: "evt_1", description: "tracker.updated", result: {} })),
      new Uint8Array(),
    ];
    for (const body of odd) expect((await deliver(world, easypost, body)).outcome).toBe("accepted");
    await world.settle();
    const { items } = await listInbox(world.scope, { limit: 10 });
    expect(items.map((i) => i.state)).toEqual(odd.map(() => "not_understood"));
    for (const item of items) expect(item.note?.length).toBeGreaterThan(10);
    const kept = await getInbox(world.scope, { id: items[2]?.id ?? 0 });
    expect(kept.bodyBase64).toBe(btoa("\xff\xfe\x00\x01"));
    expect(await logBreach(world.ctx)).toBeNull();
  });

  test("a number nobody has is applied when its shipment is added", async () => {
    await deliver(world, easypost, event());
    await world.settle();
    const [before] = await rows();
    expect(before?.state).toBe("unmatched");
    expect(before?.note).toContain(USPS);
    const id = await parcel();
    const shipment = await getShipment(world.scope, { id });
    expect([shipment.status, shipment.scanCount]).toEqual(["delivered", STOPS.length]);
    expect(await rows()).toMatchObject([{ state: "processed", note: null }]);
  });

  test("a shipment that is added between the look and the shelf still gets its delivery", async () => {
    const orderId = await putOrder(world, shop, { externalId: "1" });
    // The moment between "no such number" and the mark on the row, made as wide as it can be.
    let shipment: Promise<string> | null = null;
    const { db } = database;
    const slow: typeof db = {
      ...db,
      commit: async (statements) => {
        if (!shipment && statements.some((s) => s.sql.includes("inbox_numbers"))) {
          shipment = putShipment(world, { orderId, number: USPS, carrier: "usps" });
          await shipment;
        }
        return db.commit(statements);
      },
    };
    // The same process: it holds the row, so no sweep takes it up beside it.
    world = makeEngineWorld({ db: slow });
    await deliver(world, easypost, event());
    await world.settle();
    await sweep(world.ctx);
    await world.settle();
    expect(await states()).toEqual(["processed"]);
    expect((await getShipment(world.scope, { id: (await shipment) ?? "" })).status).toBe("delivered");
  });

  test("one row that fails holds up no other, is counted, set aside after five tries, and can be tried again", async () => {
    const good = await parcel();
    const bad = await parcel(UPS, "ups");
    // A version that never holds: every commit about this parcel is refused.
    const { db } = database;
    let broken = true;
    const failing: typeof db = {
      ...db,
      commit: (statements) =>
        broken && statements.some((s) => s.args.includes(bad) && s.sql.startsWith("UPDATE shipments"))
          ? Promise.reject(new Error("disk on fire"))
          : db.commit(statements),
    };
    world = makeEngineWorld({ db: failing });
    const stop = STOPS.at(-1) as (typeof STOPS)[number];
    await Promise.all([
      deliver(world, ups, upsAlert({ number: UPS, stop })),
      deliver(world, easypost, event()),
      deliver(world, easypost, "nonsense"),
    ]);
    await world.settle();
    expect((await getShipment(world.scope, { id: good })).status).toBe("delivered");
    const byState = async () => Map.groupBy(await rows(), (r) => String(r.state));
    const open = (await byState()).get("received") ?? [];
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({ attempts: 1, note: "disk on fire" });
    for (let i = 0; i < 6; i++) {
      await sweep(world.ctx);
      await world.settle();
    }
    const failed = (await byState()).get("failed") ?? [];
    expect(failed).toMatchObject([{ attempts: 5, note: "disk on fire" }]);
    broken = false;
    await reprocess(world.scope, { id: Number(failed[0]?.id) });
    await world.settle();
    expect((await getShipment(world.scope, { id: bad })).status).toBe("delivered");
  });
});

describe("after a crash", () => {
  test("the sweep folds what was accepted and not yet folded", async () => {
    const id = await parcel();
    await leave(easypost, event(3));
    await leave(easypost, event());
    expect(await states()).toEqual(["received", "received"]);
    const { next, close } = await restarted();
    await recover(next.ctx);
    await next.settle();
    expect(await states()).toEqual(["processed", "processed"]);
    const shipment = await getShipment(next.scope, { id });
    expect([shipment.status, shipment.scanCount]).toEqual(["delivered", STOPS.length]);
    await close();
  });

  test("the key holds over a restart", async () => {
    await parcel();
    await deliver(world, easypost, event());
    await world.settle();
    const { next, close } = await restarted();
    await warmInbox(next.ctx);
    expect((await deliver(next, easypost, event())).outcome).toBe("duplicate");
    expect(await states()).toEqual(["processed"]);
    await close();
  });

  test("a key that was forgotten is found when it is folded: the second row is a duplicate and changes nothing", async () => {
    await parcel();
    await deliver(world, easypost, event());
    await world.settle();
    const before = (await world.ctx.db.query("SELECT COUNT(*) AS n FROM events"))[0];
    const { next, close } = await restarted();
    // Not warmed: as after 10,000 later deliveries.
    expect((await deliver(next, easypost, event())).outcome).toBe("accepted");
    await next.settle();
    expect(await states()).toEqual(["processed", "duplicate"]);
    expect((await world.ctx.db.query("SELECT COUNT(*) AS n FROM events"))[0]).toEqual(before);
    await close();
  });

  test("two rows with one key in one pass: one is folded, the other is its duplicate", async () => {
    const id = await parcel();
    const stop = STOPS.at(-1) as (typeof STOPS)[number];
    await leave(ups, upsAlert({ number: UPS, stop }));
    await leave(ups, upsAlert({ number: UPS, stop }));
    await leave(easypost, event());
    const { next, close } = await restarted();
    await sweep(next.ctx);
    await inboxIdle(next.ctx);
    expect(await states()).toEqual(["unmatched", "duplicate", "processed"]);
    expect((await getShipment(next.scope, { id })).status).toBe("delivered");
    await close();
  });

  test("folding a row once more takes nothing away from what it is known to have changed", async () => {
    const id = await parcel();
    const { outcome } = await deliver(world, easypost, event());
    expect(outcome).toBe("accepted");
    await world.settle();
    const [before] = await rows();
    expect(JSON.parse(String(before?.effects))).toContain(id);
    await reprocess(world.scope, { id: Number(before?.id) });
    await world.settle();
    expect(await rows()).toEqual([before as Record<string, unknown>]);
  });
});
