import { describe, expect, test } from "bun:test";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { meaningOf } from "./codes.ts";
import { readTracker } from "./read.ts";

// What trackers have been seen to hold: details that lump things together, and trackers that know nothing (docs/platforms/easypost.md#codes).

const says = (status: string, detail: string | null, message: string) => {
  const meaning = meaningOf(status, detail, message);
  return `${meaning.status}/${meaning.reason}`;
};

describe("easypost: the carrier's words where status and detail lump things together", () => {
  const rows = [
    [
      "failure",
      "delayed",
      "Delivery exception (Customer not available or business closed)",
      "delivery_attempt_failed/attempt",
    ],
    ["failure", "delayed", "Delivery exception (Recipient not in)", "delivery_attempt_failed/not_home"],
    ["failure", "delayed", "Delay", "delayed/null"],
    [
      "failure",
      "awaiting_information",
      "Delivery exception (Awaiting additional delivery information from recipient)",
      "exception/info_needed",
    ],
    ["in_transit", "address_correction", "Address corrected", "in_transit/address_corrected"],
    ["in_transit", "address_correction", "Insufficient Address", "exception/address"],
    ["failure", "transit_exception", "Shipment exception (Barcode label unreadable and replaced)", "exception/null"],
    [
      "in_transit",
      "delivery_exception",
      "Notice Left (No Authorized Recipient Available)",
      "delivery_attempt_failed/notice_left",
    ],
    ["failure", "delivery_exception", "Business Closed", "delivery_attempt_failed/closed"],
    ["failure", "unknown", "Unclaimed", "exception/unclaimed"],
    ["failure", "unknown", "Addressee Unknown", "exception/address"],
    ["failure", null, "Dead Mail - Sent to Mail Recovery Center", "exception/undeliverable"],
    ["in_transit", "unknown", "Out for Delivery, Expected Delivery by 9:00pm", "out_for_delivery/null"],
    ["in_transit", "unknown", "In Transit to Next Facility, Arriving Late", "delayed/null"],
    ["in_transit", "unknown", "Shipping Label Created, USPS Awaiting Item", "pre_transit/null"],
    ["in_transit", "unknown", "Forwarded", "in_transit/null"],
    ["in_transit", "held", "Held in Customs", "on_hold/customs"],
    ["failure", "held", "Held at Post Office, At Customer Request", "on_hold/customer_request"],
    ["delivered", "arrived_at_destination", "Delivered, In/At Mailbox", "delivered/null"],
    ["delivered", "arrived_at_destination", "Delivered, To Agent", "delivered/agent"],
    ["delivered", "arrived_at_destination", "Delivered, Neighbor as Requested", "delivered/neighbour"],
    [
      "delivered",
      "arrived_at_destination",
      "Delivered, Individual Picked Up at Post Office",
      "delivered/picked_up_by_receiver",
    ],
    ["delivered", "arrived_at_destination", "Delivered, To Original Sender", "returned_to_sender/returned"],
    ["delivered", null, "Delivered to UPS Access Point, awaiting customer pickup", "available_for_pickup/pickup_point"],
    ["unknown", "transit_exception", "PACKAGE RESEARCH CASE CREATED", "unknown/null"],
    ["unknown", "status_update", "Shipment arriving On-Time", "unknown/null"],
    // Said by EasyPost of FedEx's later places too.
    ["in_transit", "received_at_origin_facility", "Arrived at FedEx location", "in_transit/null"],
    ["in_transit", "received_at_origin_facility", "Picked up", "accepted/null"],
  ] as const;
  for (const [status, detail, words, expected] of rows) {
    test(`${status}/${detail} "${words}" is ${expected}`, () => expect(says(status, detail, words)).toBe(expected));
  }
});

describe("easypost: trackers", () => {
  const tracker = (over: object) => ({
    id: "trk_own",
    tracking_code: "9400111899223197428490",
    carrier: "USPS",
    updated_at: "2026-02-20T15:49:18Z",
    tracking_details: [],
    ...over,
  });
  const read = (over: object) => {
    const update = readTracker(tracker(over));
    if (!update) throw new Error("no update");
    const otherwise = update.noTrace ? "unknown" : "pre_transit";
    return { ...foldTimeline(update.scans, { notBefore: 0, otherwise }), proof: update.proof, eta: update.eta, update };
  };
  const detail = (status: string, datetime: string, message: string, over: object = {}) => ({
    status,
    datetime,
    message,
    ...over,
  });

  test("one that knows nothing says so, on the way out and back; one that failed to follow likewise", () => {
    for (const is_return of [true, false]) {
      expect(read({ status: "unknown", status_detail: "unknown", is_return })).toMatchObject({
        status: "unknown",
        scans: [],
      });
    }
    expect(read({ status: "error" }).status).toBe("unknown");
    expect(read({ status: "pre_transit" })).toMatchObject({ status: "pre_transit", scans: [] });
  });
  test("a research case is no news of a label", () => {
    const details = [
      detail("pre_transit", "2026-02-18T15:42:00Z", "Label", { status_detail: "label_created" }),
      detail("unknown", "2026-02-19T12:29:00Z", "PACKAGE RESEARCH CASE CREATED", {
        status_detail: "transit_exception",
      }),
    ];
    expect(read({ status: "pre_transit", tracking_details: details }).status).toBe("pre_transit");
  });
  test("a status without any scan counts when it moves the parcel, at its last change", () => {
    expect(read({ status: "delivered", signed_by: "A. READER" })).toMatchObject({
      status: "delivered",
      deliveredAt: Date.UTC(2026, 1, 20, 15, 49, 18),
      proof: { signedBy: "A. READER" },
    });
    expect(read({ status: "in_transit" }).status).toBe("in_transit");
  });
  const label = detail("pre_transit", "2026-02-18T15:42:00Z", "BILLING INFORMATION RECEIVED");
  test("a status that goes beyond the label counts too, as EasyPost's own sample events have it", () => {
    expect(read({ status: "delivered", signed_by: "J TESTER", tracking_details: [label] })).toMatchObject({
      status: "delivered",
      deliveredAt: Date.UTC(2026, 1, 20, 15, 49, 18),
      proof: { signedBy: "J TESTER" },
    });
    const moving = read({ status: "in_transit", tracking_details: [label] });
    expect([moving.status, moving.statusAt]).toEqual(["in_transit", Date.UTC(2026, 1, 18, 15, 42)]);
    // What is told later of an earlier hour is still newer than that.
    const van = detail("out_for_delivery", "2026-02-20T08:00:00Z", "Out for Delivery");
    const later = read({ status: "out_for_delivery", tracking_details: [label, van] });
    const both = foldTimeline([...moving.update.scans, ...later.update.scans], { notBefore: 0 });
    expect(both.status).toBe("out_for_delivery");
    expect(read({ status: "unknown", tracking_details: [label] }).status).toBe("pre_transit");
  });
  test("an arrival that no scan tells counts; one that a scan tells in other words does not, nor what still moves", () => {
    const van = detail("out_for_delivery", "2026-02-19T08:00:00Z", "Out for Delivery");
    const status = (tracked: string, ...tracking_details: object[]) =>
      read({ status: tracked, tracking_details }).status;
    expect(status("delivered", label, van)).toBe("delivered");
    expect(status("return_to_sender", label, van)).toBe("returned_to_sender");
    const counter = detail("delivered", "2026-02-19T09:00:00Z", "Delivered to UPS Access Point, awaiting pickup");
    expect(status("delivered", label, van, counter)).toBe("available_for_pickup");
    expect(status("in_transit", label, van)).toBe("out_for_delivery");
    const done = detail("delivered", "2026-02-19T09:00:00Z", "Delivered");
    expect(status("in_transit", label, done)).toBe("delivered");
  });
  test("a local day that is not the instant's own is none, as the sandbox has it", () => {
    const expected = (local: string) =>
      read({
        status: "pre_transit",
        est_delivery_date: "2026-02-23T02:00:00Z",
        carrier_detail: { est_delivery_date_local: local, est_delivery_time_local: "20:00:00" },
      }).eta;
    expect(expected("2026-02-22")).toMatchObject({ date: "2026-02-22", to: "20:00" });
    expect(expected("2875-10-22")).toMatchObject({ date: "2026-02-23", to: null });
  });
  test("the scans say more than the tracker's own status, and a return is signed for by its sender", () => {
    const details = [
      detail("out_for_delivery", "2026-02-17T12:00:00Z", "Out for Delivery"),
      detail("return_to_sender", "2026-02-18T12:00:00Z", "Return to Sender", { status_detail: "return" }),
      detail("delivered", "2026-02-20T12:00:00Z", "Delivered, To Original Sender"),
    ];
    const back = read({
      status: "delivered",
      signed_by: "DESK",
      est_delivery_date: "2026-02-21T00:00:00Z",
      tracking_details: details,
    });
    expect(back).toMatchObject({
      status: "returned_to_sender",
      reason: "returned",
      deliveredAt: null,
      proof: null,
      eta: null,
    });
  });
});
