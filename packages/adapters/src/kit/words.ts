import type { Meaning } from "./codes.ts";

/** Words of a carrier and what they mean, tried in order: the first that fits is meant. */
export type WordRules = readonly (readonly [RegExp, Meaning])[];

/** What a carrier's own words say, by its rules; null when none of them speaks. */
export function byWords(rules: WordRules, text: string | null): Meaning | null {
  if (text === null) return null;
  return rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
