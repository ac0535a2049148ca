/** How a language says whose time it is. */
export type ZoneWords = {
  /** "{place} time" */
  place: string;
  /** Where the place has no name. */
  local: string;
};

/**
 * Whose time it is, in words, for a reader elsewhere: said beside every window and hour that is not by the reader's own clock.
 *
 * @example zoneWords({ place: "{place} time", local: "local time" }, "Lisbon") // "Lisbon time"
 */
export const zoneWords = (words: ZoneWords, place: string | null): string =>
  place ? words.place.replace("{place}", () => place) : words.local;

/**
 * "UTC−5", for a time of day that is by no clock with a name.
 *
 * @example offsetWords(330) // "UTC+5:30"
 */
export function offsetWords(minutes: number): string {
  const size = Math.abs(minutes);
  const rest = size % 60 ? `:${String(size % 60).padStart(2, "0")}` : "";
  return minutes === 0 ? "UTC" : `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}

/**
 * The city that a zone is named after; null for UTC and fixed offsets, which are named after none.
 *
 * @example zoneCity("America/Argentina/Buenos_Aires") // "Buenos Aires"
 */
export function zoneCity(timeZone: string): string | null {
  if (!timeZone.includes("/") || timeZone.startsWith("Etc/")) return null;
  return timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ");
}
