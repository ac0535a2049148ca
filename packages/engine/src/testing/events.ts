import { HOUR_MS, localAt } from "@waybill/domain/time";

/** One stop of a parcel, in words of our own; each carrier has its own codes for it, from its official documents. */
export type StopKind = "label" | "picked_up" | "departed" | "arrived" | "out_for_delivery" | "attempted" | "delivered";
export type Stop = { kind: StopKind; at: number; city: string; region: string };

const cities = [
  ["Louisville", "KY"],
  ["Columbus", "OH"],
  ["Omaha", "NE"],
  ["Denver", "CO"],
] as const;

/** A parcel's way, one stop every few hours, ending at `end` (UTC ms). */
export function route(input: { end: number; kinds?: readonly StopKind[] }): Stop[] {
  const kinds: readonly StopKind[] = input.kinds ?? [
    "label",
    "picked_up",
    "departed",
    "arrived",
    "out_for_delivery",
    "delivered",
  ];
  return kinds.map((kind, i) => {
    const [city, region] =
      cities[Math.min(cities.length - 1, Math.floor((i * cities.length) / kinds.length))] ?? cities[0];
    return { kind, at: input.end - (kinds.length - 1 - i) * 3 * HOUR_MS, city, region };
  });
}

// EasyPost: status and status_detail (docs.easypost.com/docs/trackers).
const easypostCodes: Record<StopKind, [string, string, string]> = {
  label: ["pre_transit", "label_created", "Label created"],
  picked_up: ["in_transit", "received_at_origin_facility", "Picked up"],
  departed: ["in_transit", "departed_facility", "Departed facility"],
  arrived: ["in_transit", "arrived_at_facility", "Arrived at facility"],
  out_for_delivery: ["out_for_delivery", "out_for_delivery", "Out for delivery"],
  attempted: ["failure", "delivery_exception", "Nobody was at home"],
  delivered: ["delivered", "arrived_at_destination", "Delivered, front door"],
};

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

/** EasyPost sends the tracker with all its details so far, oldest first. */
export function easypostEvent(input: { number: string; stops: readonly Stop[]; id: string; carrier?: string }): string {
  const last = input.stops.at(-1);
  const [status, detail] = last ? easypostCodes[last.kind] : ["unknown", "unknown"];
  const done = last?.kind === "delivered";
  return JSON.stringify({
    id: `evt_${input.id}`,
    object: "Event",
    description: "tracker.updated",
    result: {
      id: `trk_${input.number}`,
      object: "Tracker",
      tracking_code: input.number,
      carrier: input.carrier ?? "USPS",
      status,
      status_detail: detail,
      updated_at: iso(last?.at ?? 0),
      signed_by: done ? "A MARLOW" : null,
      est_delivery_date: last ? iso(last.at + 24 * HOUR_MS) : null,
      tracking_details: input.stops.map((stop) => {
        const [s, d, message] = easypostCodes[stop.kind];
        return {
          object: "TrackingDetail",
          status: s,
          status_detail: d,
          message,
          datetime: iso(stop.at),
          tracking_location: { city: stop.city, state: stop.region, country: "US", zip: null },
        };
      }),
    },
  });
}

// UPS: type and code of the activity (developer.ups.com, Tracking appendix).
const upsCodes: Record<StopKind, [string, string, string]> = {
  label: ["M", "MP", "Shipper created a label, UPS has not received the package yet."],
  picked_up: ["I", "OR", "Origin Scan"],
  departed: ["I", "DP", "Departed from Facility"],
  arrived: ["I", "AR", "Arrived at Facility"],
  out_for_delivery: ["I", "OT", "Out for Delivery"],
  attempted: ["X", "48", "The customer was not available on the 1st attempt."],
  delivered: ["D", "FS", "Delivered"],
};
/** Minutes east of UTC on the UPS driver's clock. */
const UPS_ZONE = -300;
const digits = (text: string) => text.replace(/[-:]/g, "").split("T");

/** UPS Track Alert tells one activity at a time. */
export function upsAlert(input: { number: string; stop: Stop }): string {
  const { stop } = input;
  const [type, code, description] = upsCodes[stop.kind];
  const [localActivityDate, localActivityTime] = digits(localAt(stop.at, UPS_ZONE));
  const [gmtActivityDate, gmtActivityTime] = digits(localAt(stop.at, 0));
  const [scheduledDeliveryDate] = digits(localAt(stop.at + 24 * HOUR_MS, UPS_ZONE));
  return JSON.stringify({
    trackingNumber: input.number,
    localActivityDate,
    localActivityTime,
    activityLocation: { city: stop.city.toUpperCase(), stateProvince: stop.region, postalCode: "", country: "US" },
    activityStatus: { type, code, description },
    scheduledDeliveryDate,
    gmtActivityDate,
    gmtActivityTime,
    gmtOffset: "-05.00",
    ...(stop.kind === "delivered" ? { receivedBy: "MARLOW" } : {}),
  });
}

// FedEx: eventType and derivedStatusCode (Track API reference).
const fedexCodes: Record<StopKind, [string, string, string]> = {
  label: ["OC", "IN", "Shipment information sent to FedEx"],
  picked_up: ["PU", "PU", "Picked up"],
  departed: ["DP", "IT", "Left FedEx origin facility"],
  arrived: ["AR", "IT", "Arrived at FedEx location"],
  out_for_delivery: ["OD", "IT", "On FedEx vehicle for delivery"],
  attempted: ["DE", "DE", "Delivery exception"],
  delivered: ["DL", "DL", "Delivered"],
};

/** FedEx sends all scans so far, newest first. */
export function fedexEvent(input: { number: string; stops: readonly Stop[] }): string {
  const last = input.stops.at(-1);
  const code = last ? fedexCodes[last.kind][0] : "OC";
  return JSON.stringify({
    output: {
      completeTrackResults: [
        {
          trackingNumber: input.number,
          trackResults: [
            {
              trackingNumberInfo: {
                trackingNumber: input.number,
                trackingNumberUniqueId: `2461000000~${input.number}~FX`,
                carrierCode: "FDXE",
              },
              latestStatusDetail: { code, derivedCode: code },
              deliveryDetails: last?.kind === "delivered" ? { receivedByName: "AMARLOW" } : {},
              scanEvents: input.stops
                .map((stop) => {
                  const [eventType, derivedStatusCode, eventDescription] = fedexCodes[stop.kind];
                  const date = `${localAt(stop.at, -360)}-06:00`;
                  const place = { city: stop.city.toUpperCase(), stateOrProvinceCode: stop.region, countryCode: "US" };
                  return { date, eventType, eventDescription, derivedStatusCode, scanLocation: place };
                })
                .reverse(),
            },
          ],
        },
      ],
    },
  });
}
