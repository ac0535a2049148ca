import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { hasShared, sharedText } from "../../test/helpers.ts";
import { fedexCheckDigit, guessCarrier, makeTrackingNumber, upsCheckDigit, uspsCheckDigit } from "./numbers.ts";
import { createRandom } from "./random.ts";

type Format = { courier: string; format: string; id: string; valid: string[]; invalid: string[] };
const formats = () => JSON.parse(sharedText("fixtures/tracking-numbers.json")) as Format[];
const plain = (number: string) => number.replace(/\s/g, "");

const upsValid = (number: string) => String(upsCheckDigit(number.slice(2, 17))) === number[17];
const fedexValid = (number: string) => String(fedexCheckDigit(number.slice(0, 11))) === number[11];
const uspsValid = (number: string) => String(uspsCheckDigit(number.slice(0, -1))) === number.at(-1);

describe("check digits", () => {
  test.skipIf(!hasShared)("agree with every published UPS 1Z and FedEx 12 number (needs originals)", () => {
    const ups = formats().find((each) => each.id === "ups");
    const fedex = formats().find((each) => each.id === "fedex_12");
    expect(ups?.valid.length).toBeGreaterThan(3);
    expect(fedex?.valid.length).toBeGreaterThan(2);
    for (const number of ups?.valid ?? []) expect([number, upsValid(plain(number))]).toEqual([number, true]);
    for (const number of fedex?.valid ?? []) expect([number, fedexValid(plain(number))]).toEqual([number, true]);
  });

  test("agree with the examples that docs/platforms/tracking-numbers.md#check-digits lists", () => {
    for (const number of [
      "1Z5R89390357567127",
      "1Z879E930346834440",
      "1Z410E7W0392751591",
      "1ZXX3150YW44070023",
      "1Z999AA10123456784",
    ])
      expect(upsValid(number)).toBe(true);
    for (const number of ["986578788855", "477179081230", "799531274483", "776094337676"])
      expect(fedexValid(number)).toBe(true);
    for (const number of ["9400111206206406260787", "9405803699300124287899", "9400109104250532908587"])
      expect(uspsValid(number)).toBe(true);
    expect(upsValid("1Z12345E0205271688")).toBe(false);
  });

  test("hold for every number the world makes, and its carrier is recognised", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const random = createRandom(seed);
        const [ups, fedex, usps] = [
          makeTrackingNumber(random, "ups"),
          makeTrackingNumber(random, "fedex"),
          makeTrackingNumber(random, "usps"),
        ];
        expect([upsValid(ups), fedexValid(fedex), uspsValid(usps)]).toEqual([true, true, true]);
        expect([ups.length, fedex.length, usps.length]).toEqual([18, 12, 22]);
        expect([guessCarrier(ups), guessCarrier(fedex), guessCarrier(usps)]).toEqual(["ups", "fedex", "usps"]);
      }),
      { numRuns: 200 },
    );
  });
});
