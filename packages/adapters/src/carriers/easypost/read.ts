import { type Eta, type Scan, scanKey, type TrackingUpdate } from "@waybill/domain/shipment/scan";
import { DAY_MS, instantOf, parseIso, type ScanTime } from "@waybill/domain/time";
import { type Json, list, placeOf, record, trackingNumber, words } from "../../kit/body.ts";
import { countryCode } from "../../kit/country.ts";
import { slug } from "../../kit/slug.ts";
import { settled, statusOf, wentBack } from "../../kit/state.ts";
import type { KnownCarrierId } from "../known.ts";
import { meaningOf } from "./codes.ts";

// EasyPost's carrier names that are one carrier of ours under several contracts.
const families: readonly (readonly [RegExp, KnownCarrierId])[] = [
  [/^usps/i, "usps"],
  [/^ups/i, "ups"],
  [/^fedex/i, "fedex"],
  [/^dhl/i, "dhl"],
  [/^royalmail/i, "royal-mail"],
  [/^canadapost/i, "canada-post"],
  [/^amazon/i, "amazon"],
  [/^ontrac/i, "ontrac"],
  [/^lasership/i, "lasership"],
  [/^purolator/i, "purolator"],
  [/^dpd/i, "dpd"],
];

/** EasyPost's name of a carrier → our id: "FedExSmartPost" → "fedex"; a carrier we have no id for becomes a slug. */
export function carrierId(name: unknown): string {
  const text = words(name);
  if (text === null) return "unknown";
  const known = families.find(([pattern]) => pattern.test(text.replace(/[^A-Za-z]/g, "")))?.[1];
  return known ?? (slug(text) || "unknown");
}

const NAMES: Partial<Record<KnownCarrierId, string>> = { usps: "USPS", ups: "UPS", fedex: "FedEx" };

/** Our id → the name to give when a tracker is made; null leaves the choice to EasyPost. */
export function easypostCarrier(id: string): string | null {
  return Object.hasOwn(NAMES, id) ? (NAMES[id as KnownCarrierId] ?? null) : null;
}

/** A Tracker object → its tracking update; null when it has no tracking code. Pure: everything is dated by the tracker itself. */
export function readTracker(value: unknown): TrackingUpdate | null {
  const tracker = record(value);
  const number = trackingNumber(tracker.tracking_code);
  if (number === null) return null;
  const carrier = carrierId(tracker.carrier);
  // Oldest first, as a whole list each time.
  const details = list(tracker.tracking_details).map(record);
  const scans = details.flatMap((detail, ordinal) => {
    const scan = scanOf({ number, carrier, detail, ordinal });
    return scan === null ? [] : [scan];
  });
  const summary = summaryOf(tracker, scans);
  const whole = summary === null ? null : scanOf({ number, carrier, detail: summary, ordinal: details.length });
  if (whole !== null) scans.push(whole);
  const asOf = parseIso(words(tracker.updated_at))?.instant ?? scans.at(-1)?.time.instant ?? null;
  const signedBy = words(tracker.signed_by);
  const delivered = scans.findLast((scan) => scan.status === "delivered")?.time.instant ?? asOf;
  return {
    number,
    carrier,
    uniqueId: null,
    handle: words(tracker.id),
    scans,
    eta: asOf === null ? null : etaOf(tracker, scans, asOf),
    // What went back was signed for by its sender.
    proof: signedBy !== null && delivered !== null && !wentBack(scans) ? { signedBy, asOf: delivered } : null,
    ...(scans.length === 0 && knowsNothing(tracker) ? { noTrace: true } : {}),
  };
}

const knowsNothing = (tracker: Json) => meaningOf(words(tracker.status), null).status === "unknown";

/**
 * The tracker's own status where no scan tells it: their list is empty or ends with the label, or the parcel has arrived since. Other
 * scans know better than it does. What still moves is dated by the last scan, so that no later one with its own time loses to it.
 */
function summaryOf(tracker: Json, scans: readonly Scan[]): Json | null {
  const { status, status_detail, updated_at } = tracker;
  const { status: said } = meaningOf(words(status), null);
  if (said === null || said === "unknown" || said === "pre_transit") return null;
  if (scans.some(({ code }) => code.split("/")[0] === status)) return null;
  const seen = statusOf(scans);
  const isSilent = seen === null || seen === "pre_transit" || seen === "unknown";
  const hasArrived = (said === "delivered" || said === "returned_to_sender") && seen !== said;
  if (!isSilent && !hasArrived) return null;
  // EasyPost states UTC.
  const last = scans.at(-1)?.time.instant ?? null;
  const lastSeen = last === null ? null : new Date(last).toISOString();
  const changed = words(updated_at);
  return { status, status_detail, datetime: settled(said) ? (changed ?? lastSeen) : (lastSeen ?? changed) };
}

function scanOf(input: { number: string; carrier: string; detail: Json; ordinal: number }): Scan | null {
  const { number, carrier, detail, ordinal } = input;
  // EasyPost states UTC, with a Z.
  const time = parseIso(words(detail.datetime));
  if (time === null) return null;
  const status = words(detail.status);
  const statusDetail = words(detail.status_detail);
  const code = statusDetail === null ? (status ?? "") : `${status ?? ""}/${statusDetail}`;
  const message = words(detail.message) ?? words(detail.description);
  const at = record(detail.tracking_location);
  const place = placeOf({ city: at.city, region: at.state, postalCode: at.zip, country: countryCode(at.country) });
  return {
    key: scanKey({ carrier, number, uniqueId: null, code, local: time.local, place }),
    code,
    ...meaningOf(status, statusDetail, message),
    message: message ?? "",
    time,
    place,
    ordinal,
  };
}

/** One day told in two zones. The sandbox's local date lies centuries away from its own instant: that is none. */
const isSameDay = (a: ScanTime, b: ScanTime) => Math.abs(dayOf(a) - dayOf(b)) <= 2 * DAY_MS;
const dayOf = ({ local }: ScanTime) => instantOf(local.slice(0, 10), 0) ?? 0;

/** The carrier's local date where EasyPost has it; its UTC instant is often only a date at midnight. */
function etaOf(tracker: Json, scans: readonly Scan[], asOf: number): Eta | null {
  const { status } = meaningOf(words(tracker.status), words(tracker.status_detail));
  if (settled(status) || settled(statusOf(scans))) return null;
  const carrier = record(tracker.carrier_detail);
  const instant = parseIso(words(tracker.est_delivery_date));
  const stated = parseIso(words(carrier.est_delivery_date_local));
  const local = stated && instant && !isSameDay(stated, instant) ? null : stated;
  const date = local ?? instant ?? parseIso(words(carrier.guaranteed_delivery_date));
  if (date === null) return null;
  const clock = /^([01]\d|2[0-3]):[0-5]\d/.exec(words(carrier.est_delivery_time_local) ?? "")?.[0] ?? null;
  return { date: date.local.slice(0, 10), from: null, to: local === null ? null : clock, asOf };
}
