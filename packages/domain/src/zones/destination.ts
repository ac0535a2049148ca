import { zoneOf, zoneOfOffset } from "./zone.ts";

/** As much of a scan as tells a clock. */
type ClockScan = { time: { offset: number | null }; place: { country: string | null; region: string | null } | null };

/** A scan's clock: its place's, else the offset it was told with. An offset of 0 is how carriers write UTC, and no place's clock. */
function clockOf({ time, place }: ClockScan): string | null {
  const known = zoneOf({ country: place?.country ?? null, region: place?.region ?? null });
  return known ?? (time.offset ? zoneOfOffset(time.offset) : null);
}

/**
 * Whose clock a parcel's days and windows are by: the destination's, as its country and region tell it; else that of the newest
 * scan in the destination's country. Null: nobody knows.
 *
 * @param input.scans oldest first
 * @example destinationZone({ country: "US", region: "CO", scans: [] }) // "America/Denver"
 */
export function destinationZone(input: {
  country: string | null;
  region: string | null;
  scans: readonly ClockScan[];
}): string | null {
  const { country, region, scans } = input;
  const known = zoneOf({ country, region });
  if (known) return known;
  const near = scans.findLast((scan) => (!country || scan.place?.country === country) && clockOf(scan) !== null);
  return near ? clockOf(near) : null;
}
