import { expect, test } from "bun:test";
import { readTracker } from "@waybill/adapters/carriers/easypost/read";
import { readPackage } from "@waybill/adapters/carriers/ups/read";
import { carriers } from "@waybill/adapters/registry.gen";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { trackerBody } from "@waybill/simulator/easypost/tracker";
import { trackReply, trackResult } from "@waybill/simulator/fedex/bodies";
import { trackBody } from "@waybill/simulator/ups/bodies";
import { homes, warehouses } from "@waybill/simulator/world/places";
import type { Carrier, Parcel, Place, ScanKind } from "@waybill/simulator/world/types";

// The simulator is no kinder than the world: it sends what carriers have been seen to send (docs/platforms/{fedex,ups,easypost}.md),
// and the adapters make of it what the scans mean.

const START = Date.UTC(2026, 10, 2, 15);
const HOUR = 3_600_000;
const to = homes.US?.[3] as Place;

function parcel(number: string, carrier: Carrier, kinds: readonly ScanKind[]): Parcel {
  const from = warehouses[0].place;
  const scans = kinds.map((kind, i) => ({
    kind,
    at: START + i * 5 * HOUR,
    place: i < 3 || kind === "returned" ? from : to,
  }));
  return {
    ...{
      number,
      carrier,
      uniqueId: "u",
      orderId: null,
      fulfilmentId: null,
      from,
      to,
      recipient: "A. READER",
      grams: 300,
    },
    ...{
      createdAt: START,
      updatedAt: START,
      scans,
      plan: [],
      eta: START,
      firstEta: START,
      trouble: null,
      frozen: true,
    },
  };
}
const way: readonly ScanKind[] = ["label", "picked_up", "departed", "arrived", "out_for_delivery"];
const back: readonly ScanKind[] = [...way, "attempted", "returning", "departed", "returned"];

function fedex(one: Parcel) {
  const body = trackReply({ transactionId: "t", results: [{ number: one.number, result: trackResult(one, true) }] });
  const [update] = carriers.fedex.parse({ body: new TextEncoder().encode(JSON.stringify(body)), headers: {}, url: "" });
  return { text: JSON.stringify(body), proof: update?.proof, ...foldTimeline(update?.scans ?? [], { notBefore: 0 }) };
}
type Track = { trackResponse: { shipment: { package: object[] }[] } };
function ups(one: Parcel) {
  const body = trackBody(one) as Track;
  const update = readPackage(body.trackResponse.shipment[0]?.package[0], one.number, START);
  return { text: JSON.stringify(body), proof: update.proof, ...foldTimeline(update.scans, { notBefore: 0 }) };
}

test("FedEx: the roll-up says otherwise, pickups carry midnight, a return is delivered to its shipper", () => {
  const [odd, even] = ["986578788855", "477179081230"];
  expect(fedex(parcel(odd, "fedex", way))).toMatchObject({ status: "out_for_delivery" });
  expect(fedex(parcel(odd, "fedex", way)).text).toContain('"derivedStatusCode":"IT","derivedStatus":"In transit"}');
  const picked = fedex(parcel(even, "fedex", way.slice(0, 2)));
  expect([picked.status, picked.text.includes('T00:00:00","eventType":"PU"')]).toEqual(["accepted", true]);
  expect(fedex(parcel(odd, "fedex", [...way, "pickup_ready"])).status).toBe("available_for_pickup");
  const going = fedex(parcel(odd, "fedex", back.slice(0, 7)));
  expect([going.status, going.text.includes('"derivedStatusCode":"DL"')]).toEqual(["returned_to_sender", true]);
  const byNumber = fedex(parcel("986578788807", "fedex", back.slice(0, 7)));
  expect([byNumber.status, byNumber.text.includes('"exceptionCode":"14"')]).toEqual(["returned_to_sender", true]);
  const home = fedex(parcel(odd, "fedex", back));
  expect(home).toMatchObject({ status: "returned_to_sender", reason: "returned", deliveredAt: null, proof: null });
  expect(home.text).toContain('"receivedByName":"S.SHIPPER"');
});

test("UPS: manifests come after the pickup, a return ends as a delivery, mail has codes of its own", () => {
  const odd = "1Z5R89390357567127";
  const picked = ups(parcel(odd, "ups", way.slice(0, 2)));
  expect([picked.status, picked.scans.at(-1)?.code]).toEqual(["accepted", "M/DP"]);
  expect(ups(parcel(odd, "ups", back))).toMatchObject({
    status: "returned_to_sender",
    reason: "returned",
    proof: null,
  });
  const mail = ups(parcel("92612999999999999990", "ups", way.slice(0, 3)));
  expect([mail.status, mail.text.includes('"code":"ZR"'), mail.text.includes('"statusCode":"005"')]).toEqual([
    "in_transit",
    true,
    false,
  ]);
});

test("EasyPost: a tracker may know nothing, and another carrier's attempt is only told by its words", () => {
  const tracker = {
    id: "trk_1",
    number: "9400111206206406260783",
    carrier: "USPS",
    createdAt: START,
    previousStatus: "",
  };
  const silent = readTracker(trackerBody(tracker, { ...parcel(tracker.number, "usps", ["label"]), frozen: false }));
  expect(silent).toMatchObject({ scans: [], noTrace: true });
  const none = trackerBody({ ...tracker, number: "EZ7000000007" }, parcel("EZ7000000007", "usps", []));
  expect([none.status, none.is_return, readTracker(none)?.noTrace]).toEqual(["unknown", true, true]);
  const missed = readTracker(
    trackerBody({ ...tracker, carrier: "FedEx" }, parcel("986578788855", "fedex", [...way, "attempted"])),
  );
  expect(missed?.scans.at(-1)?.status).toBe("delivery_attempt_failed");
});
