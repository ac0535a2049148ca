import type { KnownCarrierId } from "../../carriers/known.ts";

// Carrier names exactly as Shopify spells them, case and all: only these get its automatic tracking links (description of
// FulfillmentTrackingInfo.company, 2026-10). Names that Shopify knows in one country only are left to the tracking URL.
export const COMPANY_NAMES = [
  "Amazon, An Post, APC, Asendia USA, Australia Post, BPost, Canada Post, Canpar, China Post, Chronopost, Colissimo",
  "Coordinadora, Correios, Correos, CTT, CTT Express, Deutsche Post, DHL eCommerce, DHL eCommerce Asia, DHL Express, DPD",
  "DPD Local, DPD UK, DX, Estes, Evri, FedEx, GLS, Iceland Post, Israel Post, La Poste Colissimo, Lasership, Latvia Post",
  "Mondial Relay, New Zealand Post, NinjaVan, OnTrac, Packeta, Pitney Bowes, Poste Italiane, PostNL, PostNord DK, PostNord NO",
  "PostNord SE, Purolator, Royal Mail, Sendle, SF Express, Singapore Post, StarTrack, Swiss Post, TNT, Toll IPEC, UPS, USPS",
  "Venipak, Whistl, XPO Logistics, YunExpress, Aramex Australia, Delhivery, DTDC, Bluedart, XpressBees, Ekart, Parcelforce",
  "Yodel, Hermes, Inpost, SEUR, BRT",
].flatMap((row) => row.split(", "));

/** Our own ids of carriers where they are not Shopify's name in small letters. */
const OURS: Partial<Record<KnownCarrierId, string>> = { dhl: "DHL Express" };

/** Names that aggregators and sellers write, cut to letters and digits. */
const ALIASES: Record<string, string> = {
  ...OURS,
  dhlde: "Deutsche Post",
  dhlparcel: "Deutsche Post",
  dhlglobalmail: "DHL eCommerce",
  fedexground: "FedEx",
  fedexexpress: "FedEx",
  unitedparcelservice: "UPS",
  upsmailinnovations: "UPS",
  unitedstatespostalservice: "USPS",
  singpost: "Singapore Post",
  auspost: "Australia Post",
  nzpost: "New Zealand Post",
};

const key = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");
const BY_KEY = new Map(COMPANY_NAMES.map((name) => [key(name), name]));

/**
 * The name to send for a carrier's id or name; one that Shopify does not know goes out as it is, and the URL does the work.
 *
 * @example trackingCompany("fedex") // "FedEx"
 */
export function trackingCompany(company: string): string {
  return (
    BY_KEY.get(key(company)) ?? (Object.hasOwn(ALIASES, key(company)) ? ALIASES[key(company)] : undefined) ?? company
  );
}
