import { describe, expect, test } from "bun:test";
import "@shopify/shopify-api/adapters/web-api";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { graphql, hasShared, post, quiet, sharedText, startReceiver } from "../../test/helpers.ts";
import { credentials } from "../credentials.ts";
import type { Simulator } from "../start.ts";
import { shopifySignature, topicPath } from "./webhooks.ts";

const SUBSCRIBE = `mutation S($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) { webhookSubscription { id topic uri } userErrors { field message } } }`;
type Subscribed = {
  webhookSubscriptionCreate: { webhookSubscription: { id: string } | null; userErrors: { message: string }[] };
};

async function subscribe(simulator: Simulator, topic: string, uri: string) {
  const answer = await graphql<Subscribed>(simulator, SUBSCRIBE, { topic, input: { uri, format: "JSON" } });
  return answer.data?.webhookSubscriptionCreate;
}

// Shopify's own library is the judge of what we send.
const judge = shopifyApi({
  apiKey: credentials.shopify.clientId,
  apiSecretKey: credentials.shopify.clientSecret,
  apiVersion: ApiVersion.July26,
  hostName: "example.com",
  isEmbeddedApp: false,
  logger: { log: () => {} },
});

const keys = (value: unknown): string[] => Object.keys(value as object).sort();

describe("Shopify webhooks", () => {
  test.skipIf(!hasShared)("are signed as the saved vector (needs originals)", () => {
    const { webhook } = JSON.parse(sharedText("specs/shopify/signature-vectors.computed.json")) as {
      webhook: { clientSecret: string; rawBody: string; value: string };
    };
    expect(shopifySignature(webhook.rawBody, webhook.clientSecret)).toBe(webhook.value);
  });

  test("every topic arrives with all headers, and Shopify's library accepts each", async () => {
    const simulator = await quiet({ outcomes: { clean: 1, retrySucceeds: 1 } });
    const receiver = startReceiver();
    const topics = [
      "ORDERS_CREATE",
      "ORDERS_UPDATED",
      "ORDERS_PAID",
      "ORDERS_FULFILLED",
      "ORDERS_CANCELLED",
      "FULFILLMENTS_CREATE",
      "FULFILLMENTS_UPDATE",
      "APP_UNINSTALLED",
    ];
    for (const topic of topics)
      expect((await subscribe(simulator, topic, `${receiver.url}/hook`))?.userErrors).toEqual([]);
    await post(simulator, "/_sim/orders", { count: 2 });
    const [first, second] = simulator.world.orders;
    await post(simulator, `/_sim/orders/${first?.id}/ship`, { carrier: "ups" });
    await graphql(
      simulator,
      `mutation { orderCancel(orderId: "gid://shopify/Order/${second?.id}", reason: CUSTOMER, restock: true) { orderCancelUserErrors { message } } }`,
    );
    await post(simulator, "/_sim/webhooks/fire", { platform: "shopify", topic: "app/uninstalled" });
    await simulator.idle();
    const seen = new Set(receiver.received.map((each) => each.headers["x-shopify-topic"]));
    expect([...seen].sort()).toEqual(topics.map(topicPath).sort() as string[]);
    for (const { headers, body } of receiver.received) {
      const verdict = await judge.webhooks.validate({
        rawBody: body,
        rawRequest: new Request("https://example.com/hook", { method: "POST", headers, body }),
      });
      expect(verdict.valid).toBe(true);
      for (const name of ["webhook-id", "event-id", "triggered-at", "name", "shop-domain", "api-version"])
        expect(headers[`x-shopify-${name}`]).toBeTruthy();
    }
    // The same event under two topics of one subscription set carries one delivery id per subscription.
    expect(new Set(receiver.received.map((each) => each.headers["x-shopify-webhook-id"])).size).toBe(
      receiver.received.length,
    );
    await simulator.stop();
    await receiver.stop();
  });

  test.skipIf(!hasShared)(
    "bodies have the REST shape of Shopify's samples, with ids that need 64 bits (needs originals)",
    async () => {
      const simulator = await quiet({ outcomes: { clean: 1, retrySucceeds: 1 } });
      const receiver = startReceiver();
      await subscribe(simulator, "ORDERS_FULFILLED", `${receiver.url}/o`);
      await subscribe(simulator, "FULFILLMENTS_CREATE", `${receiver.url}/f`);
      await post(simulator, "/_sim/orders", { count: 6 });
      for (const { id } of simulator.world.orders) await post(simulator, `/_sim/orders/${id}/ship`, {});
      await simulator.idle();
      const order = receiver.received.find((each) => each.url === "/o");
      const fulfilment = receiver.received.find((each) => each.url === "/f");
      const sampleOrder: unknown = JSON.parse(sharedText("specs/shopify/sample-rest-fixtures/order_fulfilled.json"));
      const sampleFulfilment = (
        JSON.parse(sharedText("specs/shopify/sample-rest-fixtures/fulfillment_single.json")) as { fulfillment: unknown }
      ).fulfillment;
      const sent = JSON.parse(order?.body ?? "{}") as { line_items: object[] };
      expect(keys(sent).filter((key) => !keys(sampleOrder).includes(key))).toEqual([]);
      const sampleLine = (sampleOrder as { line_items: object[] }).line_items[0];
      expect(keys(sent.line_items[0])).toEqual(keys(sampleLine));
      expect(keys(JSON.parse(fulfilment?.body ?? "{}")).filter((key) => !keys(sampleFulfilment).includes(key))).toEqual(
        [],
      );
      // An odd id above 2^53 is one that a JSON number type cannot hold.
      const ids = simulator.world.orders.map((each) => each.id);
      expect(ids.some((id) => BigInt(id) % 2n === 1n && BigInt(id) > 2n ** 53n)).toBe(true);
      for (const id of ids) {
        const body = receiver.received.find(
          (each) => each.url === "/o" && each.body.includes(`gid://shopify/Order/${id}"`),
        )?.body;
        expect(body).toContain(`"id":${id},`);
      }
      await simulator.stop();
      await receiver.stop();
    },
  );

  test("are tried up to eight times under one webhook id; then the subscription is deleted", async () => {
    const simulator = await quiet({ retryBaseMs: 1 });
    const receiver = startReceiver((_, count) => (count < 4 ? 500 : 200));
    await subscribe(simulator, "ORDERS_CREATE", `${receiver.url}/a`);
    await post(simulator, "/_sim/orders", { count: 1 });
    await simulator.idle();
    expect(receiver.received.length).toBe(4);
    expect(new Set(receiver.received.map((each) => each.headers["x-shopify-webhook-id"])).size).toBe(1);
    expect(new Set(receiver.received.map((each) => each.body)).size).toBe(1);
    await receiver.stop();
    const deaf = startReceiver(() => 503);
    await subscribe(simulator, "ORDERS_UPDATED", `${deaf.url}/b`);
    await post(simulator, "/_sim/webhooks/fire", { platform: "shopify", topic: "orders/updated" });
    await simulator.idle();
    expect(deaf.received.length).toBe(8);
    const left = await graphql<{ webhookSubscriptions: { nodes: { topic: string }[] } }>(
      simulator,
      "{ webhookSubscriptions(first: 50) { nodes { id topic uri } } }",
    );
    expect(left.data?.webhookSubscriptions.nodes.map((each) => each.topic)).toEqual(["ORDERS_CREATE"]);
    await simulator.stop();
    await deaf.stop();
  });

  test("a subscription can be changed and deleted, and not made twice", async () => {
    const simulator = await quiet();
    const made = await subscribe(simulator, "ORDERS_CREATE", "http://127.0.0.1:9/a");
    expect((await subscribe(simulator, "ORDERS_CREATE", "http://127.0.0.1:9/a"))?.userErrors[0]?.message).toContain(
      "already been taken",
    );
    const id = made?.webhookSubscription?.id;
    const update = await graphql<{ webhookSubscriptionUpdate: { webhookSubscription: { uri: string } } }>(
      simulator,
      'mutation U($id: ID!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: { uri: "http://127.0.0.1:9/b" }) { webhookSubscription { uri } userErrors { message } } }',
      { id },
    );
    expect(update.data?.webhookSubscriptionUpdate.webhookSubscription.uri).toBe("http://127.0.0.1:9/b");
    const remove =
      "mutation D($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }";
    type Removed = { webhookSubscriptionDelete: { deletedWebhookSubscriptionId: string | null } };
    expect(
      (await graphql<Removed>(simulator, remove, { id })).data?.webhookSubscriptionDelete.deletedWebhookSubscriptionId,
    ).toBe(id ?? "");
    expect(
      (await graphql<Removed>(simulator, remove, { id })).data?.webhookSubscriptionDelete.deletedWebhookSubscriptionId,
    ).toBeNull();
    await simulator.stop();
  });
});
