import { fedex12, fedex34, mod10 } from "../../numbers/check-digit.ts";
import type { NumberFormat } from "../../ports/carrier.ts";

/** FedEx's number shapes (docs/platforms/tracking-numbers.md#formats). Of a 34-digit label the last 12 digits are the number people know. */
export const fedexNumbers: readonly NumberFormat[] = [
  { name: "FedEx Express", pattern: /^[0-9]{12}$/, check: fedex12 },
  { name: "FedEx Ground", pattern: /^[0-9]{15}$/, check: (n) => mod10(n, 1, 3) },
  { name: "FedEx Ground 96", pattern: /^96[0-9]{20}$/, check: (n) => mod10(n.slice(7), 1, 3) },
  { name: "FedEx label (34)", pattern: /^[0-9]{34}$/, check: fedex34 },
  { name: "FedEx SSCC-18", pattern: /^00[0-9]{16}$/, check: (n) => mod10(n.slice(2), 3, 1) },
  { name: "FedEx door tag", pattern: /^DT[0-9]{12}$/, check: null },
];
