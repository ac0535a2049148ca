import { describe, expect, test } from "bun:test";
import { parse, type SelectionSetNode } from "graphql";
import { fakeFulfilment, fakeLine, gid, usd } from "./fake-orders.ts";
import { mapOrder } from "./map.ts";
import { ORDER_BY_ID } from "./queries.ts";
import { type Json, fakeNode as node } from "./testing.ts";

// The enum values are those of the published schema 2026-10 (docs/platforms/shopify.md#statuses).

test("test orders, archived orders: facts of their own", () => {
  expect(mapOrder(node())).toMatchObject({ test: false, archivedAt: null, cashOnDelivery: false });
  const closedAt = "2026-11-20T10:00:00Z";
  expect(mapOrder(node({ test: true, closedAt }))).toMatchObject({ test: true, archivedAt: Date.parse(closedAt) });
});

test("cancelled and refunded are two facts", () => {
  const cancelledAt = "2026-11-20T10:00:00Z";
  const kept = mapOrder(node({ cancelledAt, displayFinancialStatus: "PAID" }));
  expect(kept).toMatchObject({ cancelledAt: Date.parse(cancelledAt), payment: "paid", refunded: { minor: 0 } });
  const back = mapOrder(node({ displayFinancialStatus: "REFUNDED", totalRefundedSet: usd("30.00") }));
  expect(back).toMatchObject({ cancelledAt: null, payment: "refunded", refunded: { minor: 3000 } });
});

test("everything removed, the shipping cost kept: no units, and the money that went back", () => {
  const lines = [fakeLine(1, { quantity: 2, currentQuantity: 0, unfulfilledQuantity: 0 })];
  const refund = { displayFinancialStatus: "PARTIALLY_REFUNDED", totalRefundedSet: usd("25.00") };
  const order = mapOrder(node({ lines, ...refund }));
  expect(order.lines[0]).toMatchObject({ quantity: 0, unfulfilled: 0, cancelled: 2 });
  expect(order).toMatchObject({ payment: "partially_refunded", refunded: { minor: 2500 }, total: { minor: 3000 } });
});

describe("cash on delivery", () => {
  const paid = (...paymentGatewayNames: string[]) => mapOrder(node({ paymentGatewayNames })).cashOnDelivery;
  test("by Shopify's own name of it, by what apps and other languages call it, beside other payments", () => {
    for (const name of [
      "Cash on Delivery (COD)",
      "cash_on_delivery",
      "COD",
      "Pay on delivery",
      "Payment upon delivery",
      "Nachnahme",
      "Contrassegno",
      "Contra reembolso",
      "Contre-remboursement",
      "Paiement à la livraison",
      "Płatność za pobraniem",
      "Dobírka",
      "Na dobierku",
      "Pagamento à entrega",
      "Ramburs",
      "Наложенным платежом",
      "Efterkrav",
      "Cash on pickup",
      "代金引換",
    ]) {
      expect([name, paid(name), paid("gift_card", name)]).toEqual([name, true, true]);
    }
  });
  test("nothing else is", () => {
    for (const name of [
      "shopify_payments",
      "manual",
      "Bank Deposit",
      "Pixcod",
      "Money Order",
      "QR code",
      "bogus",
      "Codashop",
      "",
    ]) {
      expect([name, paid(name)]).toEqual([name, false]);
    }
    expect(paid()).toBe(false);
  });
  test("it says how the order is paid and not that it is", () => {
    const order = mapOrder(
      node({ paymentGatewayNames: ["Cash on Delivery (COD)"], displayFinancialStatus: "PENDING" }),
    );
    expect(order).toMatchObject({ cashOnDelivery: true, payment: "pending" });
  });
});

describe("the shop's own word about the arrival", () => {
  const deliveredAt = "2026-11-20T15:30:00Z";
  const arrival = (over: Json) =>
    mapOrder(node({ shipped: [{ ...fakeFulfilment(1), ...over }] })).fulfilments[0]?.arrival;
  const at = Date.parse(deliveredAt);
  test("delivered, picked up, ready for pickup; when, where it is said", () => {
    expect(arrival({ displayStatus: "DELIVERED", deliveredAt })).toEqual({ kind: "delivered", at });
    expect(arrival({ displayStatus: "DELIVERED" })).toEqual({ kind: "delivered", at: null });
    expect(arrival({ displayStatus: "PICKED_UP", deliveredAt })).toEqual({ kind: "picked_up", at });
    expect(arrival({ displayStatus: "READY_FOR_PICKUP" })).toEqual({ kind: "ready_for_pickup", at: null });
    expect(arrival({ displayStatus: null, deliveredAt })).toEqual({ kind: "delivered", at });
    // The status is a summary; the date is the fact.
    expect(arrival({ displayStatus: "FULFILLED", deliveredAt })).toEqual({ kind: "delivered", at });
  });
  test("picked up by the carrier is no arrival, nor is a delivery that is denied or a fulfilment that is none", () => {
    for (const displayStatus of ["CARRIER_PICKED_UP", "FULFILLED", "IN_TRANSIT", "OUT_FOR_DELIVERY", null]) {
      expect(arrival({ displayStatus })).toBeUndefined();
    }
    for (const displayStatus of ["NOT_DELIVERED", "ATTEMPTED_DELIVERY", "FAILURE"]) {
      expect(arrival({ displayStatus, deliveredAt })).toBeUndefined();
    }
    expect(arrival({ status: "CANCELLED", displayStatus: "DELIVERED", deliveredAt })).toBeUndefined();
  });
});

test("gift cards and digital goods need no shipping, whatever the product says of the card", () => {
  const lines = [
    fakeLine(1),
    fakeLine(2, { requiresShipping: false }),
    fakeLine(3, { isGiftCard: true, requiresShipping: false }),
    fakeLine(4, { isGiftCard: true, requiresShipping: true }),
  ];
  expect(mapOrder(node({ lines })).lines.map((line) => line.requiresShipping)).toEqual([true, false, false, false]);
});

describe("money", () => {
  const bag = (shop: [string, string], buyer: [string, string]) => ({
    shopMoney: { amount: shop[0], currencyCode: shop[1] },
    presentmentMoney: { amount: buyer[0], currencyCode: buyer[1] },
  });
  test("the buyer's currency stands beside the shop's where it is another", () => {
    const order = mapOrder(node({ totalPriceSet: bag(["30.00", "USD"], ["41.4", "CAD"]) }));
    expect([order.total, order.buyerTotal]).toEqual([
      { minor: 3000, currency: "USD" },
      { minor: 4140, currency: "CAD" },
    ]);
    const yen = mapOrder(node({ totalPriceSet: bag(["30.00", "USD"], ["4560.0", "JPY"]) }));
    expect(yen.buyerTotal).toEqual({ minor: 4560, currency: "JPY" });
    expect(mapOrder(node()).buyerTotal ?? null).toBeNull();
  });
  test("the buyer's total may be odd alone", () => {
    const order = mapOrder(node({ totalPriceSet: bag(["30.00", "USD"], ["41.40", "QQQ"]) }));
    expect([order.total?.minor, order.buyerTotal, order.gaps?.map((gap) => gap.field)]).toEqual([
      3000,
      null,
      ["buyerTotal"],
    ]);
  });
  test("a unit price finer than its currency is kept as its text, and the total stays exact", () => {
    const lines = [fakeLine(1, { originalUnitPriceSet: usd("0.0125"), quantity: 800, currentQuantity: 800 })];
    const order = mapOrder(node({ lines, totalPriceSet: usd("10.00") }));
    expect(order.lines[0]).toMatchObject({ unitPrice: null, unitPriceText: "0.0125", quantity: 800 });
    expect([order.total?.minor, order.gaps]).toEqual([1000, undefined]);
  });
  test("minor digits are ISO 4217's, on every runtime: HUF, IDR, COP and RSD have two, ISK and JPY none, KWD three", () => {
    const none = { subtotalPriceSet: null, totalTaxSet: null, totalDiscountsSet: null };
    for (const [code, amount, minor] of [
      ["HUF", "12990.00", 1299000],
      ["IDR", "250000.00", 25000000],
      ["COP", "89900.00", 8990000],
      ["RSD", "1299.50", 129950],
      ["ISK", "4990.0", 4990],
      ["JPY", "1500", 1500],
      ["KWD", "12.345", 12345],
      ["USDC", "7.25", 725],
    ] as const) {
      const zero = usd("0.0", code);
      const rest = { ...none, lines: [], totalShippingPriceSet: zero, totalRefundedSet: zero };
      const order = mapOrder(node({ ...rest, currencyCode: code, totalPriceSet: usd(amount, code) }));
      expect([order.total, order.gaps]).toEqual([{ minor, currency: code }, undefined]);
    }
  });
});

test("one fulfilment keeps all of its numbers as they were typed", () => {
  const numbers = ["1Z5R89390357567127", "1Z12345E0205271688, N/A", "Local pickup"];
  const [fulfilment] = mapOrder(
    node({ shipped: [fakeFulfilment(1, { numbers, lines: [{ line: 1, quantity: 2 }] })] }),
  ).fulfilments;
  expect(fulfilment?.tracking.map((t) => t.number)).toEqual(numbers);
  expect(fulfilment?.lines).toEqual([{ externalLineId: gid("LineItem", 1), quantity: 2 }]);
});

test("nothing is asked for and dropped: the mapping reads every field of the order's document", () => {
  const document = parse(ORDER_BY_ID);
  const asked = new Set<string>();
  const walk = (set: SelectionSetNode, path: string) => {
    for (const selection of set.selections) {
      if (selection.kind === "FragmentSpread") {
        const fragment = document.definitions.find(
          (d) => d.kind === "FragmentDefinition" && d.name.value === selection.name.value,
        );
        if (fragment?.kind === "FragmentDefinition") walk(fragment.selectionSet, path);
      }
      // Pages within the page are read by complete.ts.
      if (selection.kind !== "Field" || selection.name.value === "pageInfo") continue;
      const here = `${path}.${selection.name.value}`;
      if (selection.selectionSet) walk(selection.selectionSet, here);
      else asked.add(here);
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === "OperationDefinition") walk(definition.selectionSet, "");
  }
  const used = new Set<string>();
  const watch = (value: unknown, path: string): unknown => {
    if (typeof value !== "object" || value === null) return value;
    return new Proxy(value, {
      get: (target, key) => {
        const inner: unknown = Reflect.get(target, key);
        if (typeof key !== "string" || Array.isArray(target)) return watch(inner, path);
        used.add(`${path}.${key}`);
        return watch(inner, `${path}.${key}`);
      },
    });
  };
  const money = { ...usd("30.00"), presentmentMoney: { amount: "41.00", currencyCode: "CAD" } };
  const address = { name: null, phone: null, provinceCode: null };
  const full = {
    totalPriceSet: money,
    billingAddress: { ...address },
    shippingAddress: { ...address },
    closedAt: "2026-11-20T10:00:00Z",
    shipped: [fakeFulfilment(1, { numbers: ["1Z"], lines: [{ line: 10010, quantity: 1 }] })],
  };
  // A time that cannot be read makes the reader look at the next.
  mapOrder(watch(node(full), ".order") as Json);
  mapOrder(watch(node({ ...full, processedAt: null }), ".order") as Json);
  expect(asked.size).toBeGreaterThan(50);
  expect([...asked].filter((field) => !used.has(field))).toEqual([]);
});
