import type { OrderGap } from "@waybill/domain/order/order";
import type { Problem } from "./errors.ts";

/** Our names of an order's fields, and what they are called in a sentence. */
const FIELDS = {
  number: "the order's number",
  placedAt: "the date of the order",
  updatedAt: "the time of its last change",
  currency: "the currency",
  total: "the total",
  buyerTotal: "the total in the buyer's currency",
  subtotal: "the subtotal",
  shipping: "the shipping cost",
  tax: "the tax",
  discount: "the discount",
  refunded: "the refunded amount",
  payment: "the payment status",
  cashOnDelivery: "how it is paid",
  onHold: "the fulfilment status",
  cancelledAt: "when it was cancelled",
  cancelReason: "why it was cancelled",
  archivedAt: "when it was archived",
  "customer.name": "the customer's name",
  "customer.email": "the e-mail address",
  "customer.phone": "the phone number",
  shippingAddress: "the shipping address",
  billingAddress: "the billing address",
  shippingMethod: "the shipping method",
  note: "the note",
  locale: "the customer's language",
  test: "whether it is a test order",
  lines: "a line of the order",
  "lines.sku": "the SKU of a line",
  "lines.title": "the title of a line",
  "lines.variant": "the variant of a line",
  "lines.quantity": "the quantity of a line",
  "lines.unfulfilled": "the units of a line that are left to ship",
  "lines.unitPrice": "the unit price of a line",
  "lines.requiresShipping": "whether a line needs shipping",
  fulfilments: "a fulfilment",
  "fulfilments.cancelled": "the status of a fulfilment",
  "fulfilments.createdAt": "when a fulfilment was made",
  "fulfilments.tracking": "the tracking number of a fulfilment",
  "fulfilments.lines": "what a fulfilment holds",
  "fulfilments.arrival": "whether a fulfilment has arrived",
} as const;
export type Field = keyof typeof FIELDS;

/** Where Shopify's answer has them: the names on a problem's path, longest first. */
const BY_PATH: Readonly<Record<string, Field>> = {
  name: "number",
  createdAt: "placedAt",
  processedAt: "placedAt",
  updatedAt: "updatedAt",
  currencyCode: "currency",
  totalPriceSet: "total",
  "totalPriceSet.presentmentMoney": "buyerTotal",
  subtotalPriceSet: "subtotal",
  totalShippingPriceSet: "shipping",
  totalTaxSet: "tax",
  totalDiscountsSet: "discount",
  totalRefundedSet: "refunded",
  displayFinancialStatus: "payment",
  paymentGatewayNames: "cashOnDelivery",
  displayFulfillmentStatus: "onHold",
  cancelledAt: "cancelledAt",
  cancelReason: "cancelReason",
  closedAt: "archivedAt",
  customer: "customer.name",
  email: "customer.email",
  phone: "customer.phone",
  shippingAddress: "shippingAddress",
  billingAddress: "billingAddress",
  shippingLine: "shippingMethod",
  note: "note",
  customerLocale: "locale",
  test: "test",
  lineItems: "lines",
  "lineItems.sku": "lines.sku",
  "lineItems.title": "lines.title",
  "lineItems.variantTitle": "lines.variant",
  "lineItems.quantity": "lines.quantity",
  "lineItems.currentQuantity": "lines.quantity",
  "lineItems.unfulfilledQuantity": "lines.unfulfilled",
  "lineItems.originalUnitPriceSet": "lines.unitPrice",
  "lineItems.requiresShipping": "lines.requiresShipping",
  "lineItems.isGiftCard": "lines.requiresShipping",
  fulfillments: "fulfilments",
  "fulfillments.status": "fulfilments.cancelled",
  "fulfillments.displayStatus": "fulfilments.arrival",
  "fulfillments.deliveredAt": "fulfilments.arrival",
  "fulfillments.createdAt": "fulfilments.createdAt",
  "fulfillments.trackingInfo": "fulfilments.tracking",
  "fulfillments.fulfillmentLineItems": "fulfilments.lines",
};

/** What of one order could not be had, one entry a field. */
export type Gaps = Map<string, OrderGap>;

/**
 * A field that may be odd: what `read` gives, else `instead` and an entry that names the field. Readers throw RangeError in words.
 *
 * @example readOr(gaps, "total", null, () => parseMoney(amount, "EUR"))
 */
export function readOr<T, I>(gaps: Gaps, field: Field, instead: I, read: () => T): T | I {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    unreadable(gaps, field, error.message);
    return instead;
  }
}

/** Notes that a field says something no reader understands; what is known to be withheld stays so. */
export function unreadable(gaps: Gaps, field: Field, why: string): void {
  if (gaps.has(field)) return;
  const name = FIELDS[field];
  gaps.set(field, {
    field,
    kind: "unreadable",
    words: `${name.charAt(0).toUpperCase()}${name.slice(1)} cannot be read: ${why}`,
  });
}

/** Is it about one field of the order, and for good? Such a problem costs that field; every other costs the order or the call. */
export function costsAField(problem: Problem, depth: number): boolean {
  return !problem.transient && problem.code !== "SHOP_INACTIVE" && namesOf(problem, depth).length > 0;
}

/** The gap that a problem of Shopify's leaves; `depth`: how many leading entries of its path only say which order it is. */
export function gapOf(problem: Problem, depth: number): OrderGap {
  const names = namesOf(problem, depth);
  const known = BY_PATH[names.slice(0, 2).join(".")] ?? BY_PATH[names[0] ?? ""];
  const field = known ?? names.join(".");
  const called = known ? FIELDS[known] : `the field ${names.at(-1) ?? ""}`;
  if (problem.kind === "permission") return { field, kind: "withheld", words: `The shop withholds ${called}.` };
  const said = problem.message.length > 200 ? `${problem.message.slice(0, 199)}…` : problem.message;
  return { field, kind: "unreadable", words: `Shopify could not read ${called}: ${said}` };
}

/**
 * Field names from the path; from the words where there is no path, or none that leads into the order ("Access denied for
 * customer field", "not approved to access the Customer object").
 */
function namesOf(problem: Problem, depth: number): string[] {
  const inside = problem.path.slice(depth).filter((p): p is string => typeof p === "string" && !STEPS.has(p));
  if (inside.length > 0) return inside;
  if (problem.kind !== "permission") return [];
  const said = /(?:denied for|to (?:access|use) the) (\w+) (?:field|object)/i.exec(problem.message)?.[1] ?? "";
  const field = OBJECTS[said] ?? said;
  return field in BY_PATH ? [field] : [];
}
const STEPS = new Set(["nodes", "edges", "node"]);
const OBJECTS: Readonly<Record<string, string>> = { Customer: "customer", MailingAddress: "shippingAddress" };
