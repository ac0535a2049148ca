import type { PublicScan, PublicShipment } from "./public-view.ts";
import { customerStep } from "./timeline.ts";

// Apart from the schemas, so that the public page's script comes down a bad line without the validator.

/** What the public feed carries per change: the new standing and the new scans, nothing else. */
export type PublicUpdate = Pick<PublicShipment, "status" | "reason" | "eta" | "deliveredAt"> & { scans: PublicScan[] };

/** An update applied to the page's view; applying one twice changes nothing. */
export function applyPublicUpdate(view: PublicShipment, update: PublicUpdate, version: number): PublicShipment {
  const byKey = new Map(view.scans.map((s) => [s.key, s]));
  for (const scan of update.scans) byKey.set(scan.key, scan);
  const scans = [...byKey.values()];
  const known = scans.every((s) => s.instant !== null);
  scans.sort((a, b) =>
    known ? (b.instant ?? 0) - (a.instant ?? 0) : a.local < b.local ? 1 : a.local > b.local ? -1 : 0,
  );
  const { status, reason, deliveredAt } = update;
  const eta = status === "delivered" ? null : update.eta;
  return { ...view, version, status, reason, deliveredAt, eta, scans, step: customerStep({ status, scans }) };
}
