import { fulfilmentState } from "../world/fulfilment.ts";
import { localeOf } from "../world/people.ts";
import type { Order } from "../world/types.ts";
import { amount } from "./money.ts";
import { gatewaysOf } from "./order-money.ts";
import { gid } from "./places-view.ts";
import { num, priceSet, restAddress, restFulfilment, restLine, time } from "./rest.ts";

function money(order: Order, name: string, minor: number): Record<string, unknown> {
  return { [name]: amount(minor, order.currency), [`${name}_set`]: priceSet(minor, order) };
}

/** Body of `orders/*`: the bare order in REST shape. */
export function restOrder(order: Order): Record<string, unknown> {
  const { buyer } = order;
  const live = order.cancelledAt === null ? 1 : 0;
  const lineTotal = order.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const subtotal = lineTotal - order.discount;
  const state = fulfilmentState(order);
  return {
    id: num(order.id),
    admin_graphql_api_id: gid("Order", order.id),
    app_id: 580111,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: time(order.cancelledAt),
    closed_at: time(order.closedAt),
    confirmed: true,
    contact_email: buyer.email,
    created_at: time(order.createdAt),
    currency: order.currency,
    ...money(order, "current_subtotal_price", subtotal * live),
    ...money(order, "current_total_discounts", order.discount * live),
    ...money(order, "current_total_price", order.total * live),
    ...money(order, "current_total_tax", order.tax * live),
    customer_locale: localeOf(order.buyer),
    discount_codes:
      order.discount > 0
        ? [{ code: "WELCOME10", amount: amount(order.discount, order.currency), type: "percentage" }]
        : [],
    email: buyer.email,
    estimated_taxes: false,
    financial_status: order.financial.toLowerCase(),
    fulfillment_status: state === "FULFILLED" ? "fulfilled" : state === "PARTIALLY_FULFILLED" ? "partial" : null,
    location_id: null,
    name: order.name,
    note: order.note,
    note_attributes: [],
    number: order.number - 1000,
    order_number: order.number,
    payment_gateway_names: gatewaysOf(order),
    phone: null,
    po_number: null,
    presentment_currency: buyer.currency,
    processed_at: time(order.createdAt),
    source_name: "web",
    ...money(order, "subtotal_price", subtotal),
    tags: order.tags.join(", "),
    tax_exempt: false,
    tax_lines: [taxLine(order)],
    taxes_included: false,
    test: order.natures.has("test"),
    ...money(order, "total_discounts", order.discount),
    ...money(order, "total_line_items_price", lineTotal),
    total_outstanding: order.financial === "PENDING" ? amount(order.total, order.currency) : "0.00",
    ...money(order, "total_price", order.total),
    total_shipping_price_set: priceSet(order.shipping, order),
    ...money(order, "total_tax", order.tax),
    total_weight: order.lines.reduce((sum, line) => sum + line.product.grams * line.quantity, 0),
    updated_at: time(order.updatedAt),
    user_id: null,
    billing_address: restAddress(buyer.address),
    shipping_address: restAddress(buyer.address),
    customer: restCustomer(buyer),
    discount_applications: [],
    fulfillments: order.fulfilments.map((each) => restFulfilment(order, each)),
    line_items: order.lines.map((line) => restLine(order, line)),
    payment_terms: null,
    refunds: [],
    shipping_lines: [shippingLine(order)],
  };
}

function restCustomer(buyer: Order["buyer"]): object {
  return {
    id: num(buyer.id),
    admin_graphql_api_id: gid("Customer", buyer.id),
    email: buyer.email,
    first_name: buyer.firstName,
    last_name: buyer.lastName,
    state: "disabled",
    verified_email: true,
    currency: buyer.currency,
    tags: "",
  };
}

function taxLine(order: Order): object {
  return {
    price: amount(order.tax, order.currency),
    rate: 0.08,
    title: "Sales tax",
    price_set: priceSet(order.tax, order),
    channel_liable: false,
  };
}

function shippingLine(order: Order): object {
  return {
    id: num(order.id),
    code: order.shippingTitle,
    title: order.shippingTitle,
    price: amount(order.shipping, order.currency),
    price_set: priceSet(order.shipping, order),
    discounted_price: amount(order.shipping, order.currency),
    discounted_price_set: priceSet(order.shipping, order),
    source: "shopify",
    tax_lines: [],
    discount_allocations: [],
  };
}
