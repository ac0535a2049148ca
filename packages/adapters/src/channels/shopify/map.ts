import type { Address, ChannelOrder, Fulfilment, OrderGap } from "@waybill/domain/order/order";
import { isRecord } from "../../kit/body.ts";
import type { Json } from "./client.ts";
import { type Field, type Gaps, readOr, unreadable } from "./gaps.ts";
import { fulfilmentTimes, mapFulfilment } from "./map-fulfilment.ts";
import { mapLine } from "./map-line.ts";
import { isCashOnDelivery, paymentOf } from "./payment.ts";
import { buyerMoney, currencyCode, instant, optionalText, required, shopMoney, text, time, words } from "./values.ts";

/** Statuses of fulfilment as of 2026-10; only one of them matters to us. */
const FULFILMENT_STATUSES = new Set(
  "FULFILLED FULFILLMENT_NOT_REQUIRED IN_PROGRESS ON_HOLD OPEN PARTIALLY_FULFILLED PENDING_FULFILLMENT REQUEST_DECLINED RESTOCKED SCHEDULED UNFULFILLED".split(
    " ",
  ),
);

/**
 * Shopify's order → ours. Money is the shop's (`shopMoney`), the buyer's stands beside it where it differs; importers set
 * `processedAt` in the past, so it is when the order was placed. A field that is withheld (`gaps`) or odd costs that field, named
 * in the order's gaps. Throws RangeError in words only when there is no id or no date at all.
 *
 * @example mapOrder({ id: "gid://shopify/Order/1", name: "#1001", … }).number // "#1001"
 */
export function mapOrder(order: Json, withheld: readonly OrderGap[] = []): ChannelOrder {
  const gaps: Gaps = new Map(withheld.map((gap) => [gap.field, gap]));
  const externalId = words(order.id);
  if (externalId === null) throw new RangeError("its id is missing.");
  const times = timesOf(order, gaps);
  const money = moneyOf(order, gaps);
  const { fulfilments, shipped } = fulfilmentsOf(order, { gaps, orderTime: times.updatedAt });
  const { currency } = money;
  const lines = entriesOf(order.lineItems, { field: "lines", gaps }).flatMap(
    (line) => mapLine(line, { currency, gaps, shipped }) ?? [],
  );
  const rest = {
    ...peopleOf(order, gaps),
    payment: gaps.has("payment")
      ? ("unknown" as const)
      : readOr(gaps, "payment", "unknown" as const, () =>
          paymentOf(order.displayFinancialStatus, money.total?.minor ?? null),
        ),
    cashOnDelivery: readOr(gaps, "cashOnDelivery", false, () => isCashOnDelivery(order.paymentGatewayNames)),
    onHold: readOr(gaps, "onHold", false, () => isOnHold(order.displayFulfillmentStatus)),
    cancelReason: textOf(order.cancelReason, { field: "cancelReason", gaps })?.toLowerCase() ?? null,
    shippingMethod: isRecord(order.shippingLine)
      ? textOf(order.shippingLine.title, { field: "shippingMethod", gaps })
      : null,
    note: textOf(order.note, { field: "note", gaps }),
    locale: textOf(order.customerLocale, { field: "locale", gaps }),
    test: order.test === true,
  };
  return {
    externalId,
    number: readOr(gaps, "number", /(\d+)$/.exec(externalId)?.[1] ?? externalId, () => text(order.name)),
    ...times,
    ...money,
    ...rest,
    lines,
    fulfilments,
    ...(gaps.size > 0 ? { gaps: [...gaps.values()] } : {}),
    raw: order,
  };
}

/** All that is known of when; an odd time is replaced by the nearest that can be read. */
function timesOf(order: Json, gaps: Gaps) {
  const given = [order.processedAt, order.createdAt, order.updatedAt, order.cancelledAt, order.closedAt];
  const fulfilments = Array.isArray(order.fulfillments) ? order.fulfillments.flatMap(fulfilmentTimes) : [];
  const known = [...given.flatMap((value) => instant(value) ?? []), ...fulfilments];
  if (known.length === 0) throw new RangeError("it has no date that can be read.");
  // The version of the order: the newest of all, so that a later change still counts as later.
  const updatedAt = readOr(gaps, "updatedAt", Math.max(...known), () => time(order.updatedAt));
  const first = instant(order.createdAt) ?? Math.min(...known);
  // An odd time still says that it happened.
  const happened = (value: unknown, field: Field) =>
    value === null || value === undefined ? null : readOr(gaps, field, updatedAt, () => time(value));
  return {
    placedAt: readOr(gaps, "placedAt", first, () => time(order.processedAt ?? order.createdAt)),
    updatedAt,
    cancelledAt: happened(order.cancelledAt, "cancelledAt"),
    archivedAt: happened(order.closedAt, "archivedAt"),
  };
}

function moneyOf(order: Json, gaps: Gaps) {
  const bag = isRecord(order.totalPriceSet) ? order.totalPriceSet.shopMoney : null;
  // The amounts name the currency too, for when the order does not.
  const code = order.currencyCode ?? (isRecord(bag) ? bag.currencyCode : null);
  const currency = readOr(gaps, "currency", null, () => currencyCode(code));
  const amount = (name: string, field: Field) =>
    currency === null ? null : readOr(gaps, field, null, () => shopMoney(order[name], currency));
  return {
    currency,
    total:
      currency === null ? null : readOr(gaps, "total", null, () => required(shopMoney(order.totalPriceSet, currency))),
    buyerTotal: readOr(gaps, "buyerTotal", null, () => buyerMoney(order.totalPriceSet, currency ?? shopCode(bag))),
    subtotal: amount("subtotalPriceSet", "subtotal"),
    shipping: amount("totalShippingPriceSet", "shipping"),
    tax: amount("totalTaxSet", "tax"),
    discount: amount("totalDiscountsSet", "discount"),
    refunded: amount("totalRefundedSet", "refunded"),
  };
}

const shopCode = (money: unknown) => (isRecord(money) ? words(money.currencyCode) : null);

function fulfilmentsOf(order: Json, about: { gaps: Gaps; orderTime: number }) {
  const fulfilments: Fulfilment[] = entriesOf(order.fulfillments, { field: "fulfilments", gaps: about.gaps }).flatMap(
    (fulfilment) => mapFulfilment(fulfilment, about) ?? [],
  );
  const shipped = new Map<string, number>();
  for (const { externalLineId, quantity } of fulfilments.flatMap((f) => (f.cancelled ? [] : f.lines))) {
    shipped.set(externalLineId, (shipped.get(externalLineId) ?? 0) + quantity);
  }
  return { fulfilments, shipped };
}

function peopleOf(order: Json, gaps: Gaps): Pick<ChannelOrder, "customer" | "shippingAddress" | "billingAddress"> {
  const shippingAddress = readOr(gaps, "shippingAddress", null, () => address(order.shippingAddress));
  const billingAddress = readOr(gaps, "billingAddress", null, () => address(order.billingAddress));
  const customer = isRecord(order.customer) ? order.customer : {};
  const name = textOf(customer.displayName, { field: "customer.name", gaps });
  return {
    customer: {
      name: name ?? shippingAddress?.name ?? billingAddress?.name ?? null,
      email: textOf(order.email, { field: "customer.email", gaps }),
      phone: textOf(order.phone, { field: "customer.phone", gaps }) ?? shippingAddress?.phone ?? null,
    },
    shippingAddress,
    billingAddress,
  };
}

const textOf = (value: unknown, about: { field: Field; gaps: Gaps }) =>
  readOr(about.gaps, about.field, null, () => optionalText(value));

/** The objects of a list or a connection; what is none is a gap, and the others stay. */
function entriesOf(value: unknown, about: { field: "lines" | "fulfilments"; gaps: Gaps }): Json[] {
  const all: unknown = isRecord(value) ? value.nodes : value;
  if (!Array.isArray(all)) {
    unreadable(about.gaps, about.field, "the list of them is missing.");
    return [];
  }
  const whole = all.filter(isRecord);
  if (whole.length < all.length) unreadable(about.gaps, about.field, "it is empty.");
  return whole;
}

function isOnHold(status: unknown): boolean {
  if (status === null || status === undefined) return false;
  if (typeof status === "string" && FULFILMENT_STATUSES.has(status)) return status === "ON_HOLD";
  throw new RangeError(`${JSON.stringify(status)} is a status that Waybill does not know.`);
}

function address(value: unknown): Address | null {
  if (value === null || value === undefined) return null;
  if (!isRecord(value)) throw new RangeError("it is no address.");
  return {
    name: words(value.name),
    company: words(value.company),
    line1: words(value.address1),
    line2: words(value.address2),
    city: words(value.city),
    region: words(value.provinceCode) ?? words(value.province),
    postalCode: words(value.zip),
    country: words(value.countryCodeV2),
    phone: words(value.phone),
  };
}
