import { isIsoCurrency } from "@waybill/domain/iso-4217";
import { type Money, parseMoney } from "@waybill/domain/money";
import type { Address, ChannelOrder, Fulfilment, LineItem } from "@waybill/domain/order/order";
import { isRecord } from "../../kit/body.ts";
import type { PulledOrder } from "../../ports/channel.ts";
import type { Json } from "./client.ts";
import { type Problem, problemWords } from "./errors.ts";

/** Codes that Shopify's CurrencyCode has and ISO 4217 has not, but that count like the currency beside them (GBP, AUD). */
const BESIDE_ISO = new Set(["JEP", "KID"]);

const PAYMENT: Record<string, ChannelOrder["payment"]> = {
  AUTHORIZED: "authorized",
  // An authorisation that ran out is money nobody will get.
  EXPIRED: "voided",
  PAID: "paid",
  PARTIALLY_PAID: "pending",
  PARTIALLY_REFUNDED: "partially_refunded",
  PENDING: "pending",
  REFUNDED: "refunded",
  VOIDED: "voided",
};

/**
 * Shopify's order → ours. Money is the shop's (`shopMoney`); a line's quantity is `currentQuantity`, because `quantity` goes on
 * counting removed units; importers set `processedAt` in the past, so it is when the order was placed. Throws RangeError in
 * words when the order cannot be understood.
 *
 * @example mapOrder({ id: "gid://shopify/Order/1", name: "#1001", … }).number // "#1001"
 */
export function mapOrder(order: Json): ChannelOrder {
  const currency = currencyOf(order.currencyCode);
  const bag = (name: string) => moneyBag(order[name], { name, currency });
  const shippingAddress = address(order.shippingAddress);
  const billingAddress = address(order.billingAddress);
  const customer = isRecord(order.customer) ? order.customer : {};
  const total = required(bag("totalPriceSet"), "totalPriceSet");
  return {
    externalId: text(order.id, "id"),
    number: text(order.name, "name"),
    placedAt: time(order.processedAt ?? order.createdAt, "createdAt"),
    updatedAt: time(order.updatedAt, "updatedAt"),
    currency,
    total,
    subtotal: bag("subtotalPriceSet"),
    shipping: bag("totalShippingPriceSet"),
    tax: bag("totalTaxSet"),
    discount: bag("totalDiscountsSet"),
    refunded: bag("totalRefundedSet"),
    payment: payment(order.displayFinancialStatus, total),
    onHold: order.displayFulfillmentStatus === "ON_HOLD",
    cancelledAt: order.cancelledAt == null ? null : time(order.cancelledAt, "cancelledAt"),
    cancelReason: words(order.cancelReason)?.toLowerCase() ?? null,
    customer: {
      name: words(customer.displayName) ?? shippingAddress?.name ?? billingAddress?.name ?? null,
      email: words(order.email),
      phone: words(order.phone) ?? shippingAddress?.phone ?? null,
    },
    shippingAddress,
    billingAddress,
    shippingMethod: isRecord(order.shippingLine) ? words(order.shippingLine.title) : null,
    note: words(order.note),
    locale: words(order.customerLocale),
    test: order.test === true,
    lines: nodes(order.lineItems, "lineItems").map((line) => mapLine(line, currency)),
    fulfilments: list(order.fulfillments, "fulfillments").map(mapFulfilment),
    raw: order,
  };
}

function mapLine(line: Json, currency: string): LineItem {
  const externalId = text(line.id, "lineItems.id");
  const ordered = count(line.quantity, "quantity");
  const quantity = count(line.currentQuantity, "currentQuantity");
  return {
    externalId,
    sku: words(line.sku),
    title: words(line.title) ?? "",
    variant: words(line.variantTitle),
    quantity,
    unfulfilled: Math.min(quantity, count(line.unfulfilledQuantity, "unfulfilledQuantity")),
    // Refunded and removed units alike leave currentQuantity; Shopify's list does not tell them apart, so none count twice.
    cancelled: Math.max(0, ordered - quantity),
    refunded: 0,
    unitPrice: required(
      moneyBag(line.originalUnitPriceSet, { name: "originalUnitPriceSet", currency }),
      "originalUnitPriceSet",
    ),
    requiresShipping: line.requiresShipping !== false,
  };
}

function mapFulfilment(fulfilment: Json): Fulfilment {
  const status = fulfilment.status;
  return {
    externalId: text(fulfilment.id, "fulfillments.id"),
    // ERROR and FAILURE are shipments that did not happen.
    cancelled: status === "CANCELLED" || status === "ERROR" || status === "FAILURE",
    tracking: list(fulfilment.trackingInfo, "trackingInfo").flatMap((info) => {
      const number = words(info.number);
      return number ? [{ company: words(info.company), number, url: words(info.url) }] : [];
    }),
    lines: nodes(fulfilment.fulfillmentLineItems, "fulfillmentLineItems").map((line) => ({
      externalLineId: text(isRecord(line.lineItem) ? line.lineItem.id : null, "fulfillmentLineItems.lineItem.id"),
      quantity: line.quantity == null ? 0 : count(line.quantity, "fulfillmentLineItems.quantity"),
    })),
    createdAt: time(fulfilment.createdAt, "fulfillments.createdAt"),
  };
}

/**
 * One node of a page → a pulled order. With problems, or when it cannot be understood, it is set aside with words, and the rest
 * of the page goes on. `depth`: how many leading entries of a problem's path only say which order it is.
 */
export function toPulled(
  node: unknown,
  problems: readonly Problem[] | undefined,
  about: { depth: number; id?: string },
): PulledOrder {
  const problem = problems?.find((p) => !p.transient) ?? problems?.[0];
  if (problem) {
    const { transient } = problem;
    return setAside(node, { ...about, reason: problemWords(problem, about.depth), transient, raw: { node, problems } });
  }
  try {
    if (!isRecord(node)) throw new RangeError("the order is empty.");
    return { ok: true, order: mapOrder(node) };
  } catch (error) {
    const why = error instanceof Error ? error.message : "it has an unknown shape.";
    return setAside(node, { ...about, reason: `Shopify sent an order that cannot be read: ${why}`, transient: false });
  }
}

/** An order that is not merged now, with the reason in words. */
export function setAside(
  node: unknown,
  about: { reason: string; transient: boolean; id?: string; raw?: unknown },
): PulledOrder {
  const { reason, transient, id, raw = node } = about;
  const order = isRecord(node) ? node : {};
  return {
    ok: false,
    externalId: words(order.id) ?? id ?? "unknown",
    number: words(order.name),
    placedAt: instant(order.processedAt) ?? instant(order.createdAt),
    reason,
    transient,
    raw,
  };
}

/** UTC ms of an order's last change, also of one that is otherwise broken; null when it has none. */
export function updatedAtOf(node: unknown): number | null {
  return isRecord(node) ? instant(node.updatedAt) : null;
}

function instant(value: unknown): number | null {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function payment(status: unknown, total: Money): ChannelOrder["payment"] {
  // No status: no payment was ever begun. An order of nothing needs none.
  if (status === null || status === undefined) return total.minor === 0 ? "paid" : "pending";
  const known = typeof status === "string" && Object.hasOwn(PAYMENT, status) ? PAYMENT[status] : undefined;
  if (!known) throw new RangeError(`"${String(status)}" is a payment status that Waybill does not know.`);
  return known;
}

function currencyOf(value: unknown): string {
  if (typeof value === "string" && (isIsoCurrency(value) || BESIDE_ISO.has(value))) return value;
  throw new RangeError(`${JSON.stringify(value ?? null)} is not a currency that Waybill knows.`);
}

function moneyBag(bag: unknown, about: { name: string; currency: string }): Money | null {
  if (bag === null || bag === undefined) return null;
  const money = isRecord(bag) ? bag.shopMoney : null;
  if (!isRecord(money) || typeof money.amount !== "string") throw new RangeError(`${about.name} has no amount.`);
  if (money.currencyCode !== about.currency) {
    throw new RangeError(`${about.name} is in ${String(money.currencyCode)}, the order in ${about.currency}.`);
  }
  return parseMoney(money.amount, about.currency);
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new RangeError(`${name} is missing.`);
  return value;
}

function address(value: unknown): Address | null {
  if (!isRecord(value)) return null;
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

/** A text that says something, else null. */
function words(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function text(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new RangeError(`${name} is missing.`);
}

function count(value: unknown, name: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${name} is ${JSON.stringify(value ?? null)}, not a number of units.`);
}

function time(value: unknown, name: string): number {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new RangeError(`${name} is ${JSON.stringify(value ?? null)}, not a time.`);
  return at;
}

/** The objects of a plain list. */
export function list(value: unknown, name: string): Json[] {
  if (Array.isArray(value) && value.every(isRecord)) return value;
  throw new RangeError(`${name} is not a list.`);
}

/** The nodes of a connection. */
export function nodes(connection: unknown, name: string): Json[] {
  return list(isRecord(connection) ? connection.nodes : null, name);
}
