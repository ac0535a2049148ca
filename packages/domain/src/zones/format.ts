const held = new Map<string, Intl.DateTimeFormat>();

/**
 * A date format, made once: making one costs far more than using it, and a page uses dozens. There are few of them (languages,
 * the zones of destinations, a handful of shapes), so they are kept.
 *
 * @example dateFormat("en-GB", { timeZone: "UTC", hour: "2-digit" }).format(at)
 */
export function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  const known = held.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(tag, options);
  held.set(key, made);
  return made;
}
