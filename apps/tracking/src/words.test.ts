import { describe, expect, test } from "bun:test";
import type { PublicShipment } from "@waybill/domain/public-view";
import { shipmentStatuses } from "@waybill/domain/status";
import { answerOf } from "./words.ts";

const now = new Date(2026, 10, 20, 12).getTime();
const view: PublicShipment = {
  version: 1,
  seller: "Harbour & Pine",
  orderNumber: "#1001",
  carrier: "ups",
  carrierName: "UPS",
  number: "1Z999AA10123456784",
  carrierUrl: null,
  status: "in_transit",
  reason: null,
  step: "in_transit",
  eta: { date: "2026-11-26", from: "14:00", to: "18:00", asOf: now },
  deliveredAt: null,
  orderedAt: null,
  shippedAt: now,
  destination: "Lisbon, PT",
  items: [],
  scans: [],
};

describe("the one answer", () => {
  test("a day and a window by the destination's clock (LOOK, Tracking page)", () => {
    expect(answerOf(view, now, "en-GB")).toEqual({
      headline: "Arriving Thursday 26 November",
      below: "between 14:00 and 18:00 · Lisbon, PT time",
    });
  });

  test("an expected day that has passed is not promised again", () => {
    const late = { ...view, eta: { date: "2026-11-19", from: null, to: null, asOf: now } };
    expect(answerOf(late, now).headline).toBe("On its way to you");
  });

  test("delivered says the day on the spot, not the reader's", () => {
    const scan = {
      ...{ key: "a", status: "delivered" as const, reason: null, message: "", place: null },
      ...{
        local: "2026-11-19T23:30:00",
        offset: -300,
        instant: Date.UTC(2026, 10, 20, 4, 30),
        precision: "second" as const,
      },
    };
    const done = { ...view, status: "delivered" as const, eta: null, scans: [scan] };
    expect(answerOf(done, now, "en-GB")).toEqual({ headline: "Delivered", below: "on Thursday 19 November" });
  });

  test("every status has an answer; bad news also says what happens next", () => {
    for (const status of shipmentStatuses) expect(answerOf({ ...view, status, eta: null }, now).headline).not.toBe("");
    for (const status of [
      "exception",
      "delayed",
      "on_hold",
      "lost",
      "returned_to_sender",
      "delivery_attempt_failed",
    ] as const) {
      expect(answerOf({ ...view, status, eta: null }, now).below).not.toBeNull();
    }
  });
});
