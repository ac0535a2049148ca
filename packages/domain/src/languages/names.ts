/** How names stand in the sentences of a language. */
export type Names = {
  /** A carrier, with what the language puts before one; "" where nobody knows which carrier it is. */
  carrier: (name: string) => string;
  /** A word and the name that follows it, where the two grow together: "de" and "UPS" are "d’UPS". */
  join: (before: string, name: string) => string;
};

/** A sentence begins here: at the start, or after a full stop of any script. */
const begins = (before: string) => /(^|[.!?\u0964]\s*)$/.test(before);

/**
 * Puts names into a sentence as the language would: with an article where one belongs, grown together with the word before.
 * Whatever stands in a name stays as it is.
 *
 * @example withNames(french.names, "Dernières nouvelles de {carrier}", { carrier: "UPS" }) // "Dernières nouvelles d’UPS"
 */
export function withNames(names: Names, text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /(?:([\p{L}\p{M}]+) )?\{(\w+)\}/gu,
    (whole, before: string | undefined, key: string, at: number) => {
      const value = Object.hasOwn(values, key) ? values[key] : undefined;
      if (value === undefined) return whole;
      const name = key === "carrier" ? names.carrier(value) : value;
      if (before) return names.join(before, name);
      // Only what is our own word is written with a capital; a name is written as its owner writes it.
      return name !== value && begins(text.slice(0, at)) ? name.slice(0, 1).toUpperCase() + name.slice(1) : name;
    },
  );
}
