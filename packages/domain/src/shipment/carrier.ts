/** What shops write, and carriers' lists hold, where no carrier is meant. */
const nameless: ReadonlySet<string> = new Set(["", "unknown", "other", "none", "custom", "carrier", "n-a", "na"]);

/** No carrier at all, whatever stands in its place: nobody is called "Other". */
export const isNamelessCarrier = (id: string): boolean => nameless.has(id.trim().toLowerCase());

/** Four letters that are a word and no abbreviation: "post" is "Post", "seur" stays "SEUR". */
const words: ReadonlySet<string> = new Set(["post", "mail", "ship", "home", "shop", "bike", "road", "fast"]);

/**
 * A name for an id that nobody has a name for: "new_zealand_post" → "New Zealand Post", "seur" → "SEUR". What a shop wrote ("Bolt",
 * "Bike & Sons") is a name already.
 */
export function nameFromId(id: string): string {
  if (isNamelessCarrier(id)) return "Carrier unknown";
  if (/\p{Lu}\p{Ll}/u.test(id) && !/[_-]/.test(id)) return id;
  if (id.length <= 4 && !words.has(id.toLowerCase())) return id.toUpperCase();
  return id
    .split(/[_\s-]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
}
