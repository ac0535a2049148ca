import type { CarrierId } from "../ids.gen.ts";
import { luhn, mod7, mod10, mod10FromRight, mod37_36, s10 } from "../numbers/check-digit.ts";
import type { NumberShape } from "../numbers/format.ts";
import { named } from "./named.ts";

// Carriers that have no folder yet and whose parcels an aggregator follows, a line or two each: the one place for their names. A
// carrier that gets a folder is described there; its entry here then no longer counts and may go.

export type KnownCarrier = {
  name: string;
  /** How shops and people write it, beside the id and the name. Case and punctuation do not matter. */
  aliases?: readonly string[];
  /** Its public tracking page; the number follows, encoded. Absent: none that takes a number from any country. */
  page?: string;
  /** Further houses of its pages, where a number may be read off an address. */
  hosts?: readonly string[];
  /** Shapes of its numbers (docs/platforms/tracking-numbers.md#formats). */
  numbers?: readonly NumberShape[];
  /** These are all the shapes it has: a number of another look is not its, whatever a shop wrote. */
  isComplete?: true;
};

const IMPB = /^9[1-5][0-9]{20,28}$/;
/** USPS counts its weights from the right in 94… numbers, from the left in the others. */
const impb = (number: string) => (number.startsWith("94") ? mod10FromRight(number, 3, 1) : mod10(number, 3, 1));

/**
 * A barcode's 420 and ZIP code of 5 or 9 digits say where the parcel goes and are no part of its number. What is left has the usual 22
 * digits or a check digit that holds; where both lengths of ZIP code leave a number, the check digit decides.
 */
function behindZip(scanned: string): string | null {
  const left = [8, 12].map((start) => scanned.slice(start));
  const post = left.find((n) => /^[A-Z]{2}[0-9]{9}US$/.test(n) && s10(n));
  const numbers = left.filter((n) => IMPB.test(n));
  const usual = numbers.filter((n) => n.length === 22);
  return post ?? usual.find(impb) ?? numbers.find(impb) ?? usual[0] ?? null;
}

export const known = {
  usps: {
    name: "USPS",
    aliases: ["United States Postal Service", "US Postal Service", "U.S. Postal Service", "US Mail"],
    page: "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
    isComplete: true,
    numbers: [
      { name: "USPS 20", pattern: /^[0-9]{20}$/, check: (n) => mod10(n, 3, 1) },
      { name: "USPS IMpb 94", pattern: /^94[0-9]{20,28}$/, check: impb, distinct: true },
      { name: "USPS IMpb", pattern: /^9[1235][0-9]{20,28}$/, check: impb, distinct: true },
      {
        name: "USPS IMpb with ZIP code",
        pattern: /^420[0-9]{5}(?:[0-9]{4})?(?:9[1-5][0-9]{20,28}|[A-Z]{2}[0-9]{9}US)$/,
        check: (n) => ((plain) => plain !== null && (s10(plain) || impb(plain)))(behindZip(n)),
        distinct: true,
        plain: behindZip,
      },
      { name: "USPS international", pattern: /^[A-Z]{2}[0-9]{9}US$/, check: s10, distinct: true },
    ],
  },
  "royal-mail": {
    name: "Royal Mail",
    aliases: ["RoyalMail"],
    page: "https://www.royalmail.com/track-your-item#/tracking-results/",
    numbers: [
      { name: "Royal Mail", pattern: /^[A-Z]{2}[0-9]{9}GB$/, check: s10, distinct: true },
      { name: "Royal Mail unique item", pattern: /^[0-9A-F]{21}$/, check: null },
    ],
  },
  post: {
    name: "Postal service",
    // Some post's: a shop that names one knows more.
    numbers: [{ name: "UPU S10", pattern: /^[A-Z]{2}[0-9]{9}(?!US|GB)[A-Z]{2}$/, check: s10, distinct: true }],
  },
  dhl: {
    name: "DHL",
    // One carrier to us, as an aggregator reports it: the number says which of its networks moves the parcel.
    aliases: ["DHL Express", "DHL Parcel", "DHL Paket", "DHL eCommerce"],
    hosts: ["dhl.de"],
    page: "https://www.dhl.com/global-en/home/tracking.html?submit=1&tracking-id=",
    numbers: [
      { name: "DHL Express waybill", pattern: /^[0-9]{10,11}$/, check: mod7 },
      { name: "DHL piece", pattern: /^J(?:[A-Z]{2,3})[0-9]{9,18}$/, check: null, distinct: true },
      { name: "DHL piece (JD)", pattern: /^JD[0-9]{9,18}$/, check: null, distinct: true },
      { name: "DHL Parcel DE", pattern: /^00340[0-9]{15}$/, check: (n) => mod10FromRight(n, 3, 1), distinct: true },
      { name: "DHL eCommerce", pattern: /^(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)[0-9A-Z]{10,39}$/, check: null },
      { name: "DHL eCommerce (14)", pattern: /^[0-9]{14}$/, check: null },
      {
        name: "DHL eCommerce (named)",
        pattern: /^9[1-5][0-9]{18,28}$/,
        check: null,
        named: /e-?commerce|global-?mail|smart-?mail/,
      },
    ],
  },
  "canada-post": {
    name: "Canada Post",
    aliases: ["CanadaPost", "Postes Canada"],
    page: "https://www.canadapost-postescanada.ca/track-reperage/en#/details/",
    numbers: [{ name: "Canada Post", pattern: /^[0-9]{16}$/, check: (n) => mod10(n, 3, 1) }],
  },
  purolator: {
    name: "Purolator",
    page: "https://www.purolator.com/en/shipping/tracker?pin=",
    numbers: [
      { name: "Purolator", pattern: /^[0-5][0-9]{11}$/, check: luhn },
      { name: "Purolator (letters)", pattern: /^[A-Z]{3}[0-9]{9}$/, check: null },
    ],
  },
  dpd: {
    name: "DPD",
    hosts: ["dpd.com", "dpd.de", "dpd.co.uk"],
    numbers: [
      { name: "DPD", pattern: /^[0-9]{14}[0-9A-Z]$/, check: mod37_36 },
      { name: "DPD (28)", pattern: /^[0-9A-Z]{7}[0-9]{20}[0-9A-Z]$/, check: mod37_36 },
    ],
  },
  gls: { name: "GLS", aliases: ["General Logistics Systems"], page: "https://gls-group.com/track/" },
  tnt: { name: "TNT", aliases: ["TNT Express"] },
  evri: { name: "Evri", hosts: ["evri.com"] },
  hermes: { name: "Hermes" },
  amazon: {
    name: "Amazon",
    aliases: ["Amazon Logistics"],
    numbers: [{ name: "Amazon", pattern: /^TB[ACM][0-9]{12}$/, check: null, distinct: true }],
  },
  ontrac: {
    name: "OnTrac",
    numbers: [
      { name: "OnTrac C", pattern: /^C[0-9]{14}$/, check: (n) => mod10(`4${n.slice(1)}`, 1, 2) },
      { name: "OnTrac D", pattern: /^D[0-9]{14}$/, check: (n) => mod10(`5${n.slice(1)}`, 1, 2) },
    ],
  },
  lasership: {
    name: "LaserShip",
    numbers: [{ name: "LaserShip", pattern: /^1LS[0-9A-Z]{12}$/, check: null, distinct: true }],
  },
  yodel: { name: "Yodel", numbers: [{ name: "Yodel", pattern: /^JJ?D[0-9]{16}$/, check: null, distinct: true }] },
  yunexpress: {
    name: "YunExpress",
    numbers: [{ name: "YunExpress", pattern: /^YT[0-9]{16}$/, check: null, distinct: true }],
  },
  gofo: { name: "GOFO", numbers: [{ name: "GOFO", pattern: /^GFUS[0-9]{14}$/, check: null, distinct: true }] },
  parcelforce: {
    name: "Parcelforce",
    aliases: ["Parcelforce Worldwide"],
    numbers: [{ name: "Parcelforce", pattern: /^[A-Z]{2}[0-9]{9}GB$/, check: s10, named: /./ }],
  },
  ...named,
} as const satisfies Record<string, KnownCarrier>;

/** Every carrier that we have an id for: a misspelt one does not compile. */
export type KnownCarrierId = CarrierId | keyof typeof known;
