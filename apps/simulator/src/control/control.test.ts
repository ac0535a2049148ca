import { describe, expect, test } from "bun:test";
import { graphql, post, quiet, startReceiver } from "../../test/helpers.ts";
import { credentials } from "../credentials.ts";
import { startSimulator } from "../start.ts";

type State = {
  clock: { now: string; elapsedMs: number; speed: number; paused: boolean };
  counts: { orders: number; parcels: number };
  settings: { ordersPerMinute: number };
  subscriptions: { shopify: object[] };
};

const state = async (url: string) => (await (await fetch(`${url}/_sim/state`)).json()) as State;

describe("the control API", () => {
  test("shows credentials, state and a front page", async () => {
    const simulator = await quiet({ initialOrders: 10 });
    expect(await (await fetch(`${simulator.url}/_sim/credentials`)).json()).toEqual(credentials);
    expect((await state(simulator.url)).counts.orders).toBe(10);
    const page = await fetch(simulator.url);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await page.text()).toContain("Orders (10)");
    await simulator.stop();
  });

  test("ticking moves the clock by exactly that, and ordering and shipping by hand work", async () => {
    const simulator = await quiet();
    const before = await state(simulator.url);
    await post(simulator, "/_sim/tick", { ms: 3_600_000 });
    const after = await state(simulator.url);
    expect(after.clock.elapsedMs - before.clock.elapsedMs).toBe(3_600_000);
    expect(Date.parse(after.clock.now) - Date.parse(before.clock.now)).toBe(3_600_000);
    const made = await post(simulator, "/_sim/orders", { count: 3 });
    expect(made.json.created).toBe(3);
    const [first] = made.json.orders as { id: string; name: string }[];
    const path = `/_sim/orders/${encodeURIComponent(first?.name ?? "")}/ship`;
    expect((await post(simulator, path, { carrier: "usps" })).status).toBe(200);
    expect((await post(simulator, path, {})).status).toBe(409);
    expect((await post(simulator, "/_sim/orders/9/ship", {})).status).toBe(404);
    await simulator.stop();
  });

  test("refuses what it does not understand", async () => {
    const simulator = await quiet();
    expect((await post(simulator, "/_sim/configure", { speed: 5000 })).status).toBe(400);
    expect((await post(simulator, "/_sim/configure", { faults: { dhl: {} } })).status).toBe(400);
    expect((await fetch(`${simulator.url}/_sim/tick`, { method: "POST", body: "{" })).status).toBe(400);
    expect((await post(simulator, "/_sim/parcels/1Z999AA10123456784/advance", {})).status).toBe(404);
    expect((await post(simulator, "/_sim/webhooks/fire", { platform: "ups" })).status).toBe(404);
    await simulator.stop();
  });

  test("fires a webhook by hand: twice, or with a wrong signature", async () => {
    const simulator = await quiet({ initialOrders: 5 });
    const receiver = startReceiver(({ headers }) => (headers["x-shopify-hmac-sha256"] ? 200 : 400));
    await graphql(
      simulator,
      `mutation { webhookSubscriptionCreate(topic: ORDERS_UPDATED, webhookSubscription: { uri: "${receiver.url}" }) { userErrors { message } } }`,
    );
    expect(
      (await post(simulator, "/_sim/webhooks/fire", { platform: "shopify", topic: "orders/updated", duplicate: true }))
        .json.sent,
    ).toBe(1);
    await simulator.idle();
    expect(receiver.received.length).toBe(2);
    expect(receiver.received[0]?.headers["x-shopify-webhook-id"]).toBe(
      receiver.received[1]?.headers["x-shopify-webhook-id"] ?? "",
    );
    await post(simulator, "/_sim/webhooks/fire", {
      platform: "shopify",
      topic: "orders/updated",
      wrongSignature: true,
    });
    await simulator.idle();
    const [good, , forged] = receiver.received;
    expect(forged?.body).toBe(good?.body ?? "");
    expect(forged?.headers["x-shopify-hmac-sha256"]).not.toBe(good?.headers["x-shopify-hmac-sha256"] ?? "");
    await simulator.stop();
    await receiver.stop();
  });

  test("a reset starts from the seed again and keeps the subscriptions, unless everything shall go", async () => {
    const simulator = await quiet({ initialOrders: 8, now: () => Date.UTC(2026, 10, 20) });
    const receiver = startReceiver();
    await graphql(
      simulator,
      `mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "${receiver.url}" }) { userErrors { message } } }`,
    );
    const names = () => simulator.world.orders.map((order) => `${order.id} ${order.buyer.email}`);
    const before = names();
    await post(simulator, "/_sim/orders", { count: 4 });
    await simulator.idle();
    await post(simulator, "/_sim/reset", { seed: "test" });
    await simulator.idle();
    expect(names()).toEqual(before);
    // Only the four new orders were announced; the past happened before anybody subscribed.
    expect(receiver.received.length).toBe(4);
    expect((await state(simulator.url)).subscriptions.shopify.length).toBe(1);
    await post(simulator, "/_sim/reset", { seed: "other", everything: true });
    expect(names()).not.toEqual(before);
    expect((await state(simulator.url)).subscriptions.shopify.length).toBe(0);
    await simulator.stop();
    await receiver.stop();
  });

  test("a world that runs by itself brings orders, parcels and webhooks in real seconds", async () => {
    const simulator = await startSimulator({
      port: 0,
      seed: "live",
      speed: 1000,
      ordersPerMinute: 600,
      throttle: false,
    });
    const receiver = startReceiver();
    await post(simulator, "/_sim/fedex/webhook", { url: receiver.url });
    for (const topic of ["ORDERS_CREATE", "FULFILLMENTS_UPDATE"]) {
      await graphql(
        simulator,
        `mutation { webhookSubscriptionCreate(topic: ${topic}, webhookSubscription: { uri: "${receiver.url}" }) { userErrors { message } } }`,
      );
    }
    await Bun.sleep(1500);
    const topics = receiver.received.map(({ headers }) => headers["x-shopify-topic"] ?? "fedex");
    for (const topic of ["orders/create", "fulfillments/update", "fedex"]) expect(topics).toContain(topic);
    await post(simulator, "/_sim/configure", { paused: true });
    await simulator.idle();
    const count = receiver.received.length;
    await Bun.sleep(300);
    expect(receiver.received.length).toBe(count);
    await simulator.stop();
    await receiver.stop();
  });
});
