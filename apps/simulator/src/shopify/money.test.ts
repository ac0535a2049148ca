import { afterAll, expect, test } from "bun:test";
import { graphql, quiet } from "../../test/helpers.ts";
import type { Simulator } from "../start.ts";
import { amount } from "./money.ts";

type Bag = { shopMoney: { amount: string; currencyCode: string } };
type Line = { quantity: number; originalUnitPriceSet: Bag };
type Node = {
  totalPriceSet: Bag;
  totalShippingPriceSet: Bag;
  totalTaxSet: Bag;
  totalDiscountsSet: Bag;
  lineItems: { nodes: Line[] };
};

const money = "{ shopMoney { amount currencyCode } }";
const ORDERS = `{ orders(first: 20) { nodes { totalPriceSet ${money} totalShippingPriceSet ${money} totalTaxSet ${money}
  totalDiscountsSet ${money} lineItems(first: 10) { nodes { quantity originalUnitPriceSet ${money} } } } } }`;

const running: Simulator[] = [];
afterAll(() => Promise.all(running.map((simulator) => simulator.stop())));

test.each([
  ["HUF", /^\d{3,}\.\d\d$/],
  ["IDR", /^\d{5,}\.\d\d$/],
  ["JPY", /^\d{3,}$/],
  ["KWD", /^\d+\.\d{3}$/],
])("a shop that sells in %s writes its decimals, and its sums are exact", async (currency, shape) => {
  const simulator = await quiet({ currency, initialOrders: 20, outcomes: { clean: 1, retrySucceeds: 1 } });
  running.push(simulator);
  const { data } = await graphql<{ orders: { nodes: Node[] } }>(simulator, ORDERS);
  const orders = data?.orders.nodes ?? [];
  expect(orders.length).toBe(20);
  // Thousandths as integers, so that the sum itself rounds nothing.
  const exact = ({ shopMoney }: Bag) => Math.round(Number(shopMoney.amount) * 1000);
  for (const order of orders) {
    expect(order.totalPriceSet.shopMoney.currencyCode).toBe(currency);
    expect(order.totalPriceSet.shopMoney.amount).toMatch(shape);
    const lines = order.lineItems.nodes.reduce(
      (sum, line) => sum + exact(line.originalUnitPriceSet) * line.quantity,
      0,
    );
    const parts =
      lines - exact(order.totalDiscountsSet) + exact(order.totalShippingPriceSet) + exact(order.totalTaxSet);
    expect(parts).toBe(exact(order.totalPriceSet));
  }
});

test("a buyer's money is the shop's by the day's rate", () => {
  expect(amount(10_000, "USD")).toBe("100.00");
  expect(amount(10_000, "JPY", "USD")).toBe("15200");
  expect(amount(10_000, "HUF")).toBe("10000.00");
  expect(amount(10_000, "USD", "HUF")).toBe("29.41");
});
