import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { accentColours, contrast } from "./accent.ts";

describe("a seller's colour", () => {
  test("contrast is WCAG's: 21 for black on white, 4.48 for #777777 (W3C's own example of a near miss)", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#123456", "#123456")).toBe(1);
  });

  test("whatever was chosen, words on it and links of it can be read: 4.5:1", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, (...rgb) => {
        const accent = `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
        const made = accentColours(accent);
        if (!made) throw new Error("no colours");
        expect(contrast(made.ground, made.ink)).toBeGreaterThanOrEqual(4.5);
        // tokens.css: raised cards are white, paper is oklch(0.985 0.004 90), as sRGB #fbfaf7.
        expect(contrast(made.light, "#ffffff")).toBeGreaterThanOrEqual(4.5);
        expect(contrast(made.light, "#fbfaf7")).toBeGreaterThanOrEqual(4.5);
        expect(contrast(made.dark, "#1c2027")).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 3_000 },
    );
  });

  test("none, or no colour: the page keeps its own", () => {
    for (const accent of [null, "", "red", "#fff", "#12345g", "url(x)"]) expect(accentColours(accent)).toBeNull();
  });
});
