import { afterEach, expect, test } from "bun:test";
import { getOrder } from "@waybill/engine/screens/order-page";
import { addShipment } from "@waybill/engine/shipments/add";
import { openShop, type ShopWorld } from "./lib/shop.ts";
import { clean, watch } from "./lib/sync-kit.ts";

// Uncommon orders of a simulated Shopify through the real adapter and the engine (docs/platforms/shopify.md).

let shop: ShopWorld;
afterEach(() => shop.close());
const { scope, settle, pull, everyOrder, later } = watch(() => shop);

/** A shop with one order of these natures, read once. */
async function open(natures: string[], options: Parameters<typeof openShop>[0] = {}) {
  shop = await openShop({ ...clean, ...options });
  await shop.control("orders", { natures });
  await shop.connectShop();
  await settle();
  return one();
}
async function one() {
  const [order] = await everyOrder();
  if (!order) throw new Error("no order");
  return order;
}
const inShop = () => {
  const [order] = shop.sim.world.orders;
  if (!order) throw new Error("no order in the shop");
  return order;
};
const change = async (to: string) => {
  await shop.control(`orders/${inShop().number}/change`, { to });
  await shop.sim.idle();
  await pull();
  return one();
};

test("a trial order is marked", async () => {
  expect(await open(["test"])).toMatchObject({ test: true });
});

test("cash on delivery: to ship while the payment is pending", async () => {
  const order = await open(["cash_on_delivery"]);
  expect(order).toMatchObject({ cashOnDelivery: true, payment: "pending", syncState: "success" });
  expect(order.toShip).toBe(order.units);
});

test("picked up by the customer: delivered by the shop's own word, without any parcel", async () => {
  const before = await open(["pickup"]);
  await change("ready_for_pickup");
  const after = await change("picked_up");
  const all = inShop().fulfilmentOrders.every((each) => each.status === "CLOSED");
  expect([after.status, after.parcels]).toEqual([all ? "delivered" : "partially_delivered", 0]);
  expect(after.toShip).toBe(all ? 0 : before.units - after.shipped);
});

test("a mug and a gift card: the parcel takes the goods, and nothing is left to ship", async () => {
  const order = await open(["gift_card"]);
  await addShipment(scope(), { orderId: order.id, number: "1Z12345E0205271688" });
  await settle();
  const { fulfilments, fulfilmentOrders } = inShop();
  expect(fulfilments.flatMap((f) => f.lines.filter((l) => l.line.product.giftCard))).toEqual([]);
  expect(fulfilmentOrders.map((each) => [each.method, each.status === "CLOSED"]).sort()).toEqual(
    fulfilmentOrders.map((each) => [each.method, each.method !== "NONE"]).sort(),
  );
  await pull();
  expect((await one()).toShip).toBe(0);
});

test("everything refunded before shipping: ended, and not to ship", async () => {
  await open([]);
  expect(await change("all_refunded")).toMatchObject({ status: "refunded", toShip: 0, units: 0 });
});

test("the shop's and the buyer's money, and a price finer than a cent", async () => {
  const order = await open(["fine_price"]);
  const { buyer, total } = inShop();
  expect([order.currency, order.totalMinor]).toEqual(["USD", total]);
  expect(order.buyerCurrency).toBe(buyer.currency === "USD" ? null : buyer.currency);
  const { lines } = await getOrder(scope(), { id: order.id });
  const screws = lines.find((line) => line.quantity === 80);
  expect([screws?.priceMinor, screws?.priceText]).toEqual([null, "0.125"]);
});

test("an app without access to protected data: every order comes, without who bought it, which is said", async () => {
  shop = await openShop({ ...clean, initialOrders: 8, protectedData: false });
  await shop.connectShop();
  await settle();
  const orders = await everyOrder();
  expect(orders.length).toBe(8);
  for (const { id, syncState, totalMinor, units } of orders) {
    expect([syncState, (totalMinor ?? 0) > 0, units > 0]).toEqual(["success", true, true]);
    const { detail } = await getOrder(scope(), { id });
    expect(detail?.gaps?.map((gap) => gap.words).sort()).toEqual([
      "The shop withholds the billing address.",
      "The shop withholds the customer's name.",
      "The shop withholds the e-mail address.",
      "The shop withholds the shipping address.",
    ]);
  }
});

test("deleted at the shop, said by a webhook: ended with that word", async () => {
  const order = await open([]);
  await shop.control(`orders/${inShop().number}/change`, { to: "deleted" });
  await shop.sim.idle();
  await settle();
  await later(10_000);
  expect((await getOrder(scope(), { id: order.id })).order).toMatchObject({ status: "deleted", toShip: 0 });
});
