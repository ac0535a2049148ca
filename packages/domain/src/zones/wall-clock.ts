import { DAY_MS, instantOf } from "../time.ts";
import type { Zone } from "./offsets.ts";

/** No clock is further from UTC than this, with a day that was left out (Samoa, 2011) on top. */
const FARTHEST_MS = 2 * DAY_MS;

/** The stretches of one offset that a wall clock can belong to. */
function near(aim: number, zone: Zone): { from: number; until: number; minutes: number }[] {
  return zone.timeZoneOffsets
    .map(([from, minutes], i, all) => ({
      from: i === 0 ? Number.NEGATIVE_INFINITY : from,
      until: all[i + 1]?.[0] ?? Number.POSITIVE_INFINITY,
      minutes,
    }))
    .filter((stretch) => stretch.from < aim + FARTHEST_MS && stretch.until > aim - FARTHEST_MS);
}

/**
 * Every instant at which the clocks of a zone show this: one, two while they are set back, none of what they skip or of what
 * is no date.
 *
 * @example instantsAt("2026-10-25T02:30:00", zoneNamed("Europe/Berlin")) // 00:30 and 01:30 UTC
 */
export function instantsAt(local: string, zone: Zone): number[] {
  const aim = instantOf(local, 0);
  if (aim === null) return [];
  return near(aim, zone)
    .map(({ minutes, from, until }) => ({ at: aim - minutes * 60_000, from, until }))
    .filter(({ at, from, until }) => at >= from && at < until)
    .map(({ at }) => at);
}

/**
 * The one instant that is meant by a wall clock: the first of two; of a skipped one as many minutes after the jump as it is
 * after what was skipped (RFC 5545, 3.3.5). Null for what is no date.
 *
 * @example instantIn("2026-03-29T02:30:00", zoneNamed("Europe/Berlin")) // 01:30 UTC, when clocks show 03:30
 */
export function instantIn(local: string, zone: Zone): number | null {
  const aim = instantOf(local, 0);
  if (aim === null) return null;
  const [first] = instantsAt(local, zone);
  if (first !== undefined) return first;
  const before = near(aim, zone).findLast(({ from, minutes }) => from <= aim - minutes * 60_000);
  return aim - (before?.minutes ?? 0) * 60_000;
}

/**
 * The first instant of a day, UTC ms; where midnight is skipped, the first moment that the day has. Null for no real day.
 *
 * @example dayStart("2026-07-01", zoneNamed("Europe/Lisbon")) // 2026-06-30T23:00:00Z
 */
export function dayStart(day: string, zone: Zone): number | null {
  const aim = instantOf(day, 0);
  if (aim === null) return null;
  const [first] = instantsAt(day, zone);
  if (first !== undefined) return first;
  const jump = near(aim, zone).find(({ from, minutes }) => from + minutes * 60_000 > aim);
  return jump?.from ?? null;
}
