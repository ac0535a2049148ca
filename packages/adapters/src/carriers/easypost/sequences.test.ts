import { describe, expect, test } from "bun:test";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { HOUR_MS } from "@waybill/domain/time";
import { readTracker } from "./read.ts";

// Whole lives as EasyPost's trackers tell them: its status is a summary, the carrier's own words the fact where the status lumps things
// together (docs/platforms/easypost.md#codes).

const END = Date.parse("2026-11-20T18:00:00Z");
type Entry = [status: string, detail: string | null, words: string];

function life(details: Entry[], tracker: Record<string, unknown> = {}) {
  const [status = "unknown", status_detail = "unknown"] = details.at(-1) ?? [];
  const update = readTracker({
    ...{ id: "trk_1", tracking_code: "9400111206206406260787", carrier: "USPS", status, status_detail },
    ...{ updated_at: "2026-11-20T18:00:00Z", signed_by: "B MARLOW" },
    tracking_details: details.map(([s, d, message], i) => ({
      ...{ status: s, status_detail: d, message },
      datetime: new Date(END - (details.length - i) * HOUR_MS).toISOString(),
      tracking_location: { city: "OMAHA", state: "NE", country: "US" },
    })),
    ...tracker,
  });
  if (!update) throw new Error("no update");
  const timeline = foldTimeline(update.scans, { notBefore: 0, otherwise: update.noTrace ? "unknown" : "pre_transit" });
  const { reason } = timeline;
  return {
    end: reason === null ? timeline.status : `${timeline.status}/${reason}`,
    proof: update.proof?.signedBy ?? null,
  };
}

const begun: Entry[] = [
  ["pre_transit", "label_created", "Shipping Label Created"],
  ["in_transit", "received_at_origin_facility", "Accepted at USPS Origin Facility"],
];
const back: Entry = ["return_to_sender", "return", "Return to Sender"];

describe("easypost: what a parcel is after its last detail", () => {
  const rows: [what: string, details: Entry[], end: string][] = [
    ["at a hub", [...begun, ["in_transit", "arrived_at_facility", "Arrived at Hub"]], "in_transit"],
    [
      "no label is taken back by a pending acceptance",
      [...begun, ["pre_transit", "status_update", "Shipment Received, Package Acceptance Pending"]],
      "accepted",
    ],
    [
      "only a label, called in transit",
      [["in_transit", "status_update", "Shipping Label Created, USPS Awaiting Item"]],
      "pre_transit",
    ],
    [
      "on the van, called in transit",
      [...begun, ["in_transit", "status_update", "Out for Delivery, Expected Delivery by 9:00pm"]],
      "out_for_delivery",
    ],
    ["late, called in transit", [...begun, ["in_transit", "status_update", "In Transit, Arriving Late"]], "delayed"],
    [
      "a notice was left, called in transit",
      [...begun, ["in_transit", "delivery_exception", "Notice Left (Business Closed)"]],
      "delivery_attempt_failed/notice_left",
    ],
    [
      "cannot be delivered as addressed",
      [...begun, ["failure", "delivery_exception", "Undeliverable as Addressed"]],
      "exception/address",
    ],
    [
      "a problem with the address",
      [...begun, ["failure", "delivery_exception", "Unable to deliver item, problem with address"]],
      "exception/address",
    ],
    ["no such number", [...begun, ["failure", "delivery_exception", "No Such Number"]], "exception/address"],
    [
      "no way in",
      [...begun, ["failure", "delivery_exception", "No Access to Delivery Location"]],
      "delivery_attempt_failed/no_access",
    ],
    ["held by customs", [...begun, ["in_transit", "held", "Held in Customs"]], "on_hold/customs"],
    ["lost", [...begun, ["failure", "lost", "Lost"]], "lost"],
    ["on its way back", [...begun, back], "returned_to_sender"],
    [
      "back at its sender, by its words",
      [...begun, ["delivered", "arrived_at_destination", "Delivered, To Original Sender"]],
      "returned_to_sender/returned",
    ],
    [
      "back at its sender, by its detail",
      [...begun, ["delivered", "return", "Package returned"]],
      "returned_to_sender/returned",
    ],
    [
      "back at its sender, by what went before",
      [...begun, back, ["delivered", "arrived_at_destination", "Delivered, Front Desk/Reception"]],
      "returned_to_sender/returned",
    ],
    [
      "at an access point",
      [...begun, ["delivered", "arrived_at_destination", "DELIVERED TO UPS ACCESS POINT AWAITING CUSTOMER PICKUP"]],
      "available_for_pickup/pickup_point",
    ],
    [
      "fetched at the post",
      [...begun, ["delivered", "arrived_at_destination", "Delivered, Individual Picked Up at Post Office"]],
      "delivered/picked_up_by_receiver",
    ],
    [
      "a return label of the seller's own arrived",
      [...begun, ["delivered", "arrived_at_destination", "Delivered, Front Door"]],
      "delivered",
    ],
    [
      "told of after the delivery",
      [
        ...begun,
        ["delivered", "arrived_at_destination", "Delivered, In/At Mailbox"],
        ["in_transit", "status_update", "Arrived at Hub"],
      ],
      "delivered",
    ],
    [
      "research, in the middle: it is where it was",
      [...begun, ["unknown", "unknown", "Research case opened"]],
      "accepted",
    ],
    ["a status that nobody knows: it is where it was", [...begun, ["on_the_moon", "orbit", "On the moon"]], "accepted"],
    [
      "called off before it left",
      [
        ["pre_transit", "label_created", "Label"],
        ["cancelled", "cancelled", "Label cancelled"],
      ],
      "cancelled",
    ],
  ];
  test.each(rows)("%s", (_, details, end) => {
    expect(life(details).end).toBe(end);
  });

  test("a tracker without details is what its status says, and unknown stays unknown", () => {
    const only = (status: string) => life([], { status, status_detail: status }).end;
    expect(["unknown", "error", "pre_transit", "in_transit", "delivered"].map(only)).toEqual([
      ...["unknown", "unknown", "pre_transit", "in_transit", "delivered"],
    ]);
  });
  test("what its sender signed for is no proof", () => {
    expect(life([...begun, back, ["delivered", "arrived_at_destination", "Delivered"]]).proof).toBeNull();
    expect(life([...begun, ["delivered", "return", ""]]).proof).toBeNull();
  });
});
