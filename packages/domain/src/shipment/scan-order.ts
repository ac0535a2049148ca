import type { ShipmentStatus } from "../status.ts";
import { instantOf } from "../time.ts";
import type { Scan } from "./scan.ts";

// At the same moment the later step of a parcel's life comes last, so that it wins (docs/platforms/scans.md#order).
const rank: Record<ShipmentStatus, number> = {
  unknown: 0,
  pre_transit: 1,
  accepted: 2,
  in_transit: 3,
  delayed: 4,
  on_hold: 5,
  exception: 6,
  out_for_delivery: 7,
  delivery_attempt_failed: 8,
  available_for_pickup: 9,
  lost: 10,
  cancelled: 11,
  delivered: 12,
  returned_to_sender: 13,
};

export const statusRank = (s: ShipmentStatus | null): number => (s === null ? -1 : rank[s]);

/** "A before B" for text by code unit: the same on every machine, unlike a locale's collation. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The scan's instant, or its wall clock read as if at UTC: good to within 14 hours, enough to tell days and lives apart. */
export const roughly = (scan: Scan): number => scan.time.instant ?? instantOf(scan.time.local, 0) ?? 0;

const dayOf = (scan: Scan) => scan.time.local.slice(0, 10);
const ties = (a: Scan, b: Scan) => statusRank(a.status) - statusRank(b.status) || byText(a.key, b.key);

/**
 * Orders scans by time (docs/platforms/scans.md#order): by instant when every scan with an hour has one, else by local date, then
 * the carrier's own order when it sent whole lists, then local time. A scan of which only the day is known comes after that.
 */
export function inOrder(scans: readonly Scan[]): Scan[] {
  const listed = scans.every((s) => s.ordinal !== null);
  const days = scans.filter((s) => s.time.precision === "date" && s.time.instant === null);
  const timed = scans.filter((s) => !days.includes(s));
  if (timed.every((s) => s.time.instant !== null)) {
    timed.sort((a, b) => (a.time.instant ?? 0) - (b.time.instant ?? 0) || ties(a, b));
  } else {
    timed.sort(
      (a, b) =>
        byText(dayOf(a), dayOf(b)) ||
        (listed ? (a.ordinal ?? 0) - (b.ordinal ?? 0) : 0) ||
        byText(a.time.local, b.time.local) ||
        ties(a, b),
    );
  }
  return withDays({ timed, days, listed });
}

/**
 * Gives each scan without an hour its place among those of its day. Its midnight is none, and carriers sort by it: so it stands
 * where its step of a parcel's life belongs, and later than that only if the carrier's list puts it after a scan that has an hour.
 */
function withDays(input: { timed: Scan[]; days: Scan[]; listed: boolean }): Scan[] {
  const { timed, listed } = input;
  const before = Map.groupBy(input.days, (day) => {
    const after = (s: Scan) => dayOf(s) === dayOf(day) && listed && (s.ordinal ?? 0) < (day.ordinal ?? 0);
    const told = timed.findLastIndex(after) + 1;
    const step = timed.findIndex(
      (s) => dayOf(s) > dayOf(day) || (dayOf(s) === dayOf(day) && statusRank(s.status) > statusRank(day.status)),
    );
    return told > 0 ? told : step < 0 ? timed.length : step;
  });
  const sorted = (scans: Scan[] | undefined) =>
    (scans ?? []).sort(
      (a, b) => byText(dayOf(a), dayOf(b)) || (listed ? (a.ordinal ?? 0) - (b.ordinal ?? 0) : 0) || ties(a, b),
    );
  return [...timed.flatMap((scan, i) => [...sorted(before.get(i)), scan]), ...sorted(before.get(timed.length))];
}
