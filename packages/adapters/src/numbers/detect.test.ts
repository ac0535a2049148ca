import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import easypost from "../carriers/easypost/carrier.ts";
import fedex from "../carriers/fedex/carrier.ts";
import ups from "../carriers/ups/carrier.ts";
import { detectCarrier } from "./detect.ts";

const all = [easypost, fedex, ups];
const ranking = (text: string, hint?: string) =>
  detectCarrier(all, text, hint).map(({ carrier, via }) => `${carrier} via ${via}`);

describe("detectCarrier (docs/platforms/tracking-numbers.md#collisions)", () => {
  test("the carrier's own adapter comes before an aggregator", () => {
    expect(ranking("1Z5R89390357567127")).toEqual(["ups via ups", "ups via easypost"]);
  });
  test("spaces, dashes, lower case and full-width digits do not matter", () => {
    expect(detectCarrier(all, " 1z-5r89 3903.5756 ７１２７")[0]).toMatchObject({ carrier: "ups", checkPassed: true });
  });
  test("a failed check digit ranks lower and is still found (UPS's own samples)", () => {
    const [best] = detectCarrier(all, "1Z12345E0205271688");
    expect(best).toMatchObject({ carrier: "ups", via: "ups", checkPassed: false });
    expect(best?.confidence).toBeLessThan(0.5);
  });
  test("12 digits: the check digit decides between FedEx and Purolator; both stay in the list", () => {
    expect(ranking("986578788855")).toEqual(["fedex via fedex", "fedex via easypost"]);
    expect(ranking("320595463938")[0]).toBe("purolator via easypost");
    expect(ranking("320595463938")).toContain("fedex via fedex");
  });
  test("20 digits that begin with 00340 are DHL Parcel DE before USPS, though both checks hold", () => {
    const found = detectCarrier(all, "00340434161094015902");
    expect(found.map(({ carrier, checkPassed }) => [carrier, checkPassed])).toEqual([
      ["dhl", true],
      ["usps", true],
    ]);
  });
  test("the order's own carrier comes first, whatever the check digit says", () => {
    expect(ranking("320595463938", "FedEx Ground")[0]).toBe("fedex via fedex");
    expect(ranking("320595463938", "Federal Express")[0]).toBe("fedex via fedex");
    expect(ranking("986578788855", "Purolator")[0]).toBe("purolator via easypost");
  });
  test("USPS is no hint at UPS", () => {
    expect(ranking("9400111206206406260787", "USPS")[0]).toBe("usps via easypost");
    // A 1Z number whose check digit holds is nobody else's, whatever the shop typed.
    expect(ranking("1Z5R89390357567127", "USPS")[0]).toBe("ups via ups");
    expect(ranking("1Z5R89390357567127", "UPS®")[0]).toBe("ups via ups");
  });
  test("a shape that nobody knows is found by its hint alone; without one, not at all", () => {
    expect(detectCarrier(all, "ABC-77", "UPS")[0]).toEqual({
      carrier: "ups",
      via: "ups",
      format: null,
      confidence: 0.41,
      checkPassed: null,
    });
    expect(ranking("ABC-77", "Hermes UK")).toEqual(["hermes-uk via easypost"]);
    expect(ranking("ABC-77")).toEqual([]);
    expect(ranking("  ")).toEqual([]);
  });
  test("any text gives a ranked list with each pair once, and never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.option(fc.string({ maxLength: 20 }), { nil: undefined }),
        (text, hint) => {
          const found = detectCarrier(all, text, hint);
          expect(new Set(found.map(({ carrier, via }) => `${carrier} ${via}`)).size).toBe(found.length);
          for (const { confidence } of found) expect(confidence > 0 && confidence < 1).toBe(true);
        },
      ),
    );
  });
});
