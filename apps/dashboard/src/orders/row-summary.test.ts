import { describe, expect, test } from "bun:test";
import type { ListedOrder } from "@waybill/domain/order/answers";
import { rowSummary } from "./row-summary.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const of = { now: NOW, today: "2026-11-20", locale: "en-GB" };
const order = (over: Partial<ListedOrder>): ListedOrder => ({
  id: "ord_1",
  number: "#1",
  ...{ toShip: 0, parcels: 0, parcelsArrived: 0, test: false, cashOnDelivery: false, archivedAt: null },
  ...{ deletedAt: null, cancelledAt: null, refundedMinor: null, buyerCurrency: null, buyerTotalMinor: null },
  channel: "shopify",
  connectionId: "con_1",
  externalId: "1",
  placedAt: NOW,
  status: "shipped",
  payment: "paid",
  totalMinor: 100,
  currency: "EUR",
  customerName: null,
  customerEmail: null,
  country: null,
  units: 1,
  shipped: 1,
  delivered: 0,
  parcelStatus: "in_transit",
  syncState: "success",
  syncReason: null,
  changedAt: 1,
  expected: null,
  ...over,
});
const today = { date: "2026-11-20", from: "14:00", to: "18:00", dueAt: NOW + 6 * 3_600_000 };
const said = (over: Partial<ListedOrder>) => {
  const { word, detail } = rowSummary(order(over), of);
  return detail === null ? word : `${word} · ${detail}`;
};

describe("the one thing that a row says", () => {
  test("a failure before a delay before a movement (docs/architecture.md#look)", () => {
    const all = {
      syncState: "failed",
      syncReason: "token expired",
      parcelStatus: "exception",
      expected: today,
    } as const;
    expect(said(all)).toBe("Sync failed · token expired");
    expect(said({ ...all, syncState: "success" })).toBe("Problem");
    expect(said({ ...all, syncState: "success", parcelStatus: "out_for_delivery" })).toBe(
      "Out for delivery · today 14–18",
    );
  });

  test("what is expected: a day and an hour when it is near, a date when it is not", () => {
    expect(said({ expected: { ...today, date: "2026-11-21", from: null, to: null } })).toBe(
      "On its way · due tomorrow",
    );
    expect(said({ expected: { ...today, date: "2026-11-26" } })).toBe("On its way · due Thu 26 Nov");
  });

  test("past its moment it is late, until it is there", () => {
    const late = { ...today, date: "2026-11-19", from: null, to: null, dueAt: NOW - 1 };
    expect(said({ expected: late })).toBe("Late · was due Thu 19 Nov");
    expect(said({ expected: late, status: "delivered", parcelStatus: "delivered" })).toBe("Delivered");
    expect(said({ expected: late, status: "cancelled" })).toBe("Cancelled");
  });
});
