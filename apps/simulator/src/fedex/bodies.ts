import { countryNames } from "../world/places.ts";
import { isoLocal, localTime } from "../world/times.ts";
import type { Parcel, Place, Scan } from "../world/types.ts";
import { fedexWords, returnNumber } from "./words.ts";

function address(place: Place): object {
  return {
    city: place.city.toUpperCase(),
    ...(place.region === "" ? {} : { stateOrProvinceCode: place.region.replace(/^.*-/, "") }),
    postalCode: place.zip,
    countryCode: place.country,
    countryName: countryNames[place.country] ?? place.country,
    residential: false,
  };
}

const onTime = { status: "ON_TIME" };

/** Some pickups carry only their day, written as its midnight and without an offset. */
const onlyDay = (parcel: Parcel, scan: Scan) => scan.kind === "picked_up" && /[02468]$/.test(parcel.number);

const wordsOf = (parcel: Parcel, scan: Scan) =>
  scan.kind === "returning" && /[37]$/.test(parcel.number) ? returnNumber : fedexWords[scan.kind];

function scanDate(parcel: Parcel, scan: Scan): string {
  return onlyDay(parcel, scan)
    ? `${localTime(scan.at, scan.place.zone).naive.slice(0, 10)}T00:00:00`
    : isoLocal(scan.at, scan.place.zone);
}

/** Newest first, as FedEx sorts them: what carries midnight stands before everything else of its day. */
function newestFirst(parcel: Parcel): Scan[] {
  const sortedBy = (scan: Scan) =>
    onlyDay(parcel, scan) ? Date.parse(isoLocal(scan.at, scan.place.zone).replace(/T[\d:]{8}/, "T00:00:00")) : scan.at;
  return [...parcel.scans].sort((a, b) => sortedBy(b) - sortedBy(a));
}

function scanEvent(parcel: Parcel, scan: Scan): object {
  const said = wordsOf(parcel, scan);
  return {
    date: scanDate(parcel, scan),
    eventType: said.code,
    eventDescription: said.text,
    exceptionCode: said.exception?.code ?? "",
    exceptionDescription: said.exception?.text ?? "",
    // A label has no place yet: FedEx sends the sender's postcode and country only.
    scanLocation:
      scan.kind === "label"
        ? { postalCode: scan.place.zip, countryCode: scan.place.country, residential: false }
        : address(scan.place),
    locationType:
      scan.kind === "label" ? "CUSTOMER" : scan.kind === "delivered" ? "DELIVERY_LOCATION" : "SORT_FACILITY",
    derivedStatusCode: said.derived,
    derivedStatus: said.derivedText,
    ...(said.delay === undefined ? {} : { delayDetail: { ...said.delay, status: "DELAYED" } }),
  };
}

/** One entry of `trackResults`; scans newest first, and only when they were asked for. */
export function trackResult(parcel: Parcel, detailed: boolean): object {
  const last = parcel.scans.at(-1) as Scan;
  const said = wordsOf(parcel, last);
  const picked = parcel.scans.find((scan) => scan.kind === "picked_up");
  const attempts = parcel.scans.filter((scan) => scan.kind === "attempted").length;
  const delivered = last.kind === "delivered" || last.kind === "returned";
  const eta = isoLocal(parcel.eta, parcel.to.zone);
  const dayOnly = (at: number) => `${localTime(at, parcel.to.zone).naive.slice(0, 10)}T00:00:00-06:00`;
  return {
    trackingNumberInfo: { trackingNumber: parcel.number, trackingNumberUniqueId: parcel.uniqueId, carrierCode: "FDXE" },
    additionalTrackingInfo: { nickname: "", packageIdentifiers: [], hasAssociatedShipments: false },
    shipperInformation: { contact: {}, address: address(parcel.from) },
    recipientInformation: { contact: {}, address: address(parcel.to) },
    latestStatusDetail: {
      code: said.code,
      derivedCode: said.derived,
      statusByLocale: said.derivedText,
      description: said.text,
      scanLocation: address(last.place),
      ...(said.exception === undefined
        ? {}
        : {
            ancillaryDetails: [
              {
                reason: said.exception.code,
                reasonDescription: said.exception.text,
                action: said.exception.action,
                actionDescription: said.exception.action,
              },
            ],
          }),
      delayDetail: said.delay === undefined ? onTime : { ...said.delay, status: "DELAYED" },
    },
    dateAndTimes: [
      ...(delivered ? [{ type: "ACTUAL_DELIVERY", dateTime: eta }] : [{ type: "ESTIMATED_DELIVERY", dateTime: eta }]),
      ...(picked === undefined ? [] : [{ type: "ACTUAL_PICKUP", dateTime: isoLocal(picked.at, picked.place.zone) }]),
      { type: "SHIP", dateTime: dayOnly(parcel.createdAt) },
    ],
    ...(detailed ? { scanEvents: newestFirst(parcel).map((scan) => scanEvent(parcel, scan)) } : {}),
    deliveryDetails: {
      deliveryAttempts: String(attempts),
      ...(delivered
        ? {
            // What goes back is received by its shipper.
            receivedByName: last.kind === "returned" ? "S.SHIPPER" : parcel.recipient,
            locationDescription: "Front Desk",
            actualDeliveryAddress: address(last.place),
          }
        : {}),
    },
    originLocation: { locationContactAndAddress: { address: address(parcel.from) } },
    destinationLocation: { locationContactAndAddress: { address: address(parcel.to) }, locationType: "" },
    lastUpdatedDestinationAddress: address(parcel.to),
    serviceDetail: { type: "FEDEX_GROUND", description: "FedEx Ground", shortDescription: "FG" },
    standardTransitTimeWindow: { window: { ends: dayOnly(parcel.firstEta) } },
    estimatedDeliveryTimeWindow: delivered
      ? { window: {} }
      : {
          type: "ESTIMATED_DELIVERY",
          window: {
            begins: isoLocal(parcel.eta - 3_600_000, parcel.to.zone),
            ends: isoLocal(parcel.eta + 3_600_000, parcel.to.zone),
          },
        },
    goodsClassificationCode: "",
    availableNotifications: ["ON_DELIVERY", "ON_EXCEPTION"],
  };
}

export function notFoundResult(number: string): object {
  const error =
    number === ""
      ? { code: "TRACKING.TRACKINGNUMBER.EMPTY", message: "Please provide tracking number." }
      : {
          code: "TRACKING.TRACKINGNUMBER.NOTFOUND",
          message: "Tracking number cannot be found. Please correct the tracking number and try again.",
        };
  return { trackingNumberInfo: { trackingNumber: number, trackingNumberUniqueId: "", carrierCode: "" }, error };
}

/** The whole Track reply; webhooks have the same shape. */
export function trackReply(input: {
  transactionId: string;
  customerTransactionId?: string | undefined;
  results: { number: string; result: object }[];
}): object {
  return {
    transactionId: input.transactionId,
    ...(input.customerTransactionId === undefined ? {} : { customerTransactionId: input.customerTransactionId }),
    output: {
      completeTrackResults: input.results.map(({ number, result }) => ({
        trackingNumber: number,
        trackResults: [result],
      })),
    },
  };
}
