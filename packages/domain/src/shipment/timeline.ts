import type { CustomerStep, ShipmentStatus } from "../status.ts";
import type { ScanTime } from "../time.ts";
import { HOUR_MS, instantOf } from "../time.ts";
import type { Eta, Proof, Scan } from "./scan.ts";
import { byText, inOrder, roughly, statusRank } from "./scan-order.ts";

/** What a parcel is while no scan says more: a label, or a number that its carrier knows nothing of. */
export type Silent = "pre_transit" | "unknown";

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

function betterTime(a: ScanTime, b: ScanTime): ScanTime {
  const score = (t: ScanTime) => (t.instant === null ? 0 : 10) + precisionRank[t.precision];
  return (score(a) - score(b) || byText(a.local, b.local) || (a.instant ?? 0) - (b.instant ?? 0)) > 0 ? a : b;
}

function largest<T>(a: T | null, b: T | null, compare: (x: T, y: T) => number): T | null {
  if (a === null) return b;
  if (b === null) return a;
  return compare(a, b) >= 0 ? a : b;
}

/** Status and reason are one statement: the reason of another status explains nothing. */
function largerMeaning(a: Scan, b: Scan): Pick<Scan, "status" | "reason"> {
  const difference = statusRank(a.status) - statusRank(b.status);
  if (difference !== 0)
    return difference > 0 ? { status: a.status, reason: a.reason } : { status: b.status, reason: b.reason };
  return { status: a.status, reason: largest(a.reason, b.reason, byText) };
}

/** Two reports of one scan made one; field by field the better one wins, so the result does not depend on order. */
function mergeScans(a: Scan, b: Scan): Scan {
  return {
    key: a.key,
    code: a.code,
    ...largerMeaning(a, b),
    message: (a.message.length - b.message.length || byText(a.message, b.message)) > 0 ? a.message : b.message,
    time: betterTime(a.time, b.time),
    place: largest(a.place, b.place, (x, y) => {
      const known = (p: typeof x) => Object.values(p).filter((v) => v !== null).length;
      return known(x) - known(y) || byText(JSON.stringify(x), JSON.stringify(y));
    }),
    ordinal: largest(a.ordinal, b.ordinal, (x, y) => x - y),
  };
}

const explicitCorrection = (scan: Scan) => scan.reason === "delivery_corrected";

/** A label, a pickup that was booked: nothing that the carrier did with the parcel itself. */
const unmoved: ReadonlySet<ShipmentStatus> = new Set(["pre_transit", "unknown", "cancelled"]);
const hasMoved = (scan: Scan | null) => scan?.status != null && !unmoved.has(scan.status);

/** On its way back to the sender. A return that somebody asked for is not one yet: it may be too late, or be called off. */
const goesBack = (scan: Scan | null) =>
  scan?.status === "returned_to_sender" && scan.reason !== "return_requested" ? scan : null;

const cityOf = (scan: Scan) => scan.place?.city?.trim().toLowerCase() || null;

/**
 * Folds scans into the state of the parcel (docs/platforms/scans.md#status). `notBefore` (UTC ms) cuts off a recycled number's earlier
 * life; `otherwise` is the status while no scan gives one.
 *
 * @example foldTimeline([delivered, lateInTransit], { notBefore: 0 }).status // "delivered"
 */
export function foldTimeline(scans: Iterable<Scan>, options: { notBefore: number; otherwise?: Silent }): Timeline {
  const byKey = new Map<string, Scan>();
  for (const scan of scans) {
    const known = byKey.get(scan.key);
    byKey.set(scan.key, known ? mergeScans(known, scan) : scan);
  }
  const ordered = inOrder([...byKey.values()].filter((s) => roughly(s) >= options.notBefore));

  let current: Scan | null = null;
  let unknown: Scan | null = null;
  let postDelivery = false;
  // Where it was out for delivery before it turned back.
  const visited = new Set<string | null>();
  for (const scan of ordered) {
    if (scan.status === null) continue;
    if (scan.status === "unknown") {
      unknown = scan;
      continue;
    }
    if (current?.status === "delivered" && !undoes(scan)) {
      postDelivery ||= scan.status !== "delivered" && scan.status !== "pre_transit";
      continue;
    }
    const back = goesBack(current);
    current = back ? onTheWayBack(back, scan, visited) : next(current, scan);
    if (current.status === "out_for_delivery") visited.add(cityOf(current));
  }
  const decisive = current ?? unknown;
  return {
    scans: ordered,
    status: decisive?.status ?? options.otherwise ?? "pre_transit",
    reason: decisive?.reason ?? null,
    statusKey: decisive?.key ?? null,
    statusAt: decisive?.time.instant ?? null,
    deliveredAt: current?.status === "delivered" ? current.time.instant : null,
    postDelivery: postDelivery && current?.status === "delivered",
  };
}

/** Only a return or an explicit correction takes a delivery back. */
const undoes = (scan: Scan): boolean => goesBack(scan) !== null || explicitCorrection(scan);

function next(current: Scan | null, scan: Scan): Scan {
  if (current === null) return scan;
  // A label filed after the pickup, or sorted after it by a midnight, takes no parcel back.
  if (scan.status === "pre_transit" && hasMoved(current)) return current;
  // Taken in once more on its way: it moves, and is no further back than it was.
  if (scan.status === "accepted" && current.status !== "accepted" && hasMoved(current))
    return { ...scan, status: "in_transit" };
  const ended = current.status === "cancelled" || current.status === "lost";
  return ended && scan.status !== null && !movement.has(scan.status) ? current : scan;
}

/**
 * A parcel that has turned back stays one whatever it passes on its way: delivered, it is back with its sender. It goes to the
 * customer again only by an explicit correction, or when it is out for delivery where it was before it turned.
 */
function onTheWayBack(current: Scan, scan: Scan, visited: ReadonlySet<string | null>): Scan {
  if (explicitCorrection(scan)) return scan;
  if (current.reason === "returned") return current;
  if (scan.status === "delivered") return { ...scan, status: "returned_to_sender", reason: "returned" };
  if (scan.status === "returned_to_sender") return goesBack(scan) ?? current;
  const city = cityOf(scan);
  const again = scan.status === "out_for_delivery" && city !== null && visited.has(city);
  return again || scan.status === "lost" ? scan : current;
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
