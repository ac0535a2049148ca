import { newsAt } from "./news.ts";
import { saidOfView } from "./said.ts";
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
  if (update === null || view.replaced) return { ...view, version };
  const byKey = new Map(view.scans.map((s) => [s.key, s]));
  for (const scan of update.scans) byKey.set(scan.key, scan);
  const scans = [...byKey.values()];
  const known = scans.every((s) => s.instant !== null);
  scans.sort((a, b) =>
    known ? (b.instant ?? 0) - (a.instant ?? 0) : a.local < b.local ? 1 : a.local > b.local ? -1 : 0,
  );
  const { status, reason, promised, deliveredAt, signedBy } = update;
  const eta = status === "delivered" ? null : update.eta;
  const next = {
    ...view,
    version,
    status,
    reason,
    promised,
    deliveredAt,
    signedBy,
    newsAt: newsAt(scans) ?? view.newsAt,
    eta,
    scans,
  };
  const together = withOwn(view, status);
  return { ...next, together, step: saidOfView({ ...next, together }).step };
}

/** How many of the order's parcels have arrived, now that this one stands so. */
function withOwn({ together, status: before }: PublicShipment, status: PublicShipment["status"]) {
  if (!together) return null;
  return { ...together, arrived: together.arrived + Number(status === "delivered") - Number(before === "delivered") };
}
