import { customerCarrier } from "@waybill/adapters/carriers/find";
import { scanMeaning } from "@waybill/adapters/carriers/meaning";
import type { CatchUp } from "@waybill/domain/frame";
import type { EventType } from "@waybill/domain/live/events";
import { sharedWith } from "@waybill/domain/order/progress";
import { publicFrameOf } from "@waybill/domain/public/frame";
import { type PublicShipment, publicShipment as view } from "@waybill/domain/public/view";
import { addressLines } from "@waybill/domain/said/address";
import { type Together, togetherOf } from "@waybill/domain/said/together";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";
import { type LineRow, lineRow, type OrderRow, orderRow } from "../orders/rows.ts";
import { brandingOf, generalSettings } from "../organisation/settings.ts";
import { silentOf } from "../shipments/fold.ts";
import { type ShipmentRow, scanOf, shipmentRow } from "../shipments/rows.ts";
import { clockOf, LIVE_LINK, notifyView, orderLocale, sellerNameOf, siblingsOf } from "./view.ts";

/** Longer than any token of ours: what is asked of the index stays small whatever was typed. */
const LONGEST = 64;

/**
 * A live link's shipment. No such, revoked and expired are told apart nowhere: one lookup by index that finds a row or none,
 * also for what cannot be a token.
 */
export async function shipmentByToken(ctx: Ctx, token: string): Promise<ShipmentRow | null> {
  const [row] = await ctx.db.query(`SELECT * FROM shipments WHERE token = ?2 AND ${LIVE_LINK}`, [
    ctx.now(),
    token.slice(0, LONGEST),
  ]);
  return row ? shipmentRow(row) : null;
}

const VISITOR: By = { kind: "system", id: "visitor", name: "A visitor" };

/** Whoever was let through to a parcel, by its link or by knowing its number: for its organisation. */
export const visitorScope = (ctx: Ctx, { orgId }: Pick<ShipmentRow, "orgId">): Scope =>
  makeScope(ctx, { orgId, by: VISITOR });

async function streamVersion(ctx: Ctx, shipmentId: string): Promise<number> {
  const [row] = await ctx.db.query("SELECT COALESCE(MAX(version), 0) AS v FROM events WHERE stream = ?", [shipmentId]);
  return Number(row?.v ?? 0);
}

/** Where a public link's live feed is, and from which cursor. */
export async function resolveTrackToken(
  ctx: Ctx,
  token: string,
): Promise<{ shipmentId: string; orgId: string; version: number } | null> {
  const shipment = await shipmentByToken(ctx, token);
  return shipment && { shipmentId: shipment.id, orgId: shipment.orgId, version: await streamVersion(ctx, shipment.id) };
}

async function orderOf(ctx: Ctx, shipment: ShipmentRow): Promise<OrderRow | null> {
  const [row] = await ctx.db.query("SELECT * FROM orders WHERE id = ? AND org_id = ?", [
    shipment.orderId,
    shipment.orgId,
  ]);
  return row ? orderRow(row) : null;
}

/** The parcels of a shipment's order whose links are alive, itself among them, oldest first. */
export async function parcelsOf(ctx: Ctx, shipment: ShipmentRow): Promise<ShipmentRow[]> {
  if (!shipment.orderId) return [shipment];
  const rows = await ctx.db.query(
    `SELECT * FROM shipments WHERE order_id = ?2 AND org_id = ?3 AND ${LIVE_LINK} ORDER BY shipped_at, id LIMIT 50`,
    [ctx.now(), shipment.orderId, shipment.orgId],
  );
  return rows.map(shipmentRow);
}

/**
 * What the public page shows; null when the link leads nowhere.
 *
 * @example const view = await publicShipment(ctx, { token }); view?.status // "in_transit"
 */
export async function publicShipment(ctx: Ctx, input: { token: string }): Promise<PublicShipment | null> {
  const shipment = await shipmentByToken(ctx, input.token);
  return shipment && viewOf(visitorScope(ctx, shipment), shipment);
}

/** Its place among all parcels of its order, those without a live link among them. */
/** The goods that other parcels bring together with it, or the whole order where nobody said what is in it. */
function itemsOf(shipment: ShipmentRow, lines: readonly LineRow[]): PublicShipment["items"] {
  const inParcel = new Map(shipment.lines.map((l) => [l.externalLineId, l.quantity]));
  // What needs no shipping is in none.
  const posted = lines.some((l) => l.requiresShipping) ? lines.filter((l) => l.requiresShipping) : lines;
  const held = inParcel.size > 0 ? lines : posted;
  return held
    .map(({ title, variant, quantity, externalId }) => {
      return { title, variant, quantity: inParcel.size > 0 ? (inParcel.get(externalId) ?? 0) : quantity };
    })
    .filter((item) => item.quantity > 0);
}

async function togetherIn(ctx: Ctx, { id, orderId }: ShipmentRow): Promise<Together | null> {
  if (!orderId) return null;
  const rows = await ctx.db.query("SELECT * FROM shipments WHERE order_id = ?", [orderId]);
  return togetherOf(rows.map(shipmentRow), id);
}

/** The whole view of a parcel, for whoever was let through to it. */
export async function viewOf(scope: Scope, shipment: ShipmentRow): Promise<PublicShipment> {
  const { ctx } = scope;
  const { orgId } = shipment;
  // The version is read first: a change between the reads is then told twice, never missed.
  const version = await streamVersion(ctx, shipment.id);
  const [scans, order, lines, parcels, together, brand, seller, general] = await Promise.all([
    ctx.db.query("SELECT * FROM tracking_events WHERE shipment_id = ?", [shipment.id]),
    orderOf(ctx, shipment),
    ctx.db.query("SELECT * FROM order_lines WHERE order_id = ? AND org_id = ? ORDER BY position", [
      shipment.orderId,
      orgId,
    ]),
    parcelsOf(ctx, shipment),
    togetherIn(ctx, shipment),
    brandingOf(scope),
    sellerNameOf(scope),
    generalSettings(scope),
  ]);
  const timeline = foldTimeline(scans.map(scanOf), {
    notBefore: shipment.notBefore,
    otherwise: silentOf(shipment),
  });
  const address = order?.detail?.shippingAddress;
  const isSuccessor = (other: ShipmentRow) => other.id === shipment.replacedBy;
  return view({
    version,
    seller: seller ?? "",
    // By path: the page may be open under another name of this server than the configured one, and loads from itself only.
    brand: { ...brand, logoUrl: brand.logoUrl && new URL(brand.logoUrl).pathname },
    locale: orderLocale(order),
    sellerLocale: general.language,
    carrierName: customerCarrier(ctx.adapters.carriers, shipment.carrier),
    zone: clockOf({ order, timeline, sellerZone: general.timeZone, now: ctx.now() }),
    shipment,
    order: order && {
      number: order.number,
      placedAt: order.placedAt,
      city: address?.city ?? null,
      country: address?.country ?? order.country,
      address: addressLines(address ?? null),
    },
    together,
    replaced: shipment.leftAt === null ? null : { token: parcels.find(isSuccessor)?.trackToken ?? null },
    items: itemsOf(shipment, lines.map(lineRow)),
    itemsIn: 1 + sharedWith(shipment, parcels),
    parcels: siblingsOf(ctx, parcels, shipment.id),
    notify: await notifyView(scope, { shipment, order, parcelIds: parcels.map((p) => p.id) }),
    timeline,
    meaningOf: (scan) => scanMeaning(ctx.adapters.carriers, { carrier: shipment.carrier, scan }),
  });
}

/** The public feed's catch-up: what the shipment's stream holds after `since`, as far as a stranger may see. */
export async function publicCatchUp(
  ctx: Ctx,
  input: { token: string; since: number; limit: number },
): Promise<CatchUp | null> {
  const shipment = await shipmentByToken(ctx, input.token);
  if (!shipment) return null;
  const newest = await streamVersion(ctx, shipment.id);
  if (input.since > newest || newest - input.since > 500)
    return { reset: true, seq: newest, reason: "Load the page's data again." };
  const rows = await ctx.db.query(
    "SELECT version, type, at, data FROM events WHERE stream = ? AND version > ? ORDER BY version LIMIT ?",
    [shipment.id, input.since, input.limit],
  );
  const frames = rows.map((row) =>
    publicFrameOf({
      type: row.type as EventType,
      at: Number(row.at),
      version: Number(row.version),
      data: JSON.parse(String(row.data)),
    }),
  );
  const seq = frames.at(-1)?.seq ?? input.since;
  return { reset: false, frames, seq, more: seq < newest };
}
