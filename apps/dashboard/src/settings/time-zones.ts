export type Zone = { id: string; city: string; area: string; now: string; text: string };

/**
 * Every time zone the browser knows, with the clock there at an instant, UTC first.
 *
 * @example zonesAt(Date.parse("2026-11-20T12:00:00Z")).find((zone) => zone.id === "Asia/Kolkata")?.now // "17:30"
 */
export function zonesAt(at: number): Zone[] {
  const ids = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((id) => id !== "UTC")];
  return ids.map((id) => zoneAt(id, at));
}

/** Browsers list some zones by an older name of their city; people look for today's. */
const TODAY: Record<string, string> = {
  "Asia/Calcutta": "Kolkata",
  "Asia/Katmandu": "Kathmandu",
  "Asia/Rangoon": "Yangon",
  "Asia/Saigon": "Ho Chi Minh City",
  "Atlantic/Faeroe": "Faroe Islands",
  "America/Godthab": "Nuuk",
  "America/Buenos_Aires": "Buenos Aires",
  "Europe/Kiev": "Kyiv",
};

/**
 * Whether a zone is what somebody typed: a word of its name begins so.
 *
 * @example fits(zoneAt("Europe/Lisbon", now), "lis") // true; "bon" is not
 */
export function fits(zone: Zone, typed: string): boolean {
  return ` ${zone.text.toLowerCase()}`.includes(` ${typed.trim().toLowerCase()}`);
}

/** One zone: "America/Argentina/Buenos_Aires" is Buenos Aires, in America, Argentina. */
export function zoneAt(id: string, at: number): Zone {
  const parts = id.split("/").map((part) => part.replaceAll("_", " "));
  const city = TODAY[id] ?? parts.at(-1) ?? id;
  const area = parts.slice(0, -1).join(", ");
  return { id, city, area, now: clockIn(id, at), text: `${city} ${parts.at(-1)} ${area} ${id}` };
}

/** "14:05": what the clocks there show. */
export function clockIn(id: string, at: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: id, hour: "2-digit", minute: "2-digit" }).format(at);
}
