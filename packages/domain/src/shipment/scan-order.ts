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
/** Moving, or kept from it: a parcel goes from one to the other and back, so that none of them is the later step. */
const onItsWay: ReadonlySet<ShipmentStatus | null> = new Set(["in_transit", "delayed", "on_hold", "exception"]);
const asListed = (a: Scan, b: Scan) =>
  onItsWay.has(a.status) && onItsWay.has(b.status) ? (a.ordinal ?? 0) - (b.ordinal ?? 0) : 0;

const ties = (a: Scan, b: Scan) => statusRank(a.status) - statusRank(b.status) || byText(a.key, b.key);

/**
 * Orders scans by time (docs/platforms/scans.md#order): by instant when every scan with an hour has one, else by local date, then
 * the carrier's own order when it sent whole lists, then local time. A scan of which only the day is known comes after that, and
 * labels last of all: when a label was filed says nothing about the order of what happened to the parcel.
 */
export function inOrder(scans: readonly Scan[]): Scan[] {
  const [labels, others] = split(scans, (s) => s.status === "pre_transit");
  const ordered = byTime(others);
  return inserted({ base: ordered, more: byTime(labels), at: (label) => ordered.findIndex((s) => isBefore(label, s)) });
}

function byTime(scans: readonly Scan[]): Scan[] {
  const listed = scans.every((s) => s.ordinal !== null);
  const [days, timed] = split(scans, (s) => s.time.precision === "date" && s.time.instant === null);
  const byList = (a: Scan, b: Scan) => byText(dayOf(a), dayOf(b)) || (listed ? (a.ordinal ?? 0) - (b.ordinal ?? 0) : 0);
  if (timed.every((s) => s.time.instant !== null)) {
    const byPlace = listed ? asListed : () => 0;
    timed.sort((a, b) => (a.time.instant ?? 0) - (b.time.instant ?? 0) || byPlace(a, b) || ties(a, b));
  } else {
    timed.sort((a, b) => byList(a, b) || byText(a.time.local, b.time.local) || ties(a, b));
  }
  days.sort((a, b) => byList(a, b) || ties(a, b));
  return inserted({ base: timed, more: days, at: (day) => placeOf({ day, timed, listed }) });
}

/**
 * Where a scan without an hour stands among those of its day. Its midnight is none, and carriers sort by it: so it stands where
 * its step of a parcel's life belongs, and later than that only if the carrier's list puts it after a scan that has an hour.
 */
function placeOf({ day, timed, listed }: { day: Scan; timed: readonly Scan[]; listed: boolean }): number {
  const after = (s: Scan) => listed && dayOf(s) === dayOf(day) && (s.ordinal ?? 0) < (day.ordinal ?? 0);
  const listedAt = timed.findLastIndex(after) + 1;
  if (listedAt > 0) return listedAt;
  return timed.findIndex(
    (s) => dayOf(s) > dayOf(day) || (dayOf(s) === dayOf(day) && statusRank(s.status) > statusRank(day.status)),
  );
}

function isBefore(label: Scan, scan: Scan): boolean {
  const [a, b] = [label.time, scan.time];
  if (a.instant !== null && b.instant !== null) return a.instant <= b.instant;
  const sameDay = dayOf(label) === dayOf(scan);
  return sameDay ? a.precision === "date" || b.precision === "date" || a.local <= b.local : dayOf(label) < dayOf(scan);
}

/** `more`, in its own order, put into `base`: each before the index that it names, or at the end (-1, or one too far). */
function inserted(input: { base: readonly Scan[]; more: readonly Scan[]; at: (scan: Scan) => number }): Scan[] {
  const { base, more, at } = input;
  const before = Map.groupBy(more, (scan) => {
    const index = at(scan);
    return index < 0 ? base.length : index;
  });
  return [...base.flatMap((scan, i) => [...(before.get(i) ?? []), scan]), ...(before.get(base.length) ?? [])];
}

function split(scans: readonly Scan[], belongs: (scan: Scan) => boolean): [Scan[], Scan[]] {
  return [scans.filter(belongs), scans.filter((scan) => !belongs(scan))];
}
