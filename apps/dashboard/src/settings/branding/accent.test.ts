import { expect, test } from "bun:test";
import { contrast } from "@waybill/domain/email/style";
import fc from "fast-check";
import { accentWords, readableOn } from "./accent.ts";

// WCAG 2.2's own figures: black on white is 21:1; #767676 is the lightest grey of 4.5:1 on white (WebAIM, G18).
test("the contrast is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#767676", "#ffffff")).toBeGreaterThanOrEqual(4.5);
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
});

const colour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((rgb) => `#${rgb.map((c) => c.toString(16).padStart(2, "0")).join("")}`);

test("whatever a seller chooses, the text on it and the text made of it can be read", () => {
  fc.assert(
    fc.property(colour, (accent) => {
      const { ink, text } = accentWords(accent);
      expect(contrast(ink, accent)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(text, "#ffffff")).toBeGreaterThanOrEqual(4.5);
      expect(contrast(readableOn(accent, "#10141b"), "#10141b")).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test("a colour that can be read is left as it is, and the words say when it could not", () => {
  expect(readableOn("#0b5394", "#ffffff")).toBe("#0b5394");
  expect(accentWords("#0b5394").words).toContain("white");
  expect(accentWords("#ffff00").words).toContain("too faint");
  expect(accentWords("#ffff00").enough).toBe(false);
});
