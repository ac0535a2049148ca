import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { Ctx } from "../core/context.ts";
import {
  type EngineWorld,
  line,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";
import { findByNumber, findByOrder, glanceByNumber, orderNumbers } from "./find.ts";

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
});
afterEach(() => database.close());

const NUMBER = "1Z12345E0205271688";
const OTHER = "1Z12345E6605272234";
const email = "ana@example.com";

/** The same context, counting what it asks of the database. */
function counting(): { ctx: Ctx; asked: string[] } {
  const asked: string[] = [];
  const query: Ctx["db"]["query"] = (sql, args) => {
    asked.push(sql);
    return world.ctx.db.query(sql, args);
  };
  return { ctx: { ...world.ctx, db: { ...world.ctx.db, query } }, asked };
}

describe("by order and e-mail", () => {
  test("the number as shops write it and as people type it", () => {
    for (const typed of ["1001", "#1001", " # 1001 ", "10 01", "10-01"]) expect(orderNumbers(typed)).toContain("#1001");
    expect(orderNumbers("ord 1001")).toContain("ORD-1001");
    expect(orderNumbers("  ")).toEqual([]);
  });

  test("leads to every parcel of the order that has a live link", async () => {
    const orderId = await putOrder(world, shop, { externalId: "1001" });
    await putShipment(world, { orderId, number: NUMBER, carrier: "ups" });
    await putShipment(world, { orderId, number: OTHER, carrier: "ups" });
    const found = await findByOrder(world.ctx, { order: "1001", email: " Ana@Example.com " });
    expect(found.kind === "links" && found.links.map((l) => l.number).sort()).toEqual([NUMBER, OTHER]);
  });

  test("an order that was not sent yet says so; a cancelled one says that", async () => {
    await putOrder(world, shop, { externalId: "1001" });
    const found = await findByOrder(world.ctx, { order: "#1001", email });
    expect(found).toMatchObject({ kind: "preparing", orderNumber: "#1001", cancelled: false });
    await putOrder(world, shop, { externalId: "1001", updatedAt: NOW, cancelledAt: NOW, cancelReason: "customer" });
    expect(await findByOrder(world.ctx, { order: "#1001", email })).toMatchObject({
      kind: "preparing",
      cancelled: true,
    });
  });

  test("an order without a parcel is told by the shop's own word: on its way without a number, picked up, deleted", async () => {
    const lines = [{ ...line("1", 1), unfulfilled: 0 }];
    const holds = { lines: [{ externalLineId: "1", quantity: 1 }], tracking: [], cancelled: false };
    const sent = { externalId: "f", createdAt: NOW, ...holds };
    await putOrder(world, shop, { externalId: "1", lines, fulfilments: [sent] });
    const arrival = { kind: "picked_up" as const, at: NOW };
    await putOrder(world, shop, { externalId: "2", lines, fulfilments: [{ ...sent, arrival }] });
    await putOrder(world, shop, { externalId: "3" });
    const said = async (order: string) => {
      const found = await findByOrder(world.ctx, { order, email });
      return found.kind === "preparing" ? [found.cancelled, found.sent] : found.kind;
    };
    expect([await said("1"), await said("2"), await said("3")]).toEqual([
      [false, "sent"],
      [false, "arrived"],
      [false, null],
    ]);
    await database.db.commit([{ sql: "UPDATE orders SET status = 'deleted' WHERE external_id = '3'", args: [] }]);
    expect(await said("3")).toEqual([true, null]);
  });

  test("no such order, another's order and a link taken back are one answer; the first two by the same reads", async () => {
    const orderId = await putOrder(world, shop, { externalId: "1001" });
    await putShipment(world, { orderId, number: NUMBER, carrier: "ups" });
    const none = counting();
    expect(await findByOrder(none.ctx, { order: "9999", email })).toEqual({ kind: "none" });
    const notYours = counting();
    expect(await findByOrder(notYours.ctx, { order: "1001", email: "eve@example.com" })).toEqual({ kind: "none" });
    expect(notYours.asked).toEqual(none.asked);
    expect(none.asked.length).toBeGreaterThan(0);
    await world.ctx.db.commit([{ sql: "UPDATE shipments SET token_revoked_at = ?", args: [NOW] }]);
    expect(await findByOrder(world.ctx, { order: "1001", email })).toEqual({ kind: "none" });
  });

  test("text that means something to SQL finds nothing and breaks nothing", async () => {
    await putOrder(world, shop, { externalId: "1001" });
    for (const order of ["%", "_", "' OR 1=1 --", "#%", "\u0000", '["#1001"]', "😀".repeat(100)]) {
      expect(await findByOrder(world.ctx, { order, email })).toEqual({ kind: "none" });
    }
    expect(await findByOrder(world.ctx, { order: "1001", email: "%@%.%" })).toEqual({ kind: "none" });
  });
});

describe("by tracking number", () => {
  const withCode = (code: string | null) =>
    world.ctx.db.commit([
      { sql: "UPDATE orders SET detail = ?", args: [JSON.stringify({ shippingAddress: { postalCode: code } })] },
    ]);

  test("as it is printed, with spaces, by one thing more that only the recipient knows", async () => {
    const orderId = await putOrder(world, shop, { externalId: "1001" });
    await putShipment(world, { orderId, number: NUMBER, carrier: "ups" });
    const number = "1z 12345e 02-0527 1688";
    await withCode("1100-148");
    for (const proof of [" Ana@Example.com ", "1100-148", "1100 148", "１１００148"]) {
      expect([proof, (await findByNumber(world.ctx, { number, proof })).kind]).toEqual([proof, "links"]);
    }
    for (const proof of ["", " ", "eve@example.com", "1100", "1001", "#1001", "%", "null"]) {
      expect([proof, await findByNumber(world.ctx, { number, proof })]).toEqual([proof, { kind: "none" }]);
    }
    expect(await findByNumber(world.ctx, { number: OTHER, proof: email })).toEqual({ kind: "none" });
    for (const code of [null, "", "--", "7"]) {
      await withCode(code);
      expect([code, await findByNumber(world.ctx, { number, proof: code ?? "null" })]).toEqual([
        code,
        { kind: "none" },
      ]);
    }
    await world.ctx.db.commit([{ sql: "UPDATE shipments SET token_expires_at = ?", args: [NOW - 1] }]);
    expect(await findByNumber(world.ctx, { number, proof: email })).toEqual({ kind: "none" });
    expect(await glanceByNumber(world.ctx, { number })).toBeNull();
  });

  test("the number alone shows how it stands, and neither token nor anything personal", async () => {
    const orderId = await putOrder(world, shop, { externalId: "1001" });
    await putShipment(world, { orderId, number: NUMBER, carrier: "ups" });
    const glance = await glanceByNumber(world.ctx, { number: ` ${NUMBER.toLowerCase()} ` });
    expect(glance).toMatchObject({ number: NUMBER, status: "pre_transit", items: [], notify: null, orderNumber: null });
    const [row] = await world.ctx.db.query("SELECT token FROM shipments");
    expect(JSON.stringify(glance)).not.toContain(String(row?.token));
    expect(await glanceByNumber(world.ctx, { number: OTHER })).toBeNull();
  });

  test("both lookups use their index", async () => {
    const plan = async (sql: string) =>
      (await world.ctx.db.query(`EXPLAIN QUERY PLAN ${sql}`)).map((row) => String(row.detail)).join("; ");
    expect(await plan("SELECT * FROM shipments WHERE number = 'x'")).toContain("shipments_by_number");
    expect(await plan("SELECT * FROM orders WHERE number IN (SELECT value FROM json_each('[]'))")).toContain(
      "orders_number",
    );
  });
});
