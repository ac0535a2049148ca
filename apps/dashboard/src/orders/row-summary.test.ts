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

  test("what a person still has to ship stands before what happens by itself", () => {
    const partly = { units: 3, shipped: 1, toShip: 2, parcels: 1, status: "partially_shipped" } as const;
    expect(said({ ...partly, expected: { ...today, date: "2026-11-26" } })).toBe(
      "On its way · 2 of 3 to ship, due Thu 26 Nov",
    );
    const arrived = { ...partly, status: "partially_delivered", parcelStatus: "delivered", parcelsArrived: 1 } as const;
    expect(said({ ...arrived, toShip: 1, shipped: 2 })).toBe("Partly delivered · 1 left to ship");
    expect(said({ ...arrived, toShip: 0, shipped: 3, parcels: 2 })).toBe("Partly delivered · One of 2 parcels arrived");
    expect(said({ ...partly, parcelStatus: "exception" })).toBe("Problem · 2 of 3 to ship");
    expect(said({ status: "paid", parcelStatus: null, units: 3, shipped: 0, toShip: 3 })).toBe("To ship");
  });

  test("past its moment it is late, until it is there", () => {
    const late = { ...today, date: "2026-11-19", from: null, to: null, dueAt: NOW - 1 };
    expect(said({ expected: late })).toBe("Late · was due Thu 19 Nov");
    expect(said({ expected: late, status: "delivered", parcelStatus: "delivered" })).toBe("Delivered");
    expect(said({ expected: late, status: "cancelled" })).toBe("Cancelled");
  });

  test("an order that could not be read says so, and nobody calls its customer unread", () => {
    const unread = { totalMinor: null, currency: null, units: 0, status: "pending", parcelStatus: null } as const;
    expect(said({ ...unread, syncState: "failed", syncReason: "The shop answered with nonsense." })).toBe(
      "Could not be read · The shop answered with nonsense.",
    );
    expect(said({ ...unread, syncState: "pending" })).toBe("Not read yet");
    // Its total is withheld, and it was read all the same.
    expect(said({ totalMinor: null, units: 1 })).toBe("On its way");
  });

  test("an order in several parcels says how many have arrived, in the customer's own sentence", () => {
    const several = { parcels: 2, parcelsArrived: 1, status: "partially_delivered" } as const;
    expect(said(several)).toBe("On its way · One of 2 parcels arrived");
    expect(said({ ...several, expected: { ...today, date: "2026-11-21", from: null, to: null } })).toBe(
      "On its way · One of 2 parcels arrived, due tomorrow",
    );
    expect(said({ parcels: 2, parcelsArrived: 2, status: "delivered", parcelStatus: "delivered" })).toBe("Delivered");
    expect(said({ parcels: 2, parcelsArrived: 0 })).toBe("On its way");
  });

  test("the reason counts while it is that of the parcel which the row is about", () => {
    const leadingParcel = { status: "exception", reason: "address" } as const;
    expect(said({ parcelStatus: "exception", leadingParcel })).toBe("Address problem");
    expect(said({ parcelStatus: "in_transit", leadingParcel })).toBe("On its way");
  });
});
