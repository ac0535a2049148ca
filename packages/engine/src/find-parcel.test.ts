import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing";
import type { Ctx } from "./context.ts";
import { findByNumber, findByOrder, orderNumbers } from "./find-parcel.ts";
import {
  type EngineWorld,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "./testing.ts";

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
  test("as it is printed, with spaces; revoked and ended links are not found", async () => {
    const orderId = await putOrder(world, shop, { externalId: "1001" });
    await putShipment(world, { orderId, number: NUMBER, carrier: "ups" });
    expect(await findByNumber(world.ctx, { number: "1z 12345e 02-0527 1688" })).toMatchObject({ kind: "links" });
    expect(await findByNumber(world.ctx, { number: OTHER })).toEqual({ kind: "none" });
    await world.ctx.db.commit([{ sql: "UPDATE shipments SET token_expires_at = ?", args: [NOW - 1] }]);
    expect(await findByNumber(world.ctx, { number: NUMBER })).toEqual({ kind: "none" });
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
