import { describe, expect, test } from "bun:test";
import { locales } from "./messages.ts";
import { messages } from "./messages-all.ts";
import { pageLanguages } from "./page-words-all.ts";
import { loadPageLanguage } from "./page-words-load.ts";

/** Everything that a language says. */
const wordsOf = (locale: (typeof locales)[number]) => ({ ...messages(locale), page: pageLanguages[locale].words });

/** A tree's strings by their path; null is a value too ("nothing is needed" in every language or in none). */
function leaves(value: unknown, path = ""): [string, string | null][] {
  if (value === null || typeof value === "string") return [[path, value]];
  if (typeof value === "object") return Object.entries(value).flatMap(([key, of]) => leaves(of, `${path}.${key}`));
  return [[path, typeof value]];
}
const english = new Map(leaves(wordsOf("en")));
const others = locales.filter((locale) => locale !== "en");

/** Words that a language shares with English; every other equal string is one that nobody translated. */
const loanwords: Record<(typeof others)[number], readonly string[]> = {
  de: [".email.test", ".statuses.delivered.next"],
  fr: [".page.routeEnd"],
  es: [],
  pt: [],
  hi: [],
};
/** No language has words in these. */
const wordless = [".email.sentence", ".email.labelled", ".longDate", ".names.carrier", ".names.join"];

const placeholdersOf = (text: string | null | undefined) =>
  [...(text ?? "").matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe.each(others)("%s", (locale) => {
  const own = new Map(leaves(wordsOf(locale)));

  test("says everything that English says, and nothing else", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    const nothing = [...own].filter(([path, text]) => (text === null) !== (english.get(path) === null));
    expect(nothing).toEqual([]);
    const blank = [...own].filter(([, text]) => text !== null && (text.trim() !== text || text === ""));
    expect(blank).toEqual([]);
  });

  test("names the same things in each sentence", () => {
    const wrong = [...own]
      .map(([path, text]) => [path, placeholdersOf(text), placeholdersOf(english.get(path))])
      .filter(([, mine, theirs]) => String(mine) !== String(theirs));
    expect(wrong).toEqual([]);
    expect([...own.values()].join("").replace(/\{\w+\}/g, "")).not.toMatch(/[{}]/);
  });

  test("has no English left in it, and nothing unfinished", () => {
    const same = [...own]
      .filter(([path, text]) => text !== null && /\p{L}/u.test(text) && text === english.get(path))
      .map(([path]) => path)
      .filter((path) => !wordless.includes(path) && !loanwords[locale].includes(path));
    expect(same).toEqual([]);
    expect([...own.values()].join("\n")).not.toMatch(/TODO|FIXME|XXX|\?\?/);
  });

  test("a word on a badge fits a phone of 390 px", () => {
    const { statuses, reasons } = messages(locale);
    const long = [...Object.values(statuses), ...Object.values(reasons)]
      .map(({ customer }) => customer ?? "")
      .filter((word) => [...word].length > 22);
    expect(long).toEqual([]);
  });
});

test("the browser's way to a language leads to the same words as the server's", async () => {
  for (const locale of locales) {
    const loaded = await loadPageLanguage[locale]();
    const { words, ...rest } = pageLanguages[locale];
    const live = Object.entries(words).filter(([key]) => key in loaded.words);
    expect(leaves(loaded)).toEqual(leaves({ ...rest, words: Object.fromEntries(live) }));
    // What only the server draws does not come with the script.
    const still = ["language", "order", "items", "quantity", "others", "notify", "help", "report", "lookup", "glance"];
    const left = Object.keys(words).filter((key) => !(key in loaded.words));
    expect(left.sort()).toEqual([...still, "trouble", "dead", "name"].sort());
    expect(loaded.table.longDate("2026-11-26")).toBe(messages(locale).longDate("2026-11-26"));
  }
});

test("the browser's way to one language brings no other one along", async () => {
  const folder = new URL(".", import.meta.url);
  const visited = new Set<string>();
  /** Files of this folder; those of other rooms are followed, and have no language in them. */
  const seen = new Set<string>();
  const visit = async (file: URL): Promise<void> => {
    if (visited.has(file.href)) return;
    visited.add(file.href);
    if (file.href.startsWith(folder.href)) seen.add(file.pathname.slice(folder.pathname.length));
    const text = await Bun.file(file).text();
    const values = [...text.matchAll(/^import (?!type )[^;]*? from "(\.[^"]+)";/gm)].map((m) => m[1] ?? "");
    await Promise.all(values.map((from) => visit(new URL(from, file))));
  };
  const start = (names: string[]) => Promise.all(names.map((name) => visit(new URL(name, folder))));
  await start(["page-words-load.ts", "page-words.ts", "messages.ts"]);
  expect([...seen].filter((name) => /-all\b|\/|mail/.test(name))).toEqual([]);
  seen.clear();
  visited.clear();
  await start(["de/messages.ts", "de/page.ts"]);
  expect([...seen].sort()).toEqual(["build.ts", "de/messages.ts", "de/page.ts", "de/scans.ts"]);
});

describe("each language's own typography", () => {
  const all = (locale: (typeof locales)[number]) =>
    [...leaves(wordsOf(locale))].flatMap(([, text]) => (text === null ? [] : [text]));

  test("French puts a narrow no-break space before : ; ! ?", () => {
    for (const text of all("fr")) {
      expect(text).not.toMatch(/[^\u202f][;:!?](?!\/\/)/);
      expect(text).not.toMatch(/[«»'"]/);
    }
  });

  test("Spanish opens its questions", () => {
    for (const text of all("es")) expect(text.includes("?")).toBe(text.includes("¿"));
  });

  test("Hindi is in its own script and ends sentences with its own stop", () => {
    for (const text of all("hi")) {
      expect(text).not.toMatch(/\p{Script=Devanagari}[.](\s|$)/u);
      // Beside the script: placeholders, product names and an example address.
      const latin = text.replace(/\{\w+\}|Waybill|ana@example\.com/g, "");
      if (text !== "hi" && text !== "function") expect(latin).not.toMatch(/\p{Script=Latin}/u);
    }
  });

  test("apostrophes are curved, and nobody is called two things", () => {
    for (const locale of others) for (const text of all(locale)) expect(text).not.toMatch(/'/);
    // One register a language: Sie, vous, tú, no "você", आप.
    expect(all("de").join(" ")).not.toMatch(/\b(du|dich|dir|dein\w*)\b/i);
    expect(all("fr").join(" ")).not.toMatch(/\b(tu|toi|ton|tes)\b/i);
    expect(all("es").join(" ")).not.toMatch(/\b(usted|ustedes|vosotros|vuestr\w+)\b/i);
    expect(all("pt").join(" ")).not.toMatch(/\b(você|vocês|tu|teu|tua)\b/i);
    expect(all("hi").join(" ")).not.toMatch(/(^|\s)(तुम|तुम्हार|तू)/);
  });
});

describe("numbers", () => {
  test("every counted sentence has the form that CLDR asks for, from 0 to 200", () => {
    for (const locale of locales) {
      const rules = new Intl.PluralRules(locale);
      const { earlier, quantity } = pageLanguages[locale].words;
      for (let n = 0; n <= 200; n++) {
        const category = rules.select(n);
        for (const plural of [earlier, quantity]) {
          expect(Object.keys(plural)).toContain(category);
          expect(placeholdersOf(plural[category])).toEqual(["count"]);
        }
      }
      expect(earlier.one).not.toBe(earlier.other);
    }
  });
});

describe("long dates", () => {
  const days = Array.from({ length: 366 }, (_, i) => Date.UTC(2028, 0, 1 + i));
  /** Where ours differ from ICU's, on purpose. */
  const differs = (locale: string, icu: string) => {
    // A comma after the weekday in English, as our pages write it ("Thursday, 26 November"); ICU's en-GB has dropped it.
    if (locale === "en") return icu.replace(/^(\w+) /, "$1, ");
    // The first of a month is "1er" in French; ICU writes "1".
    if (locale === "fr") return icu.replace(/ 1 /, " 1er ");
    return icu;
  };

  test.each(locales)("%s: every day of a leap year as ICU writes it", (locale) => {
    const icu = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
      timeZone: "UTC",
      weekday: "long",
      day: "numeric",
      month: "long",
    });
    for (const day of days) {
      const theirs = icu.format(day);
      const plain = locale === "en" ? theirs.replace(",", "") : theirs;
      expect(messages(locale).longDate(new Date(day).toISOString())).toBe(differs(locale, plain));
    }
  });

  test("what is no date stays as it is", () => {
    for (const locale of locales) expect(messages(locale).longDate("soon")).toBe("soon");
    // ISO 8601 week day of a known date: 26 November 2026 is a Thursday.
    expect(messages().longDate("2026-11-26")).toBe("Thursday, 26 November");
  });
});
