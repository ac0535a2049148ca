import type { CustomerStep, ShipmentStatus } from "../status.ts";
import type { ScanTime } from "../time.ts";
import { HOUR_MS, instantOf } from "../time.ts";
import type { Eta, Proof, Scan } from "./scan.ts";

/** What a set of scans amounts to. The same set gives the same state, whatever the order or repetition of its arrival. */
export type Timeline = {
  /** Distinct scans of this parcel's life, oldest first. */
  scans: Scan[];
  status: ShipmentStatus;
  reason: string | null;
  /** Key of the scan that gave the status; null while there is none. */
  statusKey: string | null;
  /** Instant of that scan, UTC ms, when the carrier gave enough to know it. */
  statusAt: number | null;
  deliveredAt: number | null;
  /** Scans after the delivery that neither return nor correct it: shown as a flag, they do not move the status. */
  postDelivery: boolean;
};

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

const movement: ReadonlySet<ShipmentStatus> = new Set([
  "accepted",
  "in_transit",
  "out_for_delivery",
  "available_for_pickup",
  "delivery_attempt_failed",
  "delivered",
  "returned_to_sender",
]);

const precisionRank = { date: 0, minute: 1, second: 2 } as const;

/** "A before B" for text by code unit: the same on every machine, unlike a locale's collation. */
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function betterTime(a: ScanTime, b: ScanTime): ScanTime {
  const score = (t: ScanTime) => (t.instant === null ? 0 : 10) + precisionRank[t.precision];
  return (score(a) - score(b) || byText(a.local, b.local) || (a.instant ?? 0) - (b.instant ?? 0)) > 0 ? a : b;
}

function largest<T>(a: T | null, b: T | null, compare: (x: T, y: T) => number): T | null {
  if (a === null) return b;
  if (b === null) return a;
  return compare(a, b) >= 0 ? a : b;
}

const statusRank = (s: ShipmentStatus | null) => (s === null ? -1 : rank[s]);

/** Two reports of one scan made one; field by field the better one wins, so the result does not depend on order. */
function mergeScans(a: Scan, b: Scan): Scan {
  return {
    key: a.key,
    code: a.code,
    status: statusRank(a.status) >= statusRank(b.status) ? a.status : b.status,
    reason: largest(a.reason, b.reason, byText),
    message: (a.message.length - b.message.length || byText(a.message, b.message)) > 0 ? a.message : b.message,
    time: betterTime(a.time, b.time),
    place: largest(a.place, b.place, (x, y) => {
      const known = (p: typeof x) => Object.values(p).filter((v) => v !== null).length;
      return known(x) - known(y) || byText(JSON.stringify(x), JSON.stringify(y));
    }),
    ordinal: largest(a.ordinal, b.ordinal, (x, y) => x - y),
  };
}

/** The scan's instant, or its wall clock read as if at UTC: good to within 14 hours, enough to tell days and lives apart. */
export const roughly = (scan: Scan) => scan.time.instant ?? instantOf(scan.time.local, 0) ?? 0;

/**
 * Orders scans by time (docs/platforms/scans.md#order): by instant when every scan has one, else by local date, then the carrier's own order
 * when it sent whole lists, then local time.
 */
function inOrder(scans: Scan[]): Scan[] {
  const ties = (a: Scan, b: Scan) => statusRank(a.status) - statusRank(b.status) || byText(a.key, b.key);
  if (scans.every((s) => s.time.instant !== null)) {
    return scans.sort((a, b) => (a.time.instant ?? 0) - (b.time.instant ?? 0) || ties(a, b));
  }
  const listed = scans.every((s) => s.ordinal !== null);
  return scans.sort(
    (a, b) =>
      byText(a.time.local.slice(0, 10), b.time.local.slice(0, 10)) ||
      (listed ? (a.ordinal ?? 0) - (b.ordinal ?? 0) : 0) ||
      byText(a.time.local, b.time.local) ||
      ties(a, b),
  );
}

const explicitCorrection = (scan: Scan) => scan.reason === "delivery_corrected";

/**
 * Folds scans into the state of the parcel (docs/platforms/scans.md#status). `notBefore` (UTC ms) cuts off a recycled number's earlier life.
 *
 * @example foldTimeline([delivered, lateInTransit], { notBefore: 0 }).status // "delivered"
 */
export function foldTimeline(scans: Iterable<Scan>, options: { notBefore: number }): Timeline {
  const byKey = new Map<string, Scan>();
  for (const scan of scans) {
    const known = byKey.get(scan.key);
    byKey.set(scan.key, known ? mergeScans(known, scan) : scan);
  }
  const ordered = inOrder([...byKey.values()].filter((s) => roughly(s) >= options.notBefore));

  let current: Scan | null = null;
  let unknown: Scan | null = null;
  let delivered: Scan | null = null;
  let postDelivery = false;
  for (const scan of ordered) {
    if (scan.status === null) continue;
    if (scan.status === "unknown") {
      unknown = scan;
      continue;
    }
    if (current?.status === "delivered") {
      if (scan.status === "delivered") continue;
      if (scan.status !== "returned_to_sender" && !explicitCorrection(scan)) {
        postDelivery = true;
        continue;
      }
      delivered = null;
    } else if (isTerminal(current) && !movement.has(scan.status)) {
      continue;
    }
    current = scan;
    if (scan.status === "delivered") delivered = scan;
  }
  const decisive = current ?? unknown;
  return {
    scans: ordered,
    status: decisive?.status ?? "pre_transit",
    reason: decisive?.reason ?? null,
    statusKey: decisive?.key ?? null,
    statusAt: decisive?.time.instant ?? null,
    deliveredAt: delivered?.time.instant ?? null,
    postDelivery: postDelivery && current?.status === "delivered",
  };
}

function isTerminal(scan: Scan | null): boolean {
  if (!scan) return false;
  if (scan.status === "returned_to_sender") return scan.reason === "returned";
  return scan.status === "cancelled" || scan.status === "lost";
}

const etaText = (e: Eta) => `${e.date}|${e.to ?? ""}|${e.from ?? ""}`;

/** The newest saying wins; at the same moment the later date does, so that the result does not depend on order. */
export function mergeEta(a: Eta | null, b: Eta | null): Eta | null {
  return largest(a, b, (x, y) => x.asOf - y.asOf || byText(etaText(x), etaText(y)));
}

/** What was promised: the oldest saying, whenever it reached us; at the same moment the earlier date. */
export function firstEta(a: Eta | null, b: Eta | null): Eta | null {
  return largest(a, b, (x, y) => y.asOf - x.asOf || byText(etaText(y), etaText(x)));
}

/** The last zone on earth to end a day is UTC−12: a parcel is never called late before its own day is over. */
const LAST_ZONE_MINUTES = -12 * 60;
const arrived: ReadonlySet<ShipmentStatus> = new Set(["delivered", "cancelled", "lost", "returned_to_sender"]);

/**
 * From when on a parcel is late, UTC ms: the end of its expected window, or of its expected day, read at UTC−12 because carriers
 * give dates without a zone. Null: nothing is expected, or it has come to its end. A window to "00:00" is a day without an hour.
 *
 * @example dueAtOf({ date: "2026-11-26", from: "14:00", to: "18:00", asOf }, "in_transit") // 2026-11-27T06:00:00Z
 */
export function dueAtOf(eta: Eta | null, status: ShipmentStatus): number | null {
  if (eta === null || arrived.has(status)) return null;
  const to = eta.to !== null && /^([01]\d|2[0-3]):[0-5]\d$/.test(eta.to) ? eta.to : null;
  // A window that ends before it begins ends at night: the whole day is given.
  if (to !== null && to > (eta.from ?? "00:00")) return instantOf(`${eta.date}T${to}:00`, LAST_ZONE_MINUTES);
  const begins = instantOf(eta.date, LAST_ZONE_MINUTES);
  return begins === null ? null : begins + 24 * HOUR_MS;
}

/** When a parcel last moved, UTC ms: its newest scan, as far as its clock is known; `handedIn` while there is none. */
export function movedAtOf(scans: readonly Scan[], handedIn: number): number {
  return scans.length === 0 ? handedIn : scans.reduce((newest, scan) => Math.max(newest, roughly(scan)), 0);
}

export function mergeProof(a: Proof | null, b: Proof | null): Proof | null {
  return largest(
    a,
    b,
    (x, y) =>
      Number(x.signedBy !== null) - Number(y.signedBy !== null) ||
      x.asOf - y.asOf ||
      byText(x.signedBy ?? "", y.signedBy ?? ""),
  );
}

/** Which of the five steps a customer sees. A problem stays at the step the parcel had reached. */
export function customerStep(timeline: {
  status: ShipmentStatus;
  scans: readonly { status: ShipmentStatus | null }[];
}): CustomerStep {
  if (timeline.status === "delivered") return "delivered";
  const seen = new Set(timeline.scans.map((s) => s.status));
  const any = (...statuses: ShipmentStatus[]) => statuses.some((s) => seen.has(s) || timeline.status === s);
  if (any("out_for_delivery", "delivery_attempt_failed", "available_for_pickup")) return "out_for_delivery";
  if (any("in_transit", "delayed", "on_hold", "exception", "returned_to_sender", "lost")) return "in_transit";
  return any("accepted") ? "shipped" : "ordered";
}

/**
 * Seconds until a parcel nobody pushes about is asked about (docs/platforms/scans.md#polling); null: never. Times are UTC ms. `newsAt`: its
 * last scan, or when it was added; a carrier that repeats an old answer for a month says nothing new.
 */
export function pollCadence(input: {
  status: ShipmentStatus;
  eta: Eta | null;
  deliveredAt: number | null;
  newsAt: number;
  now: number;
}): number | null {
  const hour = 3600;
  const day = 24 * hour;
  if (input.now - input.newsAt > 30 * day * 1000) return null;
  switch (input.status) {
    case "pre_transit":
    case "unknown":
      return 12 * hour;
    case "out_for_delivery":
      return 1.25 * hour;
    case "accepted":
    case "in_transit":
      return input.eta && input.eta.date === new Date(input.now).toISOString().slice(0, 10) ? 1.25 * hour : 5 * hour;
    case "delivered": {
      // Once more a day after the delivery, for the proof and late corrections; then never.
      const left = (input.deliveredAt ?? input.newsAt) / 1000 + day - input.now / 1000;
      return left > 0 ? left : null;
    }
    case "cancelled":
    case "lost":
      return null;
    case "returned_to_sender":
      return day;
    default:
      return 8 * hour;
  }
}
