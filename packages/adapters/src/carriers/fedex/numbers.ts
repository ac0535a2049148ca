import { fedex12, fedex34, mod10 } from "../../numbers/check-digit.ts";
import type { NumberFormat } from "../../ports/carrier.ts";

/** Digits 17 to 28 of the older 32-digit barcode. */
const inAstra = (number: string) => number.slice(16, 28);
const ground96 = (number: string) => mod10(number.slice(7), 1, 3);
/** The number people know is the last 12 digits, and its check digit has to hold by itself. */
const label34 = (number: string) => fedex12(number.slice(22));

/** FedEx's number shapes (docs/platforms/tracking-numbers.md#formats). */
export const fedexNumbers: readonly NumberFormat[] = [
  { name: "FedEx Express", pattern: /^[0-9]{12}$/, check: fedex12 },
  { name: "FedEx Ground", pattern: /^[0-9]{15}$/, check: (n) => mod10(n, 1, 3) },
  {
    name: "FedEx Ground 96",
    pattern: /^96[0-9]{20}$/,
    check: ground96,
    distinct: true,
    plain: (n) => (ground96(n) ? n.slice(7) : null),
  },
  {
    name: "FedEx label (34)",
    pattern: /^[0-9]{34}$/,
    check: fedex34,
    distinct: true,
    plain: (n) => (label34(n) ? n.slice(22) : null),
  },
  {
    name: "FedEx ASTRA (32)",
    pattern: /^3[0-9]{31}$/,
    check: (n) => fedex12(inAstra(n)),
    distinct: true,
    plain: (n) => (fedex12(inAstra(n)) ? inAstra(n) : null),
  },
  { name: "FedEx SSCC-18", pattern: /^00[0-9]{16}$/, check: (n) => mod10(n.slice(2), 3, 1) },
  { name: "FedEx door tag", pattern: /^DT[0-9]{12}$/, check: null, distinct: true },
  // Handed to the post for the last mile: the number is a post's, and FedEx follows it where the shop says that it is FedEx's.
  { name: "FedEx Ground Economy", pattern: /^926129[0-9]{16}$/, check: (n) => mod10(n, 3, 1), named: /./ },
  {
    name: "FedEx Ground Economy (named)",
    pattern: /^9[1-5][0-9]{18,28}$/,
    check: null,
    named: /smart-?post|ground-economy/,
  },
];
