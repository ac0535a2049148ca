import { describe, expect, test } from "bun:test";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import { meaningOf } from "./codes.ts";
import { readAlert, readPackage } from "./read.ts";

// What UPS's replies have been seen to hold beside its lists: three digits that cannot be, labels filed late, parcels of Mail
// Innovations (docs/platforms/ups.md#codes).

const NOW = Date.UTC(2026, 2, 20);
const says = (
  type: string,
  code: string,
  statusCode: string | null,
  description: string | null = null,
  isMail = false,
) => {
  const { status, reason } = meaningOf({ type, code, statusCode, description, isMail });
  return `${status}/${reason}`;
};

describe("ups: three digits that cannot be", () => {
  test("a customs release that is called a label is no label", () => {
    expect(says("X", "SR", "003", "Your package was released by the customs agency.")).toBe(
      "in_transit/customs_cleared",
    );
    expect(says("X", "QQ", "003", "Something happened")).toBe("exception/null");
    expect(says("D", "FS", "003", "DELIVERED")).toBe("delivered/null");
  });
  test("what was only manifested is not delivered, nor on its way", () => {
    expect([says("M", "MP", "011"), says("M", "MP", "005"), says("M", "VP", "007")]).toEqual([
      "pre_transit/null",
      "pre_transit/null",
      "cancelled/voided",
    ]);
  });
  test("a pickup may have a type of its own, a scan no code at all", () => {
    expect([says("P", "PU", "038", "Pickup Scan"), says("P", "PU", null, "Pickup Scan")]).toEqual([
      "accepted/null",
      "accepted/null",
    ]);
    expect(says("X", "", "092", "The package is at the clearing agency awaiting final release.")).toBe(
      "on_hold/customs",
    );
  });
  test("UPS's plain sentence is believed of a code in no list, and nothing that only sounds like it", () => {
    expect(says("I", "Q7", "904", "Your package is on the way")).toBe("in_transit/null");
    expect(says("I", "Q7", null, "Package is in transit")).toBe("in_transit/null");
    expect(says("I", "Q7", null, "Once they release it, your package will be on its way.")).toBe("unknown/null");
  });
  test("of two scans of one second the list says which is the last: released, as a customs reply has it", () => {
    const activity = (code: string, statusCode: string, description: string) => ({
      ...{ date: "20260318", time: "183623", gmtOffset: "+01:00", location: {} },
      status: { type: "X", code, statusCode, description },
    });
    const released = activity("RZ", "014", "Your package has been released by the government agency.");
    const asked = activity("BB", "058", "UPS initiated contact with the sender to obtain clearance information.");
    const end = (...newestFirst: object[]) => {
      const { scans } = readPackage({ activity: newestFirst }, "1Z5R89390357567127", NOW);
      return foldTimeline(scans, { notBefore: 0 }).status;
    };
    expect([end(released, asked), end(asked, released)]).toEqual(["in_transit", "on_hold"]);
  });
  test("where both can be, the digits come first as before", () => {
    // OC is a label by its pair; with 005 UPS has the package.
    expect(says("I", "OC", "005", "We have your package")).toBe("in_transit/null");
    expect(says("I", "OC", "003", "Shipper created a label")).toBe("pre_transit/null");
    expect(says("X", "9D", "003", "UPS printed and applied the shipping label.")).toBe("pre_transit/null");
    expect(says("I", "AR", "011", "Arrived at Facility")).toBe("in_transit/null");
  });
  test("a delivery to a counter waits there, one to the sender is back", () => {
    expect(says("D", "QQ", "011", "DELIVERED TO UPS ACCESS POINT AWAITING CUSTOMER PICKUP")).toBe(
      "available_for_pickup/pickup_point",
    );
    expect(says("D", "QQ", "011", "Package delivered to original sender")).toBe("returned_to_sender/returned");
    // A return is filed as a delivery, signed for at the sender's own desk.
    expect(says("D", "UA", null, "Package was returned to the sender ")).toBe("returned_to_sender/returned");
    expect(says("D", "QQ", null, "Returned to sender")).toBe("returned_to_sender/returned");
    expect(says("D", "2W", "011", "Package Picked Up At UPS Access Point")).toBe("delivered/picked_up_by_receiver");
    expect(says("D", "3H", "011", "DELIVERED")).toBe("delivered/neighbour");
    expect(says("D", "F7", "143", "Delivered to Agent")).toBe("delivered/agent");
  });
});

describe("ups: Mail Innovations", () => {
  const mail = (code: string, words: string, type = "I") => says(type, code, null, words, true);
  const rows = [
    ["ZR", "Package departed UPS Mail Innovations facility enroute to USPS for induction", "in_transit/post_office"],
    ["ZS", "Package received for processing by UPS Mail Innovations", "in_transit/null"],
    ["ZW", "Postage paid/ready for destination post office entry", "in_transit/post_office"],
    ["VS", "Shipment tendered to UPS Mail Innovations", "accepted/null"],
    ["1D", "Package available for pick-up at post office", "available_for_pickup/post_office"],
    ["1E", "Package picked-up by agent at post office", "delivered/picked_up_by_receiver"],
    ["EM", "Notice left by post office", "delivery_attempt_failed/notice_left"],
    ["EI", "Unclaimed/being returned to sender by the post office", "returned_to_sender/unclaimed"],
    ["YM", "Dead mail: sent to mail recovery center of the post office", "exception/undeliverable"],
    ["EL", "Out for delivery by the post office", "out_for_delivery/null"],
  ] as const;
  for (const [code, words, expected] of rows)
    test(`I/${code} is ${expected}`, () => expect(mail(code, words)).toBe(expected));
  test("a code that both lists have is told apart by its words", () => {
    expect(mail("OF", "Departure scan: enroute to customer")).toBe("in_transit/null");
    expect(mail("OF", "Out for Delivery")).toBe("out_for_delivery/null");
    expect(mail("DP", "Departed from Facility")).toBe("in_transit/null");
  });
  test("an ordinary number has no such codes", () => expect(says("I", "ZR", null, "Something")).toBe("unknown/null"));
});

describe("ups: a whole reply", () => {
  const activity = (time: string, type: string, code: string, over: object = {}) => ({
    date: "20260131",
    time,
    gmtDate: "20260201",
    gmtTime: `${String((Number(time.slice(0, 2)) + 8) % 24).padStart(2, "0")}:${time.slice(2, 4)}:${time.slice(4)}`,
    gmtOffset: "-08:00",
    location: { address: { city: "SALEM", stateProvince: "OR", countryCode: "US" } },
    status: { type, code, description: `${type}/${code}`, ...over },
  });
  const read = (activities: object[], over: object = {}) => {
    const update = readPackage(
      { trackingNumber: "1Z5R89390357567127", activity: activities, ...over },
      "1Z5R89390357567127",
      NOW,
    );
    return { ...foldTimeline(update.scans, { notBefore: 0 }), proof: update.proof, eta: update.eta };
  };
  test("a label filed after the pickup takes no parcel back, whatever the summary says", () => {
    const late = activity("173405", "M", "MP", { statusCode: "003" });
    const state = read(
      [
        activity("173157", "I", "OC", { statusCode: "005" }),
        activity("171500", "I", "DP", { statusCode: "005" }),
        late,
      ],
      {
        currentStatus: { code: "003", description: "Label" },
      },
    );
    expect(state.status).toBe("in_transit");
  });
  test("what went back was received by its sender", () => {
    const signed = { deliveryInformation: { receivedBy: "DOCK" }, deliveryDate: [{ type: "RDD", date: "20260205" }] };
    const back = activity("090000", "X", "UF", { statusCode: "035" });
    expect(read([activity("173000", "D", "FS", { statusCode: "011" }), back], signed)).toMatchObject({
      status: "returned_to_sender",
      reason: "returned",
      deliveredAt: null,
      proof: null,
      eta: null,
    });
    expect(read([activity("173000", "D", "FS", { statusCode: "011" })], signed)).toMatchObject({
      status: "delivered",
      proof: { signedBy: "DOCK" },
    });
  });
  test("a pushed return is signed for by nobody", () => {
    const event = {
      trackingNumber: "1Z5R89390357567127",
      localActivityDate: "20260131",
      localActivityTime: "173000",
      gmtOffset: "-08.00",
      activityStatus: { type: "D", code: "B0", description: "Package Delivered To Original Sender" },
      receivedBy: "DOCK",
    };
    expect(readAlert(event)).toMatchObject({
      scans: [{ status: "returned_to_sender", reason: "returned" }],
      proof: null,
    });
  });
});
