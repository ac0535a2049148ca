import type { CatchUp, Frame } from "@waybill/domain/events";
import { type PublicShipment, publicShipment as view } from "@waybill/domain/public-view";
import { foldTimeline } from "@waybill/domain/timeline";
import type { Ctx } from "./context.ts";
import { lineRow, orderRow } from "./order-rows.ts";
import { sellerName } from "./org-settings.ts";
import { type ShipmentRow, scanOf, shipmentRow } from "./shipment-rows.ts";
import { publicFrame } from "./track-frames.ts";

const TOKEN = /^[0-9a-z]{26}$/;

/** A live link's shipment; null alike for no such, revoked and expired links. */
async function byToken(ctx: Ctx, token: string): Promise<ShipmentRow | null> {
  if (!TOKEN.test(token)) return null;
  const [row] = await ctx.db.query("SELECT * FROM shipments WHERE token = ?", [token]);
  if (!row) return null;
  const shipment = shipmentRow(row);
  if (shipment.tokenRevokedAt !== null) return null;
  return shipment.tokenExpiresAt !== null && shipment.tokenExpiresAt < ctx.now() ? null : shipment;
}

async function streamVersion(ctx: Ctx, shipmentId: string): Promise<number> {
  const [row] = await ctx.db.query("SELECT COALESCE(MAX(version), 0) AS v FROM events WHERE stream = ?", [shipmentId]);
  return Number(row?.v ?? 0);
}

/** Where a public link's live feed is, and from which cursor. */
export async function resolveTrackToken(
  ctx: Ctx,
  token: string,
): Promise<{ shipmentId: string; orgId: string; version: number } | null> {
  const shipment = await byToken(ctx, token);
  return shipment && { shipmentId: shipment.id, orgId: shipment.orgId, version: await streamVersion(ctx, shipment.id) };
}

/** What the public page shows; null when the link leads nowhere. */
export async function publicShipment(ctx: Ctx, of: { token: string }): Promise<PublicShipment | null> {
  const shipment = await byToken(ctx, of.token);
  if (!shipment) return null;
  // The version is read first: a change between the reads is then told twice, never missed.
  const version = await streamVersion(ctx, shipment.id);
  const [scans, orders, lines] = await Promise.all([
    ctx.db.query("SELECT * FROM tracking_events WHERE shipment_id = ?", [shipment.id]),
    ctx.db.query("SELECT * FROM orders WHERE id = ?", [shipment.orderId]),
    ctx.db.query("SELECT * FROM order_lines WHERE order_id = ? ORDER BY position", [shipment.orderId]),
  ]);
  const order = orders[0] ? orderRow(orders[0]) : null;
  const address = order?.detail?.shippingAddress;
  const inParcel = new Map(shipment.lines.map((l) => [l.externalLineId, l.quantity]));
  return view({
    version,
    seller: await sellerName(ctx, shipment.orgId),
    carrierName: ctx.adapters.carriers[shipment.carrier]?.name ?? shipment.carrier.toUpperCase(),
    shipment,
    order: order && {
      number: order.number,
      placedAt: order.placedAt,
      city: address?.city ?? null,
      country: address?.country ?? null,
    },
    items: lines
      .map(lineRow)
      .map((l) => ({
        title: l.title,
        variant: l.variant,
        quantity: inParcel.size > 0 ? (inParcel.get(l.externalId) ?? 0) : l.quantity,
      }))
      .filter((l) => l.quantity > 0),
    timeline: foldTimeline(scans.map(scanOf), { notBefore: shipment.notBefore }),
  });
}

/** The public feed's catch-up: what the shipment's stream holds after `since`, as far as a stranger may see. */
export async function publicCatchUp(
  ctx: Ctx,
  of: { token: string; since: number; limit: number },
): Promise<CatchUp | null> {
  const shipment = await byToken(ctx, of.token);
  if (!shipment) return null;
  const newest = await streamVersion(ctx, shipment.id);
  if (of.since > newest || newest - of.since > 500)
    return { reset: true, seq: newest, reason: "Load the page's data again." };
  const rows = await ctx.db.query(
    "SELECT version, type, at, data FROM events WHERE stream = ? AND version > ? ORDER BY version LIMIT ?",
    [shipment.id, of.since, of.limit],
  );
  const frames = rows.map((row): Frame => {
    const type = row.type === "shipment.created" ? "shipment.created" : "shipment.updated";
    return publicFrame({ type, at: Number(row.at), version: Number(row.version), data: JSON.parse(String(row.data)) });
  });
  const seq = frames.at(-1)?.seq ?? of.since;
  return { reset: false, frames, seq, more: seq < newest };
}
