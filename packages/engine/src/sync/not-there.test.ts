import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { runWorker } from "../core/worker.ts";
import { dashboardSummary } from "../screens/overview.ts";
import { makeTestShop, type TestShop } from "../testing/channel.ts";
import {
  channelOrder,
  deliver,
  type EngineWorld,
  makeEngineWorld,
  NOW,
  putConnection,
  type TestConnection,
} from "../testing/world.ts";
import { startEngine } from "../tick.ts";
import { bulkOrders } from "./bulk.ts";
import { retryOrder } from "./reread.ts";

let database: TestDatabase;
let shop: TestShop;
let world: EngineWorld;
let connection: TestConnection;
let reads: number;

beforeEach(async () => {
  database = await testDatabase();
  shop = makeTestShop();
  world = makeEngineWorld({ db: database.db, adapters: shop.adapters });
  startEngine(world.ctx);
  reads = 0;
  shop.fault = (call) => {
    if (call === "read") reads += 1;
    return null;
  };
  connection = await putConnection(world, {
    ...{ adapter: "testshop", kind: "channel", settings: { shop: "kraft", key: "k" } },
  });
});
afterEach(() => database.close());

async function later(seconds: number, by: EngineWorld = world): Promise<void> {
  by.clock.now += seconds * 1000;
  await runWorker(by.ctx, "jobs");
  await by.settle();
}
const pushed = async (body: string) => {
  await deliver(world, connection, body);
  await world.settle();
  await later(1);
};
const orders = () =>
  world.ctx.db.query("SELECT status, sync_state, sync_reason, sync_next_at, deleted_at, to_ship FROM orders");
const notes = async () => (await world.ctx.db.query("SELECT note FROM inbox ORDER BY id")).map((row) => row.note);
const order = channelOrder({ externalId: "1" });

describe("a push that comes before the order can be read", () => {
  test("the order is asked for again after 5 seconds, and the delivery says so", async () => {
    await pushed("1");
    expect([reads, await orders(), await notes()]).toEqual([1, [], ["Not readable yet: asked again in 5 s."]]);
    shop.orders = [order];
    await later(3);
    expect(await orders()).toEqual([]);
    await later(3);
    expect(await orders()).toMatchObject([{ status: "paid", sync_state: "success" }]);
    expect(await notes()).toEqual(["The order was read, at try 2: it was not readable at first."]);
  });

  test("after 5, 30 and 120 seconds it is given up, in words, also by another process than began it", async () => {
    await pushed("1");
    await later(5);
    expect([reads, await notes()]).toEqual([2, ["Not readable yet: asked again in 30 s."]]);
    const other = makeEngineWorld({ db: database.db, adapters: shop.adapters });
    startEngine(other.ctx);
    other.clock.now = world.clock.now;
    await later(31, other);
    expect([reads, await notes()]).toEqual([3, ["Not readable yet: asked again in 120 s."]]);
    await later(119, other);
    expect(reads).toBe(3);
    await later(2, other);
    expect([reads, await notes()]).toEqual([4, ["The channel never showed it: asked 4 times within 155 s."]]);
    await later(10_000, other);
    expect([reads, await orders()]).toEqual([4, []]);
  });
});

describe("an order that its channel deleted", () => {
  beforeEach(async () => {
    shop.orders = [order];
    await pushed("1");
    shop.orders = [];
  });
  const gone = {
    status: "deleted",
    sync_state: "success",
    sync_reason: "testshop no longer has this order.",
    to_ship: 0,
  };

  test("has ended: neither failed, nor to ship, nor to be read again; Retry says so", async () => {
    await pushed("-1");
    expect(await orders()).toMatchObject([{ ...gone, sync_next_at: null, deleted_at: world.clock.now }]);
    const { buckets } = (await dashboardSummary(world.scope)).orders;
    expect([buckets.ended, buckets.sync_failed, buckets.to_ship]).toEqual([1, 0, 0]);
    const [row] = await world.ctx.db.query("SELECT id FROM orders");
    const [retried] = await bulkOrders(world.scope, { ids: [String(row?.id)], action: "retry" });
    expect(retried).toEqual({ id: String(row?.id), ok: true, reason: "testshop no longer has this order." });
    const before = reads;
    await later(10_000);
    expect([reads, await orders()]).toMatchObject([before, [gone]]);
  });

  test("without the channel's word it is asked for again before it is taken for deleted", async () => {
    await pushed("1 ");
    expect(await orders()).toMatchObject([{ status: "paid" }]);
    for (const pause of [5, 30]) await later(pause);
    expect(await orders()).toMatchObject([{ status: "paid", deleted_at: null }]);
    await later(120);
    expect(await orders()).toMatchObject([gone]);
  });

  test("a retry by hand says that it is not there, and goes on asking", async () => {
    const [row] = await world.ctx.db.query("SELECT id FROM orders");
    const answer = await retryOrder(world.scope, { id: String(row?.id) });
    expect(answer).toMatchObject({ syncState: "pending", syncReason: "Not readable yet: asked again in 5 s." });
    for (const pause of [5, 30, 120]) await later(pause);
    expect(await orders()).toMatchObject([gone]);
  });

  test("it revives when the channel has it again", async () => {
    await pushed("-1");
    shop.orders = [order];
    await pushed("1 ");
    expect(await orders()).toMatchObject([{ status: "paid", sync_reason: null, deleted_at: null, to_ship: 1 }]);
  });
});

describe("an order's nature", () => {
  test("a trial order is marked, outside of counts, days and mails, and in the list", async () => {
    const tracking = [{ company: "UPS", number: "1Z12345E0205271688", url: null }];
    const fulfilments = [{ ...{ externalId: "f", cancelled: false, createdAt: NOW, lines: [] }, tracking }];
    shop.orders = [
      channelOrder({ externalId: "1", test: true, fulfilments }),
      channelOrder({ externalId: "2", test: false, fulfilments }),
    ];
    for (const id of ["1", "2"]) await pushed(id);
    const { orders: counted, days } = await dashboardSummary(world.scope);
    expect(counted.total).toBe(1);
    expect(days.flatMap(({ byConnection }) => Object.values(byConnection))).toEqual([1]);
    const mailed = await world.ctx.db.query("SELECT o.external_id FROM outbox n JOIN orders o ON o.id = n.order_id");
    expect(mailed).toEqual([{ external_id: "2" }]);
    expect(await world.ctx.db.query("SELECT external_id, test FROM orders ORDER BY 1")).toEqual([
      { external_id: "1", test: 1 },
      { external_id: "2", test: 0 },
    ]);
  });

  test("paid at the door is to ship while the payment is waited for, and in step", async () => {
    shop.orders = [
      channelOrder({ externalId: "1", payment: "pending", cashOnDelivery: true }),
      channelOrder({ externalId: "2", payment: "pending" }),
    ];
    for (const id of ["1", "2"]) await pushed(id);
    expect(await orders()).toMatchObject([
      { status: "paid", sync_state: "success", sync_reason: null, to_ship: 1 },
      { status: "pending", sync_state: "success", sync_reason: null },
    ]);
    expect((await dashboardSummary(world.scope)).orders.buckets).toMatchObject({ to_ship: 1, unpaid: 1 });
  });

  test("archived ends what never left; what was shipped goes on to its arrival", async () => {
    const sent = [{ ...order.lines[0], unfulfilled: 0 }] as typeof order.lines;
    const fulfilments = [{ externalId: "f", cancelled: false, createdAt: NOW, lines: [], tracking: [] }];
    shop.orders = [
      channelOrder({ externalId: "1", archivedAt: NOW }),
      channelOrder({ externalId: "2", archivedAt: NOW, lines: sent, fulfilments }),
    ];
    for (const id of ["1", "2"]) await pushed(id);
    expect(await orders()).toMatchObject([
      { status: "archived", to_ship: 0 },
      { status: "shipped", to_ship: 0 },
    ]);
  });
});
