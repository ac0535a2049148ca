const held = new Map<string, Intl.DateTimeFormat>();

/**
 * A date format, made once: making one costs far more than using it, and a page uses dozens. There are few of them (languages,
 * a handful of shapes), so they are kept. Always in UTC: `Intl` gives the words, and never decides whose clock it is, as its
 * rules are only as new as the runtime. Another zone's time is shifted first (`shifted`).
 *
 * @example dateFormat("en-GB", { hour: "2-digit" }).format(shifted(at, zone))
 */
export function dateFormat(tag: string, options: Omit<Intl.DateTimeFormatOptions, "timeZone">): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  const known = held.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" });
  held.set(key, made);
  return made;
}
