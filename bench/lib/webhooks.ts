import { createHmac } from "node:crypto";

// EasyPost tracker events, written from its documents and not with the adapter: the bench asks the server as EasyPost would.

/** A parcel's life, one webhook a step; each webhook repeats the whole list so far, so bodies grow from 1 to 3.5 KB. */
const STEPS = [
  ["pre_transit", "label_created", "Shipping label created", "HOUSTON", "TX"],
  ["in_transit", "received_at_origin_facility", "Accepted at origin facility", "HOUSTON", "TX"],
  ["in_transit", "departed_facility", "Departed facility", "HOUSTON", "TX"],
  ["in_transit", "arrived_at_facility", "Arrived at facility", "MEMPHIS", "TN"],
  ["in_transit", "departed_facility", "Departed facility", "MEMPHIS", "TN"],
  ["in_transit", "arrived_at_facility", "Arrived at facility", "CHARLESTON", "SC"],
  ["out_for_delivery", "out_for_delivery", "Out for delivery", "CHARLESTON", "SC"],
  ["delivered", "arrived_at_destination", "Delivered, front door", "CHARLESTON", "SC"],
] as const;
/** Parcels that live at the same time: any stretch of webhooks is a mix of all steps. */
const COHORT = 256;
const PER_COHORT = COHORT * STEPS.length;
const HOUR = 3_600_000;

/** Parcels that this many webhooks are about. */
export const parcelsFor = (webhooks: number) => Math.ceil(webhooks / PER_COHORT) * COHORT;
/** The tracking number of a parcel, of the USPS form. */
export const trackingNumber = (parcel: number) => `94001${String(parcel).padStart(17, "0")}`;
/** What the scan that a webhook brings says of itself; a client finds the webhook by it. */
export const markOf = (index: number) => `[w${index}]`;

const indexOf = (parcel: number, step: number) =>
  Math.floor(parcel / COHORT) * PER_COHORT + step * COHORT + (parcel % COHORT);

/** The body of the webhook with this index; the parcel's journey began half a day before `now` (UTC ms). */
export function eventBody(index: number, now: number): string {
  const step = Math.floor((index % PER_COHORT) / COHORT);
  const parcel = Math.floor(index / PER_COHORT) * COHORT + (index % COHORT);
  const at = (n: number) => new Date(now - (12 - n) * HOUR).toISOString().replace(/\.\d+Z$/, "Z");
  const details = STEPS.slice(0, step + 1).map(([status, detail, message, city, state], n) => ({
    object: "TrackingDetail",
    message: `${message} ${markOf(indexOf(parcel, n))}`,
    description: "",
    status,
    status_detail: detail,
    datetime: at(n),
    source: "USPS",
    carrier_code: "",
    tracking_location: { object: "TrackingLocation", city, state, country: "US", zip: "77063" },
  }));
  const [status, detail] = STEPS[step] ?? STEPS[0];
  const id = String(index).padStart(28, "0");
  return JSON.stringify({
    id: `evt_${id}`,
    object: "Event",
    mode: "production",
    description: step === 0 ? "tracker.created" : "tracker.updated",
    status: "pending",
    previous_attributes: step === 0 ? {} : { status: STEPS[step - 1]?.[0] },
    pending_urls: [],
    completed_urls: [],
    created_at: at(step),
    updated_at: at(step),
    user_id: "user_060ab38db3c04ffaa60f262e5781a9be",
    result: {
      id: `trk_${String(parcel).padStart(28, "0")}`,
      object: "Tracker",
      mode: "production",
      tracking_code: trackingNumber(parcel),
      status,
      status_detail: detail,
      created_at: at(0),
      updated_at: at(step),
      signed_by: null,
      weight: 17.6,
      est_delivery_date: null,
      shipment_id: null,
      carrier: "USPS",
      tracking_details: details,
      fees: [],
      public_url: "https://track.easypost.com/example",
    },
  });
}

/** The signature header EasyPost sends for a body. */
function signatureOf(body: Buffer, secret: string): string {
  return `hmac-sha256-hex=${createHmac("sha256", secret.normalize("NFKD")).update(body).digest("hex")}`;
}

/** A whole signed HTTP request, ready for the socket. */
export function signedRequest(input: { path: string; body: string; secret: string }): Buffer {
  const body = Buffer.from(input.body);
  const head = [
    `POST ${input.path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "User-Agent: EasyPost/webhooks",
    "Content-Type: application/json",
    `X-Hmac-Signature: ${signatureOf(body, input.secret)}`,
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
}
