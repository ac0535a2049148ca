import { describe, expect, test } from "bun:test";
import { fakeLine, gid } from "./fake-orders.ts";
import { mapOrder } from "./map.ts";
import { fakeNode, type Json } from "./testing.ts";

// Money and odd fields: each costs at most itself. Digits are ISO 4217's (list one); what Shopify sends is its decimal text.

const bag = (amount: unknown, currencyCode: string) => ({ shopMoney: { amount, currencyCode } });
const none = { subtotalPriceSet: null, totalShippingPriceSet: null, totalTaxSet: null, totalDiscountsSet: null };
function read(over: Json) {
  const order = mapOrder(fakeNode(over));
  return { ...order, named: (order.gaps ?? []).map((gap) => gap.field) };
}
function priced(currency: string, amount: unknown) {
  const price = bag(amount, currency);
  const lines = { nodes: [fakeLine(1, { originalUnitPriceSet: price })] };
  const money = { currencyCode: currency, totalPriceSet: price, totalRefundedSet: null, ...none };
  return read({ ...money, lineItems: lines });
}

describe("shopify: an amount is exact, or named and never guessed", () => {
  const exact: [currency: string, amount: string, minor: number][] = [
    ["KWD", "12.345", 12345],
    ["KWD", "12.5", 12500],
    ["CLF", "1.2345", 12345],
    ["UGX", "125000.0", 125000],
    ["ISK", "12990.00", 12990],
    ["XOF", "5000", 5000],
    ["JPY", "1299.00", 1299],
    ["HUF", "12990.50", 1299050],
    ["VND", "12345678901234", 12345678901234],
    ["MRU", "10.00", 1000],
    ["EUR", "0.00", 0],
    ["EUR", "-10.00", -1000],
    ["EUR", "10.000", 1000],
  ];
  test.each(exact)("%s %p", (currency, amount, minor) => {
    const order = priced(currency, amount);
    expect([order.total, order.named]).toEqual([{ minor, currency }, []]);
  });
  const odd: [currency: string, amount: unknown][] = [
    ["JPY", "1299.5"],
    ["EUR", "10.005"],
    ["EUR", "1299,00"],
    ["EUR", "1e3"],
    ["EUR", ".5"],
    ["EUR", 10.5],
    ["IDR", "99999999999999.99"],
  ];
  test.each(odd)(
    "%s %p is no amount of that currency: the total is named as unreadable, the order stays",
    (currency, amount) => {
      const order = priced(currency, amount);
      expect([order.total, order.currency, order.payment, order.lines.length]).toEqual([null, currency, "paid", 1]);
      expect(order.named).toContain("total");
    },
  );
  test.each(["ABC", "XXX", "eur"])("the currency %p is none that Waybill knows: named, the order stays", (currency) => {
    const order = priced(currency, "10.00");
    expect([order.currency, order.total, order.named, order.lines.length]).toEqual([null, null, ["currency"], 1]);
  });
  test("a price finer than its currency is kept as text", () => {
    expect(priced("USD", "0.0125").lines[0]).toMatchObject({ unitPrice: null, unitPriceText: "0.0125" });
  });
  test("the buyer's currency is kept where it is another, and only there", () => {
    const paid = (amount: string, currencyCode: string) =>
      read({ totalPriceSet: { ...bag("10.00", "USD"), presentmentMoney: { amount, currencyCode } } });
    expect(paid("1500", "JPY")).toMatchObject({
      total: { minor: 1000, currency: "USD" },
      buyerTotal: { minor: 1500, currency: "JPY" },
    });
    expect(paid("10.00", "USD").buyerTotal ?? null).toBeNull();
    expect(paid("1500", "QQQ")).toMatchObject({ total: { minor: 1000 }, buyerTotal: null, named: ["buyerTotal"] });
  });
});

describe("shopify: an odd field costs that field", () => {
  const tracked = (info: Json) => {
    const shipped = {
      id: gid("Fulfillment", 1),
      status: "SUCCESS",
      createdAt: "2026-11-19T09:00:00Z",
      trackingInfo: [info],
    };
    return read({ fulfillments: [{ ...shipped, fulfillmentLineItems: { nodes: [] } }] }).fulfilments[0]?.tracking;
  };
  const rows: [what: string, over: Json, expected: Json][] = [
    ["no e-mail", { email: "" }, { customer: { email: null }, named: [] }],
    ["no number", { name: null }, { number: "1001", named: ["number"] }],
    ["no customer", { customer: null }, { customer: { name: "Ada Lovelace" }, named: [] }],
    ["a new payment status", { displayFinancialStatus: "NEW" }, { payment: "unknown", named: ["payment"] }],
    ["a new fulfilment status", { displayFulfillmentStatus: "NEW" }, { onHold: false, named: ["onHold"] }],
    [
      "no payment status and nothing to pay",
      { displayFinancialStatus: null, totalPriceSet: bag("0.00", "USD") },
      { payment: "paid" },
    ],
    [
      "an odd date",
      { processedAt: "yesterday" },
      { placedAt: Date.parse("2026-11-18T08:00:00Z"), named: ["placedAt"] },
    ],
    [
      "an empty line beside a good one",
      { lineItems: { nodes: [fakeLine(1), null] } },
      { lines: [{ quantity: 2 }], named: ["lines"] },
    ],
    [
      "a line without a price",
      { lineItems: { nodes: [fakeLine(1, { originalUnitPriceSet: null })] } },
      { named: ["lines.unitPrice"] },
    ],
    [
      "an odd quantity",
      { lineItems: { nodes: [fakeLine(1, { quantity: "2", currentQuantity: "2" })] } },
      { named: ["lines.quantity"] },
    ],
  ];
  test.each(rows)("%s", (_, over, expected) => {
    expect(read(over)).toMatchObject(expected);
  });
  test("a tracking entry with an address and no number is told by its address, which may name the number", () => {
    const url = "https://www.ups.com/track?tracknum=1Z5R89390357567127";
    expect(tracked({ company: "UPS", number: null, url })).toEqual([{ company: "UPS", number: url, url }]);
    expect(tracked({ company: "UPS", number: null, url: null })).toEqual([]);
  });
});
