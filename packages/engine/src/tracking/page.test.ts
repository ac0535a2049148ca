import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { PublicShipment } from "@waybill/domain/public/view";
import { offsetAt } from "@waybill/domain/zones/offsets";
import type { Ctx } from "../core/context.ts";
import { blockedBy } from "../notifications/preferences.ts";
import { ORG } from "../testing/scope.ts";
import { type EngineWorld, makeEngineWorld, NOW, putConnection, putOrder, putShipment } from "../testing/world.ts";
import { publicCatchUp, publicShipment, resolveTrackToken } from "./page.ts";
import { setTrackPreferences } from "./preferences.ts";

let database: TestDatabase;
let world: EngineWorld;
let orderId: string;
let shop: Awaited<ReturnType<typeof putConnection>>;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  orderId = await putOrder(world, shop, { externalId: "1001" });
});
afterEach(() => database.close());

const put = async (number: string) => {
  const id = await putShipment(world, { orderId, number, carrier: "ups" });
  const [row] = await database.db.query("SELECT token FROM shipments WHERE id = ?", [id]);
  return { id, token: String(row?.token) };
};
const ONE = "1Z12345E0205271688";
const TWO = "1Z12345E6605272234";

describe("a link", () => {
  test("that never was, was taken back, has ended or is no token: the same nothing by the same one read", async () => {
    const { id, token } = await put(ONE);
    const asks = async (asked: string) => {
      const log: string[] = [];
      const query: Ctx["db"]["query"] = (sql, args) => {
        log.push(sql);
        return world.ctx.db.query(sql, args);
      };
      const ctx = { ...world.ctx, db: { ...world.ctx.db, query } };
      expect(await publicShipment(ctx, { token: asked })).toBeNull();
      expect(await resolveTrackToken(ctx, asked)).toBeNull();
      expect(await publicCatchUp(ctx, { token: asked, since: 0, limit: 1 })).toBeNull();
      return log;
    };
    const never = await asks("0".repeat(26));
    expect(never).toHaveLength(3);
    expect(await asks("no token at all '\"<")).toEqual(never);
    expect(await asks("x".repeat(10_000))).toEqual(never);
    const set = (column: string, value: number | null) =>
      database.db.commit([{ sql: `UPDATE shipments SET ${column} = ? WHERE id = ?`, args: [value, id] }]);
    await set("token_revoked_at", NOW);
    expect(await asks(token)).toEqual(never);
    await set("token_revoked_at", null);
    await set("token_expires_at", NOW - 1);
    expect(await asks(token)).toEqual(never);
    await set("token_expires_at", NOW);
    expect(await publicShipment(world.ctx, { token })).not.toBeNull();
  });

  test("shows the order's other parcels while their own links live", async () => {
    const one = await put(ONE);
    const two = await put(TWO);
    expect((await publicShipment(world.ctx, { token: one.token }))?.parcels.map((p) => p.token)).toEqual([two.token]);
    await database.db.commit([{ sql: "UPDATE shipments SET token_revoked_at = ? WHERE id = ?", args: [NOW, two.id] }]);
    expect((await publicShipment(world.ctx, { token: one.token }))?.parcels).toEqual([]);
  });

  test("speaks by the destination's clock, and names its recipient by a mask", async () => {
    const shippingAddress = {
      ...{ name: "Ana Marlow", company: null, line1: "1 Secret Street", line2: null, city: "Denver", region: "CO" },
      ...{ postalCode: "80202", country: "US", phone: "+1 303" },
    };
    orderId = await putOrder(world, shop, { externalId: "1002", shippingAddress });
    const { token } = await put(ONE);
    const view = await publicShipment(world.ctx, { token });
    expect(view).toMatchObject({ timeZone: "America/Denver", destinationCity: "Denver" });
    // Denver is UTC−7 from 1 November 2026 on (IANA tz).
    expect(offsetAt(Date.parse("2026-11-20T12:00:00Z"), view as PublicShipment)).toBe(-420);
    expect(view?.timeZoneOffsets.length).toBeLessThan(8);
    expect(view?.notify?.address).toBe("a•••@e•••.com");
    expect(JSON.stringify(view)).not.toMatch(/ana@example|Marlow|Secret Street|80202|303/);
  });
});

describe("what is sent about this parcel", () => {
  const recipient = "ana@example.com";
  const blocked = (shipmentId: string, trigger = "shipped") =>
    blockedBy(world.scope, { recipient, trigger, shipmentId });

  test("is changed for this parcel alone: a forwarded link reaches no further", async () => {
    const one = await put(ONE);
    const two = await put(TWO);
    const wanted = { shipped: false, delivered: true };
    expect(await setTrackPreferences(world.ctx, { token: one.token, wanted, muted: false, orderMuted: null })).toBe(
      true,
    );
    expect(await blocked(one.id)).not.toBeNull();
    expect(await blocked(one.id, "delivered")).toBeNull();
    expect(await blocked(two.id)).toBeNull();
    expect(await blocked("shp_of_another_order")).toBeNull();
    const view = await publicShipment(world.ctx, { token: one.token });
    expect(view?.notify?.triggers).toMatchObject({ shipped: false, delivered: true });
  });

  test("mutes this parcel, or all of the order, and takes it back; twice is once", async () => {
    const one = await put(ONE);
    const two = await put(TWO);
    const say = (muted: boolean, orderMuted: boolean | null) =>
      setTrackPreferences(world.ctx, { token: one.token, wanted: {}, muted, orderMuted });
    await say(true, null);
    await say(true, null);
    expect([await blocked(one.id), await blocked(two.id)].map((words) => words !== null)).toEqual([true, false]);
    await say(false, true);
    expect([await blocked(one.id), await blocked(two.id)].map((words) => words !== null)).toEqual([true, true]);
    expect((await publicShipment(world.ctx, { token: two.token }))?.notify).toMatchObject({
      muted: true,
      orderMuted: true,
    });
    await say(false, false);
    expect([await blocked(one.id), await blocked(two.id)]).toEqual([null, null]);
  });

  test("is not offered to who wants no mail at all, nor for a kind that they switched off everywhere", async () => {
    const { token } = await put(ONE);
    const off = (trigger: string) =>
      database.db.commit([
        { sql: "INSERT INTO preferences VALUES (?, ?, ?, '*', ?)", args: [ORG, recipient, trigger, NOW] },
      ]);
    await off("delayed");
    const kinds = Object.keys((await publicShipment(world.ctx, { token }))?.notify?.triggers ?? {});
    expect(kinds).toEqual(["shipped", "out_for_delivery", "delivered", "problem"]);
    await off("*");
    expect((await publicShipment(world.ctx, { token }))?.notify).toBeNull();
  });

  test("a dead link changes nothing", async () => {
    const { id } = await put(ONE);
    const dead = { token: "0".repeat(26), wanted: { shipped: false }, muted: true, orderMuted: true };
    expect(await setTrackPreferences(world.ctx, dead)).toBe(false);
    expect(await blocked(id)).toBeNull();
  });
});
