import type { Address } from "../order/order.ts";

/** Where the postal code comes last: "Boston, MA 02108". */
const numberLast: ReadonlySet<string> = new Set(["US", "CA", "AU", "GB"]);

/** "Boston, MA 02108" where the code comes last, "10115 Berlin" elsewhere. */
export function townLine(address: Pick<Address, "city" | "region" | "postalCode" | "country">): string {
  // Some countries' regions are bare numbers ("JP-01"): nobody writes those on a label.
  const region = address.region && /\d/.test(address.region) ? null : address.region;
  const town = [address.city, region].filter(Boolean).join(", ");
  const code = address.postalCode;
  return (numberLast.has(address.country ?? "") ? [town, code] : [code, town]).filter(Boolean).join(" ");
}

/** The place that a carrier looks for, as a label has it: without a name and without a telephone number. */
export function addressLines(address: Address | null): string[] {
  if (!address) return [];
  const { company, line1, line2, country } = address;
  return [company, line1, line2, townLine(address), country].flatMap((line) => (line ? [line] : []));
}
