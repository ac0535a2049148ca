import type { ScanTime } from "../time.ts";
import { dateFormat } from "./format.ts";
import { dayIn, zoneOf } from "./zone.ts";

/** As much of a place as tells its clock: ISO country, region. */
type ClockPlace = { country: string | null; region: string | null };

/**
 * The local time of a scan by the clock on the wall where it was made. Some carriers tell every time in UTC: what reads
 * "06:54" under "Hamburg" would be an hour off for whoever reads it there. Where the place's clock is not known, as it was told.
 *
 * @example clockAtPlace({ local: "2026-11-21T06:54:00", offset: 0, instant, precision: "second" }, hamburg) // "2026-11-21T07:54:00"
 */
export function clockAtPlace(time: ScanTime, place: ClockPlace | null): string {
  const { local, offset, instant, precision } = time;
  const zone = offset === 0 && instant !== null && precision !== "date" ? zoneOf(placeKey(place)) : null;
  if (zone === null || instant === null) return local;
  const parts = { timeZone: zone, hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  return `${dayIn(instant, zone)}T${dateFormat("en-GB", parts).format(instant)}`;
}

const placeKey = (place: ClockPlace | null) => ({ country: place?.country ?? null, region: place?.region ?? null });
