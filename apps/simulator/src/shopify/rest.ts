import { warehouses } from "../world/places.ts";
import { isoLocal } from "../world/times.ts";
import type { Address, Fulfilment, Order, OrderLine } from "../world/types.ts";
import { currentQuantity, shippedQuantity } from "./line-view.ts";
import { amount } from "./money.ts";
import { gid } from "./places-view.ts";

const SHOP_ZONE = warehouses[0].place.zone;

// Webhook bodies write 64-bit ids as bare JSON numbers. `rawJSON` keeps their digits, a number type would not.
const raw = JSON as unknown as { rawJSON: (text: string) => unknown };
export const num = (id: string) => raw.rawJSON(id);
export const time = (at: number | null) => (at === null ? null : isoLocal(Math.floor(at / 1000) * 1000, SHOP_ZONE));

export function priceSet(minor: number, order: Order): object {
  const { currency, buyer } = order;
  return {
    shop_money: { amount: amount(minor, currency), currency_code: currency },
    presentment_money: { amount: amount(minor, buyer.currency, currency), currency_code: buyer.currency },
  };
}

export function restAddress(address: Address): object {
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

export function restLine(order: Order, line: OrderLine, quantity = line.quantity): object {
  const { product } = line;
  const current = currentQuantity(order, line);
  const left = Math.max(0, current - shippedQuantity(order, line));
  return {
    id: num(line.id),
    admin_graphql_api_id: gid("LineItem", line.id),
    attributed_staffs: [],
    current_quantity: current,
    fulfillable_quantity: left,
    fulfillment_service: "manual",
    fulfillment_status: left === 0 ? "fulfilled" : left < line.quantity ? "partial" : null,
    gift_card: product.giftCard === true,
    grams: product.grams,
    name: product.variantTitle === null ? product.title : `${product.title} - ${product.variantTitle}`,
    price: amount(line.price, order.currency),
    price_set: priceSet(line.price, order),
    product_exists: true,
    product_id: num(product.id),
    properties: [],
    quantity,
    requires_shipping: !product.giftCard,
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
