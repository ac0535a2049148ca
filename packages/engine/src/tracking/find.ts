import { customerCarrier } from "@waybill/adapters/carriers/find";
import { glanceOf } from "@waybill/domain/public/glance";
import type { FoundLink, SentUntracked, TrackPage } from "@waybill/domain/public/page";
import type { PublicShipment } from "@waybill/domain/public/view";
import { mailAddress } from "@waybill/domain/shipment/notify";
import type { OrderStatus } from "@waybill/domain/status";
import type { Ctx } from "../core/context.ts";
import { typedNumber } from "../core/typed-number.ts";
import { type ShipmentRow, shipmentRow } from "../shipments/rows.ts";
import { viewOf, visitorScope } from "./page.ts";
import { LIVE_LINK, sellerNameOf } from "./view.ts";

type Found =
  | { kind: "none" }
  | { kind: "links"; orderNumber: string | null; links: FoundLink[] }
  | Extract<TrackPage, { kind: "preparing" }>;

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
  carrierName: customerCarrier(ctx.adapters.carriers, row.carrier),
  status: row.status,
  reason: row.reason,
});

/**
 * The parcels of an order, for who knows its number and the e-mail address it was placed with. "No such order" and "another's
 * order" are one answer by one way: the same two reads, whatever the first one finds.
 *
 * @example await findByOrder(ctx, { order: "1001", email: "ana@example.com" }) // { kind: "links", … }
 */
export async function findByOrder(ctx: Ctx, input: { order: string; email: string }): Promise<Found> {
  const email = mailAddress(input.email) ?? "";
  const orders = await ctx.db.query(
    `SELECT id, org_id, number, status FROM orders WHERE number IN (SELECT value FROM json_each(?1)) AND lower(trim(customer_email)) = ?2
      ORDER BY placed_at DESC, id DESC LIMIT 5`,
    [JSON.stringify(orderNumbers(input.order)), email],
  );
  const rows = await ctx.db.query(
    `SELECT * FROM shipments WHERE order_id IN (SELECT value FROM json_each(?2)) AND left_at IS NULL AND ${LIVE_LINK} ORDER BY shipped_at, id LIMIT ${MOST}`,
    [ctx.now(), JSON.stringify(orders.map((o) => o.id))],
  );
  const order = orders[0];
  if (!order) return { kind: "none" };
  if (rows.length > 0) {
    return { kind: "links", orderNumber: String(order.number), links: rows.map((r) => linkOf(ctx, shipmentRow(r))) };
  }
  // Parcels whose links were taken back or have ended: that there are some is not for this page to say.
  const [sent] = await ctx.db.query("SELECT 1 AS n FROM shipments WHERE order_id = ? AND left_at IS NULL LIMIT 1", [
    String(order.id),
  ]);
  if (sent) return { kind: "none" };
  return {
    kind: "preparing",
    orderNumber: String(order.number),
    seller: (await sellerNameOf(visitorScope(ctx, { orgId: String(order.org_id) }))) ?? "",
    cancelled: ["cancelled", "refunded", "deleted"].includes(String(order.status)),
    sent: untracked(order.status as OrderStatus),
  };
}

/** Picked up, sent without a number, or nothing that travels: the shop's own word counts where there is no parcel. */
function untracked(status: OrderStatus): SentUntracked | null {
  if (status === "delivered" || status === "partially_delivered") return "arrived";
  return status === "shipped" || status === "completed" ? "sent" : null;
}

/** Shorter is no postal code anywhere, and too easily guessed. */
const SHORTEST_CODE = 3;
const codeOf = (text: string) =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** The newest first; where the number was taken from one order and given to another, the one that has it now. */
async function withNumber(ctx: Ctx, typed: string): Promise<ShipmentRow[]> {
  const number = typedNumber(ctx, typed).slice(0, 60);
  const rows = await ctx.db.query(
    `SELECT * FROM shipments WHERE number = ?2 AND ${LIVE_LINK} ORDER BY left_at IS NOT NULL, shipped_at DESC, id DESC LIMIT 5`,
    [ctx.now(), number],
  );
  return rows.map(shipmentRow);
}

/**
 * The parcel of a tracking number, for who knows one thing more of its order: the e-mail address, or the postal code it goes to.
 * The number of the order is none: it counts up, and the one before and after are known to every customer of the shop.
 *
 * @example await findByNumber(ctx, { number: "1Z 999 AA1 01 2345 6784", proof: "1100-148" }) // { kind: "links", … }
 */
export async function findByNumber(ctx: Ctx, input: { number: string; proof: string }): Promise<Found> {
  const rows = await withNumber(ctx, input.number);
  const email = mailAddress(input.proof);
  const code = codeOf(input.proof.slice(0, 60));
  const orders = await ctx.db.query(
    `SELECT id, lower(trim(customer_email)) AS email, detail ->> '$.shippingAddress.postalCode' AS code FROM orders
      WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(rows.map((row) => row.orderId))],
  );
  const isTheirs = (order: (typeof orders)[number]) =>
    (email !== null && order.email === email) ||
    (code.length >= SHORTEST_CODE && typeof order.code === "string" && codeOf(order.code) === code);
  const known = new Set(orders.filter(isTheirs).map((order) => String(order.id)));
  const links = rows.filter((row) => row.orderId !== null && known.has(row.orderId)).map((row) => linkOf(ctx, row));
  return links.length > 0 ? { kind: "links", orderNumber: null, links } : { kind: "none" };
}

/**
 * The parcel of a tracking number as anyone may see it who knows nothing else; the newest, where a carrier used the number again.
 *
 * @example (await glanceByNumber(ctx, { number: "1Z 999 AA1 01 2345 6784" }))?.status // "in_transit"
 */
export async function glanceByNumber(ctx: Ctx, input: { number: string }): Promise<PublicShipment | null> {
  const [row] = await withNumber(ctx, input.number);
  return row ? glanceOf(await viewOf(visitorScope(ctx, row), row)) : null;
}
