import { localAt } from "../time.ts";

/**
 * A time zone as far as it is needed: how many minutes east of UTC its clocks show from which instant (UTC ms) on, oldest first.
 * Before the first one its minutes hold too. Pure data, so that the server can hand a browser the rules (docs/architecture.md#time-zones).
 */
export type Zone = { timeZone: string; timeZoneOffsets: readonly (readonly [from: number, minutes: number])[] };

/**
 * Minutes east of UTC at an instant.
 *
 * @example offsetAt(Date.parse("2026-11-20T12:00:00Z"), zoneNamed("America/New_York")) // -300
 */
export function offsetAt(at: number, zone: Zone): number {
  const { timeZoneOffsets: all } = zone;
  return (all.findLast(([from]) => from <= at) ?? all[0])?.[1] ?? 0;
}

/** What the clocks of a zone show at an instant, "YYYY-MM-DDTHH:MM:SS". */
export const wallAt = (at: number, zone: Zone): string => localAt(at, offsetAt(at, zone));

/**
 * "2026-11-20" of an instant in a zone.
 *
 * @example dayIn(Date.parse("2026-11-20T23:30:00Z"), zoneNamed("Europe/Berlin")) // "2026-11-21"
 */
export const dayIn = (at: number, zone: Zone): string => wallAt(at, zone).slice(0, 10);

/** An instant as if the zone's clocks were UTC's: what `Intl` formats in UTC reads as the zone's own time. */
export const shifted = (at: number, zone: Zone): number => at + offsetAt(at, zone) * 60_000;

/** The part of a zone that a page needs: exact from one instant to another, and the same at its ends beyond. */
export function zonePart(zone: Zone, input: { from: number; until: number }): Zone {
  const { timeZone, timeZoneOffsets: all } = zone;
  const first = all.findLastIndex(([from]) => from <= input.from);
  return {
    timeZone,
    timeZoneOffsets: all.filter(([from], i) => i >= Math.max(first, 0) && (i <= first || from <= input.until)),
  };
}
