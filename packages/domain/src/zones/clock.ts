import type { ScanTime } from "../time.ts";
import { offsetAt, wallAt } from "./offsets.ts";
import { zoneNamed } from "./rules.ts";
import { zoneOf } from "./zone.ts";

/** As much of a place as tells its clock: ISO country, region. */
type ClockPlace = { country: string | null; region: string | null };

/**
 * The local time of a scan by the clock on the wall where it was made, and that clock's offset. Some carriers tell every time
 * in UTC: what reads "06:54" under "Hamburg" would be an hour off for whoever reads it there. Where the place's clock is not
 * known, as it was told.
 *
 * @example wallOf({ local: "2026-11-21T06:54:00", offset: 0, instant, precision: "second" }, hamburg) // { local: "2026-11-21T07:54:00", offset: 60 }
 */
export function wallOf(time: ScanTime, place: ClockPlace | null): { local: string; offset: number | null } {
  const { local, offset, instant, precision } = time;
  const name = offset === 0 && instant !== null && precision !== "date" ? zoneOf(placeKey(place)) : null;
  if (name === null || instant === null) return { local, offset };
  const zone = zoneNamed(name);
  return { local: wallAt(instant, zone), offset: offsetAt(instant, zone) };
}

const placeKey = (place: ClockPlace | null) => ({ country: place?.country ?? null, region: place?.region ?? null });
