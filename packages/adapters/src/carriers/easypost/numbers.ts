import { luhn, mod7, mod10, mod10FromRight, mod37_36, s10 } from "../../numbers/check-digit.ts";
import type { NumberFormat } from "../../ports/carrier.ts";
import { fedexNumbers } from "../fedex/numbers.ts";
import { upsNumbers } from "../ups/numbers.ts";

const of = (carrier: string, formats: readonly NumberFormat[]): NumberFormat[] =>
  formats.map((format) => ({ ...format, carrier }));

/** USPS counts its weights from the right in 94… numbers, from the left in the others; a barcode's 420 + ZIP code is no part. */
function impb(scanned: string): boolean {
  const number = scanned.replace(/^420(?:[0-9]{9}|[0-9]{5})(?=9[1-5][0-9]{20,28}$)/, "");
  return number.startsWith("94") ? mod10FromRight(number, 3, 1) : mod10(number, 3, 1);
}

/** Numbers of the carriers an aggregator can follow, under our ids of those carriers (docs/platforms/tracking-numbers.md#formats). */
export const worldNumbers: readonly NumberFormat[] = [
  ...of("ups", upsNumbers),
  ...of("fedex", fedexNumbers),
  ...of("usps", [
    { name: "USPS 20", pattern: /^[0-9]{20}$/, check: (n) => mod10(n, 3, 1) },
    { name: "USPS IMpb 94", pattern: /^94[0-9]{20,28}$/, check: impb },
    { name: "USPS IMpb", pattern: /^9[1235][0-9]{20,28}$/, check: impb },
    {
      name: "USPS IMpb with ZIP code",
      pattern: /^420[0-9]{5}(?:[0-9]{4})?9[1-5][0-9]{20,28}$/,
      check: impb,
    },
    { name: "USPS international", pattern: /^[A-Z]{2}[0-9]{9}US$/, check: s10 },
  ]),
  ...of("royal-mail", [
    { name: "Royal Mail", pattern: /^[A-Z]{2}[0-9]{9}GB$/, check: s10 },
    { name: "Royal Mail unique item", pattern: /^[0-9A-F]{21}$/, check: null },
  ]),
  ...of("post", [{ name: "UPU S10", pattern: /^[A-Z]{2}[0-9]{9}(?!US|GB)[A-Z]{2}$/, check: s10 }]),
  ...of("dhl", [
    { name: "DHL Express waybill", pattern: /^[0-9]{10,11}$/, check: mod7 },
    { name: "DHL piece", pattern: /^J(?:[A-Z]{2,3})[0-9]{9,18}$/, check: null },
    { name: "DHL piece (JD)", pattern: /^JD[0-9]{9,18}$/, check: null },
    { name: "DHL Parcel DE", pattern: /^00340[0-9]{15}$/, check: (n) => mod10FromRight(n, 3, 1) },
    { name: "DHL eCommerce", pattern: /^(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)[0-9A-Z]{10,39}$/, check: null },
    { name: "DHL eCommerce (14)", pattern: /^[0-9]{14}$/, check: null },
  ]),
  ...of("canada-post", [{ name: "Canada Post", pattern: /^[0-9]{16}$/, check: (n) => mod10(n, 3, 1) }]),
  ...of("purolator", [
    { name: "Purolator", pattern: /^[0-5][0-9]{11}$/, check: luhn },
    { name: "Purolator (letters)", pattern: /^[A-Z]{3}[0-9]{9}$/, check: null },
  ]),
  ...of("dpd", [
    { name: "DPD", pattern: /^[0-9]{14}[0-9A-Z]$/, check: mod37_36 },
    { name: "DPD (28)", pattern: /^[0-9A-Z]{7}[0-9]{20}[0-9A-Z]$/, check: mod37_36 },
  ]),
  ...of("amazon", [{ name: "Amazon", pattern: /^TB[ACM][0-9]{12}$/, check: null }]),
  ...of("ontrac", [
    { name: "OnTrac C", pattern: /^C[0-9]{14}$/, check: (n) => mod10(`4${n.slice(1)}`, 1, 2) },
    { name: "OnTrac D", pattern: /^D[0-9]{14}$/, check: (n) => mod10(`5${n.slice(1)}`, 1, 2) },
  ]),
  ...of("lasership", [{ name: "LaserShip", pattern: /^1LS[0-9A-Z]{12}$/, check: null }]),
  ...of("yodel", [{ name: "Yodel", pattern: /^JJ?D[0-9]{16}$/, check: null }]),
  ...of("yunexpress", [{ name: "YunExpress", pattern: /^YT[0-9]{16}$/, check: null }]),
  ...of("gofo", [{ name: "GOFO", pattern: /^GFUS[0-9]{14}$/, check: null }]),
  ...of("easypost", [{ name: "EasyPost test number", pattern: /^EZ[1-7]00000000[1-7]$/, check: null }]),
];
