import { describe, expect, test } from "bun:test";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { utf8 } from "../../kit/signature.ts";
import fedex from "./carrier.ts";
import { meaningOf } from "./codes.ts";

// Replies of our own with what FedEx's have been seen to hold: its roll-up beside each code, pickups at midnight, a return that is
// signed for by its shipper (docs/platforms/fedex.md#codes, #roll-up, #times).

const NUMBER = "986578788855";
type Event = [type: string, derived: string, date: string, exception?: [code: string, words: string]];

function read(events: readonly Event[], over: object = {}) {
  const scanEvents = events.map(([eventType, derivedStatusCode, date, exception]) => ({
    date,
    eventType,
    eventDescription: eventType,
    exceptionCode: exception?.[0] ?? "",
    exceptionDescription: exception?.[1] ?? "",
    derivedStatusCode,
    scanLocation: { city: "SALEM", stateOrProvinceCode: "OR", countryCode: "US" },
  }));
  const body = { trackingNumberInfo: { trackingNumber: NUMBER }, scanEvents, ...over };
  const [update] = fedex.parse({ body: utf8(JSON.stringify(body)), headers: {}, url: "https://x.example" });
  if (!update) throw new Error("no update");
  return { ...foldTimeline(update.scans, { notBefore: 0 }), proof: update.proof, eta: update.eta };
}

describe("fedex: the scan's own code first", () => {
  test("a parcel that goes back under a number of its own, as an Express reply tells it", () => {
    const goingBack: Event = ["DE", "DE", "2026-03-09T10:00:00-07:00", ["14", "Return tracking number 986578788801"]];
    expect(read([goingBack])).toMatchObject({ status: "returned_to_sender", reason: "returning" });
    // With the code alone, and not with Ground's own digits for a front door.
    const said = (exceptionCode: string) =>
      meaningOf({ code: "DE", derived: "DE", exception: "Delivery exception", exceptionCode, delay: null }).status;
    expect([said("14"), said("014")]).toEqual(["returned_to_sender", "delivery_attempt_failed"]);
  });

  test("the roll-up RL is running late, beside a code that says more and beside none", () => {
    const late = (code: string | null) => meaningOf({ code, derived: "RL", exception: null, delay: null }).status;
    expect([late("FD"), late("OD"), late(null)]).toEqual(["in_transit", "out_for_delivery", "delayed"]);
  });

  test("out for delivery and ready for pickup, which the roll-up calls in transit", () => {
    expect(read([["OD", "IT", "2026-03-04T06:55:00-05:00"]]).status).toBe("out_for_delivery");
    for (const code of ["HP", "HL"]) {
      const ready = read([
        [code, "IT", "2026-03-08T15:23:00-08:00", ["015A", "Package available for pickup at FedEx Office"]],
        ["AF", "IT", "2026-03-08T15:22:50-08:00", ["A3", "Tendered at FedEx Office"]],
        ["OD", "IT", "2026-03-08T08:28:00-08:00"],
      ]);
      expect(ready.status).toBe("available_for_pickup");
    }
  });

  test("a parcel that goes back is not delivered, and its shipper's signature is nobody's proof", () => {
    const signed = { deliveryDetails: { receivedByName: "S.HIPPER" } };
    const going: Event = [
      "RS",
      "DL",
      "2026-03-15T08:32:31-06:00",
      ["060G", "Shipper requested shipment to be returned - Unable to deliver shipment"],
    ];
    const out: Event = ["OD", "IT", "2026-03-15T05:44:00-06:00"];
    expect(read([going, out], signed)).toMatchObject({
      status: "returned_to_sender",
      reason: "returning",
      deliveredAt: null,
      proof: null,
    });
    // Delivered where it came from: back, and still no delivery.
    expect(read([["DL", "DL", "2026-03-19T11:00:00-05:00"], going, out], signed)).toMatchObject({
      status: "returned_to_sender",
      reason: "returned",
      deliveredAt: null,
      proof: null,
      eta: null,
    });
  });

  test("a pickup at midnight without an offset is of that day, and no label takes it back", () => {
    const label: Event = ["OC", "IN", "2026-08-22T10:37:00-05:00"];
    expect(read([label, ["PU", "PU", "2026-08-22T00:00:00"]]).status).toBe("accepted");
    const left: Event = ["DP", "IT", "2026-08-22T19:59:57-05:00"];
    expect(read([left, label, ["PU", "PU", "2026-08-22T00:00:00"]]).scans.map((s) => s.code)).toEqual([
      "OC",
      "PU",
      "DP",
    ]);
  });

  test("the latest status explains a newest scan that gives no reason, and overrides none", () => {
    const latest = (code: string, reasonDescription: string) => ({
      latestStatusDetail: { code, derivedCode: "DE", ancillaryDetails: [{ reason: "060G", reasonDescription }] },
    });
    const at = "2026-03-15T08:32:31-06:00";
    const back = "Unable to deliver shipment - Returning to shipper";
    expect(read([["DE", "DE", at]], latest("DE", back))).toMatchObject({ status: "returned_to_sender" });
    expect(read([["OD", "IT", at]], latest("DE", back)).status).toBe("out_for_delivery");
    expect(
      read([["DE", "DE", at, ["007", "Customer not available or business closed"]]], latest("DE", back)).status,
    ).toBe("delivery_attempt_failed");
  });

  test("without scans the latest status' own code counts", () => {
    const dated = (code: string, derivedCode: string, type: string) =>
      read([], {
        latestStatusDetail: { code, derivedCode },
        dateAndTimes: [{ type, dateTime: "2026-03-15T08:00:00-06:00" }],
      }).status;
    expect(dated("RS", "DL", "ACTUAL_DELIVERY")).toBe("returned_to_sender");
    expect(dated("PU", "IT", "ACTUAL_PICKUP")).toBe("accepted");
  });
});

describe("fedex: what an exception is (its words, else its code)", () => {
  const why = (code: string, exception: string | null, exceptionCode: string | null = null) => {
    const { status, reason } = meaningOf({ code, derived: "DE", exception, exceptionCode, delay: null });
    return `${status}/${reason}`;
  };
  const rows = [
    ["SE", "Incorrect address", "exception/address"],
    ["DE", "Incorrect recipient address", "exception/address"],
    ["SE", "Damaged, handling per shipper instructions", "exception/damage"],
    ["DE", "Refused by recipient", "exception/refused"],
    ["DE", "Customer not available or business closed", "delivery_attempt_failed/attempt"],
    ["DE", "Customer not available or business closed - Adult signature required", "delivery_attempt_failed/attempt"],
    ["DE", "Package at station, arrived after courier dispatch", "delayed/null"],
    ["DE", "Local weather delay - Delivery not attempted", "delayed/weather"],
    ["DE", "Package sorted to wrong route", "delayed/misrouted"],
    ["DE", "FedEx redirected your package to a nearby FedEx location", "on_hold/delivery_change"],
    ["DE", "Returned to shipper", "returned_to_sender/returning"],
    ["DE", "Awaiting additional delivery information from recipient", "exception/info_needed"],
    ["DE", "Recipient moved", "exception/moved"],
    ["DY", "Adverse weather conditions caused the delay", "delayed/weather"],
    ["DY", "Package delayed", "delayed/null"],
    ["DD", "Incorrect address", "delayed/address"],
    ["SE", "Clearance delay - Import", "on_hold/customs"],
    ["SE", "Barcode label unreadable and replaced", "exception/null"],
    ["CD", "Package available for clearance", "on_hold/customs"],
    ["AF", "Scheduled for delivery next business day", "in_transit/null"],
    ["RS", "Address does not exist - Returning to shipper", "returned_to_sender/address"],
    ["RS", "Package was not picked up - Returning to shipper", "returned_to_sender/unclaimed"],
    ["RT", "Return to shipper requested", "returned_to_sender/return_requested"],
    ["DL", "Left with neighbor", "delivered/neighbour"],
    ["AS", "Address corrected", "null/address_corrected"],
    ["CA", "Shipment cancelled by sender", "cancelled/null"],
  ] as const;
  for (const [code, words, expected] of rows) {
    test(`${code} "${words}" is ${expected}`, () => expect(why(code, words)).toBe(expected));
  }
  test("without words the code says it; the same digits are another reason in Express and in Ground", () => {
    expect([why("SE", null, "03"), why("DE", null, "07"), why("DE", null, "007"), why("DE", null, "060G")]).toEqual([
      "exception/address",
      "exception/refused",
      "delivery_attempt_failed/attempt",
      "returned_to_sender/returning",
    ]);
    expect(why("OD", null, "03")).toBe("out_for_delivery/null");
  });
});
