import { type Eta, type Proof, type Scan, scanKey, type TrackingUpdate } from "@waybill/domain/shipment/scan";
import type { ScanTime } from "@waybill/domain/time";
import { instantOf, localAt, parseOffset } from "@waybill/domain/time";
import { type Json, list, notBefore, placeOf, record, trackingNumber, words } from "../../kit/body.ts";
import { countryCode } from "../../kit/country.ts";
import { settled, statusOf, wentBack } from "../../kit/state.ts";
import { notUnderstood } from "../../ports/adapter.ts";
import { meaningOf } from "./codes.ts";

/** "20240423" → "2024-04-23"; null for placeholders and dates that do not exist. */
function upsDate(value: unknown): string | null {
  const digits = words(value)?.replace(/\D/g, "") ?? "";
  if (digits.length !== 8) return null;
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return instantOf(date, 0) === null ? null : date;
}

/** "91519" → "09:15:19": UPS drops the leading zeros of an hour at times. */
function upsTime(value: unknown): string | null {
  const digits = words(value)?.replace(/\D/g, "") ?? "";
  if (digits === "" || digits.length > 6) return null;
  const six = digits.padStart(6, "0");
  const time = `${six.slice(0, 2)}:${six.slice(2, 4)}:${six.slice(4)}`;
  return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time) ? time : null;
}

/**
 * A scan's time from UPS's pieces: local date and time, plus `gmtOffset` ("-05:00" in Track, "-04.00" in Track Alert) or GMT
 * date and time, from which the offset follows. Null when no date can be read.
 */
export function upsScanTime(input: {
  date: unknown;
  time: unknown;
  gmtDate: unknown;
  gmtTime: unknown;
  gmtOffset: unknown;
}): ScanTime | null {
  const [date, time] = [upsDate(input.date), upsTime(input.time)];
  const [gmtDate, gmtTime] = [upsDate(input.gmtDate), upsTime(input.gmtTime)];
  const gmt = gmtDate && gmtTime ? instantOf(`${gmtDate}T${gmtTime}`, 0) : null;
  if (date === null)
    return gmt === null ? null : { local: localAt(gmt, 0), offset: 0, instant: gmt, precision: "second" };
  const stated = parseOffset(words(input.gmtOffset));
  if (time === null) return { local: date, offset: stated, instant: null, precision: "date" };
  const local = `${date}T${time}`;
  const offset = stated ?? (gmt === null ? null : offsetBetween(local, gmt));
  return { local, offset, instant: offset === null ? null : instantOf(local, offset), precision: "second" };
}

/** Minutes between a wall clock and GMT, if that is an offset some place on earth has. */
function offsetBetween(local: string, gmt: number): number | null {
  const asUtc = instantOf(local, 0);
  if (asUtc === null) return null;
  const minutes = (asUtc - gmt) / 60_000;
  return Number.isInteger(minutes) && minutes % 15 === 0 && Math.abs(minutes) <= 14 * 60 ? minutes : null;
}

type Activity = {
  number: string;
  status: Json;
  /** The three-digit code, where this API writes it. */
  statusCode: string | null;
  time: ScanTime;
  place: Scan["place"];
  ordinal: number | null;
};

/** Track and Track Alert describe the same scan in different fields; both end here, so that both give it the same key. */
function scanOf({ number, status, statusCode, time, place, ordinal }: Activity): Scan {
  const type = words(status.type)?.toUpperCase() ?? null;
  const activityCode = words(status.code)?.toUpperCase() ?? null;
  const code = `${type ?? ""}/${activityCode ?? ""}`;
  const message = words(status.description) ?? words(status.simplifiedTextDescription) ?? "";
  const meaning = meaningOf({
    type,
    code: activityCode,
    statusCode,
    description: message || null,
    // A number of UPS's own begins with 1Z; those of Mail Innovations are the post office's, or begin with MI.
    isMail: !number.startsWith("1Z"),
  });
  const key = scanKey({ carrier: "ups", number, uniqueId: null, code, local: time.local, place });
  return { key, code, ...meaning, message, time, place, ordinal };
}

const update = (input: { number: string; scans: Scan[]; eta: Eta | null; proof: Proof | null }): TrackingUpdate => ({
  ...input,
  carrier: "ups",
  uniqueId: null,
  handle: null,
});

const clock = (value: unknown) => upsTime(value)?.slice(0, 5) ?? null;
/** One Track Alert event → its tracking update. Throws `notUnderstood` when number or time are missing. */
export function readAlert(value: unknown): TrackingUpdate {
  const event = record(value);
  const number = trackingNumber(event.trackingNumber);
  if (number === null) throw notUnderstood("The event from UPS has no tracking number.");
  const time = upsScanTime({
    date: event.localActivityDate,
    time: event.localActivityTime,
    gmtDate: event.gmtActivityDate,
    gmtTime: event.gmtActivityTime,
    gmtOffset: event.gmtOffset,
  });
  if (time === null) throw notUnderstood(`The event from UPS about ${number} has no date that can be read.`);
  const at = record(event.activityLocation);
  const place = placeOf({
    city: at.city,
    region: at.stateProvince,
    postalCode: at.postalCode,
    country: countryCode(at.countryCode, at.country),
  });
  const status = record(event.activityStatus);
  // Three digits as text are Track's status code. The older numbers (17, 9) are another list: 17 is "out for delivery" there,
  // "held for pickup" here (two editions of UPSTrackAlert.yaml).
  const described = typeof status.descriptionCode === "string" ? status.descriptionCode.trim() : "";
  const statusCode = /^\d{3}$/.test(described) ? described : null;
  const scan = scanOf({ number, status, statusCode, time, place, ordinal: null });
  const asOf = notBefore(time);
  const date = upsDate(event.scheduledDeliveryDate);
  // UPS repeats old schedules: its own sample carries a 2019 date in a 2024 event.
  const current = date !== null && date >= time.local.slice(0, 10) && !settled(scan.status);
  const [from, to] = [clock(event.deliveryStartTime), clock(event.deliveryEndTime)];
  const signedBy = words(event.receivedBy);
  return update({
    number,
    scans: [scan],
    eta: current && asOf !== null ? { date, from, to, asOf } : null,
    // What went back was received by its sender.
    proof: signedBy !== null && asOf !== null && scan.status !== "returned_to_sender" ? { signedBy, asOf } : null,
  });
}

/** One package of a Track reply → its tracking update under the asked number. `now` dates what the reply says about the future. */
export function readPackage(value: unknown, number: string, now: number): TrackingUpdate {
  const parcel = record(value);
  const activities = list(parcel.activity).map(record);
  const scans = activities.flatMap((activity, index): Scan[] => {
    const time = upsScanTime({
      date: activity.date,
      time: activity.time,
      gmtDate: activity.gmtDate,
      gmtTime: activity.gmtTime,
      gmtOffset: activity.gmtOffset,
    });
    if (time === null) return [];
    const status = record(activity.status);
    const at = record(record(activity.location).address);
    const place = placeOf({
      city: at.city,
      region: at.stateProvince,
      postalCode: at.postalCode,
      country: countryCode(at.countryCode, at.country),
    });
    // Newest first; counted from the oldest, a scan keeps its place when newer ones come on top.
    const ordinal = activities.length - 1 - index;
    return [scanOf({ number, status, statusCode: words(status.statusCode), time, place, ordinal })];
  });
  if (activities.length === 0) scans.push(...deliveredAsScan(parcel, number));
  return update({ number, scans, eta: etaOf(parcel, scans, now), proof: proofOf(parcel, scans, now) });
}

/** A reply whose activity is held back ("DETAIL") states the current status all the same; only of a delivery it says when. */
function deliveredAsScan(parcel: Json, number: string): Scan[] {
  const current = record(parcel.currentStatus);
  const given = words(current.statusCode) ?? words(current.code) ?? "";
  const statusCode = /^\d{3}$/.test(given) ? given : null;
  const ofDelivery = (value: unknown) =>
    list(value)
      .map(record)
      .find((one) => words(one.type) === "DEL");
  const [day, hour] = [ofDelivery(parcel.deliveryDate)?.date, ofDelivery(parcel.deliveryTime)?.endTime];
  const time = upsScanTime({ date: day, time: hour, gmtDate: null, gmtTime: null, gmtOffset: null });
  if (time === null) return [];
  const status = { ...current, code: statusCode ?? current.code };
  const scan = scanOf({ number, status, statusCode, time, place: null, ordinal: null });
  return scan.status === "delivered" ? [scan] : [];
}

function etaOf(parcel: Json, scans: readonly Scan[], now: number): Eta | null {
  const dates = new Map(list(parcel.deliveryDate).map((entry) => [words(record(entry).type), record(entry).date]));
  if (dates.has("DEL") || settled(statusOf(scans))) return null;
  const date = upsDate(dates.get("RDD")) ?? upsDate(dates.get("SDD"));
  if (date === null) return null;
  const window =
    list(parcel.deliveryTime)
      .map(record)
      .find((time) => words(time.type) !== "DEL") ?? {};
  // EOD's end is UPS's own closing hour, not a promise to the customer.
  const endOfDay = words(window.type) === "EOD";
  return {
    date,
    from: endOfDay ? null : clock(window.startTime),
    to: endOfDay ? null : clock(window.endTime),
    asOf: now,
  };
}

function proofOf(parcel: Json, scans: readonly Scan[], now: number): Proof | null {
  const signedBy = words(record(parcel.deliveryInformation).receivedBy);
  // What went back was received by its sender.
  if (signedBy === null || wentBack(scans)) return null;
  const delivery = scans.find((scan) => scan.status === "delivered");
  return { signedBy, asOf: (delivery && notBefore(delivery.time)) ?? now };
}
