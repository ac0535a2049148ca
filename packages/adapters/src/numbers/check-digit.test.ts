import { describe, expect, test } from "bun:test";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import { worldNumbers } from "../carriers/easypost/numbers.ts";
import { hasShared, sharedJson } from "../contract/world.ts";
import { fedex12, fedex34, luhn, mod7, mod10, mod10FromRight, mod37_36, s10 } from "./check-digit.ts";

describe("check digits (examples of docs/platforms/tracking-numbers.md#check-digits)", () => {
  const changed = (n: string) => n.slice(0, -1) + String((Number(n.slice(-1)) + 1) % 10);
  const rules: [string, (n: string) => boolean, string[]][] = [
    [
      "mod10 (1,2), UPS",
      (n) => mod10(n.slice(2), 1, 2),
      ["1Z5R89390357567127", "1Z999AA10123456784", "1ZXX3150YW44070023"],
    ],
    ["mod10 (1,3), FedEx Ground", (n) => mod10(n, 1, 3), ["041441760228964", "568283610012000"]],
    [
      "mod10 from the right, USPS 94",
      (n) => mod10FromRight(n, 3, 1),
      ["9400111206206406260787", "9405803699300124287899"],
    ],
    [
      "SSCC from the right, DHL Parcel DE",
      (n) => mod10FromRight(n, 3, 1),
      ["00340434161094015902", "00340434161094022115"],
    ],
    ["FedEx 12", fedex12, ["986578788855", "477179081230", "776094337676"]],
    ["FedEx 34", fedex34, ["1001921334250001000300779017972697", "1001901781990001000300617767839437"]],
    ["mod 7, DHL Express", mod7, ["3318810025", "8487135506", "9356579890"]],
    ["Luhn, Purolator", luhn, ["320595463938", "320606146993"]],
  ];
  for (const [name, holds, numbers] of rules) {
    test(`${name} holds, and no longer when the last digit changes`, () => {
      for (const number of numbers) {
        expect([number, holds(number), holds(changed(number))]).toEqual([number, true, false]);
      }
    });
  }
  test("S10 holds; another check digit does not", () => {
    for (const number of ["RB123456785GB", "RR123456785GB", "EW112720413FR", "FQ087430672GB"]) {
      expect(s10(number)).toBe(true);
      expect(s10(number.slice(0, 10) + ((Number(number[10]) + 1) % 10) + number.slice(11))).toBe(false);
    }
  });
  test("S10: a remainder of 0 gives 5, of 1 gives 0 (docs/platforms/tracking-numbers.md#check-digits)", () => {
    // 00000000 sums to 0; 00000005 to 35 = 3 × 11 + 2; 00000008 to 56 = 5 × 11 + 1.
    expect(["AA000000005GB", "AA000000059GB", "AA000000080GB"].map(s10)).toEqual([true, true, true]);
    expect(["AA000000000GB", "AA000000006GB", "AA000000081GB"].map(s10)).toEqual([false, false, false]);
  });
  test("mod 37,36 holds (DPD); another character does not", () => {
    expect([mod37_36("09980000020033F"), mod37_36("09980000020033D")]).toEqual([true, false]);
  });
  test("UPS's own sample numbers fail their check (docs/platforms/tracking-numbers.md#check-digits): that is why it never rejects", () => {
    expect(["1Z12345E0205271688", "1Z12345E6205277936"].map((n) => mod10(n.slice(2), 1, 2))).toEqual([false, false]);
  });
});

// jkeen/tracking_number_data id → our format. Ids that are not here belong to carriers that no adapter knows yet.
const FORMATS: Record<string, string[]> = {
  ups: ["UPS 1Z"],
  fedex_12: ["FedEx Express"],
  fedex_34: ["FedEx label (34)"],
  fedex_ground: ["FedEx Ground"],
  fedex_ground_96: ["FedEx Ground 96"],
  fedex_ground_sscc_18: ["FedEx SSCC-18"],
  usps_20: ["USPS 20"],
  usps_impb_n: ["USPS IMpb 94", "USPS IMpb with ZIP code"],
  s10: ["Royal Mail", "USPS international", "UPU S10"],
  dhl_express: ["DHL Express waybill"],
  dhl_express_piece_id: ["DHL piece"],
  dhl_ecommerce: ["DHL eCommerce"],
  dhl_ecommerce_14: ["DHL eCommerce (14)"],
  canada_post: ["Canada Post"],
  purolator_numeric: ["Purolator"],
  purolator_alpha: ["Purolator (letters)"],
  dpd: ["DPD (28)"],
  dpd_14: ["DPD"],
  amazon_logistics: ["Amazon"],
  ontrac_c: ["OnTrac C"],
  ontrac_d: ["OnTrac D"],
  yodel: ["Yodel"],
  yunexpress: ["YunExpress"],
  gofo_us: ["GOFO"],
};
// Theirs needs more than the digits: a list of countries that have a post, and of Canada Post's first digits.
const NEEDS_MORE = new Set(["RB123456785XX", "5002847016405018", "1Z1111111111111111"]);

describe("number formats against jkeen/tracking_number_data (needs originals)", () => {
  type Entry = { id: string | null; valid: string[]; invalid: string[] };
  const entries = hasShared ? (sharedJson("fixtures/tracking-numbers.json") as Entry[]) : [];
  test.skipIf(!hasShared)("every id that we map is there", () => {
    const ids = new Set(entries.map(({ id }) => id));
    expect(Object.keys(FORMATS).filter((id) => !ids.has(id))).toEqual([]);
  });
  for (const { id, valid, invalid } of entries) {
    const names = FORMATS[id ?? ""];
    if (!names) continue;
    test(`${id}: published valid numbers fit and pass, invalid ones do not`, () => {
      const formats = worldNumbers.filter(({ name }) => names.includes(name));
      expect(formats.length).toBe(names.length);
      const good = (text: string) => {
        const number = normaliseTrackingNumber(text);
        return formats.some(({ pattern, check }) => pattern.test(number) && (check === null || check(number)));
      };
      expect(valid.filter((number) => !good(number))).toEqual([]);
      expect(invalid.filter((number) => !NEEDS_MORE.has(number) && good(number))).toEqual([]);
    });
  }
});
