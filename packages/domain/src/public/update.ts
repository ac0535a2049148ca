import { customerStep } from "../shipment/timeline.ts";
import { newsAt } from "./news.ts";
import type { PublicScan, PublicShipment } from "./view.ts";

// Apart from the schemas, so that the public page's script comes down a bad line without the validator.

/** What the public feed carries per change: the new standing and the new scans, nothing else. */
export type PublicUpdate = Pick<
  PublicShipment,
  "status" | "reason" | "eta" | "promised" | "deliveredAt" | "signedBy" | "newsAt"
> & { scans: PublicScan[] };

/**
 * An update applied to the page's view; applying one twice changes nothing. Null: something happened that a stranger is not
 * told of (the seller's note, a customer's report), only the place in the feed moves.
 */
export function applyPublicUpdate(view: PublicShipment, update: PublicUpdate | null, version: number): PublicShipment {
  if (update === null) return { ...view, version };
  const byKey = new Map(view.scans.map((s) => [s.key, s]));
  for (const scan of update.scans) byKey.set(scan.key, scan);
  const scans = [...byKey.values()];
  const known = scans.every((s) => s.instant !== null);
  scans.sort((a, b) =>
    known ? (b.instant ?? 0) - (a.instant ?? 0) : a.local < b.local ? 1 : a.local > b.local ? -1 : 0,
  );
  const { status, reason, promised, deliveredAt, signedBy } = update;
  const eta = status === "delivered" ? null : update.eta;
  const step = customerStep({ status, scans });
  const news = newsAt(scans) ?? view.newsAt;
  return { ...view, version, status, reason, promised, deliveredAt, signedBy, newsAt: news, eta, scans, step };
}
