import { describe, expect, test } from "bun:test";
import { locales } from "./messages.ts";
import { counted, fill, statusText } from "./page-words.ts";
import { pageLanguages } from "./page-words-all.ts";
import { loadPageLanguage } from "./page-words-load.ts";

const { en, fr } = pageLanguages;

describe("sentences", () => {
  test("take values as they are: a name with a dollar or braces stays a name", () => {
    expect(fill("Order {number}", { number: "#1001" })).toBe("Order #1001");
    expect(fill("{seller} and {seller}", { seller: "$& {number}" })).toBe("$& {number} and $& {number}");
    expect(fill("{missing} {constructor}", {})).toBe("{missing} {constructor}");
  });

  test("count as the language does (CLDR: French takes the singular for 0 too)", () => {
    expect(counted(en.words.earlier, 1, "en")).toBe("Show 1 earlier update");
    expect(counted(en.words.earlier, 2, "en")).toBe("Show 2 earlier updates");
    expect(counted(fr.words.quantity, 0, "fr")).toBe(fill(fr.words.quantity.one ?? "", { count: 0 }));
    expect(counted(en.words.earlier, 1_234, "en")).toContain("1,234");
  });

  test("of a status carry the carrier's name, and a reason only where it says more", () => {
    const of = { status: "on_hold" as const, carrier: "UPS" };
    expect(statusText(en, { ...of, reason: "customs" }).customer).toBe("With customs");
    expect(statusText(en, { ...of, reason: "no such reason" })).toEqual(statusText(en, { ...of, reason: null }));
    expect(statusText(en, { ...of, reason: null }).happened).toContain("UPS");
    expect(statusText(en, { ...of, reason: "__proto__" }).customer).toBe("On hold");
  });
});

test("the browser's way to a language brings the same words as the server's", async () => {
  for (const locale of locales) {
    const loaded = await loadPageLanguage[locale]();
    expect(loaded.locale).toBe(locale);
    expect(pageLanguages[locale].words).toEqual({ ...pageLanguages[locale].words, ...loaded.words });
    expect(loaded.table).toBe(pageLanguages[locale].table);
  }
});
