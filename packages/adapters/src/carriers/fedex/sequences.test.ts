import { describe, expect, test } from "bun:test";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { HOUR_MS, localAt } from "@waybill/domain/time";
import { readResult } from "./read.ts";

// Whole lives of parcels as FedEx's replies tell them: FedEx's roll-up ("derived") is a summary, the scan's own code the fact
// (docs/platforms/fedex.md#codes).

const END = Date.parse("2026-11-20T18:00:00Z");
type Entry = {
  type: string;
  derived: string | null;
  city?: string;
  exception?: string;
  exceptionCode?: string;
  at?: string;
};
const scan = (type: string, derived: string | null, more: Partial<Entry> = {}): Entry => ({ type, derived, ...more });

function life(scans: Entry[], reply: Record<string, unknown> = {}): { end: string; signedBy: string | null } {
  const scanEvents = scans
    .map(({ type, derived, city = "OMAHA", exception = "", exceptionCode = "", at }, i) => ({
      date: at ?? `${localAt(END - (scans.length - i) * HOUR_MS, -360)}-06:00`,
      ...{ eventType: type, eventDescription: type, derivedStatusCode: derived },
      ...{ exceptionDescription: exception, exceptionCode },
      scanLocation: { city, stateOrProvinceCode: "NE", countryCode: "US" },
    }))
    .reverse();
  const last = scans.at(-1);
  const latestStatusDetail = { code: last?.type, derivedCode: last?.derived };
  const update = readResult({ latestStatusDetail, scanEvents, ...reply }, "986578788855", END);
  const { status, reason } = foldTimeline(update.scans, { notBefore: 0 });
  return { end: reason === null ? status : `${status}/${reason}`, signedBy: update.proof?.signedBy ?? null };
}

const begun = [scan("OC", "IN"), scan("PU", "PU", { city: "SEATTLE" }), scan("AR", "IT")];
const nobody = { exception: "Customer not available or business closed", exceptionCode: "08" };
const turned = [
  ...begun,
  scan("OD", "IT"),
  scan("DE", "DE", { exception: "Incorrect address", exceptionCode: "03" }),
  scan("RS", "DL"),
];

describe("fedex: what a parcel is after its last scan", () => {
  const rows: [what: string, scans: Entry[], end: string][] = [
    ["on the van, rolled up as in transit", [...begun, scan("OD", "IT")], "out_for_delivery"],
    ["nobody was there, on the van again", [...begun, scan("DE", "DE", nobody), scan("OD", "IT")], "out_for_delivery"],
    ["nobody was there", [...begun, scan("OD", "IT"), scan("DE", "DE", nobody)], "delivery_attempt_failed/attempt"],
    ["ready at a counter, rolled up as in transit", [...begun, scan("HP", "IT")], "available_for_pickup"],
    [
      "fetched from the counter",
      [...begun, scan("HP", "IT"), scan("DL", "DL", { exception: "Package picked up by recipient" })],
      "delivered/picked_up_by_receiver",
    ],
    ["left with a neighbour", [...begun, scan("DL", "DL", { exception: "Left with neighbor" })], "delivered/neighbour"],
    [
      "not fetched, goes back",
      [...begun, scan("HP", "IT"), scan("RS", "DL", { exception: "Unclaimed" })],
      "returned_to_sender/unclaimed",
    ],
    ["turned round, rolled up as delivered", turned, "returned_to_sender/returning"],
    ["on the van at its sender's", [...turned, scan("OD", "IT", { city: "SEATTLE" })], "returned_to_sender/returning"],
    [
      "nobody at its sender's",
      [...turned, scan("OD", "IT", { city: "SEATTLE" }), scan("DE", "DE", { city: "SEATTLE", ...nobody })],
      "returned_to_sender/returning",
    ],
    ["handed to its sender", [...turned, scan("DL", "DL", { city: "SEATTLE" })], "returned_to_sender/returned"],
    ["a return was asked for and came too late", [...begun, scan("RT", "IT"), scan("DL", "DL")], "delivered"],
    ["late by weather", [...begun, scan("DY", "DY", { exception: "Weather delay" })], "delayed/weather"],
    ["late, then on its way", [...begun, scan("DY", "DY"), scan("DP", "IT")], "in_transit"],
    ["held by customs", [...begun, scan("CD", "CD", { exception: "Clearance delay" })], "on_hold/customs"],
    ["let go by customs", [...begun, scan("CD", "CD"), scan("CC", "IT")], "in_transit/customs_cleared"],
    ["called off", [scan("OC", "IN"), scan("CA", "CA")], "cancelled"],
    [
      "refused",
      [...begun, scan("OD", "IT"), scan("DE", "DE", { exception: "Refused by recipient" })],
      "exception/refused",
    ],
    ["lost", [...begun, scan("SE", "SE", { exception: "Package is lost" })], "lost"],
    ["the label filed after the pickup", [scan("PU", "PU"), scan("OC", "IN")], "accepted"],
    ["the label filed after a facility", [...begun, scan("OC", "IN")], "in_transit"],
    ["one scan twice with two roll-ups", [...begun, scan("DL", "DL"), scan("DL", "IT")], "delivered"],
    ["a facility told after the delivery", [...begun, scan("DL", "DL"), scan("AR", "IT")], "delivered"],
    ["a code that no list has: its roll-up is all there is", [...begun, scan("ZZ", "OD")], "out_for_delivery"],
  ];
  test.each(rows)("%s", (_, scans, end) => {
    expect(life(scans).end).toBe(end);
  });

  test("a pickup of which only the day is known comes after the label of that day, and before its first facility", () => {
    const label = scan("OC", "IN", { at: "2026-11-20T10:37:00-06:00" });
    for (const at of ["2026-11-20T00:00:00", "2026-11-20T00:00:00-06:00"]) {
      const pickup = scan("PU", "PU", { at });
      expect([at, life([label, pickup]).end]).toEqual([at, "accepted"]);
      expect(life([label, pickup, scan("AR", "IT", { at: "2026-11-20T16:00:00-06:00" })]).end).toBe("in_transit");
    }
  });

  test("what its sender signed for is nobody's proof of delivery", () => {
    const reply = { deliveryDetails: { receivedByName: "SHIPPING" } };
    expect(life([...turned, scan("DL", "DL", { city: "SEATTLE" })], reply).signedBy).toBeNull();
    expect(life([...begun, scan("DL", "DL")], reply).signedBy).toBe("SHIPPING");
  });
});
