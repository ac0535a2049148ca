import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { adapterError } from "@waybill/adapters/ports/adapter";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { isAppError } from "@waybill/domain/errors";
import { runWorker } from "../core/worker.ts";
import { disconnect, toggleConnection } from "../setup/change.ts";
import { connect } from "../setup/connect.ts";
import { addShipment } from "../shipments/add.ts";
import { getShipment } from "../shipments/read.ts";
import { makeTestShop, refusedSignIn, type TestShop } from "../testing/channel.ts";
import { ORG } from "../testing/scope.ts";
import { channelOrder, type EngineWorld, line, makeEngineWorld, NOW } from "../testing/world.ts";
import { startEngine, tick } from "../tick.ts";
import { retryPush } from "./push-to-channel.ts";
import { readStatement } from "./queue-read.ts";
import { cancelRun, listRuns } from "./runs.ts";
import { startSync } from "./start.ts";

const MINUTE = 60_000;
const NUMBER = "1Z12345E0205271688";
let database: TestDatabase;
let shop: TestShop;
let world: EngineWorld;

beforeEach(async () => {
  database = await testDatabase();
  shop = makeTestShop();
  world = makeEngineWorld({ db: database.db, adapters: shop.adapters });
  startEngine(world.ctx);
  shop.orders = ["1", "2", "3", "4", "5", "6"].map((externalId, i) =>
    channelOrder({ externalId, updatedAt: NOW - (10 - i) * MINUTE }),
  );
});
afterEach(() => database.close());

const rows = (sql: string) => world.ctx.db.query(sql);
const connectShop = () =>
  connect(world.scope, {
    kind: "channel",
    adapter: "testshop",
    settings: { shop: "kraft", key: "k" },
  });
async function settle(): Promise<void> {
  await runWorker(world.ctx, "jobs");
  await world.settle();
}

async function later(ms: number): Promise<void> {
  world.clock.now += ms;
  await tick(world.ctx);
  await settle();
}
const framesOf = (stream: string) => (world.frames.get(`org:${ORG}`) ?? []).filter((f) => f.stream === stream);

describe("a run that is stopped", () => {
  test.each([0, 2])("while page %i is on the way stays stopped, on disk and on every screen", async (at) => {
    const { id } = await connectShop();
    let stopped = "";
    shop.onPull = async (page) => {
      if (page !== at) return;
      const [run] = (await listRuns(world.scope, { connectionId: id, limit: 1 })).items;
      stopped = run?.id ?? "";
      await cancelRun(world.scope, { id: stopped });
    };
    await settle();
    const [run] = (await listRuns(world.scope, { connectionId: id, limit: 1 })).items;
    expect(run).toMatchObject({ id: stopped, state: "cancelled", reason: "Stopped by Sam.", finishedAt: NOW });
    expect(framesOf(stopped).at(-1)?.data).toMatchObject({ run: { state: "cancelled" } });
  });

  test("many pages a second are a few pictures of the progress, and the last one is whole", async () => {
    shop.orders = Array.from({ length: 80 }, (_, i) => channelOrder({ externalId: `o${i}`, updatedAt: NOW - MINUTE }));
    await connectShop();
    await settle();
    const [run] = (await listRuns(world.scope, { limit: 1 })).items;
    expect(run).toMatchObject({ state: "done", pages: 40, seen: 80, created: 80 });
    const frames = framesOf(run?.id ?? "");
    expect(frames.length).toBeLessThan(6);
    expect(frames.at(-1)?.data).toEqual({ run });
  });
});

describe("a channel that refuses the sign-in", () => {
  test("an order's read waits for the repair; the connection says so and both recover alone", async () => {
    const { id } = await connectShop();
    await settle();
    shop.fault = refusedSignIn;
    const read = { connectionId: id, externalId: "3" };
    await world.ctx.db.commit([
      readStatement(world.scope, {
        ...read,
        cause: { kind: "system", id: null, text: "test" },
      }),
    ]);
    await settle();
    const order = () => rows("SELECT sync_state, sync_reason FROM orders WHERE external_id = '3'");
    expect(await order()).toEqual([{ sync_state: "pending", sync_reason: "The shop refused the sign-in (401)." }]);
    expect(await rows("SELECT health, enabled FROM connections")).toEqual([{ health: "failing", enabled: 1 }]);
    shop.fault = null;
    await later(31 * MINUTE);
    await later(31 * MINUTE);
    expect(await order()).toEqual([{ sync_state: "success", sync_reason: null }]);
    expect(await rows("SELECT health, health_reason FROM connections")).toEqual([
      { health: "ok", health_reason: null },
    ]);
  });

  test("a page that is answered ends the trouble, and tells the budget that is left", async () => {
    let refuse = true;
    shop.fault = (call) =>
      call === "pull" && refuse ? adapterError({ kind: "unavailable", message: "The shop is down (503)." }) : null;
    const { id } = await connectShop();
    await settle();
    expect(await rows("SELECT health FROM connections")).toEqual([{ health: "failing" }]);
    refuse = false;
    let middle: unknown;
    shop.onPull = async (page) => {
      if (page === 2) middle = (await rows("SELECT health, budget FROM connections"))[0];
    };
    await later(MINUTE);
    expect(middle).toEqual({
      health: "ok",
      budget: JSON.stringify({ available: 900, maximum: 1000, restorePerSecond: 50 }),
    });
    const seen = framesOf(id).map((f) => (f.data as { connection: { health: string } }).connection.health);
    expect(seen.slice(-2)).toEqual(["failing", "ok"]);
  });
});

describe("a push that failed", () => {
  async function added() {
    await connectShop();
    await settle();
    const [order] = await rows("SELECT id FROM orders WHERE external_id = '1'");
    shop.fault = (call) =>
      call === "fulfil" ? adapterError({ kind: "rejected", message: "The order is on hold: release it first." }) : null;
    const { shipment } = await addShipment(world.scope, {
      orderId: String(order?.id),
      number: NUMBER,
      carrier: "ups",
      notifyCustomer: true,
    });
    await settle();
    return shipment.id;
  }
  const push = async (id: string) => {
    const { pushState, pushReason } = await getShipment(world.scope, { id });
    return { pushState, pushReason };
  };

  test("says why, and is told again when a person asks, as it was first asked for", async () => {
    const id = await added();
    expect(await push(id)).toEqual({ pushState: "failed", pushReason: "The order is on hold: release it first." });
    shop.fault = null;
    expect((await retryPush(world.scope, { id })).pushState).toBe("pending");
    await settle();
    expect(await push(id)).toEqual({ pushState: "success", pushReason: null });
    expect(shop.pushed).toMatchObject([{ tracking: { number: NUMBER }, notifyCustomer: true }]);
    await retryPush(world.scope, { id });
    await settle();
    expect(shop.pushed).toHaveLength(1);
  });

  test("is another organisation's nobody's, and a parcel of the channel's own needs none", async () => {
    const id = await added();
    const code = (run: Promise<unknown>) =>
      run.then(
        () => null,
        (e) => (isAppError(e) ? e.code : e),
      );
    expect(await code(retryPush(world.scopeOf("org_b"), { id }))).toBe("shipment_not_found");
    await world.ctx.db.commit([{ sql: "UPDATE shipments SET push_state = 'none'", args: [] }]);
    expect(await code(retryPush(world.scope, { id }))).toBe("not_ours_to_push");
  });

  test("a push that succeeded stays so when the order cannot be read afterwards", async () => {
    const id = await added();
    shop.fault = (call) =>
      call === "read" ? adapterError({ kind: "permission", message: "The app may not read orders." }) : null;
    await retryPush(world.scope, { id });
    await settle();
    expect((await push(id)).pushState).toBe("success");
  });

  test("a paused channel is not told before it is resumed", async () => {
    const id = await added();
    shop.fault = null;
    const [connection] = await rows("SELECT id FROM connections");
    const toggle = (enabled: boolean) => toggleConnection(world.scope, { id: String(connection?.id), enabled });
    await toggle(false);
    await retryPush(world.scope, { id });
    await settle();
    expect(shop.pushed).toEqual([]);
    expect((await push(id)).pushReason).toContain("paused");
    await toggle(true);
    await later(6 * MINUTE);
    expect((await push(id)).pushState).toBe("success");
  });
});

describe("what the channel is told of a parcel", () => {
  const OTHER = "1Z12345E6605272234";
  const card = { ...line("card", 1), requiresShipping: false };
  async function orderOf(lines: ReturnType<typeof line>[]) {
    shop.orders = [channelOrder({ externalId: "1", lines })];
    await connectShop();
    await settle();
    const [order] = await rows("SELECT id FROM orders");
    return String(order?.id);
  }
  const hand = (orderId: string, number: string, lines?: { externalLineId: string; quantity: number }[]) =>
    addShipment(world.scope, { orderId, number, carrier: "ups", lines });

  test("line by line what needs shipping and is left: never a gift card, nor what another parcel holds", async () => {
    const orderId = await orderOf([line("mug", 3), card, line("tray", 1)]);
    await hand(orderId, NUMBER, [{ externalLineId: "mug", quantity: 1 }]);
    await hand(orderId, OTHER);
    await settle();
    const pushed = Object.fromEntries(shop.pushed.map(({ tracking, lines }) => [tracking.number, lines]));
    expect(pushed[NUMBER]).toEqual([{ externalLineId: "mug", quantity: 1 }]);
    expect(pushed[OTHER]).toEqual([
      { externalLineId: "mug", quantity: 2 },
      { externalLineId: "tray", quantity: 1 },
    ]);
  });

  test("what needs no shipping goes with no parcel, in words", async () => {
    const refusal = (run: Promise<unknown>) => run.then(String, (e) => (isAppError(e) ? e.message : e));
    const mixed = await orderOf([line("mug", 1), card]);
    expect(await refusal(hand(mixed, NUMBER, [{ externalLineId: "card", quantity: 1 }]))).toBe(
      '"Enamel mug card" needs no shipping, so it travels in no parcel.',
    );
    shop.orders = [channelOrder({ externalId: "2", lines: [card], updatedAt: NOW })];
    await later(10 * MINUTE);
    const [digital] = await rows("SELECT id FROM orders WHERE external_id = '2'");
    expect(await refusal(hand(String(digital?.id), NUMBER))).toBe(
      "Nothing in this order needs shipping, so it travels in no parcel.",
    );
    expect(shop.pushed).toEqual([]);
  });
});

test("webhooks are asked for again once a day, in case the platform dropped them", async () => {
  const { id } = await connectShop();
  const url = `https://shop.example/webhooks/channels/${id}`;
  expect(shop.subscribed).toEqual([url]);
  for (let hour = 0; hour < 49; hour++) await later(60 * MINUTE);
  expect(shop.subscribed).toEqual([url, url, url]);
});

describe("the same account", () => {
  test("is not connected twice; connected again after it was disconnected, it finds its orders", async () => {
    const first = await connectShop();
    await settle();
    const before = await rows("SELECT id, external_id FROM orders ORDER BY id");
    expect(before).toHaveLength(6);
    const refused = await connectShop().then(
      () => null,
      (e) => (isAppError(e) ? e.code : e),
    );
    expect(refused).toBe("already_connected");
    await disconnect(world.scope, { id: first.id });
    const again = await connectShop();
    await settle();
    expect(again.id).toBe(first.id);
    expect(await rows("SELECT id, external_id FROM orders ORDER BY id")).toEqual(before);
  });

  test("connected in two tabs at the same moment is one connection", async () => {
    const both = await Promise.allSettled([connectShop(), connectShop()]);
    expect(both.map((done) => done.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = both.find((done) => done.status === "rejected")?.reason;
    expect(isAppError(refused) && refused.code).toBe("already_connected");
    await settle();
    expect(await rows("SELECT id FROM connections")).toHaveLength(1);
  });

  test("of another organisation is its own", async () => {
    const first = await connectShop();
    const settings = { shop: "kraft", key: "k" };
    const other = await connect(world.scopeOf("org_b"), { kind: "channel", adapter: "testshop", settings });
    expect(other.id).not.toBe(first.id);
  });
});

describe("an order's parcels", () => {
  const fulfilment = (externalId: string, number: string, cancelled = false) => ({
    externalId,
    cancelled,
    tracking: [{ company: "UPS", number, url: null }],
    lines: [{ externalLineId: "1", quantity: 1 }],
    createdAt: NOW,
  });
  const parcels = () => rows("SELECT number, status FROM shipments ORDER BY number");
  let version = 0;
  async function seen(...fulfilments: ReturnType<typeof fulfilment>[]) {
    version += 1;
    shop.orders = [channelOrder({ externalId: "1", updatedAt: NOW + version, fulfilments })];
    await startSync(world.scope);
    await settle();
  }
  const OTHER = "1Z12345E1305277940";

  test("one whose fulfilment was cancelled and made again under the same number is not cancelled", async () => {
    await connectShop();
    await settle();
    await seen(fulfilment("f1", NUMBER));
    await seen(fulfilment("f1", NUMBER, true), fulfilment("f2", NUMBER));
    expect(await parcels()).toEqual([{ number: NUMBER, status: "pre_transit" }]);
  });

  test("a cancelled one comes back with its fulfilment; a corrected number replaces the mistyped one", async () => {
    await connectShop();
    await settle();
    await seen(fulfilment("f1", NUMBER));
    await seen(fulfilment("f1", NUMBER, true));
    expect(await parcels()).toEqual([{ number: NUMBER, status: "cancelled" }]);
    await seen(fulfilment("f1", NUMBER, true), fulfilment("f2", NUMBER));
    expect(await parcels()).toEqual([{ number: NUMBER, status: "pre_transit" }]);
    await seen(fulfilment("f1", OTHER));
    expect(await parcels()).toEqual([
      { number: NUMBER, status: "cancelled" },
      { number: OTHER, status: "pre_transit" },
    ]);
    const [order] = await rows("SELECT shipped, parcel_status FROM orders WHERE external_id = '1'");
    expect(order).toEqual({ shipped: 1, parcel_status: "pre_transit" });
  });
});
