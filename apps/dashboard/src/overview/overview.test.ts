import { describe, expect, test } from "bun:test";
import { bucketOf } from "@waybill/domain/order/buckets";
import type { DashboardSummary } from "@waybill/domain/screens/answers";
import { attentionKinds } from "@waybill/domain/shipment/attention";
import { orderStatuses, syncStates } from "@waybill/domain/status";
import fc from "fast-check";
import { buckets } from "../parts/buckets.ts";
import { tell } from "./activity-words.ts";
import { byConnection, dayWords, ordersOf } from "./days.ts";
import { problemsOf } from "./problems.ts";

const none = Object.fromEntries(attentionKinds.map((kind) => [kind, 0])) as DashboardSummary["shipments"]["why"];
const calm: DashboardSummary = {
  orders: {
    total: 0,
    byStatus: {},
    bySync: {},
    byChannel: {},
    buckets: { sync_failed: 0, on_hold: 0, unpaid: 0, to_ship: 0, on_the_way: 0, delivered: 0, ended: 0 },
  },
  shipments: { byStatus: {}, attention: 0, late: 0, why: none },
  notifications: { parked: 0, pending: 0 },
  inbox: { waiting: 0, notUnderstood: 0, unmatched: 0, failed: 0 },
  reports: { open: 0 },
  days: [],
  timeZone: "UTC",
  timeZoneOffsets: [[0, 0]],
  connections: [],
  seq: 0,
};
const connection = (
  part: Partial<DashboardSummary["connections"][number]>,
): DashboardSummary["connections"][number] => ({
  id: "con_1",
  kind: "channel",
  adapter: "shopify",
  name: "Kraft",
  enabled: true,
  health: "ok",
  healthReason: null,
  failures: 0,
  backoffUntil: null,
  lastOkAt: null,
  lastWebhookAt: null,
  nextSyncAt: null,
  ...part,
});

test("the lists behind the numbers hold each order once: every status with every sync state fits exactly one link", () => {
  const named = buckets.map(({ query }) => new URLSearchParams(query.slice(query.indexOf("?"))).get("bucket"));
  for (const status of orderStatuses) {
    for (const syncState of syncStates) {
      for (const toShip of [0, 1]) {
        const drawer = bucketOf({ status, syncState, toShip, test: false });
        const fits = named.filter((bucket) => bucket === drawer);
        expect([status, syncState, toShip, fits.length]).toEqual([status, syncState, toShip, 1]);
      }
    }
  }
});

describe("what wants a person", () => {
  test("nothing wrong: nothing said", () => {
    const paused = connection({ enabled: false, health: "disconnected" });
    expect(problemsOf({ ...calm, connections: [connection({}), paused] }, { agent: true })).toEqual([]);
  });

  test("a failing connection comes first, with the platform's own reason; one is one and many are many", () => {
    const failing = connection({ health: "failing", healthReason: "the token lacks write_fulfillments." });
    const wrong: DashboardSummary = {
      ...calm,
      orders: { ...calm.orders, buckets: { ...calm.orders.buckets, sync_failed: 1 } },
      inbox: { ...calm.inbox, unmatched: 2 },
      connections: [failing],
    };
    const found = problemsOf(wrong, { agent: true });
    expect(found.map(({ text }) => text)).toEqual([
      "Kraft: the token lacks write_fulfillments.",
      "1 order did not sync with its channel.",
      "2 webhooks are about parcels that Waybill does not know yet.",
    ]);
    expect(found[0]?.href).toBe("/channels/con_1");
  });

  test("a viewer gets no button that does something", () => {
    const failed = { ...calm, orders: { ...calm.orders, buckets: { ...calm.orders.buckets, sync_failed: 3 } } };
    expect(problemsOf(failed, { agent: true })[0]?.act).toBe("retry-failed");
    expect(problemsOf(failed, { agent: false })[0]).toMatchObject({ act: undefined, href: "/?sync=failed" });
  });
});

describe("days", () => {
  test("the donut and the bars count the same orders", () => {
    const day = fc.record({
      date: fc.constant("2026-11-21"),
      byConnection: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.nat(1000)),
    });
    fc.assert(
      fc.property(fc.array(day), (days) => {
        const bars = days.reduce((sum, one) => sum + ordersOf(one), 0);
        expect(Object.values(byConnection(days)).reduce((sum, n) => sum + n, 0)).toBe(bars);
      }),
    );
  });

  test("a calendar day is that day wherever the reader sits", () => {
    expect(dayWords("2026-11-01")).toMatch(/\b1\b/);
    expect(dayWords("2026-10-31", "long")).toMatch(/31/);
  });
});

describe("events in words", () => {
  const frame = (type: string, data: object) => ({ seq: 1, type, at: 0, stream: "s", data });
  test("what failed says why; what only began says nothing", () => {
    const order = {
      id: "ord_1",
      number: "#7",
      channel: "shopify",
      status: "paid",
      totalMinor: 5,
      syncState: "failed",
      syncReason: "Token expired.",
    };
    expect(tell(frame("order.updated", { order, changed: ["sync"] }))).toEqual({
      what: "Order #7",
      says: "did not sync: Token expired.",
      href: "/orders/ord_1",
      group: "failed",
    });
    const run = { state: "running", channel: "shopify", connectionId: "con_1" };
    expect(tell(frame("sync.changed", { run }))).toBeNull();
    expect(tell(frame("something.new", {}))).toBeNull();
  });

  test("a parcel that moved says where to and where", () => {
    const shipment = {
      id: "shp_1",
      orderId: null,
      carrier: "ups",
      number: "1Z9",
      status: "out_for_delivery",
      reason: null,
      lastPlace: "Houston",
    };
    expect(tell(frame("shipment.updated", { shipment, from: "in_transit", scans: [] }))).toEqual({
      what: "UPS 1Z9",
      says: "out for delivery\u00a0· Houston",
      href: null,
      group: "out",
    });
    expect(tell(frame("shipment.updated", { shipment, from: null, scans: [] }))).toBeNull();
  });
});
