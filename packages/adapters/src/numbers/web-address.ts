import { type KnownCarrier, known } from "../carriers/known.ts";
import { type Detectable, detectCarrier } from "./detect.ts";
import { isNumberLike } from "./spans.ts";

type Linked = Detectable & { trackingUrl: (number: string) => string | null };

/** "www.ups.com" and "wwwapps.ups.com" are one house. */
const houseOf = (page: string) => new URL(page).hostname.split(".").slice(-2).join(".");

/** The carrier on whose pages an address lies, with our id; null for all others. */
export function carrierOfAddress(carriers: readonly Linked[], address: string): string | null {
  const url = parsed(address);
  if (url === null) return null;
  const housed = (page: string | null | undefined) => (page ? [houseOf(page)] : []);
  const houses = [
    ...carriers.map(({ id, trackingUrl }) => [id, housed(trackingUrl("0"))] as const),
    ...Object.entries<KnownCarrier>(known).map(
      ([id, { page, hosts = [] }]) => [id, [...housed(page), ...hosts]] as const,
    ),
  ];
  const isIn = (house: string) => url.hostname === house || url.hostname.endsWith(`.${house}`);
  return houses.find(([, own]) => own.some(isIn))?.[0] ?? null;
}

/** The number that a carrier's own tracking page is about, when exactly one part of its address has a known shape; else null. */
export function numberInAddress(carriers: readonly Linked[], address: string): { number: string; from: string } | null {
  const from = carrierOfAddress(carriers, address);
  const url = parsed(address);
  if (from === null || url === null) return null;
  const decoded = [...url.searchParams.values(), ...`${url.pathname}/${url.hash}`.split(/[/#?&=]+/)];
  const numbers = decoded.filter((part) => {
    const [best] = isNumberLike(part) ? detectCarrier(carriers, part, from) : [];
    return best !== undefined && best.format !== null && (best.checkPassed !== false || best.carrier === from);
  });
  const [only, ...others] = new Set(numbers);
  return only !== undefined && others.length === 0 ? { number: only, from } : null;
}

function parsed(address: string): URL | null {
  const url = /^https?:/i.test(address) ? address : `https://${address}`;
  return URL.canParse(url) ? new URL(url) : null;
}
