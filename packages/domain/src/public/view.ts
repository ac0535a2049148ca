import { z } from "zod";
import { saidOfParcel } from "../said/parcel.ts";
import type { Together } from "../said/together.ts";
import { meaningOfScan, type ScanMeaning, scanMeanings } from "../shipment/meanings.ts";
import { triggers } from "../shipment/notify.ts";
import type { Eta, Place, Scan } from "../shipment/scan.ts";
import { etaSchema } from "../shipment/scan.ts";
import type { Timeline } from "../shipment/timeline.ts";
import { customerSteps, shipmentStatusSchema } from "../status.ts";
import { type ZoneAnswer, zoneSchema } from "../zones/answers.ts";
import { newsAt } from "./news.ts";

/** What a stranger with the link may see: listed here field by field, so that nothing new leaks by being added elsewhere. */
const publicScanSchema = z.object({
  key: z.string(),
  status: shipmentStatusSchema.nullable(),
  reason: z.string().nullable(),
  /** What it says in our words; null: only the carrier's own say it. */
  meaning: z.enum(scanMeanings).nullable(),
  message: z.string(),
  local: z.string(),
  offset: z.number().nullable(),
  instant: z.number().nullable(),
  precision: z.enum(["second", "minute", "date"]),
  place: z.string().nullable(),
  city: z.string().nullable(),
});
export type PublicScan = z.infer<typeof publicScanSchema>;

/** How the seller looks, and where they can be reached. */
const publicBrandSchema = z.object({
  logoUrl: z.string().nullable(),
  accent: z.string().nullable(),
  supportEmail: z.string().nullable(),
  supportUrl: z.string().nullable(),
  returnsUrl: z.string().nullable(),
});

/** Another parcel of the same order, while its own link is alive. */
const publicSiblingSchema = z.object({
  token: z.string(),
  number: z.string(),
  carrierName: z.string(),
  status: shipmentStatusSchema,
  reason: z.string().nullable(),
});

/** What this link's recipient gets; the address is masked: whoever was sent the link must not learn it. */
const publicNotifySchema = z.object({
  address: z.string(),
  muted: z.boolean(),
  /** All parcels of the order are muted; null where it has only this one. */
  orderMuted: z.boolean().nullable(),
  /** Those that the seller sends at all. */
  triggers: z.partialRecord(z.enum(triggers), z.boolean()),
});
export type PublicNotify = z.infer<typeof publicNotifySchema>;

export const publicShipmentSchema = z.object({
  /** The stream's version: the cursor of the page's live feed. */
  version: z.number().int(),
  /** Empty where nobody gave one: each language has a word for it. */
  seller: z.string(),
  brand: publicBrandSchema,
  /** Language tag of the order as the shop gave it, and the seller's own for readers whose language nobody knows. */
  locale: z.string().nullable(),
  sellerLocale: z.string(),
  orderNumber: z.string().nullable(),
  carrier: z.string(),
  carrierName: z.string(),
  number: z.string(),
  carrierUrl: z.string().nullable(),
  status: shipmentStatusSchema,
  reason: z.string().nullable(),
  step: z.enum(customerSteps),
  eta: etaSchema.nullable(),
  /** The first day that was promised, when it is not the one expected now. */
  promised: z.string().nullable(),
  deliveredAt: z.number().nullable(),
  signedBy: z.string().nullable(),
  orderedAt: z.number().nullable(),
  shippedAt: z.number(),
  /** When its newest scan was made, UTC ms, whenever we heard of it; without one, when it was handed in. */
  newsAt: z.number(),
  destination: z.string().nullable(),
  destinationCity: z.string().nullable(),
  /** IANA name of the destination's clock: its days are the page's days. */
  timeZone: z.string(),
  /** Its rules as we know them, from the oldest scan to a year from now: the reader's machine may be older than the world. */
  timeZoneOffsets: zoneSchema.shape.timeZoneOffsets,
  items: z.array(z.object({ title: z.string(), variant: z.string().nullable(), quantity: z.number() })),
  /** How many parcels bring the items together; absent: this one alone. */
  itemsIn: z.number().optional(),
  /** Newest first. */
  scans: z.array(publicScanSchema),
  parcels: z.array(publicSiblingSchema),
  /** Which of its order's parcels it is; null: there is no other. */
  together: z.object({ nth: z.number(), of: z.number(), arrived: z.number() }).nullable(),
  /** Its number has left the order; `token` leads to the parcel that took its place, where there is one. */
  replaced: z.object({ token: z.string().nullable() }).nullable(),
  /** Where it goes, in lines: only while the address is what is asked about, else none. */
  address: z.array(z.string()),
  notify: publicNotifySchema.nullable(),
});
export type PublicShipment = z.infer<typeof publicShipmentSchema>;

const placeText = (place: Place | null) =>
  [place?.city, place?.region, place?.country].filter(Boolean).join(", ") || null;

/** `meaning`: what its carrier's own table says of the code. */
export function publicScan(scan: Scan & { meaning?: ScanMeaning | null }): PublicScan {
  const { local, offset, instant, precision } = scan.time;
  // The reason is ours and harmless; the carrier's code is for the seller.
  return {
    key: publicKey(scan.key),
    status: scan.status,
    reason: scan.reason,
    meaning: meaningOfScan({ said: scan.meaning ?? null, status: scan.status, reason: scan.reason }),
    message: scan.message,
    local,
    offset,
    instant,
    precision,
    place: placeText(scan.place),
    city: scan.place?.city || null,
  };
}

// Only an identity for the screen: the real key names the carrier's package id.
function publicKey(key: string): string {
  let hash = 5381;
  for (let i = 0; i < key.length; i++) hash = ((hash * 33) ^ key.charCodeAt(i)) >>> 0;
  return `${hash.toString(36)}${key.length.toString(36)}`;
}

/** The first promised day, once another one is expected. */
export const promisedBefore = (input: { eta: Eta | null; promised: Eta | null }): string | null =>
  input.promised && input.promised.date !== input.eta?.date ? input.promised.date : null;

/** A link that a page may offer: the web's own protocols only, whatever a platform or a carrier handed us. */
export function safeUrl(url: string | null): string | null {
  return url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
}

/**
 * Enough of an address to know one's own by, too little to write to it.
 *
 * @example maskedAddress("maria@example.com") // "m•••@e•••.com"
 */
export function maskedAddress(address: string): string {
  const [name = "", domain = ""] = address.split("@");
  const end = domain.lastIndexOf(".");
  const first = (text: string) => [...text][0] ?? "";
  return `${first(name)}•••@${first(domain)}•••${end > 0 ? domain.slice(end) : ""}`;
}

const publicBrand = (brand: PublicShipment["brand"]): PublicShipment["brand"] => ({
  logoUrl: brand.logoUrl,
  accent: brand.accent,
  supportEmail: brand.supportEmail,
  supportUrl: safeUrl(brand.supportUrl),
  returnsUrl: safeUrl(brand.returnsUrl),
});

/** What the seller knows of a parcel, and how it is looked at. */
type Known = {
  version: number;
  seller: string;
  brand: PublicShipment["brand"];
  locale: string | null;
  sellerLocale: string;
  carrierName: string;
  zone: ZoneAnswer;
  shipment: {
    carrier: string;
    number: string;
    trackingUrl: string | null;
    eta: PublicShipment["eta"];
    promised: PublicShipment["eta"];
    proof: { signedBy: string | null } | null;
    shippedAt: number;
  };
  order: { number: string; placedAt: number; city: string | null; country: string | null; address?: string[] } | null;
  items: PublicShipment["items"];
  itemsIn?: number;
  parcels: PublicShipment["parcels"];
  together?: Together | null;
  replaced?: PublicShipment["replaced"];
  notify: PublicNotify | null;
  timeline: Timeline;
  /** What its carrier's own table says of a scan. */
  meaningOf?: (scan: Scan) => ScanMeaning | null;
};

/**
 * Makes the public page's view from what the seller knows.
 *
 * @example publicShipment({ version, seller: "Practice shop", brand, shipment, order, items, timeline, carrierName: "UPS", … })
 */
export function publicShipment(input: Known): PublicShipment {
  const { shipment, order, timeline, together = null } = input;
  const { status, reason, scans } = timeline;
  const promised = promisedBefore(shipment);
  const said = saidOfParcel({ status, reason, scans, eta: shipment.eta, promised, together });
  const view: PublicShipment = {
    version: input.version,
    seller: input.seller,
    brand: publicBrand(input.brand),
    locale: input.locale,
    sellerLocale: input.sellerLocale,
    orderNumber: order?.number ?? null,
    carrier: shipment.carrier,
    carrierName: input.carrierName,
    number: shipment.number,
    carrierUrl: safeUrl(shipment.trackingUrl),
    status,
    reason,
    step: said.step,
    eta: timeline.status === "delivered" ? null : shipment.eta,
    promised,
    deliveredAt: timeline.deliveredAt,
    signedBy: timeline.status === "delivered" ? (shipment.proof?.signedBy ?? null) : null,
    orderedAt: order?.placedAt ?? null,
    shippedAt: shipment.shippedAt,
    newsAt: newsAt(scans.map(({ time }) => time)) ?? shipment.shippedAt,
    destination: [order?.city, order?.country].filter(Boolean).join(", ") || null,
    destinationCity: order?.city || null,
    ...input.zone,
    items: input.items,
    itemsIn: input.itemsIn,
    scans: timeline.scans.map((scan) => publicScan({ ...scan, meaning: input.meaningOf?.(scan) ?? null })).reverse(),
    parcels: input.parcels,
    together,
    replaced: input.replaced ?? null,
    address: said.showsAddress ? (order?.address ?? []) : [],
    notify: input.notify,
  };
  return input.replaced ? withoutItsWay(view) : view;
}

/** A number that left the order may be a stranger's, by a slip of the pen: of its way nothing is shown. */
const withoutItsWay = (view: PublicShipment): PublicShipment => ({
  ...view,
  ...{ scans: [], items: [], eta: null, promised: null, deliveredAt: null, signedBy: null, carrierUrl: null },
  ...{ together: null, address: [] },
});
