import { isoSeconds, localTime } from "../world/times.ts";
import type { Parcel, Place, Scan, ScanKind } from "../world/types.ts";

type Words = { status: string; detail: string; message: string };

// The words are USPS's usual ones; status and status_detail are EasyPost's own enumerations.
const words: Record<ScanKind, Words> = {
  label: { status: "pre_transit", detail: "label_created", message: "Shipping Label Created, USPS Awaiting Item" },
  picked_up: { status: "in_transit", detail: "received_at_origin_facility", message: "USPS in possession of item" },
  departed: { status: "in_transit", detail: "departed_facility", message: "Departed USPS Regional Facility" },
  arrived: { status: "in_transit", detail: "arrived_at_facility", message: "Arrived at USPS Regional Facility" },
  exported: { status: "in_transit", detail: "in_transit", message: "Processed Through Facility, Departed Country" },
  imported: { status: "in_transit", detail: "arrived_at_facility", message: "Arrived at International Facility" },
  customs_hold: { status: "in_transit", detail: "held", message: "Held in Customs" },
  customs_cleared: { status: "in_transit", detail: "in_transit", message: "Customs Clearance Complete" },
  at_destination: {
    status: "in_transit",
    detail: "received_at_destination_facility",
    message: "Arrived at Post Office",
  },
  out_for_delivery: { status: "out_for_delivery", detail: "out_for_delivery", message: "Out for Delivery" },
  delivered: { status: "delivered", detail: "arrived_at_destination", message: "Delivered, In/At Mailbox" },
  attempted: {
    status: "in_transit",
    detail: "delivery_exception",
    message: "Notice Left (No Authorized Recipient Available)",
  },
  address_problem: { status: "in_transit", detail: "address_correction", message: "Insufficient Address" },
  address_fixed: { status: "in_transit", detail: "in_transit", message: "Forwarded, Address Corrected" },
  weather_delay: { status: "in_transit", detail: "weather_delay", message: "In Transit, Delayed by Weather" },
  late_delay: { status: "in_transit", detail: "delayed", message: "In Transit, Arriving Late" },
  pickup_ready: {
    status: "available_for_pickup",
    detail: "arrived_at_pickup_location",
    message: "Available for Pickup",
  },
  returning: { status: "return_to_sender", detail: "return", message: "Return to Sender" },
  returned: { status: "return_to_sender", detail: "return", message: "Delivered, To Original Sender" },
};

const FINAL = new Set<ScanKind>(["delivered", "returned"]);
const carrierNames = { ups: "UPS", fedex: "FedEx", usps: "USPS" } as const;

export type Tracker = { id: string; number: string; carrier: string; createdAt: number; previousStatus: string };

function location(place: Place | null): object {
  return {
    object: "TrackingLocation",
    city: place?.city.toUpperCase() ?? null,
    state: place === null || place.region === "" ? null : place.region,
    country: place?.country ?? null,
    zip: place?.zip ?? null,
  };
}

/** Of another carrier's attempt EasyPost makes a failure that is "delayed": only the words say that nobody was there. */
const fedexAttempt: Words = {
  status: "failure",
  detail: "delayed",
  message: "Delivery exception (Customer not available or business closed)",
};

/** What EasyPost knows of a parcel: of some nothing at all before the first scan that their carrier makes. */
function seen(parcel: Parcel): readonly Scan[] {
  const silent = parcel.carrier === "usps" && parcel.number.endsWith("3") && !parcel.frozen;
  return silent && parcel.scans.length === 1 ? [] : parcel.scans;
}

/** A scan after a return has begun stays a return, whatever else the parcel passes on its way home. */
function wordsOf(parcel: Parcel, index: number): Words {
  const { scans } = parcel;
  const scan = scans[index] as Scan;
  const own = scan.kind === "attempted" && parcel.carrier === "fedex" ? fedexAttempt : words[scan.kind];
  const returning = scans.slice(0, index).some((each) => each.kind === "returning");
  return returning ? { ...own, status: "return_to_sender", detail: "return" } : own;
}

export function easypostStatus(parcel: Parcel): string {
  const scans = seen(parcel);
  return scans.length === 0 ? "unknown" : wordsOf(parcel, scans.length - 1).status;
}

export function easypostCarrier(parcel: Parcel): string {
  return carrierNames[parcel.carrier];
}

/** The Tracker object: details oldest first, all times UTC, promised delivery also in the destination's own clock. */
export function trackerBody(tracker: Tracker, parcel: Parcel): Record<string, unknown> {
  const scans = seen(parcel);
  const last = scans.at(-1);
  const current = scans.length === 0 ? null : wordsOf(parcel, scans.length - 1);
  const eta = localTime(parcel.eta, parcel.to.zone).naive.replace("T", " ");
  const attempt = parcel.scans.find((scan) => scan.kind === "attempted" || scan.kind === "delivered");
  return {
    id: tracker.id,
    object: "Tracker",
    mode: "test",
    tracking_code: tracker.number,
    status: current?.status ?? "unknown",
    status_detail: current?.detail ?? "unknown",
    created_at: isoSeconds(tracker.createdAt),
    updated_at: isoSeconds(Math.max(parcel.updatedAt, tracker.createdAt)),
    signed_by: last?.kind === "delivered" ? parcel.recipient : null,
    weight: Math.round((parcel.grams / 28.35) * 10) / 10,
    est_delivery_date: last === undefined ? null : isoSeconds(parcel.eta),
    shipment_id: null,
    carrier: tracker.carrier,
    tracking_details: scans.map((scan, index) => {
      const said = wordsOf(parcel, index);
      return {
        object: "TrackingDetail",
        message: said.message,
        description: "",
        status: said.status,
        status_detail: said.detail,
        datetime: isoSeconds(scan.at),
        source: tracker.carrier,
        carrier_code: "",
        tracking_location: location(scan.kind === "label" ? null : scan.place),
        est_delivery_date: null,
      };
    }),
    fees: [],
    carrier_detail:
      last === undefined
        ? null
        : {
            object: "CarrierDetail",
            service: parcel.from.country === parcel.to.country ? "Ground Advantage" : "Priority Mail International",
            container_type: null,
            est_delivery_date_local: eta.slice(0, 10),
            est_delivery_time_local: eta.slice(11),
            origin_location: `${parcel.from.city.toUpperCase()} ${parcel.from.region}, ${parcel.from.zip}`,
            origin_tracking_location: location(parcel.from),
            destination_location: `${parcel.to.city.toUpperCase()} ${parcel.to.region}, ${parcel.to.zip}`,
            destination_tracking_location: location(parcel.to),
            guaranteed_delivery_date: null,
            alternate_identifier: null,
            initial_delivery_attempt: attempt === undefined ? null : isoSeconds(attempt.at),
          },
    finalized: last !== undefined && FINAL.has(last.kind),
    // A return label's tracker is known before anybody scans it.
    is_return: parcel.scans.length === 0 || parcel.scans.some((scan) => scan.kind === "returning"),
    public_url: `https://track.easypost.com/${Buffer.from(`v1:${tracker.id}`).toString("base64url")}`,
  };
}
