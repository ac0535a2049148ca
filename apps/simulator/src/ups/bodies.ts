import { localTime } from "../world/times.ts";
import type { Parcel, Place, Scan } from "../world/types.ts";
import { lateManifest, mailWords, type SaidWords, upsWords } from "./words.ts";

const isOdd = (parcel: Parcel) => /[13579]$/.test(parcel.number);

function wordsOf(parcel: Parcel, index: number): SaidWords {
  const scan = parcel.scans[index] as Scan;
  const isMail = !parcel.number.startsWith("1Z");
  const own = (isMail ? mailWords[scan.kind] : undefined) ?? upsWords[scan.kind];
  // At its sender's dock it may be a delivery like any other: only the scan before it says that it went back.
  if (scan.kind === "returned" && isOdd(parcel)) return upsWords.delivered;
  const goingBack = scan.kind === "departed" && parcel.scans.slice(0, index).some((each) => each.kind === "returning");
  if (goingBack) return { ...own, statusCode: "036", simplified: "Returning to Sender: In Transit" };
  const attempts = parcel.scans.slice(0, index).filter((each) => each.kind === "attempted").length;
  return scan.kind === "attempted" && attempts > 0
    ? { ...own, code: "49", statusCode: "024", simplified: "Final Attempt Made" }
    : own;
}

function address(place: Place, countryOnly: boolean): Record<string, string> {
  if (countryOnly) return { countryCode: place.country, country: place.country };
  return {
    city: place.city.toUpperCase(),
    ...(place.region === "" ? {} : { stateProvince: place.region }),
    postalCode: place.zip,
    countryCode: place.country,
    country: place.country,
  };
}

/** Some shippers upload their manifest minutes after the pickup; UPS lists it with the oldest all the same. */
function lateManifestOf(parcel: Parcel): object[] {
  const pickup = parcel.scans.find((scan) => scan.kind === "picked_up");
  if (pickup === undefined || !isOdd(parcel) || !parcel.number.startsWith("1Z")) return [];
  const scan: Scan = { kind: "label", at: pickup.at + 2 * 60_000, place: pickup.place };
  return [activityOf(scan, lateManifest)];
}

const activity = (parcel: Parcel, index: number) => activityOf(parcel.scans[index] as Scan, wordsOf(parcel, index));

function activityOf(scan: Scan, said: SaidWords): object {
  const local = localTime(scan.at, scan.place.zone);
  const utc = localTime(scan.at, "UTC");
  return {
    location: {
      address: address(scan.place, scan.kind === "label"),
      slic: scan.place.zip.replace(/\D/g, "").slice(0, 4).padEnd(4, "0"),
    },
    status: { type: said.type, description: said.description, code: said.code, statusCode: said.statusCode },
    date: local.date,
    time: local.time,
    gmtDate: utc.date,
    gmtTime: `${utc.time.slice(0, 2)}:${utc.time.slice(2, 4)}:${utc.time.slice(4)}`,
    gmtOffset: local.offset,
  };
}

/** The Track API's answer for one number: activities newest first, times on the scan's own wall clock. */
export function trackBody(parcel: Parcel): object {
  const last = parcel.scans.at(-1);
  const delivered = last?.kind === "delivered";
  const eta = localTime(parcel.eta, parcel.to.zone);
  const late = parcel.eta - parcel.firstEta > 60_000;
  const said = wordsOf(parcel, parcel.scans.length - 1);
  return {
    trackResponse: {
      shipment: [
        {
          inquiryNumber: parcel.number,
          package: [
            {
              trackingNumber: parcel.number,
              deliveryDate: delivered
                ? [{ type: "DEL", date: eta.date }]
                : [
                    { type: "SDD", date: localTime(parcel.firstEta, parcel.to.zone).date },
                    ...(late ? [{ type: "RDD", date: eta.date }] : []),
                  ],
              deliveryTime: delivered ? { type: "DEL", endTime: eta.time } : { type: "EOD", endTime: "210000" },
              activity: [
                ...parcel.scans.map((_, index) => activity(parcel, parcel.scans.length - 1 - index)),
                ...lateManifestOf(parcel),
              ],
              currentStatus: {
                type: said.type,
                code: said.code,
                description: said.simplified,
                simplifiedTextDescription: said.simplified,
                statusCode: said.statusCode,
              },
              packageAddress: [
                { type: "ORIGIN", address: address(parcel.from, false) },
                { type: "DESTINATION", address: address(parcel.to, false) },
              ],
              weight: { unitOfMeasurement: "LBS", weight: (parcel.grams / 453.6).toFixed(2) },
              service: { code: "003", levelCode: "011", description: "UPS Ground" },
              ...(delivered ? { deliveryInformation: { location: "FRONT DOOR", receivedBy: parcel.recipient } } : {}),
              ...(last?.kind === "returned"
                ? { deliveryInformation: { location: "DOCK", receivedBy: "SHIPPER" } }
                : {}),
              packageCount: 1,
            },
          ],
        },
      ],
    },
  };
}

const descriptionCodes: Record<string, number> = { D: 9, I: 17, M: 1, X: 25 };

/** One Track Alert event: flat, and the offset written with a dot. */
export function alertBody(parcel: Parcel, scan: Scan): object {
  const index = parcel.scans.indexOf(scan);
  const said = wordsOf(parcel, index);
  const local = localTime(scan.at, scan.place.zone);
  const utc = localTime(scan.at, "UTC");
  const eta = localTime(parcel.eta, parcel.to.zone);
  const delivered = scan.kind === "delivered";
  return {
    trackingNumber: parcel.number,
    localActivityDate: local.date,
    localActivityTime: local.time,
    activityLocation: {
      ...(scan.kind === "label" ? {} : { city: scan.place.city.toUpperCase() }),
      ...(scan.place.region === "" ? {} : { stateProvince: scan.place.region }),
      postalCode: scan.place.zip,
      country: scan.place.country,
    },
    activityStatus: {
      type: said.type,
      code: said.code,
      description: said.description.trim(),
      descriptionCode: descriptionCodes[said.type] ?? 0,
    },
    scheduledDeliveryDate: delivered ? localTime(parcel.firstEta, parcel.to.zone).date : eta.date,
    gmtActivityDate: utc.date,
    gmtActivityTime: utc.time,
    gmtOffset: local.offset.replace(":", "."),
    deliveryTimeDescription: "end of day",
    ...(delivered
      ? { actualDeliveryDate: local.date, actualDeliveryTime: local.time, receivedBy: parcel.recipient }
      : {}),
  };
}
