import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { indexOrder } from "@waybill/db/search";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { listInbox } from "../inbox/list.ts";
import { listOrders } from "../orders/list.ts";
import { easypostEvent, route } from "../testing/events.ts";
import { ORG } from "../testing/scope.ts";
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
import { findByNumber, glanceByNumber } from "../tracking/find.ts";
import { addShipment } from "./add.ts";
import { listShipments } from "./list.ts";
import { getShipment } from "./read.ts";
import { respell } from "./respell.ts";

// One parcel: as its label's barcode has it (420 and ZIP code), and as its carrier and its customer know it.
const LABEL = "420773169261290283641500004181";
const NUMBER = "9261290283641500004181";
const SPELLINGS = [
  LABEL,
  NUMBER,
  `]C1${LABEL}`,
  "(420) 77316 9261 2902 8364 1500 0041 81",
  `\ufeff*${NUMBER}*`,
  "９２６１２９０２８３６４１５００００４１８１",
];

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

const order = () => putOrder(world, shop, { externalId: "1001" });
const arrives = async (number: string, id: string) => {
  await deliver(world, easypost, easypostEvent({ number, stops: route({ end: NOW }), id }));
  await world.settle();
};
/** As a version before identities stored it. */
async function putOld(number: string): Promise<string> {
  const id = await putShipment(world, { orderId: await order(), number: NUMBER, carrier: "usps" });
  await database.db.commit([
    {
      sql: "UPDATE shipments SET number = ?, scope = replace(scope, ?, ?) WHERE id = ?",
      args: [number, NUMBER, number, id],
    },
    { sql: "UPDATE tracking_events SET key = replace(key, ?, ?)", args: [NUMBER, number] },
    indexOrder({ orgId: ORG, orderId: await order(), words: ["#1001", number] }),
  ]);
  return id;
}

describe("one number, one identity (docs/platforms/tracking-numbers.md#normalising)", () => {
  test("a parcel added by its label is moved by what the carrier tells under the plain number, and the other way round", async () => {
    for (const [added, sent] of [
      [LABEL, NUMBER],
      [NUMBER, LABEL],
      [`]C1${LABEL}`, NUMBER],
    ] as const) {
      const orderId = await putOrder(world, shop, { externalId: `${added} ${sent}` });
      const id = await putShipment(world, { orderId, number: added, carrier: "usps" });
      await arrives(sent, `evt_${added}_${sent}`);
      const parcel = await getShipment(world.scope, { id });
      expect([parcel.number, parcel.status]).toEqual([NUMBER, "delivered"]);
    }
  });

  test("the same scans told under both spellings are told once", async () => {
    const id = await putShipment(world, { orderId: await order(), number: NUMBER, carrier: "usps" });
    await arrives(NUMBER, "evt_1");
    const once = (await getShipment(world.scope, { id })).timeline.length;
    await arrives(LABEL, "evt_2");
    expect((await getShipment(world.scope, { id })).timeline.length).toBe(once);
  });

  test("a delivery that came before its parcel waits under the identity", async () => {
    await arrives(LABEL, "evt_1");
    const id = await putShipment(world, { orderId: await order(), number: NUMBER, carrier: "usps" });
    await world.settle();
    expect((await getShipment(world.scope, { id })).status).toBe("delivered");
  });

  test("a second adding under another spelling answers the parcel there is", async () => {
    const orderId = await order();
    const first = await addShipment(world.scope, { orderId, number: LABEL });
    for (const number of SPELLINGS) {
      const again = await addShipment(world.scope, { orderId, number });
      expect([number, again.created, again.shipment.id]).toEqual([number, false, first.shipment.id]);
    }
  });

  test("customers and sellers find it by every spelling", async () => {
    const orderId = await order();
    const id = await putShipment(world, { orderId, number: LABEL, carrier: "usps" });
    await arrives(NUMBER, "evt_1");
    for (const typed of SPELLINGS) {
      expect((await glanceByNumber(world.ctx, { number: typed }))?.number).toBe(NUMBER);
      expect((await findByNumber(world.ctx, { number: typed, proof: "ana@example.com" })).kind).toBe("links");
      const parcels = await listShipments(world.scope, { q: typed, limit: 5 });
      expect([typed, parcels.items.map((parcel) => parcel.id)]).toEqual([typed, [id]]);
      const orders = await listOrders(world.scope, { q: typed, limit: 5 });
      expect([typed, orders.items.map((one) => one.id)]).toEqual([typed, [orderId]]);
      expect((await listInbox(world.scope, { q: typed, limit: 5 })).items.length).toBe(1);
    }
  });

  test("what was typed is refused in words where it is no number, or several", async () => {
    const orderId = await order();
    for (const number of ["Local pickup", "N/A", "0000000", "https://example.com/t/12345678", "x".repeat(41)]) {
      expect(addShipment(world.scope, { orderId, number })).rejects.toMatchObject({ code: "bad_tracking_number" });
    }
    expect(
      addShipment(world.scope, { orderId, number: "1Z5R89390357567127, 1Z410E7W0392751591" }),
    ).rejects.toMatchObject({
      code: "bad_tracking_number",
      message: "These are 2 tracking numbers: 1Z5R89390357567127, 1Z410E7W0392751591. Add each parcel by itself.",
    });
    const words = await addShipment(world.scope, {
      orderId,
      number: "UPS: 1Z 5R8 939 03 5756 7127 (signed)",
      carrier: "Other",
    });
    expect(words.shipment).toMatchObject({ number: "1Z5R89390357567127", carrier: "ups" });
  });
});

describe("parcels that an older version stored under a barcode", () => {
  test("are brought to the identity once, with their scans' keys, and found by the index", async () => {
    const id = await putOld(LABEL);
    expect(await respell(world.ctx)).toBe(1);
    await arrives(NUMBER, "evt_1");
    const { number, status, timeline } = await getShipment(world.scope, { id });
    expect([number, status]).toEqual([NUMBER, "delivered"]);
    await arrives(LABEL, "evt_2");
    expect((await getShipment(world.scope, { id })).timeline.length).toBe(timeline.length);
    expect((await listOrders(world.scope, { q: NUMBER, limit: 5 })).items.length).toBe(1);
    expect(await respell(world.ctx)).toBe(0);
  });

  test("with scans: what is told again is no second scan", async () => {
    const id = await putShipment(world, { orderId: await order(), number: NUMBER, carrier: "usps" });
    await arrives(NUMBER, "evt_1");
    const before = (await getShipment(world.scope, { id })).timeline.length;
    await database.db.commit([
      { sql: "UPDATE shipments SET number = ?, scope = replace(scope, ?, ?)", args: [LABEL, NUMBER, LABEL] },
      { sql: "UPDATE tracking_events SET key = replace(key, ?, ?)", args: [NUMBER, LABEL] },
    ]);
    await respell(world.ctx);
    await arrives(LABEL, "evt_2");
    expect((await getShipment(world.scope, { id })).timeline.length).toBe(before);
  });

  test("an order that had the parcel twice keeps the one that carriers know; a second run changes nothing", async () => {
    const old = await putOld(LABEL);
    const [row] = await database.db.query("SELECT order_id FROM shipments WHERE id = ?", [old]);
    const plain = await putShipment(world, { orderId: String(row?.order_id), number: NUMBER, carrier: "usps" });
    expect(await respell(world.ctx)).toBe(1);
    const state = () => database.db.query("SELECT id, number, status, version FROM shipments ORDER BY id");
    const after = await state();
    expect(after.map((s) => [s.id, s.number, s.status]).sort()).toEqual(
      [
        [old, LABEL, "cancelled"],
        [plain, NUMBER, "pre_transit"],
      ].sort(),
    );
    expect(await respell(world.ctx)).toBe(0);
    expect(await state()).toEqual(after);
  });

  test("deliveries that wait under a barcode's spelling reach the parcel", async () => {
    await arrives(NUMBER, "evt_1");
    await database.db.commit([{ sql: "UPDATE inbox_numbers SET number = ?", args: [LABEL] }]);
    await respell(world.ctx);
    const id = await putShipment(world, { orderId: await order(), number: NUMBER, carrier: "usps" });
    await world.settle();
    expect((await getShipment(world.scope, { id })).status).toBe("delivered");
  });
});
