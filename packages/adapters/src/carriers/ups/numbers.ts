import { mod10 } from "../../numbers/check-digit.ts";
import type { NumberFormat } from "../../ports/carrier.ts";

/** UPS's own number shapes (docs/platforms/tracking-numbers.md#formats). */
export const upsNumbers: readonly NumberFormat[] = [
  { name: "UPS 1Z", pattern: /^1Z[0-9A-Z]{15}[0-9]$/, check: (n) => mod10(n.slice(2), 1, 2), distinct: true },
  // UPS's schema allows a letter in the last place as well; no such number can pass the check.
  { name: "UPS 1Z (letter at the end)", pattern: /^1Z[0-9A-Z]{15}[A-Z]$/, check: () => false, distinct: true },
  { name: "UPS waybill", pattern: /^[AHJKTV][0-9]{10}$/, check: (n) => mod10(n.slice(1), 1, 2) },
  { name: "UPS Roadie", pattern: /^1R(?:[0-9A-Z]{14}|[0-9A-Z]{26})$/, check: null },
  // Delivered by the post under a number of the post's: UPS's where the shop says so, and the mailer's part or the name agrees.
  {
    name: "UPS Mail Innovations",
    pattern: /^92(?:6129|7489)[0-9]{14}(?:[0-9]{2}|[0-9]{6})?$/,
    check: null,
    named: /./,
  },
  {
    name: "UPS Mail Innovations or SurePost (named)",
    pattern: /^9[1-5][0-9]{18,28}$/,
    check: null,
    named: /sure-?post|mail-innovations|ups-mi$/,
  },
];
