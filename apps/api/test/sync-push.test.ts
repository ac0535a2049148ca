import { afterEach, describe, expect, test } from "bun:test";
import { runWorker } from "@waybill/engine/core/worker";
import { getOrder } from "@waybill/engine/screens/order-page";
import { addShipment } from "@waybill/engine/shipments/add";
import { openShop, type ShopWorld } from "./lib/shop.ts";
import { clean, expectWords, MINUTE, watch } from "./lib/sync-kit.ts";

let shop: ShopWorld;
afterEach(() => shop.close());
const { ctx, scope, settle, connection, pull, everyOrder, later } = watch(() => shop);

describe("pushes", () => {
  test("a webhook is a hint: the order is read again, and ten pushes of one moment are one read", async () => {
    shop = await openShop({ ...clean, initialOrders: 12 }, { realPauses: true });
    await shop.connectShop();
    await settle();
    await shop.sim.idle();
    const target = (await everyOrder()).find((o) => o.status === "paid");
    await shop.control("configure", { faults: { shopify: { webhook: { drop: 1 } } } });
    await shop.control(`orders/${target?.number.slice(1)}/ship`, { carrier: "fedex" });
    await shop.sim.idle();
    await shop.control("configure", { faults: {} });
    expect((await getOrder(scope(), { id: target?.id ?? "" })).order.status).toBe("paid");
    const before = shop.asked.filter((name) => name === "OrderById").length;
    for (let i = 0; i < 10; i++)
      await shop.control("webhooks/fire", { platform: "shopify", topic: "orders/updated", number: target?.number });
    await shop.sim.idle();
    await settle();
    const { order, history } = await getOrder(scope(), { id: target?.id ?? "" });
    expect(order.status).toBe("shipped");
    expect(shop.asked.filter((name) => name === "OrderById").length - before).toBeLessThanOrEqual(2);
    // The seller sees why it changed.
    expect(history.find((h) => h.type === "order.updated")?.cause.kind).toBe("webhook");
  });

  test("an uninstalled app: the connection says so and is not asked any more", async () => {
    shop = await openShop({ ...clean, initialOrders: 2 });
    await shop.connectShop();
    await settle();
    await shop.control("webhooks/fire", { platform: "shopify", topic: "app/uninstalled" });
    await shop.sim.idle();
    await settle();
    expect(await connection()).toMatchObject({ health: "disconnected" });
    expectWords(String((await connection()).health_reason));
    const asked = shop.asked.length;
    await later(60 * MINUTE);
    expect(shop.asked.length).toBe(asked);
  });
});

describe("a shipment that a seller adds", () => {
  async function unshipped() {
    shop = await openShop({ ...clean, initialOrders: 12 });
    await shop.connectShop();
    await settle();
    const order = (await everyOrder()).find((o) => o.status === "paid");
    if (!order) throw new Error("no paid order");
    const inShop = () => shop.sim.world.orders.find((o) => o.name === order.number);
    const numbers = () => (inShop()?.fulfilments ?? []).flatMap((f) => f.tracking.map((t) => t.number));
    return { order, numbers, warehouses: inShop()?.fulfilmentOrders.length ?? 1 };
  }
  const NUMBER = "1Z12345E0205271688";

  test("is told to the channel with its tracking, once, however often it is added or pushed", async () => {
    const { order, numbers, warehouses } = await unshipped();
    const add = () => addShipment(scope(), { orderId: order.id, number: NUMBER });
    const [first, second] = await Promise.all([add(), add()]);
    await settle();
    expect(first.shipment.id).toBe(second.shipment.id);
    expect([first.created, second.created].sort()).toEqual([false, true]);
    // One fulfilment a warehouse, each with the number.
    expect(numbers()).toEqual(Array.from({ length: warehouses }, () => NUMBER));
    const page = await getOrder(scope(), { id: order.id });
    expect(page.order.status).toBe("shipped");
    expect(page.shipments).toMatchObject([{ number: NUMBER, carrier: "ups", pushState: "success" }]);
    // A crash after the call and before the note: the job runs once more.
    await ctx().db.commit([
      { sql: "UPDATE jobs SET state = 'waiting', run_at = 0 WHERE kind = 'shipment.push'", args: [] },
      { sql: "UPDATE shipments SET push_state = 'pending'", args: [] },
    ]);
    await runWorker(ctx(), "jobs");
    await settle();
    expect(numbers()).toHaveLength(warehouses);
    expect((await getOrder(scope(), { id: order.id })).shipments).toMatchObject([{ pushState: "success" }]);
    await pull();
    expect((await getOrder(scope(), { id: order.id })).shipments).toHaveLength(1);
  });

  test("waits in words while the channel is down, and is told when it is back", async () => {
    const { order, numbers } = await unshipped();
    await shop.control("configure", { faults: { shopify: { api: { http5xx: 1 } } } });
    await addShipment(scope(), { orderId: order.id, number: NUMBER });
    await settle();
    const shipment = async () => (await getOrder(scope(), { id: order.id })).shipments[0];
    expect(await shipment()).toMatchObject({ pushState: "pending" });
    expectWords((await shipment())?.pushReason ?? null);
    expect(numbers()).toEqual([]);
    await shop.control("configure", { faults: {} });
    await later(5 * MINUTE);
    expect(await shipment()).toMatchObject({ pushState: "success" });
    expect(numbers()).toContain(NUMBER);
  });
});
