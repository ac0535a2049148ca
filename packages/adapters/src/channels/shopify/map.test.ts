import { describe, expect, test } from "bun:test";
import { channelOrderSchema } from "@waybill/domain/order/order";
import { hasShared, shared, sharedJson } from "../../contract/world.ts";
import { fakeFulfilment, fakeLine, fakeOrder, gid, usd } from "./fake-orders.ts";
import { mapOrder, toPulled } from "./map.ts";

type Json = Record<string, unknown>;
const spec = (name: string) => `specs/shopify/${name}`;

/** An order node as JSON has it: the fake's fields that take arguments are answered. */
function node(over: Json = {}): Json {
  const { lines, shipped, open, lineItems, fulfillments, fulfillmentOrders, ...order } = fakeOrder(1001, over as never);
  const answer = (value: unknown) => (typeof value === "function" ? (value({ first: 250 }) as unknown) : value);
  const flat = (fulfilment: Json) => Object.fromEntries(Object.entries(fulfilment).map(([k, v]) => [k, answer(v)]));
  return JSON.parse(
    JSON.stringify({ ...order, lineItems: { nodes: lines }, fulfillments: shipped.map(flat), ...over }),
  ) as Json;
}

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
    "every payment status of the schema is known, and every currency but two (needs originals)",
    async () => {
      const sdl = shared(spec("admin_2026-10.graphql"));
      const values = (name: string) => {
        const body = new RegExp(`^enum ${name} \\{([\\s\\S]*?)^\\}`, "m").exec(sdl)?.[1] ?? "";
        return [...body.replace(/"""[\s\S]*?"""/g, "").matchAll(/^ {2}([A-Z_]+)/gm)].map((m) => m[1] ?? "");
      };
      const statuses = values("OrderDisplayFinancialStatus");
      expect(statuses.length).toBe(8);
      for (const status of statuses) expect(() => mapOrder(node({ displayFinancialStatus: status }))).not.toThrow();
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
        const pulled = toPulled(node({ ...bare, currencyCode: code, totalPriceSet: usd("7", code) }), undefined, {
          depth: 0,
        });
        return !pulled.ok;
      });
      expect(unknown.sort()).toEqual(["USDC", "XXX"]);
    },
  );
});

test("payment: money that did not come is pending or void, never paid", () => {
  const payment = (displayFinancialStatus: unknown, over: Json = {}) =>
    mapOrder(node({ displayFinancialStatus, ...over })).payment;
  expect(payment("PENDING")).toBe("pending");
  expect(payment("PARTIALLY_PAID")).toBe("pending");
  expect(payment("EXPIRED")).toBe("voided");
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

const broken: [string, Json, RegExp][] = [
  ["a bad amount", { totalPriceSet: usd("12,30") }, /"12,30" is not a decimal amount/],
  ["too many decimals", { totalPriceSet: usd("1.005") }, /more decimals/],
  ["no total", { totalPriceSet: null }, /totalPriceSet is missing/],
  ["a number for an amount", { totalPriceSet: { shopMoney: { amount: 12.3, currencyCode: "USD" } } }, /no amount/],
  ["another currency inside", { totalTaxSet: usd("1.00", "EUR") }, /in EUR, the order in USD/],
  ["no currency", { currencyCode: null }, /null is not a currency/],
  ["the currency of nothing", { currencyCode: "XXX", totalPriceSet: usd("1", "XXX") }, /"XXX" is not a currency/],
  ["an unknown currency", { currencyCode: "ZZZ", totalPriceSet: usd("1", "ZZZ") }, /"ZZZ" is not a currency/],
  ["an impossible time", { updatedAt: "yesterday" }, /"yesterday", not a time/],
  ["no lines", { lineItems: null }, /lineItems is not a list/],
  ["a line that is null", { lineItems: { nodes: [null] } }, /lineItems is not a list/],
  ["half a unit", { lines: [fakeLine(1, { currentQuantity: 0.5 })] }, /currentQuantity is 0.5/],
  ["units below nothing", { lines: [fakeLine(1, { quantity: -1 })] }, /quantity is -1/],
  ["a payment nobody knows", { displayFinancialStatus: "BARTERED" }, /"BARTERED" is a payment status/],
  ["a payment named like a method", { displayFinancialStatus: "constructor" }, /"constructor" is a payment status/],
];
for (const [name, over, reason] of broken) {
  test(`${name}: the order is set aside with the reason in words`, () => {
    const raw = node(over);
    const pulled = toPulled(raw, undefined, { depth: 0 });
    expect(pulled).toMatchObject({ ok: false, externalId: gid("Order", 1001), number: "#1001", transient: false, raw });
    expect(pulled.ok ? "" : pulled.reason).toMatch(reason);
  });
}

test("a permanent problem outweighs one that may pass", () => {
  const base = { path: ["orders", "nodes", 3, "shippingAddress"], message: "x" };
  const passing = { ...base, code: "TIMEOUT", kind: "unavailable" as const, transient: true };
  const lasting = { ...base, code: "ACCESS_DENIED", kind: "permission" as const, transient: false };
  expect(toPulled(node(), [passing, lasting], { depth: 3 })).toMatchObject({ ok: false, transient: false });
  const pulled = toPulled(node(), [passing], { depth: 3 });
  expect(pulled).toMatchObject({ ok: false, transient: true });
  expect(pulled.ok ? "" : pulled.reason).toContain("the shipping address");
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
