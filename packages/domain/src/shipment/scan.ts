import { z } from "zod";
import { shipmentStatusSchema } from "../status.ts";
import type { ScanTime } from "../time.ts";
import { plainCharacters } from "./look-alikes.ts";

export const scanTimeSchema = z.object({
  local: z.string(),
  offset: z.number().int().nullable(),
  instant: z.number().int().nullable(),
  precision: z.enum(["second", "minute", "date"]),
}) satisfies z.ZodType<ScanTime>;

export const placeSchema = z.object({
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
});
export type Place = z.infer<typeof placeSchema>;

/**
 * One fact a carrier stated about a parcel. `key` identifies the event without free text (docs/platforms/scans.md#identity), so that a
 * re-worded or repeated scan is the same scan. `status` null: recorded, does not move the shipment.
 */
const scanSchema = z.object({
  key: z.string(),
  /** The carrier's own code, e.g. "I/OT", "OD", "out_for_delivery/out_for_delivery". */
  code: z.string(),
  status: shipmentStatusSchema.nullable(),
  reason: z.string().nullable(),
  /** The carrier's own words. */
  message: z.string(),
  time: scanTimeSchema,
  place: placeSchema.nullable(),
  /** Position in the carrier's list counted from the oldest, when it sent a whole list; else null. */
  ordinal: z.number().int().nullable(),
});
export type Scan = z.infer<typeof scanSchema>;

/** When the carrier expects to deliver. Dates are destination-local "YYYY-MM-DD", times "HH:MM". */
export const etaSchema = z.object({
  date: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** UTC ms at which the carrier said so; the newest saying wins. */
  asOf: z.number().int(),
});
export type Eta = z.infer<typeof etaSchema>;

/** Proof of delivery, when the carrier gives it. */
export const proofSchema = z.object({ signedBy: z.string().nullable(), asOf: z.number().int() });
export type Proof = z.infer<typeof proofSchema>;

/** What one webhook or one poll said about one parcel: the only thing a carrier adapter produces. */
export const trackingUpdateSchema = z.object({
  /** Tracking number, normalised. */
  number: z.string().min(1),
  /** The carrier that moves it when an aggregator speaks, in our ids ("ups", "usps"); else the adapter's own id. */
  carrier: z.string(),
  /** The carrier's unique package id, when it has one. */
  uniqueId: z.string().nullable(),
  /** The aggregator's own handle for later calls ("trk_…"). */
  handle: z.string().nullable(),
  scans: z.array(scanSchema),
  eta: etaSchema.nullable(),
  proof: proofSchema.nullable(),
  /** The platform follows the number, lists no scan and says that it knows nothing of the parcel: it is no label either. */
  noTrace: z.boolean().optional(),
});
export type TrackingUpdate = z.infer<typeof trackingUpdateSchema>;

/** What a scanner puts before the data: "]C1", "]Q3" and their like say which kind of barcode was read (ISO/IEC 15424). */
const SYMBOLOGY = /^[^\p{L}\p{N}\]]*\][A-Z][0-9A-Z](?=[^\p{L}\p{N}]*[\p{L}\p{N}])/iu;
/** A group separator as scanners and logs write it out. */
const SEPARATOR = /<GS>|\{GS\}|\\x1d|\\u001d|␝/gi;
/** Application identifiers and data identifiers in brackets as they are printed under a barcode: "(00)", "(420)"; "(J)" is no part. */
const IDENTIFIER = /\(([0-9]{2,4})\)/g;
const NO_PART = /[\s\p{C}\p{Z}\p{Pd}\p{Default_Ignorable_Code_Point}\u2800\u2212._·•]/gu;

/**
 * The characters of a tracking number and nothing else, in one spelling (docs/platforms/tracking-numbers.md#normalising): NFKC, upper
 * case, plain digits and letters for their look-alikes, without blanks, dashes, dots, what cannot be seen, and what a scanner or a
 * Code 39 barcode puts around it. Knows no carrier: what is cut from a barcode is for the adapters' `trackingIdentity`.
 *
 * @example normaliseTrackingNumber("]C1 *1z-5r89 3903.5756 ７１２７*") // "1Z5R89390357567127"
 */
export function normaliseTrackingNumber(text: string): string {
  const upper = text.normalize("NFKC").replace(SEPARATOR, "").toUpperCase().normalize("NFKC");
  const bare = plainCharacters(upper)
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(SYMBOLOGY, "")
    .replace(/^\s*\(J\)(?=\s*J)/, "")
    .replace(IDENTIFIER, "$1")
    .replace(NO_PART, "")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  // Up to the last letter or digit; greedy, so that a long run of marks is walked once.
  return (/^.*[\p{L}\p{N}]/su.exec(bare)?.[0] ?? "").normalize("NFKC");
}

const squash = (text: string | null | undefined) =>
  (text ?? "").normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

/** The update under another spelling of its number; its scans' keys name the number too. */
export function withNumber(update: TrackingUpdate, number: string): TrackingUpdate {
  if (number === update.number) return update;
  const scans = update.scans.map((scan) => ({ ...scan, key: scan.key.replace(`|${update.number}|`, `|${number}|`) }));
  return { ...update, number, scans };
}

/**
 * The identity of a scan (docs/platforms/scans.md#identity): carrier, number, package id, code, local minute, city and country. No free text:
 * carriers rewrite their descriptions.
 *
 * @example scanKey({ carrier: "ups", number: "1Z…", uniqueId: null, code: "I/OT", local: "2026-11-20T09:14:00", place })
 */
export function scanKey(input: {
  carrier: string;
  number: string;
  uniqueId: string | null;
  code: string;
  local: string;
  place: Place | null;
}): string {
  const minute = input.local.slice(0, 16);
  return [
    input.carrier,
    input.number,
    input.uniqueId ?? "",
    input.code,
    minute,
    squash(input.place?.city),
    squash(input.place?.country),
  ]
    .map((part) => part.replaceAll("|", "/"))
    .join("|");
}
