import { mailAddress } from "@waybill/domain/notify";
import type { FoundLink } from "@waybill/domain/public-view-page";
import { normaliseTrackingNumber } from "@waybill/domain/scan";
import type { Ctx } from "./context.ts";
import { sellerName } from "./org-settings.ts";
import { type ShipmentRow, shipmentRow } from "./shipment-rows.ts";
import { LIVE_LINK, nameOfCarrier } from "./track-view.ts";

export type Found =
  | { kind: "none" }
  | { kind: "links"; orderNumber: string | null; links: FoundLink[] }
  | { kind: "preparing"; orderNumber: string; seller: string; cancelled: boolean };

/** More parcels than this on one page help nobody. */
const MOST = 20;

/**
 * The ways a shop may have written the number that somebody typed: with or without "#", with dashes, spaces or none.
 *
 * @example orderNumbers(" 1001 ") // ["1001", "#1001"]
 */
export function orderNumbers(typed: string): string[] {
  const core = typed.normalize("NFKC").trim().replace(/^#\s*/, "").slice(0, 60);
  if (!core) return [];
  const dashed = core.replace(/[\s\-–—_]+/g, "-");
  const bare = core.replace(/[\s\-–—_]+/g, "");
  const forms = [core, dashed, bare].flatMap((form) => [form, form.toUpperCase()]);
  return [...new Set(forms.flatMap((form) => [form, `#${form}`]))];
}

const linkOf = (ctx: Ctx, row: ShipmentRow): FoundLink => ({
  token: row.trackToken,
  number: row.number,
  carrierName: nameOfCarrier(ctx, row.carrier),
  status: row.status,
  reason: row.reason,
});

/**
 * The parcels of an order, for who knows its number and the e-mail address it was placed with. "No such order" and "another's
 * order" are one answer by one way: the same two reads, whatever the first one finds.
 *
 * @example await findByOrder(ctx, { order: "1001", email: "ana@example.com" }) // { kind: "links", … }
 */
export async function findByOrder(ctx: Ctx, of: { order: string; email: string }): Promise<Found> {
  const email = mailAddress(of.email) ?? "";
  const orders = await ctx.db.query(
    `SELECT id, org_id, number, status FROM orders WHERE number IN (SELECT value FROM json_each(?1)) AND lower(trim(customer_email)) = ?2
      ORDER BY placed_at DESC, id DESC LIMIT 5`,
    [JSON.stringify(orderNumbers(of.order)), email],
  );
  const rows = await ctx.db.query(
    `SELECT * FROM shipments WHERE order_id IN (SELECT value FROM json_each(?2)) AND ${LIVE_LINK} ORDER BY shipped_at, id LIMIT ${MOST}`,
    [ctx.now(), JSON.stringify(orders.map((o) => o.id))],
  );
  const order = orders[0];
  if (!order) return { kind: "none" };
  if (rows.length > 0) {
    return { kind: "links", orderNumber: String(order.number), links: rows.map((r) => linkOf(ctx, shipmentRow(r))) };
  }
  // Parcels whose links were taken back or have ended: that there are some is not for this page to say.
  const [sent] = await ctx.db.query("SELECT 1 AS n FROM shipments WHERE order_id = ? LIMIT 1", [String(order.id)]);
  if (sent) return { kind: "none" };
  return {
    kind: "preparing",
    orderNumber: String(order.number),
    seller: await sellerName(ctx, String(order.org_id)),
    cancelled: order.status === "cancelled" || order.status === "refunded",
  };
}

/**
 * The parcel of a tracking number, newest first where a carrier used the number again.
 *
 * @example await findByNumber(ctx, { number: "1Z 999 AA1 01 2345 6784" })
 */
export async function findByNumber(ctx: Ctx, of: { number: string }): Promise<Found> {
  const number = normaliseTrackingNumber(of.number).slice(0, 60);
  const rows = await ctx.db.query(
    `SELECT * FROM shipments WHERE number = ?2 AND ${LIVE_LINK} ORDER BY shipped_at DESC, id DESC LIMIT 5`,
    [ctx.now(), number],
  );
  if (rows.length === 0) return { kind: "none" };
  return { kind: "links", orderNumber: null, links: rows.map((r) => linkOf(ctx, shipmentRow(r))) };
}
