import { describe, expect, test } from "bun:test";
import { carriers } from "../registry.gen.ts";
import { numbersInField } from "./in-field.ts";

// What shops were seen to type where a tracking number belongs, and its like: what is a parcel, whose it is, and what is the shop's own
// text (docs/platforms/tracking-numbers.md#a-field-of-free-text).

const all = Object.values(carriers);
const read = (text: string, company: string | null) => {
  const { parcels, text: kept } = numbersInField(all, { text, company });
  return kept === null ? parcels.map(({ number, carrier }) => `${number} ${carrier}`) : "text";
};

const [UPS_A, UPS_B] = ["1Z5R89390357567127", "1Z410E7W0392751591"] as const;
const POST = "9400111206206406260787";

describe("a person's words are no parcel", () => {
  const rows: [why: string, texts: string[]][] = [
    [
      "a telephone number",
      [
        "+1 555 010 9999",
        "(555) 010-9999",
        "555-010-9999",
        "0044 20 7946 0958",
        "00 1 555 010 9999",
        "+49 170 1234567",
      ],
    ],
    ["a telephone number among words", ["Call 555-010-9999 for pickup", "Driver: Bob 0791 112 3456"]],
    ["a date", ["2026-11-20", "20261120", "11/20/2026", "20.11.2026", "2026-11-20 14:30", "Hand delivered 11/20"]],
    ["a price, a weight, an hour", ["12.99", "$12.99", "1,299.00", "EUR 1299.00", "49.9 lbs", "10:30 AM"]],
    [
      "another order's number",
      ["see order 1002", "same as #1001", "with order #10023", "Order 1001", "Invoice INV-2026-00123"],
    ],
    ["a carrier's name or service", ["FedEx", "USPS First Class 5oz", "Stamped 1st class", "Free shipping"]],
    ["a count", ["1 of 2", "2 boxes", "Locker 14, code 88213", "Room 12345"]],
    [
      "not there yet",
      ["N/A", "n.a.", "TBD", "none", "-", "0", "pending", "Tracking to follow", "see note", "null", "#N/A"],
    ],
    [
      "an address of mail or web",
      ["jane@example.com", "order1001@example.com", "https://shop.example/track/abc12345", "ups.com"],
    ],
    ["a number that a spreadsheet spoilt", ["9.40011E+21", "9.40011120620641E+21", "000000000000", "1111111111"]],
    ["a trial", ["TEST123", "test", "XXXXX"]],
  ];
  for (const [why, texts] of rows)
    test.each(texts)(`${why}: %p`, (text) => {
      for (const company of [null, "UPS", "Other"]) expect([company, read(text, company)]).toEqual([company, "text"]);
    });
});

describe("a number is one, whatever stands around it", () => {
  const rows: [text: string, company: string | null, parcels: string[]][] = [
    // Several in one field are several parcels, each by its own shape.
    [`UPS ${UPS_A} and ${UPS_B}`, null, [`${UPS_A} ups`, `${UPS_B} ups`]],
    [`${UPS_A} / ${UPS_B}`, "UPS", [`${UPS_A} ups`, `${UPS_B} ups`]],
    [`Box 1: ${UPS_A} Box 2: ${UPS_B}`, "Other", [`${UPS_A} ups`, `${UPS_B} ups`]],
    ["986578788855; 477179081230", "FedEx", ["986578788855 fedex", "477179081230 fedex"]],
    [`${UPS_A}, ${UPS_A}`, "UPS", [`${UPS_A} ups`]],
    [`${POST}, UPS ${UPS_A}`, null, [`${POST} usps`, `${UPS_A} ups`]],
    // One, with words.
    [`${UPS_A} (2 boxes)`, "UPS", [`${UPS_A} ups`]],
    [`Tracking # ${POST} thank you`, "USPS", [`${POST} usps`]],
    ["tracking number is 1Z 5R8 939 03 5756 7127", "UPS", [`${UPS_A} ups`]],
    [`'${POST}`, "USPS", [`${POST} usps`]],
    ["0034 0434 1610 9401 5902", "DHL", ["00340434161094015902 dhl"]],
    [`${UPS_A}, local pickup for the rest`, "UPS", [`${UPS_A} ups`]],
    // The address of a carrier's own page.
    [`https://www.ups.com/track?tracknum=${UPS_A}`, "UPS", [`${UPS_A} ups`]],
    [`https://tools.usps.com/go/TrackConfirmAction?tLabels=${POST}`, null, [`${POST} usps`]],
  ];
  test.each(rows)("%p of %p", (text, company, parcels) => {
    expect(read(text, company)).toEqual(parcels);
  });
});

describe("whose it is: a proven shape beats a name, a name wins where its own shapes admit the number", () => {
  const rows: [number: string, company: string | null, carrier: string][] = [
    [UPS_A, "USPS", "ups"],
    [UPS_A, "FedEx", "ups"],
    [UPS_A, "Other", "ups"],
    [UPS_A, "ShipBob", "ups"],
    [POST, "UPS", "usps"],
    // SurePost and Mail Innovations: UPS's by name, though the number is the post's.
    [POST, "UPS SurePost", "ups"],
    ["92612999999999999999", "UPS", "ups"],
    ["9261290283641500004181", "FedEx SmartPost", "fedex"],
    ["3318810025", "DHL", "dhl"],
    ["JJD014600006281234567", "DHL", "dhl"],
    ["00340434161094015902", "UPS", "dhl"],
    ["RB123456785GB", "Royal Mail", "royal-mail"],
    ["TBA123456789000", "Amazon Logistics", "amazon"],
    ["TBA123456789000", "Other", "amazon"],
    // No check digit, and nobody else's shape: a carrier whose numbers look otherwise has not this one.
    ["TBA123456789000", "UPS", "amazon"],
    ["JD014600006281234567", "DPD", "dhl"],
    ["RR123456785DE", "UPS", "post"],
    // Posts, and who takes their letters over, carry S10 numbers; of a name whose numbers are not known nothing speaks against it.
    ["RR123456785DE", "DHL", "dhl"],
    ["RR123456785DE", "Deutsche Post", "deutsche-post"],
    ["H01QFA0012345678", "Evri", "evri"],
    // Plain digits prove little: the name stands.
    ["123456789012", "UPS", "ups"],
    ["SF1234567890123", "SF Express", "sf-express"],
    ["CGK1234567", "JNE", "JNE"],
  ];
  test.each(rows)("%p of %p is %p's", (number, company, carrier) => {
    expect(read(number, company)).toEqual([`${number} ${carrier}`]);
  });
  test("a long barcode is the number in it, whoever is named", () => {
    expect(read("420773169261290283641500004181", "FedEx")).toEqual(["9261290283641500004181 fedex"]);
    expect(read("9611020987654312345672", "FedEx")).toEqual(["987654312345672 fedex"]);
    expect(read("1001921334250001000300779017972697", null)).toEqual(["779017972697 fedex"]);
  });
});
