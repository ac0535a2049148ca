import { localAt } from "@waybill/domain/time";
import type { ZoneList } from "@waybill/domain/zones/answers";

/** `offset`: minutes east of UTC, as the server told them. */
export type Zone = { id: string; city: string; area: string; offset: number; now: string; text: string };

/**
 * The server's time zones, with the clock there at an instant, UTC first.
 *
 * @example zonesAt(list, Date.parse("2026-11-20T12:00:00Z")).find((zone) => zone.id === "Asia/Kolkata")?.now // "17:30"
 */
export const zonesAt = (list: ZoneList["zones"], at: number): Zone[] => list.map((zone) => zoneAt(zone, at));

/** A zone that was chosen by an older name of its city; people look for today's. */
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
 * @example fits(zoneAt({ name: "Europe/Lisbon", offset: 0 }, now), "lis") // true; "bon" is not
 */
export function fits(zone: Zone, typed: string): boolean {
  return ` ${zone.text.toLowerCase()}`.includes(` ${typed.trim().toLowerCase()}`);
}

/** One zone: "America/Argentina/Buenos_Aires" is Buenos Aires, in America, Argentina. */
export function zoneAt({ name: id, offset }: ZoneList["zones"][number], at: number): Zone {
  const parts = id.split("/").map((part) => part.replaceAll("_", " "));
  const city = TODAY[id] ?? parts.at(-1) ?? id;
  const area = parts.slice(0, -1).join(", ");
  return { id, city, area, offset, now: clockIn(offset, at), text: `${city} ${parts.at(-1)} ${area} ${id}` };
}

/** "14:05": what clocks show that are so many minutes east of UTC. */
export const clockIn = (offset: number, at: number): string => localAt(at, offset).slice(11, 16);
