import { describe, expect, test } from "bun:test";
import { calmPlace } from "@waybill/domain/email/place";
import { orderStatuses, shipmentStatuses, syncStates } from "@waybill/domain/status";
import { moneyWords } from "./money-words.ts";
import { leadingLook, orderLook, orderStatusLook, shipmentLook, syncLook } from "./status-groups.ts";
import { entryWords } from "./timeline-entry.ts";

describe("how a status looks", () => {
  test("every status of the domain has a look; only the unknown one looks unknown", () => {
    for (const status of shipmentStatuses) expect(shipmentLook(status).group === "unknown").toBe(status === "unknown");
    for (const status of orderStatuses) expect(orderLook(status).group).not.toBe("unknown");
    for (const state of syncStates) expect(syncLook(state).group).not.toBe("unknown");
  });

  test("a status of a later version is unknown, never a guess", () => {
    expect(shipmentLook("teleported")).toEqual({ group: "unknown", word: "Unknown" });
  });

  test("an order shows its parcel's trouble before its own progress, and its own end before all", () => {
    expect(leadingLook({ status: "shipped", parcelStatus: "exception" }).group).toBe("attention");
    expect(leadingLook({ status: "shipped", parcelStatus: "out_for_delivery" }).group).toBe("out");
    expect(leadingLook({ status: "cancelled", parcelStatus: "exception" }).word).toBe("Cancelled");
    expect(leadingLook({ status: "delivered", parcelStatus: "in_transit" }).group).toBe("delivered");
  });

  test("an order that was never read whole is not called unpaid", () => {
    expect(orderStatusLook({ status: "pending", totalMinor: null }).word).toBe("Not read yet");
    expect(leadingLook({ status: "pending", parcelStatus: null, totalMinor: null }).word).toBe("Not read yet");
    expect(orderStatusLook({ status: "pending", totalMinor: 0 }).word).toBe("Unpaid");
    expect(orderStatusLook({ status: "on_hold", totalMinor: null }).word).toBe("On hold");
  });

  test("a scan that moves nothing speaks in the carrier's own words", () => {
    expect(entryWords({ status: null, reason: null, message: "Shipment information sent" })).toEqual({
      main: "Shipment information sent",
      own: null,
    });
    expect(entryWords({ status: "in_transit", reason: null, message: "Departed from Facility" })).toEqual({
      main: "On its way",
      own: "Departed from Facility",
    });
    expect(entryWords({ status: "delivered", reason: null, message: "DELIVERED" }).own).toBeNull();
  });

  test("places do not shout, codes stay", () => {
    expect(calmPlace("SALT LAKE CITY, UT, US")).toBe("Salt Lake City, UT, US");
    expect(calmPlace("Köln, DE")).toBe("Köln, DE");
    expect(calmPlace("SAPPORO, 01, JP")).toBe("Sapporo, JP");
  });

  test("money is exact in the currency's own digits (ISO 4217)", () => {
    expect(moneyWords(12840, "EUR", "en")).toBe("€128.40");
    expect(moneyWords(500, "JPY", "en")).toBe("¥500");
    expect(moneyWords(1234, "KWD", "en")).toContain("1.234");
    expect(moneyWords(null, "EUR")).toBe("–");
  });
});
