import { mod10 } from "../../numbers/check-digit.ts";
import type { NumberFormat } from "../../ports/carrier.ts";

/** UPS's own number shapes (docs/platforms/tracking-numbers.md#formats). SurePost and Mail Innovations stand with the posts. */
export const upsNumbers: readonly NumberFormat[] = [
  { name: "UPS 1Z", pattern: /^1Z[0-9A-Z]{15}[0-9]$/, check: (n) => mod10(n.slice(2), 1, 2) },
  // UPS's schema allows a letter in the last place as well; no such number can pass the check.
  { name: "UPS 1Z (letter at the end)", pattern: /^1Z[0-9A-Z]{15}[A-Z]$/, check: () => false },
  { name: "UPS waybill", pattern: /^[AHJKTV][0-9]{10}$/, check: (n) => mod10(n.slice(1), 1, 2) },
  { name: "UPS Roadie", pattern: /^1R(?:[0-9A-Z]{14}|[0-9A-Z]{26})$/, check: null },
];
