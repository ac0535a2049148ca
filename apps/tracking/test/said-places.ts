import { locales } from "@waybill/domain/languages/messages";
import { messages } from "@waybill/domain/languages/messages-all";

type Locale = (typeof locales)[number];
/** The facts that a customer's words hold, found by looking the words up in the tables again. */
type CustomerFacts = {
  step: number;
  /** Statuses and reasons whose sentence of what happened is said; none where the headline says it all. */
  happened: string[];
  headline: string[];
  nth: [number, number] | null;
  arrived: [number, number] | null;
};

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** A sentence as a pattern: names and the words that grow together with them are anything. */
const patternOf = (text: string) =>
  new RegExp(
    `(?:^|\\s)${text
      .split(/(?:[\p{L}\p{M}]+ )?\{carrier\}/u)
      .map(escaped)
      .join(".{0,60}?")}(?:\\s|$)`,
    "u",
  );

type Words = { key: string; customer: string; happened: string };
function wordsOf(locale: Locale): Words[] {
  const { statuses, reasons } = messages(locale);
  const plain = Object.entries(statuses).map(([key, { customer, happened }]) => ({ key, customer, happened }));
  const own = Object.entries(reasons).flatMap(([key, change]) => {
    const status = plain.find((one) => one.key === key.split("/")[0]);
    return status ? [{ ...status, key, ...(change as Partial<Words>) }] : [];
  });
  return [...plain, ...own].map((one) => ({ ...one }));
}
const tables = new Map(locales.map((locale) => [locale, wordsOf(locale)]));

const numbers = (text: string, template: string): Record<string, number> | null => {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "");
  const found = new RegExp(escaped(template).replace(/\\\{\w+\\\}/g, "(\\d+)"), "u").exec(text);
  return found && Object.fromEntries(names.map((name, i) => [name, Number(found[i + 1])]));
};

/** Counts as any of the language's sentences gives them: all of two are two. */
function arrivedIn(text: string, locale: Locale): [number, number] | null {
  const { some, all } = messages(locale).parcels;
  if (text.includes(all.two)) return [2, 2];
  const every = numbers(text, all.other);
  if (every) return [every.of ?? 0, every.of ?? 0];
  const more = numbers(text, some.other);
  if (more) return [more.arrived ?? 0, more.of ?? 0];
  const one = numbers(text, some.one);
  return one && [1, one.of ?? 0];
}

/** Reads the facts out of what stands there: a headline, the words under it, and the word of the step that is marked. */
export function factsIn(input: { headline: string; body: string; step: string; locale: Locale }): CustomerFacts {
  const { headline, body, step, locale } = input;
  const table = messages(locale);
  const words = tables.get(locale) ?? [];
  const flat = body.replace(/\s+/g, " ");
  const steps = [...Object.values(table.steps)];
  const which = numbers(flat, table.parcels.which);
  return {
    step: step === table.stepReturned ? 4 : steps.indexOf(step),
    happened: words.filter((one) => patternOf(one.happened).test(flat)).map((one) => one.key),
    headline: words.filter((one) => one.customer === headline).map((one) => one.key),
    nth: which && [which.nth ?? 0, which.of ?? 0],
    arrived: arrivedIn(`${headline} ${flat}`, locale),
  };
}

/** Text of a document as a reader gets it, without what is hidden from all. */
export const textOf = (html: string): string =>
  html
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&nbsp;|\u00a0/g, " ")
    .replace(/\s+/g, " ");

/** What is an id and no word: a name with underscores, a method of HTTP, a platform by its id. */
export const idsIn = (text: string): string[] =>
  text.match(
    /\b[a-z]+(?:_[a-z]+)+\b|\b(?:GET|POST|PUT|DELETE)\b|\b(?:ups|usps|fedex|dhl|easypost|shopify|resend|royal-mail|Royal-mail|canada-post)\b(?![.@/])/g,
  ) ?? [];
