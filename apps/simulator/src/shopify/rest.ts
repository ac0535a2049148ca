import { fulfilmentState } from "../world/fulfilment.ts";
import { localeOf } from "../world/people.ts";
import { warehouses } from "../world/places.ts";
import { isoLocal } from "../world/times.ts";
import type { Address, Fulfilment, Order, OrderLine } from "../world/types.ts";
import { amount } from "./money.ts";
import { shippedQuantity } from "./order-view.ts";
import { gid } from "./places-view.ts";

const SHOP_ZONE = warehouses[0].place.zone;

// Webhook bodies write 64-bit ids as bare JSON numbers. `rawJSON` keeps their digits, a number type would not.
const raw = JSON as unknown as { rawJSON: (text: string) => unknown };
const num = (id: string) => raw.rawJSON(id);
const time = (at: number | null) => (at === null ? null : isoLocal(Math.floor(at / 1000) * 1000, SHOP_ZONE));

function priceSet(minor: number, order: Order): object {
  const { currency, buyer } = order;
  return {
    shop_money: { amount: amount(minor, currency), currency_code: currency },
    presentment_money: { amount: amount(minor, buyer.currency, currency), currency_code: buyer.currency },
  };
}

function restAddress(address: Address): object {
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: address.phone,
    city: address.city,
    zip: address.zip,
    province: address.province,
    country: address.country,
    last_name: address.lastName,
    address2: address.address2,
    company: address.company,
    latitude: null,
    longitude: null,
    name: `${address.firstName} ${address.lastName}`,
    country_code: address.countryCode,
    province_code: address.provinceCode,
  };
}

function restLine(order: Order, line: OrderLine, quantity = line.quantity): object {
  const { product } = line;
  const left = order.cancelledAt === null ? line.quantity - shippedQuantity(order, line) : 0;
  return {
    id: num(line.id),
    admin_graphql_api_id: gid("LineItem", line.id),
    attributed_staffs: [],
    current_quantity: order.cancelledAt === null ? line.quantity : 0,
    fulfillable_quantity: left,
    fulfillment_service: "manual",
    fulfillment_status: left === 0 ? "fulfilled" : left < line.quantity ? "partial" : null,
    gift_card: false,
    grams: product.grams,
    name: product.variantTitle === null ? product.title : `${product.title} - ${product.variantTitle}`,
    price: amount(line.price, order.currency),
    price_set: priceSet(line.price, order),
    product_exists: true,
    product_id: num(product.id),
    properties: [],
    quantity,
    requires_shipping: true,
    sku: line.sku,
    taxable: true,
    title: product.title,
    total_discount: "0.00",
    total_discount_set: priceSet(0, order),
    variant_id: num(product.variantId),
    variant_inventory_management: "shopify",
    variant_title: product.variantTitle,
    vendor: product.vendor,
    tax_lines: [
      {
        title: "Sales tax",
        price: amount(line.tax, order.currency),
        rate: 0.08,
        channel_liable: false,
        price_set: priceSet(line.tax, order),
      },
    ],
    duties: [],
    discount_allocations: [],
  };
}

/** Body of `fulfillments/*`, and an entry of an order's `fulfillments`. */
export function restFulfilment(order: Order, fulfilment: Fulfilment): object {
  const numbers = fulfilment.tracking.flatMap((each) => (each.number === null ? [] : [each.number]));
  const urls = fulfilment.tracking.flatMap((each) => (each.url === null ? [] : [each.url]));
  return {
    id: num(fulfilment.id),
    admin_graphql_api_id: gid("Fulfillment", fulfilment.id),
    created_at: time(fulfilment.createdAt),
    location_id: num(fulfilment.warehouse.id),
    name: fulfilment.name,
    order_id: num(order.id),
    origin_address: {},
    receipt: {},
    service: "manual",
    shipment_status: fulfilment.shipmentStatus,
    status: fulfilment.status === "CANCELLED" ? "cancelled" : "success",
    tracking_company: fulfilment.tracking[0]?.company ?? null,
    tracking_number: numbers[0] ?? null,
    tracking_numbers: numbers,
    tracking_url: urls[0] ?? null,
    tracking_urls: urls,
    updated_at: time(fulfilment.updatedAt),
    line_items: fulfilment.lines.map((entry) => restLine(order, entry.line, entry.quantity)),
  };
}

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
    payment_gateway_names: ["bogus"],
    phone: null,
    po_number: null,
    presentment_currency: buyer.currency,
    processed_at: time(order.createdAt),
    source_name: "web",
    ...money(order, "subtotal_price", subtotal),
    tags: order.tags.join(", "),
    tax_exempt: false,
    tax_lines: [
      {
        price: amount(order.tax, order.currency),
        rate: 0.08,
        title: "Sales tax",
        price_set: priceSet(order.tax, order),
        channel_liable: false,
      },
    ],
    taxes_included: false,
    test: false,
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
    customer: {
      id: num(buyer.id),
      admin_graphql_api_id: gid("Customer", buyer.id),
      email: buyer.email,
      first_name: buyer.firstName,
      last_name: buyer.lastName,
      state: "disabled",
      verified_email: true,
      currency: buyer.currency,
      tags: "",
    },
    discount_applications: [],
    fulfillments: order.fulfilments.map((each) => restFulfilment(order, each)),
    line_items: order.lines.map((line) => restLine(order, line)),
    payment_terms: null,
    refunds: [],
    shipping_lines: [
      {
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
      },
    ],
  };
}
