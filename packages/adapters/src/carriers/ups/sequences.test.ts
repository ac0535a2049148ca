import { describe, expect, test } from "bun:test";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { HOUR_MS, localAt } from "@waybill/domain/time";
import { readPackage } from "./read.ts";

// Whole lives of parcels as UPS's replies tell them (docs/platforms/ups.md#codes).

const END = Date.parse("2026-11-20T18:00:00Z");
type Entry = [type: string, code: string | undefined, words: string, digits?: string];

function life(activities: Entry[], number = "1Z999AA10123456784"): string {
  const activity = activities
    .map(([type, code, description, statusCode], i) => {
      const [date, time] = localAt(END - (activities.length - i) * HOUR_MS, -300)
        .replace(/[-:]/g, "")
        .split("T");
      const location = { address: { city: "Omaha", stateProvince: "NE", countryCode: "US" } };
      return { location, status: { type, code, description, statusCode }, date, time, gmtOffset: "-05:00" };
    })
    .reverse();
  const { scans } = readPackage({ activity }, number, END);
  const { status, reason } = foldTimeline(scans, { notBefore: 0 });
  return reason === null ? status : `${status}/${reason}`;
}

const label: Entry = ["M", "MP", "Shipper created a label, UPS has not received the package yet.", "003"];
const begun: Entry[] = [label, ["I", "OR", "Origin Scan", "005"]];
const van: Entry = ["I", "OT", "Out For Delivery", "021"];

describe("ups: what a parcel is after its last activity", () => {
  const rows: [what: string, activities: Entry[], end: string][] = [
    ["a label filed after the origin scan", [...begun, label], "in_transit"],
    ["a label filed after the van left", [...begun, van, label], "out_for_delivery"],
    ["street number wrong", [...begun, ["X", "CW", "The street number is incorrect.", "050"]], "exception/address"],
    [
      "business closed",
      [...begun, van, ["X", "55", "The receiving business was closed.", "023"]],
      "delivery_attempt_failed/closed",
    ],
    ["damaged", [...begun, ["X", "66", "Damage reported.", "059"]], "exception/damage"],
    ["held by customs", [...begun, ["X", "5", "Your package is held in customs", "012"]], "on_hold/customs"],
    [
      "let go by customs, called a label",
      [...begun, ["X", "SR", "Your package was released by the customs agency.", "003"]],
      "in_transit/customs_cleared",
    ],
    [
      "left at an access point, awaiting its customer",
      [...begun, ["D", "FS", "Delivered to UPS Access Point Awaiting Customer Pickup", "011"]],
      "available_for_pickup/pickup_point",
    ],
    [
      "fetched there",
      [
        ...begun,
        ["D", "2Q", "Delivered to UPS Access Point", "011"],
        ["D", "2W", "Delivered: Picked up by customer", "011"],
      ],
      "delivered/picked_up_by_receiver",
    ],
    [
      "going back, then delivered",
      [...begun, ["X", "27", "Returning to sender", "036"], ["D", "FS", "Delivered", "011"]],
      "returned_to_sender/returned",
    ],
    [
      "a claim after the delivery",
      [...begun, ["D", "FS", "Delivered", "011"], ["X", "UX", "A claim was filed", "127"]],
      "delivered",
    ],
    // The type and the words are two against one summary.
    [
      "delivered by type and words, 'on the way' by its digits",
      [...begun, ["D", "FS", "Delivered", "005"]],
      "delivered",
    ],
    [
      "delivered by type and words, 'out for delivery' by its digits",
      [...begun, ["D", "KB", "DELIVERED", "021"]],
      "delivered",
    ],
    [
      "nobody at home by its pair, 'on the way' by its digits",
      [...begun, van, ["X", "48", "The customer was not available on the 1st attempt.", "005"]],
      "delivery_attempt_failed/not_home",
    ],
    [
      "departed by its pair, 'delivered' by its digits",
      [...begun, ["I", "DP", "Departed from Facility", "011"]],
      "in_transit",
    ],
    // UPS's types beside D, I, M and X.
    ["type P: picked up", [label, ["P", undefined, "Pickup"]], "accepted"],
    ["type O", [...begun, ["O", undefined, "Out for Delivery"]], "out_for_delivery"],
    ["type RS", [...begun, ["RS", undefined, "Returned to Shipper"]], "returned_to_sender/returning"],
    [
      "type DO: freight at the container station where it began is at no customer's",
      [...begun, ["DO", undefined, "Delivered Origin CFS (Freight Only)"]],
      "in_transit",
    ],
    [
      "type DD: nor at the one where it goes",
      [...begun, ["DD", undefined, "Delivered Destination CFS (Freight Only)", "011"]],
      "in_transit",
    ],
    ["type W: in a warehouse", [...begun, ["W", undefined, "Warehousing (Freight Only)"]], "in_transit"],
    ["type MV: the label was voided", [label, ["MV", undefined, "Billing Information Voided"]], "cancelled"],
  ];
  test.each(rows)("%s", (_, activities, end) => {
    expect(life(activities)).toBe(end);
  });

  test("Mail Innovations: taken in, handed to the post, delivered by it", () => {
    const taken: Entry = ["I", "VS", "Shipment tendered to UPS Mail Innovations"];
    const handed: Entry = ["I", "ZR", "Package departed UPS Mail Innovations facility enroute to USPS for induction"];
    const there: Entry = ["D", "DL", "Delivered by Local Post Office"];
    const lives = [[taken], [taken, handed], [taken, handed, there]].map((one) => life(one, "92612999999999999999"));
    expect(lives).toEqual(["accepted", "in_transit/post_office", "delivered"]);
  });
});
