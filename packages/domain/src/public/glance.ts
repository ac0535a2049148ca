import type { ShipmentStatus } from "../status.ts";
import type { PublicScan, PublicShipment } from "./view.ts";

/** Scans at the recipient's own place: where it lies is where they live. */
const lastMile: ReadonlySet<ShipmentStatus> = new Set([
  "out_for_delivery",
  "available_for_pickup",
  "delivery_attempt_failed",
  "delivered",
]);

/**
 * What somebody may see who knows nothing but the tracking number, which stands on the box and can be guessed: how it stands
 * and the way so far. Not whose shop it is from, not what is in it, not where it goes, not who signed, and none of the
 * carrier's own words, which name people and places.
 *
 * @example glanceOf(view).items // []
 */
export function glanceOf(view: PublicShipment): PublicShipment {
  const home = view.destinationCity?.trim().toLowerCase() ?? null;
  const scans = view.scans.flatMap((scan): PublicScan[] => {
    if (scan.status === null || scan.status === "unknown") return [];
    const isNear = lastMile.has(scan.status) || (home !== null && scan.city?.trim().toLowerCase() === home);
    return [{ ...scan, message: "", ...(isNear ? { place: null, city: null } : {}) }];
  });
  return {
    ...{ version: 0, seller: "", orderNumber: null, locale: null, sellerLocale: view.sellerLocale },
    brand: { logoUrl: null, accent: null, supportEmail: null, supportUrl: null, returnsUrl: null },
    ...{ carrier: view.carrier, carrierName: view.carrierName, number: view.number, carrierUrl: view.carrierUrl },
    ...{ status: view.status, reason: view.reason, step: view.step, eta: view.eta, promised: view.promised },
    ...{ deliveredAt: view.deliveredAt, signedBy: null, orderedAt: null, shippedAt: view.shippedAt },
    ...{ newsAt: view.newsAt, destination: null, destinationCity: null, timeZone: view.timeZone },
    timeZoneOffsets: view.timeZoneOffsets,
    ...{
      items: [],
      scans,
      parcels: [],
      together: null,
      replaced: view.replaced && { token: null },
      address: [],
      notify: null,
    },
  };
}
