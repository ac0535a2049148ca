import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { progress } from "@waybill/domain/order/progress";
import type { OrderStatus, ShipmentStatus } from "@waybill/domain/status";
import { getOrder } from "../screens/order-page.ts";
import { bulkOrders } from "../sync/bulk.ts";
import { route, type Stop, upsAlert } from "../testing/events.ts";
import { BY } from "../testing/scope.ts";
import {
  deliver,
  type EngineWorld,
  line,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";
import { patchOrder, setOrderStatus } from "./change.ts";
import { listOrders } from "./list.ts";
import { statusOf } from "./rows.ts";

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
let ups: TestConnection;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  ups = await putConnection(world, { adapter: "ups" });
});
afterEach(() => database.close());

const read = async (id: string) => (await getOrder(world.scope, { id })).order;
const parcel = (status: ShipmentStatus, held: Record<string, number> = {}) => ({
  ...{ status, fulfilmentIds: [], leftAt: null, scanCount: 0 },
  lines: Object.entries(held).map(([externalLineId, quantity]) => ({ externalLineId, quantity })),
});
const UPS = ["1Z12345E0205271688", "1Z12345E6605272234", "1Z12345E1505270452"] as const;

describe("the status that is shown follows from the parts", () => {
  type Parcels = [ShipmentStatus, Record<string, number>?][];
  type Case = [OrderStatus, Parameters<typeof statusOf>[0] extends infer R ? Partial<R> : never, Parcels];
  // Two lines, 1 and 2 units. Parcels: a status and what is in them; nothing said: all of it. Expected: docs/architecture.md#statuses.
  const cases: Case[] = [
    ["pending", { payment: "pending" }, []],
    ["pending", { payment: "authorized" }, []],
    ["paid", {}, []],
    ["paid", { payment: "partially_refunded" }, []],
    ["processing", { sellerMark: "processing" }, []],
    ["on_hold", { onHold: true }, []],
    ["on_hold", { sellerMark: "on_hold" }, []],
    ["partially_shipped", {}, [["pre_transit", { a: 1 }]]],
    ["partially_shipped", {}, [["in_transit", { b: 2 }]]],
    ["partially_shipped", { onHold: true }, [["in_transit", { a: 1 }]]],
    ["partially_shipped", { sellerMark: "processing" }, [["in_transit", { b: 1 }]]],
    ["shipped", {}, [["in_transit", { a: 1, b: 2 }]]],
    // One parcel names its line, the other holds the rest.
    ["partially_delivered", {}, [["in_transit", { a: 1 }], ["delivered"]]],
    [
      "shipped",
      {},
      [
        ["in_transit", { a: 1 }],
        ["accepted", { b: 2 }],
      ],
    ],
    ["shipped", {}, [["exception"]]],
    // Handed in and not yet paid: the goods are further than the money.
    ["shipped", { payment: "pending" }, [["in_transit"]]],
    [
      "partially_delivered",
      {},
      [
        ["delivered", { a: 1 }],
        ["in_transit", { b: 2 }],
      ],
    ],
    ["partially_delivered", {}, [["delivered", { b: 1 }]]],
    [
      "delivered",
      {},
      [
        ["delivered", { a: 1 }],
        ["delivered", { b: 2 }],
      ],
    ],
    ["delivered", {}, [["delivered"]]],
    // Several parcels that say nothing of lines: delivered when the last one is, and one of them is there already.
    ["partially_delivered", {}, [["delivered"], ["in_transit"]]],
    ["delivered", {}, [["delivered"], ["delivered"]]],
    // A parcel that was called off never left.
    ["paid", {}, [["cancelled"]]],
    [
      "partially_shipped",
      {},
      [
        ["cancelled", { a: 1 }],
        ["in_transit", { b: 2 }],
      ],
    ],
    ["completed", { sellerMark: "completed" }, [["delivered"]]],
    ["cancelled", { cancelledAt: NOW }, []],
    ["cancelled", { cancelledAt: NOW }, [["delivered"]]],
    ["cancelled", { sellerMark: "cancelled" }, []],
    ["cancelled", { payment: "voided" }, []],
    ["refunded", { payment: "refunded" }, [["delivered"]]],
    ["refunded", { payment: "refunded", sellerMark: "completed" }, []],
  ];
  test.each(cases.map((c) => [`${c[0]}: ${JSON.stringify(c[1])} ${JSON.stringify(c[2])}`, c] as const))(
    "%s",
    (_, c) => {
      const [expected, facts, parcels] = c;
      const lines = [line("a", 1), line("b", 2), { ...line("gift-card", 1), requiresShipping: false }];
      const counted = progress({
        lines,
        fulfilments: [],
        parcels: parcels.map(([status, held]) => parcel(status, held)),
      });
      expect(counted.units).toBe(3);
      const base = {
        ...{
          payment: "paid" as const,
          onHold: false,
          cancelledAt: null,
          sellerMark: null,
          refundedMinor: null,
          kept: 4,
        },
        ...{ cashOnDelivery: false, archivedAt: null, deletedAt: null, channelUpdatedAt: NOW },
      } as const;
      expect(statusOf({ ...base, ...counted, ...facts })).toBe(expected);
    },
  );

  test("what the channel says was fulfilled counts without a parcel, too, and nothing counts twice", () => {
    const half = progress({ lines: [{ ...line("a", 4), unfulfilled: 2 }], fulfilments: [], parcels: [] });
    expect([half.units, half.shipped, half.delivered]).toEqual([4, 2, 0]);
    const both = progress({
      lines: [{ ...line("a", 4), unfulfilled: 2 }],
      fulfilments: [],
      parcels: [parcel("delivered", { a: 2 })],
    });
    expect([both.units, both.shipped, both.delivered]).toEqual([4, 2, 2]);
    const more = progress({
      lines: [line("a", 1)],
      fulfilments: [],
      parcels: [parcel("delivered", { a: 1 }), parcel("delivered", { a: 1 })],
    });
    expect([more.shipped, more.delivered]).toEqual([1, 1]);
  });

  test("an order on its way through partial shipping and delivery, by real deliveries", async () => {
    const id = await putOrder(world, shop, { externalId: "1", lines: [line("1", 1), line("2", 2)] });
    const seen = [(await read(id)).status];
    const stops = route({ end: NOW - 3_600_000 });
    const ship = async (number: string, externalLineId: string, quantity: number) => {
      await putShipment(world, { orderId: id, number, carrier: "ups", lines: [{ externalLineId, quantity }] });
      seen.push((await read(id)).status);
    };
    const arrive = async (number: string) => {
      await deliver(world, ups, upsAlert({ number, stop: stops.at(-1) as Stop }));
      await world.settle();
      seen.push((await read(id)).status);
    };
    await ship(UPS[0], "1", 1);
    await arrive(UPS[0]);
    await ship(UPS[1], "2", 1);
    await ship(UPS[2], "2", 1);
    await arrive(UPS[1]);
    await arrive(UPS[2]);
    expect(seen).toEqual([
      "paid",
      "partially_shipped",
      "partially_delivered",
      "partially_delivered",
      "partially_delivered",
      "partially_delivered",
      "delivered",
    ]);
  });
});

describe("what the seller says", () => {
  const mark = (id: string, status: "processing" | "completed" | "on_hold" | "cancelled" | "auto") =>
    setOrderStatus(world.scope, { id, status });

  test("a mark counts until it is taken back; the history names who set it", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    for (const status of ["processing", "on_hold", "completed", "cancelled"] as const) {
      expect((await mark(id, status)).status).toBe(status);
      expect((await read(id)).status).toBe(status);
    }
    expect((await mark(id, "auto")).status).toBe("paid");
    const { history } = await getOrder(world.scope, { id });
    expect(history[0]).toMatchObject({ type: "order.updated", cause: { kind: "user", id: BY.id } });
  });

  test("what has left cannot be cancelled, and a sync does not wipe a mark", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    await mark(id, "completed");
    await putOrder(world, shop, { externalId: "1", updatedAt: NOW, note: "ring twice" });
    expect((await read(id)).status).toBe("completed");
    await putShipment(world, { orderId: id, number: UPS[0], carrier: "ups" });
    expect(mark(id, "cancelled")).rejects.toMatchObject({ code: "already_shipped", status: 409 });
  });

  test("many at once: each has its result, and one that fails stops no other", async () => {
    const ids = await Promise.all(["1", "2", "3"].map((externalId) => putOrder(world, shop, { externalId })));
    await putShipment(world, { orderId: ids[1] as string, number: UPS[0], carrier: "ups" });
    const results = await bulkOrders(world.scope, {
      ids: [ids[0] as string, "ord_nobody", ids[1] as string, ids[2] as string],
      action: "cancelled",
    });
    expect(results.map((r) => r.ok)).toEqual([true, false, false, true]);
    for (const { ok, reason } of results) expect(ok ? reason : String(reason).length > 10).toBe(ok ? null : true);
    expect(await Promise.all(ids.map(async (id) => (await read(id)).status))).toEqual([
      "cancelled",
      "shipped",
      "cancelled",
    ]);
  });

  test("a note is written over the text it was based on only; the refusal holds what is stored", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    const write = (note: string, basedOn?: string) => patchOrder(world.scope, { id, note, basedOn });
    const stored = async () => (await getOrder(world.scope, { id })).note;
    const refusal = (text: string) => ({
      code: "note_changed",
      status: 409,
      issues: [{ path: "note", message: text }],
    });
    await write("Fragile", "");
    await expect(write("Gift", "")).rejects.toMatchObject(refusal("Fragile"));
    expect(await stored()).toBe("Fragile");
    // Sent again because the first answer was lost.
    await write("Fragile", "");
    await write("Fragile, gift", "Fragile");
    await expect(write("", "Fragile")).rejects.toMatchObject(refusal("Fragile, gift"));
    await write("", "Fragile, gift");
    await expect(write("Late", "Fragile, gift")).rejects.toMatchObject(refusal(""));
    // Who names nothing writes over anything, as before.
    await write("Plain");
    expect(await stored()).toBe("Plain");
    const both = await Promise.allSettled([write("A", "Plain"), write("B", "Plain")]);
    expect(both.map((done) => done.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("another organisation's order is nobody's", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    const other = world.scopeOf("org_other");
    expect(setOrderStatus(other, { id, status: "completed" })).rejects.toMatchObject({
      status: 404,
    });
    expect(patchOrder(other, { id, note: "x" })).rejects.toMatchObject({ status: 404 });
    expect(getOrder(other, { id })).rejects.toMatchObject({ status: 404 });
    expect((await listOrders(other, { limit: 10 })).items).toEqual([]);
    expect((await listOrders(other, { q: "marlow", limit: 10 })).items).toEqual([]);
  });
});
