import { customerCarrier } from "@waybill/adapters/carriers/find";
import { maskedAddress, type PublicNotify, type PublicShipment } from "@waybill/domain/public/view";
import { mailAddress, type Trigger, triggers } from "@waybill/domain/shipment/notify";
import type { Timeline } from "@waybill/domain/shipment/timeline";
import { destinationZone } from "@waybill/domain/zones/destination";
import { zoneAround } from "@waybill/domain/zones/rules";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { SELLER_NAME } from "../notifications/preferences.ts";
import { destinationOf, type OrderRow } from "../orders/rows.ts";
import { notificationPolicy } from "../organisation/settings.ts";
import type { ShipmentRow } from "../shipments/rows.ts";

/** Alive at an instant; `?1` of the statement is that instant. Revoked and expired links are as if they had never been. */
export const LIVE_LINK = "token_revoked_at IS NULL AND (token_expires_at IS NULL OR token_expires_at >= ?1)";

/** What customers know the seller by: the brand's name, else the organisation's; null: each language has a word for it. */
export async function sellerNameOf({ ctx, orgId }: Scope): Promise<string | null> {
  const [row] = await ctx.db.query(`SELECT ${SELLER_NAME} AS name`, [orgId]);
  return typeof row?.name === "string" && row.name.trim() ? row.name : null;
}

/** The language an order was placed in, where the channel told it. */
export const orderLocale = (order: OrderRow | null): string | null => order?.detail?.locale || null;

/** Whose clock the page speaks by: the destination's, else the seller's; with its rules from the oldest scan on. */
export function clockOf(input: { order: OrderRow | null; timeline: Timeline; sellerZone: string; now: number }) {
  const { order, now } = input;
  const { scans } = input.timeline;
  const oldest = Math.min(now, ...scans.flatMap(({ time }) => (time.instant === null ? [] : [time.instant])));
  const zone = destinationZone({ ...destinationOf(order), scans }) ?? input.sellerZone;
  return zoneAround(zone, { now, from: oldest });
}

/** What the order's recipient gets told of this parcel, for whoever holds the link; null: nobody is written to. */
export async function notifyView(
  scope: Scope,
  input: { shipment: ShipmentRow; order: OrderRow | null; parcelIds: readonly string[] },
): Promise<PublicNotify | null> {
  const { ctx } = scope;
  const address = mailAddress(input.order?.customerEmail);
  if (!address) return null;
  const { orgId, id } = input.shipment;
  const [policy, rows] = await Promise.all([
    notificationPolicy(scope),
    ctx.db.query(
      `SELECT trigger, scope FROM preferences
        WHERE org_id = ?1 AND address = ?2 AND (scope = '*' OR scope IN (SELECT value FROM json_each(?3)))
        UNION ALL SELECT '*', '*' FROM suppressions WHERE org_id = ?1 AND address = ?2`,
      [orgId, address, JSON.stringify(input.parcelIds)],
    ),
  ]);
  const off = new Set(rows.map((row) => `${row.trigger}|${row.scope}`));
  // Whoever wants no mail of this seller, or cannot get it, has nothing to choose here; their own mail's link changes that.
  if (off.has("*|*")) return null;
  const wanted: Partial<Record<Trigger, boolean>> = {};
  for (const trigger of triggers) {
    if (policy.triggers[trigger] && !off.has(`${trigger}|*`)) wanted[trigger] = !off.has(`${trigger}|${id}`);
  }
  return {
    address: maskedAddress(address),
    muted: off.has(`*|${id}`),
    orderMuted: input.parcelIds.length > 1 ? input.parcelIds.every((parcel) => off.has(`*|${parcel}`)) : null,
    triggers: wanted,
  };
}

/** The order's other parcels, as far as they have a live link. */
export function siblingsOf(ctx: Ctx, rows: readonly ShipmentRow[], own: string): PublicShipment["parcels"] {
  return rows
    .filter((row) => row.id !== own && row.leftAt === null)
    .map((row) => ({
      token: row.trackToken,
      number: row.number,
      carrierName: customerCarrier(ctx.adapters.carriers, row.carrier),
      status: row.status,
      reason: row.reason,
    }));
}
