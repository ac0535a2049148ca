import { type Eta, type Proof, type Scan, scanKey, type TrackingUpdate } from "@waybill/domain/shipment/scan";
import type { ScanTime } from "@waybill/domain/time";
import { parseIso } from "@waybill/domain/time";
import { type Json, list, notBefore, placeOf, record, words } from "../../kit/body.ts";
import { countryCode } from "../../kit/country.ts";
import { settled, statusOf, wentBack } from "../../kit/state.ts";
import { meaningOf } from "./codes.ts";

export const uniqueIdOf = (result: Json) => words(record(result.trackingNumberInfo).trackingNumberUniqueId);

/** A FedEx date-time. Midnight without an offset is a date; in `dateAndTimes` and windows midnight always is. */
export function fedexTime(value: unknown, midnightIsDate: boolean): ScanTime | null {
  const time = parseIso(words(value));
  if (time === null || !/T00:00:00$/.test(time.local)) return time;
  if (!midnightIsDate && time.offset !== null) return time;
  return { local: time.local.slice(0, 10), offset: time.offset, instant: null, precision: "date" };
}

/**
 * One of the `trackResults` of a number → its tracking update. `now` is null in a webhook: a pure parse dates the reply's statements
 * by the newest scan in it.
 */
export function readResult(value: unknown, number: string, now: number | null): TrackingUpdate {
  const result = record(value);
  const uniqueId = uniqueIdOf(result);
  const events = explained(result, list(result.scanEvents).map(record));
  const scans = events.flatMap((event, index): Scan[] => {
    const time = fedexTime(event.date, false);
    // Newest first; counted from the oldest, a scan keeps its place when newer ones come on top.
    return time === null ? [] : [scanOf({ number, uniqueId, event, time, ordinal: events.length - 1 - index })];
  });
  if (events.length === 0) scans.push(...latestAsScan(result, number, uniqueId));
  const asOf = now ?? newestStatement(result, scans);
  return {
    number,
    carrier: "fedex",
    uniqueId,
    handle: null,
    scans,
    eta: asOf === null ? null : etaOf(result, scans, asOf),
    proof: proofOf(result, scans, asOf),
  };
}

/** The newest scan's reason, where it only says "exception" and the reply's status, which is the same one, says which. */
function explained(result: Json, events: Json[]): Json[] {
  const [newest, ...older] = events;
  const latest = record(result.latestStatusDetail);
  if (!newest || words(newest.exceptionDescription) !== null || words(latest.code) !== words(newest.eventType))
    return events;
  return [{ ...newest, ...reasonOf(latest) }, ...older];
}

/** Not the reason's code: it would become part of the scan's identity, and come and go with the reply's newest scan. */
function reasonOf(latest: Json): { exceptionDescription?: string } {
  const reason = record(list(latest.ancillaryDetails)[0]);
  const why = words(reason.reasonDescription) ?? words(reason.actionDescription);
  return why === null ? {} : { exceptionDescription: why };
}

function scanOf(input: {
  number: string;
  uniqueId: string | null;
  event: Json;
  time: ScanTime;
  ordinal: number | null;
}): Scan {
  const { number, uniqueId, event, time, ordinal } = input;
  const type = words(event.eventType);
  const exceptionCode = words(event.exceptionCode);
  const exception = words(event.exceptionDescription);
  const code = exceptionCode ? `${type ?? ""}/${exceptionCode}` : (type ?? "");
  const at = record(event.scanLocation);
  const place = placeOf({
    city: at.city,
    region: at.stateOrProvinceCode,
    postalCode: at.postalCode,
    country: countryCode(at.countryCode, at.countryName),
  });
  const said = words(event.eventDescription) ?? words(event.derivedStatus) ?? "";
  const message = exception && !said.includes(exception) ? `${said}${said ? ": " : ""}${exception}` : said;
  const meaning = meaningOf({
    code: type,
    derived: words(event.derivedStatusCode),
    exception: exception ?? said,
    exceptionCode,
    delay: words(record(event.delayDetail).type),
  });
  const key = scanKey({ carrier: "fedex", number, uniqueId, code, local: time.local, place });
  return { key, code, ...meaning, message, time, place, ordinal };
}

/** Which of the reply's own times belongs to a status that came without scans. */
const TIME_OF: Readonly<Record<string, string>> = {
  DL: "ACTUAL_DELIVERY",
  PU: "ACTUAL_PICKUP",
  OC: "SHIP",
  IN: "SHIP",
};

/** A reply without scans still states the current status; it counts only where the reply says when it came about. */
function latestAsScan(result: Json, number: string, uniqueId: string | null): Scan[] {
  const latest = record(result.latestStatusDetail);
  const type = words(latest.code);
  const derived = words(latest.derivedCode);
  const time = timesOf(result).get(TIME_OF[type ?? ""] ?? TIME_OF[derived ?? ""] ?? "");
  if (!time || (type ?? derived) === null) return [];
  const event = {
    eventType: type ?? derived,
    derivedStatusCode: derived,
    eventDescription: words(latest.description) ?? words(latest.statusByLocale),
    scanLocation: latest.scanLocation,
    delayDetail: latest.delayDetail,
    ...reasonOf(latest),
  };
  return [scanOf({ number, uniqueId, event, time, ordinal: null })];
}

export function timesOf(result: Json): Map<string, ScanTime> {
  const times = new Map<string, ScanTime>();
  for (const entry of list(result.dateAndTimes).map(record)) {
    const type = words(entry.type);
    const time = fedexTime(entry.dateTime, true);
    if (type && time && !times.has(type)) times.set(type, time);
  }
  return times;
}

function newestStatement(result: Json, scans: readonly Scan[]): number | null {
  const times = scans.map((scan) => scan.time);
  if (times.length === 0) {
    for (const [type, time] of timesOf(result)) if (type.startsWith("ACTUAL_") || type === "SHIP") times.push(time);
  }
  const bounds = times.map(notBefore).filter((ms) => ms !== null);
  return bounds.reduce<number | null>((latest, ms) => Math.max(latest ?? ms, ms), null);
}

/** docs/platforms/fedex.md#estimates: estimated window, ESTIMATED_DELIVERY, APPOINTMENT_DELIVERY, standard transit window, COMMITMENT. */
function etaOf(result: Json, scans: readonly Scan[], asOf: number): Eta | null {
  const latest = record(result.latestStatusDetail);
  const said = meaningOf({
    code: words(latest.code),
    derived: words(latest.derivedCode),
    exception: null,
    delay: null,
  });
  if (settled(statusOf(scans) ?? said.status)) return null;
  const times = timesOf(result);
  const window = record(record(result.estimatedDeliveryTimeWindow).window);
  const standard = record(record(result.standardTransitTimeWindow).window);
  const begins = fedexTime(window.begins, true);
  const ends = fedexTime(window.ends, true) ?? begins;
  const end =
    ends ??
    times.get("ESTIMATED_DELIVERY") ??
    times.get("APPOINTMENT_DELIVERY") ??
    fedexTime(standard.ends, true) ??
    times.get("COMMITMENT");
  if (!end) return null;
  const clock = (time: ScanTime | null) =>
    time === null || time.precision === "date" ? null : time.local.slice(11, 16);
  const date = end.local.slice(0, 10);
  // A window that opens on an earlier day has no hour to show for the last one.
  const sameDay = begins !== null && begins.local.slice(0, 10) === date;
  const to = clock(end);
  return { date, from: sameDay && begins !== end ? clock(begins) : null, to, asOf };
}

function proofOf(result: Json, scans: readonly Scan[], asOf: number | null): Proof | null {
  const details = record(result.deliveryDetails);
  const signedBy = words(details.signedByName) ?? words(details.receivedByName);
  const delivery = scans.find((scan) => scan.status === "delivered");
  // What went back was received by its sender.
  if (signedBy === null || !delivery || wentBack(scans)) return null;
  const at = notBefore(delivery.time) ?? asOf;
  return at === null ? null : { signedBy, asOf: at };
}
