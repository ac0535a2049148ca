import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { carriers } from "../registry.gen.ts";
import { numbersInField } from "./in-field.ts";

// Numbers published by the carriers (docs/platforms/tracking-numbers.md#check-digits); what is right follows from their shapes.
const all = Object.values(carriers);
const read = (text: string, company: string | null = null) => numbersInField(all, { text, company });
const numbers = (text: string, company: string | null = null) =>
  read(text, company).parcels.map(({ number }) => number);

const A = "1Z5R89390357567127";
const B = "1Z410E7W0392751591";

describe("numbersInField (docs/platforms/tracking-numbers.md#a-field-of-free-text)", () => {
  test("several numbers in one field are several parcels, whatever stands between them", () => {
    for (const between of [
      ", ",
      ",",
      "; ",
      " / ",
      "/",
      "\n",
      "\r\n",
      " ",
      "  ",
      " and ",
      " & ",
      " + ",
      "|",
      " | ",
      ",\n",
      "\t",
    ]) {
      expect([between, numbers(A + between + B)]).toEqual([between, [A, B]]);
    }
    expect(numbers("986578788855, 477179081230", "FedEx")).toEqual(["986578788855", "477179081230"]);
    expect(numbers("986578788855 477179081230", "FedEx")).toEqual(["986578788855", "477179081230"]);
    expect(numbers("1Z 5R8 939 03 5756 7127 1Z 410 E7W 03 9275 1591")).toEqual([A, B]);
    expect(numbers(A + B)).toEqual([A, B]);
    expect(numbers(`${A}-${B}`)).toEqual([A, B]);
    expect(numbers("9400111206206406260787 9405803699300124287899")).toEqual([
      "9400111206206406260787",
      "9405803699300124287899",
    ]);
    expect(numbers(`Box 1: ${A} Box 2: ${B}`)).toEqual([A, B]);
    expect(read(`USPS 9400111206206406260787 and UPS ${A}`).parcels).toEqual([
      { number: "9400111206206406260787", carrier: "usps" },
      { number: A, carrier: "ups" },
    ]);
  });
  test("one whose check digit fails is one of several all the same (UPS's own sample)", () => {
    expect(numbers(`${A}, 1Z12345E0205271688`)).toEqual([A, "1Z12345E0205271688"]);
  });
  test("the same number twice is one parcel, under any spelling", () => {
    expect(numbers(`${A}, 1z 5r8 939 03 5756 7127`)).toEqual([A]);
    expect(numbers("9261290283641500004181 / 420773169261290283641500004181")).toEqual(["9261290283641500004181"]);
  });
  test("a number written with blanks or dashes is one", () => {
    expect(numbers("1Z 5R8 939 03 5756 7127")).toEqual([A]);
    expect(numbers("9400 1112 0620 6406 2607 87")).toEqual(["9400111206206406260787"]);
    expect(numbers("1Z 12345E 02 0527 1688")).toEqual(["1Z12345E0205271688"]);
    expect(numbers("RB 123 456 785 GB")).toEqual(["RB123456785GB"]);
    expect(numbers("1 1 9 52 6 64739 3000 75211 00 8710 799 199 40")).toEqual(["871079919940"]);
    expect(numbers("LX 176 35035")).toEqual(["LX17635035"]);
    expect(numbers("(420) 77316 9261290283641500004181")).toEqual(["9261290283641500004181"]);
  });
  test("words around a number of a known shape are cut away", () => {
    for (const text of [`UPS ${A}`, `UPS: ${A}`, `UPS-${A}`, `Tracking no.: ${A} (signed)`, `#${A}`, `${A} (2 of 2)`]) {
      expect([text, read(text)]).toEqual([text, { parcels: [{ number: A, carrier: "ups" }], text: null }]);
    }
    expect(numbers(`${A}, N/A`)).toEqual([A]);
    expect(numbers(`UPS ${A} / FedEx 986578788855`)).toEqual([A, "986578788855"]);
    expect(numbers(`ups1z5r89390357567127`)).toEqual([A]);
    expect(read("FedEx 986578788855").parcels).toEqual([{ number: "986578788855", carrier: "fedex" }]);
  });
  test("what is no number stays the shop's text and is no parcel", () => {
    const texts = [
      ...["N/A", "n/a", "-", "none", "None", "TBD", "0", "0000", "00000000", "000000000000", "pending", "x"],
      ...[
        "Local pickup",
        "hand delivered",
        "see email",
        "Pickup 2pm-5pm",
        "10AM-2PM",
        "pickup-store-123",
        "Order #1001",
      ],
      ...["ana@example.com", "https://example.com/t/12345678", `https://example.com/t/${A}`, "www.example.com/track"],
      ...[
        "Call 5551234567 for pickup",
        "Call 3318810025 for pickup",
        "555-123-4567",
        "+1 555 123 4567",
        "2026-11-28",
        "28.11.2026",
        "11/28/2026",
      ],
      ...["12 Main St, Springfield 90210", "left at locker 12345", "AB12345, Local pickup"],
      "12 Baker Street, flat 4, ring twice and wait by the green door, 76543 Town",
    ];
    for (const text of texts) expect([text, read(text, "Other")]).toEqual([text, { parcels: [], text }]);
    expect(read("  ")).toEqual({ parcels: [], text: null });
    expect(read(`${"long ".repeat(300)}${A}`).parcels).toEqual([]);
  });
  test("a carrier's own tracking page names the number; nobody else's page does", () => {
    expect(read(`https://www.ups.com/track?loc=en_US&tracknum=${A}`).parcels).toEqual([{ number: A, carrier: "ups" }]);
    expect(
      read("https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787", "Other").parcels,
    ).toEqual([{ number: "9400111206206406260787", carrier: "usps" }]);
    expect(read("https://nolp.dhl.de/track?idc=00340434161094015902").parcels).toEqual([
      { number: "00340434161094015902", carrier: "dhl" },
    ]);
    expect(read(`https://www.ups.com/track?a=${A}&b=${B}`).parcels).toEqual([]);
    expect(read("https://www.ups.com/track?loc=en_US").parcels).toEqual([]);
    expect(read(`https://ups.com.example.net/track?tracknum=${A}`).parcels).toEqual([]);
  });
  test("a number of no known shape is one where it stands alone: people use carriers we do not know", () => {
    expect(read("AB12345")).toEqual({ parcels: [{ number: "AB12345", carrier: null }], text: null });
    expect(read("ab-12345", "Bike & Sons").parcels).toEqual([{ number: "AB12345", carrier: "Bike & Sons" }]);
    expect(numbers("87654321", "Other")).toEqual(["87654321"]);
    expect(numbers("AB12345, AB12346")).toEqual(["AB12345", "AB12346"]);
  });
  test("a name that we do not know is kept as the shop wrote it; one that says nothing is none", () => {
    expect(read("AB12345", "ShipBob").parcels).toEqual([{ number: "AB12345", carrier: "ShipBob" }]);
    expect(read("AB12345", "Other").parcels).toEqual([{ number: "AB12345", carrier: null }]);
    expect(read(A, "ShipBob").parcels).toEqual([{ number: A, carrier: "ups" }]);
    expect(read("AB12345", "DPD").parcels).toEqual([{ number: "AB12345", carrier: "dpd" }]);
  });
  test("any text gives numbers that pass the gate or the text itself, and never throws", () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(A, B, "N/A", ", ", " and ", "420", "https://ups.com/"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.option(fc.string({ maxLength: 20 })), (parts, company) => {
        const text = parts.join("");
        const found = read(text, company);
        for (const { number } of found.parcels) expect(number).toMatch(/^[A-Z0-9]{5,40}$/);
        expect(found.text).toBe(found.parcels.length > 0 || text.trim() === "" ? null : text.trim());
      }),
    );
  });
});
