import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { localeOf, locales, nearestLocale } from "./messages.ts";

describe("the language nearest to what a reader asked for", () => {
  test.each([
    // RFC 9110, 12.5.4: its own example, and how weights order what is written.
    ["da, en-gb;q=0.8, en;q=0.7", "en"],
    ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"],
    ["en;q=0.2, hi;q=0.9", "hi"],
    ["es;q=0.5, de;q=0.5", "es"],
    // RFC 4647, 3.4: a range loses its ends until one fits.
    ["zh-Hant-CN-x-private1-private2, de-1996", "de"],
    ["pt-BR", "pt"],
    ["hi-Latn-IN", "hi"],
    ["DE-at", "de"],
    // Shops write the tag like this too.
    ["de_AT", "de"],
    // q=0 is "not acceptable", even for a nearer variant that stands before it.
    ["de;q=0, fr;q=0.1", "fr"],
    ["de-AT, de;q=0, es;q=0.3", "es"],
    ["en;q=0.000", null],
    // Any language will do, or none of ours: the caller's own choice.
    ["*", null],
    ["ja, zh;q=0.9", null],
    ["", null],
    [null, null],
    [undefined, null],
    // What is no weight or no tag is passed over, the rest still counts.
    ["de;q=2, fr", "fr"],
    ["de;level=1, es", "es"],
    ["constructor, __proto__, pt", "pt"],
    ["deutsch", null],
    ["english, hindi", null],
  ] as [string | null | undefined, string | null][])("%p → %p", (asked, locale) => {
    expect(localeOf(asked)).toBe(locale as ReturnType<typeof localeOf>);
  });

  test("there is always an answer with a fallback", () => {
    expect(nearestLocale("ja", "pt")).toBe("pt");
    expect(nearestLocale("fr-CA", "en")).toBe("fr");
  });

  test("the heaviest of ours wins wherever it stands, among any others", () => {
    const range = fc.record({
      tag: fc.constantFrom(...locales, "ja", "zh-Hans", "nl", "it-IT"),
      weight: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(range, { selector: (r) => r.weight, minLength: 1, maxLength: 12 }), (ranges) => {
        const header = ranges.map(({ tag, weight }) => `${tag};q=${(weight / 1000).toFixed(3)}`).join(", ");
        const best = ranges.toSorted((a, b) => b.weight - a.weight).find((r) => locales.some((l) => l === r.tag));
        expect(localeOf(header)).toBe((best?.tag ?? null) as ReturnType<typeof localeOf>);
      }),
    );
  });

  test("whatever is sent, it is one of ours or null, and a long one is not read to its end", () => {
    const known = new Set<string | null>([...locales, null]);
    const part = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(",", ";", "q=", "-", "*", "en", "0.5", " "),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        expect(known.has(localeOf(parts.join("")))).toBe(true);
      }),
    );
    // What is too long for a browser's header is cut off unread, so no length costs more than this one.
    expect(localeOf(`${"ja,".repeat(333)}de`)).toBeNull();
    expect(localeOf(`${"ja,".repeat(300)}de`)).toBe("de");
    for (const long of [`${"a-".repeat(500_000)};q=`, " ".repeat(1_000_000), `en;q=0.${"9".repeat(1_000_000)}`]) {
      expect(localeOf(long)).toBeNull();
    }
  });
});
