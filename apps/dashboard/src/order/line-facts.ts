import type { OrderLine } from "@waybill/domain/order/answers";
import { countLine, type Goods, holdersOf, isCounted, unitsOf } from "@waybill/domain/order/held";
import type { OrderPage } from "@waybill/domain/screens/answers";
import type { ShipmentView } from "@waybill/domain/shipment/answers";

type LineFacts = { shipped: number; delivered: number; cancelled: number; refunded: number; left: number };

/** As much of a parcel as counting needs; one of an older live frame does not say its fulfilments. */
type Parcel = Pick<ShipmentView, "status" | "lines"> &
  Partial<Pick<ShipmentView, "fulfilmentIds" | "leftAt" | "scanCount">>;

const goodsOf = (
  parcels: readonly Parcel[],
  fulfilments: Goods["fulfilments"],
): Pick<Goods, "parcels" | "fulfilments"> => ({
  fulfilments,
  parcels: parcels.map(({ status, lines, fulfilmentIds = [], leftAt = null, scanCount = 0 }) => {
    return { status, lines, fulfilmentIds, leftAt, scanCount };
  }),
});

/**
 * What became of a line's units, by the rule that the order's own numbers follow. `cancelled` and `refunded` are gone from it.
 *
 * @example lineFacts(line, shipments, fulfilments) // { shipped: 2, delivered: 1, cancelled: 0, refunded: 0, left: 1 }
 */
export function lineFacts(
  line: OrderLine,
  shipments: readonly Parcel[],
  fulfilments: Goods["fulfilments"] = [],
): LineFacts {
  const gone = { cancelled: line.cancelled, refunded: line.refunded };
  if (!line.requiresShipping) return { shipped: 0, delivered: 0, left: 0, ...gone };
  return { ...countLine(line, holdersOf(goodsOf(shipments, fulfilments))), ...gone };
}

/**
 * The order's parcels that a line's units travel in, of all that count: empty where there is one parcel, or where nobody said.
 *
 * @example parcelsOf(line, page) // [{ nth: 1, of: 2 }]
 */
function parcelsOf(
  line: Pick<OrderLine, "externalId">,
  page: Pick<OrderPage, "shipments" | "detail">,
): { nth: number; of: number }[] {
  const counted = page.shipments.filter(isCounted).sort((a, b) => a.shippedAt - b.shippedAt || (a.id < b.id ? -1 : 1));
  if (counted.length < 2) return [];
  const fulfilments = page.detail?.fulfilments ?? [];
  const holds = (parcel: ShipmentView) =>
    unitsOf(parcel.lines, line.externalId) > 0 ||
    fulfilments.some((f) => parcel.fulfilmentIds.includes(f.externalId) && unitsOf(f.lines, line.externalId) > 0);
  return counted.flatMap((parcel, index) => (holds(parcel) ? [{ nth: index + 1, of: counted.length }] : []));
}

const places = new Intl.ListFormat("en", { type: "conjunction" });

/** "2 to ship · 1 delivered in parcel 1 of 2": only what is not nothing. */
export function factWords(line: OrderLine, page: Pick<OrderPage, "order" | "shipments" | "detail">): string {
  const facts = lineFacts(line, page.shipments, page.detail?.fulfilments);
  const gone = facts.cancelled + facts.refunded;
  const removed = gone > 0 ? `${gone} removed` : "";
  if (!line.requiresShipping) return ["needs no shipping", removed].filter(Boolean).join(" · ");
  const moving = facts.shipped - facts.delivered;
  // An order that has ended has nothing left, whatever its lines say.
  const left = `${facts.left} ${page.order.toShip > 0 ? "to ship" : "not expected any more"}`;
  const held = parcelsOf(line, page);
  const which = places.format(held.map(({ nth }) => String(nth)));
  const where = held.length > 0 ? `in ${held.length === 1 ? "parcel" : "parcels"} ${which} of ${held[0]?.of}` : "";
  return [
    facts.left > 0 ? left : "",
    moving > 0 ? `${moving} shipped` : "",
    facts.delivered > 0 ? `${facts.delivered} delivered` : "",
    facts.shipped > 0 ? where : "",
    removed,
  ]
    .filter(Boolean)
    .join(" · ");
}

export const DECIMAL = /^\d+(\.\d+)?$/;

/**
 * A decimal taken so many times, exactly.
 *
 * @example times("0.0125", 80) // "1.0000"
 */
export function times(decimal: string, n: number): string {
  const [whole = "", fraction = ""] = decimal.split(".");
  const product = (BigInt(whole + fraction) * BigInt(n)).toString().padStart(fraction.length + 1, "0");
  const cut = product.length - fraction.length;
  return fraction ? `${product.slice(0, cut)}.${product.slice(cut)}` : product;
}
