import { z } from "zod";
import type { Scan } from "./scan.ts";
import { etaSchema } from "./scan.ts";
import { customerSteps, shipmentStatusSchema } from "./status.ts";
import { customerStep, type Timeline } from "./timeline.ts";

/** What a stranger with the link may see: listed here field by field, so that nothing new leaks by being added elsewhere. */
export const publicScanSchema = z.object({
  key: z.string(),
  status: shipmentStatusSchema.nullable(),
  reason: z.string().nullable(),
  message: z.string(),
  local: z.string(),
  offset: z.number().nullable(),
  instant: z.number().nullable(),
  precision: z.enum(["second", "minute", "date"]),
  place: z.string().nullable(),
});
export type PublicScan = z.infer<typeof publicScanSchema>;

export const publicShipmentSchema = z.object({
  /** The stream's version: the cursor of the page's live feed. */
  version: z.number().int(),
  seller: z.string(),
  orderNumber: z.string().nullable(),
  carrier: z.string(),
  carrierName: z.string(),
  number: z.string(),
  carrierUrl: z.string().nullable(),
  status: shipmentStatusSchema,
  reason: z.string().nullable(),
  step: z.enum(customerSteps),
  eta: etaSchema.nullable(),
  deliveredAt: z.number().nullable(),
  orderedAt: z.number().nullable(),
  shippedAt: z.number(),
  destination: z.string().nullable(),
  items: z.array(z.object({ title: z.string(), variant: z.string().nullable(), quantity: z.number() })),
  /** Newest first. */
  scans: z.array(publicScanSchema),
});
export type PublicShipment = z.infer<typeof publicShipmentSchema>;

const placeText = (scan: Scan) =>
  [scan.place?.city, scan.place?.region, scan.place?.country].filter(Boolean).join(", ") || null;

export function publicScan(scan: Scan): PublicScan {
  const { local, offset, instant, precision } = scan.time;
  // The reason is ours and harmless; the carrier's code is for the seller.
  return {
    key: publicKey(scan.key),
    status: scan.status,
    reason: scan.reason,
    message: scan.message,
    local,
    offset,
    instant,
    precision,
    place: placeText(scan),
  };
}

// Only an identity for the screen: the real key names the carrier's package id.
function publicKey(key: string): string {
  let hash = 5381;
  for (let i = 0; i < key.length; i++) hash = ((hash * 33) ^ key.charCodeAt(i)) >>> 0;
  return `${hash.toString(36)}${key.length.toString(36)}`;
}

/**
 * Makes the public page's view from what the seller knows.
 *
 * @example publicShipment({ version, seller: "Practice shop", shipment, order, lines, timeline, carrierName: "UPS" })
 */
export function publicShipment(of: {
  version: number;
  seller: string;
  carrierName: string;
  shipment: {
    carrier: string;
    number: string;
    trackingUrl: string | null;
    eta: PublicShipment["eta"];
    shippedAt: number;
  };
  order: { number: string; placedAt: number; city: string | null; country: string | null } | null;
  items: PublicShipment["items"];
  timeline: Timeline;
}): PublicShipment {
  const { shipment, order, timeline } = of;
  return {
    version: of.version,
    seller: of.seller,
    orderNumber: order?.number ?? null,
    carrier: shipment.carrier,
    carrierName: of.carrierName,
    number: shipment.number,
    carrierUrl: shipment.trackingUrl,
    status: timeline.status,
    reason: timeline.reason,
    step: customerStep(timeline),
    eta: timeline.status === "delivered" ? null : shipment.eta,
    deliveredAt: timeline.deliveredAt,
    orderedAt: order?.placedAt ?? null,
    shippedAt: shipment.shippedAt,
    destination: [order?.city, order?.country].filter(Boolean).join(", ") || null,
    items: of.items,
    scans: timeline.scans.map(publicScan).reverse(),
  };
}
