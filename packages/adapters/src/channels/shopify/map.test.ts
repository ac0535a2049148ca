import { describe, expect, test } from "bun:test";
import { channelOrderSchema } from "@waybill/domain/order/order";
import { hasShared, shared, sharedJson } from "../../contract/world.ts";
import { fakeFulfilment, fakeLine, gid, usd } from "./fake-orders.ts";
import { mapOrder } from "./map.ts";
import { toPulled } from "./pulled.ts";
import { fakeNode as node } from "./testing.ts";

type Json = Record<string, unknown>;
const spec = (name: string) => `specs/shopify/${name}`;

describe("the official sample orders (Shopify/shopify-app-js rest fixtures 2026-07)", () => {
  /** The REST fixture's values in the places where GraphQL has them. */
  const fromRest = (rest: Json): Json => {
    const bag = (name: string) => {
      const set = rest[name] as Record<string, { amount: string; currency_code: string }> | undefined;
      const money = (m?: { amount: string; currency_code: string }) =>
        m && { amount: m.amount, currencyCode: m.currency_code };
      return set ? { shopMoney: money(set.shop_money), presentmentMoney: money(set.presentment_money) } : null;
    };
    const place = rest.shipping_address as Json;
    return {
      id: rest.admin_graphql_api_id,
      name: rest.name,
      createdAt: rest.created_at,
      processedAt: rest.processed_at,
      updatedAt: rest.updated_at,
      cancelledAt: rest.cancelled_at,
      cancelReason: typeof rest.cancel_reason === "string" ? rest.cancel_reason.toUpperCase() : null,
      currencyCode: rest.currency,
      email: rest.email,
      phone: rest.phone,
      test: rest.test,
      note: rest.note,
      displayFinancialStatus: String(rest.financial_status).toUpperCase(),
      displayFulfillmentStatus: "UNFULFILLED",
      totalPriceSet: bag("total_price_set"),
      subtotalPriceSet: bag("subtotal_price_set"),
      totalShippingPriceSet: bag("total_shipping_price_set"),
      totalTaxSet: bag("total_tax_set"),
      totalDiscountsSet: bag("total_discounts_set"),
      totalRefundedSet: null,
      customer: null,
      shippingAddress: place && { ...place, countryCodeV2: place.country_code, provinceCode: place.province_code },
      billingAddress: null,
      shippingLine: null,
      lineItems: {
        nodes: (rest.line_items as Json[]).map((line) => ({
          id: line.admin_graphql_api_id,
          sku: line.sku,
          title: line.title,
          variantTitle: line.variant_title,
          quantity: line.quantity,
          currentQuantity: line.current_quantity ?? line.quantity,
          unfulfilledQuantity: line.fulfillable_quantity,
          requiresShipping: line.requires_shipping,
          originalUnitPriceSet: { shopMoney: { amount: line.price, currencyCode: rest.currency } },
        })),
      },
      fulfillments: [],
    };
  };

  test.skipIf(!hasShared)("order_unfulfilled reads as its document says (needs originals)", async () => {
    const file = sharedJson(spec("sample-rest-fixtures/order_unfulfilled.json")) as Json;
    const rest = (file.order ?? file) as Json;
    const order = mapOrder(fromRest(rest));
    expect(order).toMatchObject({
      externalId: "gid://shopify/Order/450789469",
      number: "#1001",
      placedAt: Date.parse("2008-01-10T11:00:00-05:00"),
      currency: "USD",
      total: { minor: 59894, currency: "USD" },
      subtotal: { minor: 59700, currency: "USD" },
      tax: { minor: 1194, currency: "USD" },
      discount: { minor: 1000, currency: "USD" },
      shipping: { minor: 0, currency: "USD" },
      payment: "partially_refunded",
      cancelledAt: null,
      customer: { name: "Bob Norman", email: "bob.norman@mail.example.com" },
      shippingAddress: {
        line1: "Chestnut Street 92",
        city: "Louisville",
        region: "KY",
        postalCode: "40202",
        country: "US",
      },
    });
    // current_quantity 0, 1, 0: two of the three units were taken off the order.
    expect(order.lines.map((l) => [l.sku, l.unitPrice?.minor, l.quantity, l.cancelled, l.unfulfilled])).toEqual([
      ["IPOD2008GREEN", 19900, 0, 1, 0],
      ["IPOD2008RED", 19900, 1, 0, 1],
      ["IPOD2008BLACK", 19900, 0, 1, 0],
    ]);
    expect(channelOrderSchema.safeParse(order).success).toBe(true);
  });

  test.skipIf(!hasShared)(
    "every payment status of the schema is known, and every currency but the one of nothing (needs originals)",
    async () => {
      const sdl = shared(spec("admin_2026-10.graphql"));
      const values = (name: string) => {
        const body = new RegExp(`^enum ${name} \\{([\\s\\S]*?)^\\}`, "m").exec(sdl)?.[1] ?? "";
        return [...body.replace(/"""[\s\S]*?"""/g, "").matchAll(/^ {2}([A-Z_]+)/gm)].map((m) => m[1] ?? "");
      };
      const statuses = values("OrderDisplayFinancialStatus");
      expect(statuses.length).toBe(8);
      for (const status of statuses) {
        const order = mapOrder(node({ displayFinancialStatus: status }));
        expect([order.payment === "unknown", order.gaps]).toEqual([false, undefined]);
      }
      const bare = {
        totalShippingPriceSet: null,
        subtotalPriceSet: null,
        totalTaxSet: null,
        totalDiscountsSet: null,
        totalRefundedSet: null,
        lines: [],
      };
      const currencies = values("CurrencyCode");
      expect(currencies.length).toBeGreaterThan(150);
      const unknown = currencies.filter((code) => {
        const order = mapOrder(node({ ...bare, currencyCode: code, totalPriceSet: usd("7", code) }));
        if (order.currency !== null) expect([order.currency, order.total?.currency]).toEqual([code, code]);
        return order.currency === null;
      });
      expect(unknown).toEqual(["XXX"]);
    },
  );
});

test("payment: money that did not come is pending or void, never paid", () => {
  const payment = (displayFinancialStatus: unknown, over: Json = {}) =>
    mapOrder(node({ displayFinancialStatus, ...over })).payment;
  expect(payment("PENDING")).toBe("pending");
  expect(payment("PARTIALLY_PAID")).toBe("partially_paid");
  // Shopify cancels nothing when an authorisation runs out: the order waits for its money.
  expect(payment("EXPIRED")).toBe("pending");
  expect(payment("PARTIALLY_REFUNDED")).toBe("partially_refunded");
  expect(payment(null)).toBe("pending");
  expect(payment(null, { totalPriceSet: usd("0.00") })).toBe("paid");
});

test("a line counts what the buyer keeps; removed units are cancelled", () => {
  const lines = [
    fakeLine(1, { quantity: 5, currentQuantity: 3, unfulfilledQuantity: 5, sku: null, variantTitle: "Blue" }),
  ];
  expect(mapOrder(node({ lines })).lines).toEqual([
    {
      externalId: gid("LineItem", 1),
      sku: null,
      title: "Enamel mug",
      variant: "Blue",
      quantity: 3,
      unfulfilled: 3,
      cancelled: 2,
      refunded: 0,
      unitPrice: { minor: 1250, currency: "USD" },
      requiresShipping: true,
    },
  ]);
});

test("a fulfilment brings its parcels; one that failed counts as cancelled", () => {
  const shipped = [
    fakeFulfilment(1, { numbers: ["1Z999AA10123456784", ""], lines: [{ line: 10010, quantity: 2 }] }),
    { ...fakeFulfilment(2), status: "CANCELLED" },
    { ...fakeFulfilment(3), status: "FAILURE" },
  ];
  const { fulfilments } = mapOrder(node({ shipped }));
  expect(fulfilments[0]).toEqual({
    externalId: gid("Fulfillment", 1),
    cancelled: false,
    tracking: [{ company: "UPS", number: "1Z999AA10123456784", url: null }],
    lines: [{ externalLineId: gid("LineItem", 10010), quantity: 2 }],
    createdAt: Date.parse("2026-11-19T09:00:00Z"),
  });
  expect(fulfilments.map((f) => f.cancelled)).toEqual([false, true, true]);
});

test("when it was placed, what is on hold, and who bought it", () => {
  const order = mapOrder(
    node({
      processedAt: "2026-01-01T00:00:00+09:00",
      displayFulfillmentStatus: "ON_HOLD",
      customer: null,
      cancelledAt: "2026-11-19T10:00:00Z",
      cancelReason: "FRAUD",
    }),
  );
  expect(order.placedAt).toBe(Date.parse("2025-12-31T15:00:00Z"));
  expect(order).toMatchObject({ onHold: true, cancelReason: "fraud", cancelledAt: Date.parse("2026-11-19T10:00:00Z") });
  expect(order.customer.name).toBe("Ada Lovelace");
  expect(mapOrder(node({ processedAt: null })).placedAt).toBe(Date.parse("2026-11-18T08:00:00Z"));
});

test("a currency without minor digits keeps its amounts", () => {
  const yen = {
    currencyCode: "JPY",
    totalPriceSet: usd("1500.0", "JPY"),
    subtotalPriceSet: null,
    totalShippingPriceSet: null,
    totalTaxSet: null,
    totalDiscountsSet: null,
    totalRefundedSet: null,
    lines: [],
  };
  expect(mapOrder(node(yen)).total).toEqual({ minor: 1500, currency: "JPY" });
});

test("a page of 50 orders is mapped in far less than 5 ms", () => {
  const page = Array.from({ length: 50 }, () =>
    node({
      lines: [1, 2, 3].map((id) => fakeLine(id)),
      shipped: [fakeFulfilment(1, { numbers: ["1Z"], lines: [{ line: 1, quantity: 1 }] })],
    }),
  );
  const times = Array.from({ length: 40 }, () => {
    const start = Bun.nanoseconds();
    for (const order of page) toPulled(order, undefined, { depth: 0 });
    return (Bun.nanoseconds() - start) / 1e6;
  }).sort((a, b) => a - b);
  // The median: the machine is shared, and the first rounds compile.
  expect(times[20]).toBeLessThan(5);
});

test('the customer\'s language comes along as Shopify writes it (Order.customerLocale: "fr-CA"); none is none', () => {
  expect(mapOrder(node({ customerLocale: "fr-CA" })).locale).toBe("fr-CA");
  expect(mapOrder(node({ customerLocale: null })).locale).toBeNull();
});
