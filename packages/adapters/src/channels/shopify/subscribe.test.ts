import { expect, test } from "bun:test";
import { isAdapterError } from "../../ports/adapter.ts";
import { gid } from "./fake-orders.ts";
import { subscribeShopify, testShopify } from "./subscribe.ts";
import { withShopify } from "./testing.ts";
import { SHOPIFY_TOPICS } from "./webhook.ts";

const url = "https://new.example/webhooks/channels/con_1";
const hook = (id: number, over: Record<string, unknown>) => ({
  id: gid("WebhookSubscription", id),
  topic: "ORDERS_CREATE",
  uri: url,
  format: "JSON",
  includeFields: [],
  filter: null,
  ...over,
});
const words = (promise: Promise<unknown>) =>
  promise.then(
    () => "",
    (error: unknown) => (isAdapterError(error) ? error.message : Promise.reject(error as Error)),
  );

test(
  "ours is repaired, another's is left alone, what is missing is made",
  withShopify(async ({ ctx, fake }) => {
    fake.hooks.push(
      hook(1, { uri: "https://old.example/webhooks/channels/con_1" }),
      hook(2, { topic: "ORDERS_UPDATED", includeFields: ["id"] }),
      hook(3, { topic: "ORDERS_PAID", uri: "https://erp.example/shopify" }),
      hook(4, { topic: "ORDERS_DELETE", uri: "pubsub://project:topic" }),
    );
    expect(await subscribeShopify(ctx, url)).toEqual([...SHOPIFY_TOPICS]);
    const ours = fake.hooks.filter((h) => h.uri === url);
    expect(ours.map((h) => String(h.topic)).sort()).toEqual([...SHOPIFY_TOPICS].sort());
    expect(ours.every((h) => h.format === "JSON" && (h.includeFields as unknown[]).length === 0)).toBe(true);
    expect(fake.hooks.filter((h) => h.uri !== url).map((h) => h.id)).toEqual([
      gid("WebhookSubscription", 3),
      gid("WebhookSubscription", 4),
    ]);
  }),
);

test(
  "a subscription past the first hundred is seen",
  withShopify(async ({ ctx, fake }) => {
    for (let i = 0; i < 120; i++)
      fake.hooks.push(hook(i, { topic: "APP_UNINSTALLED", uri: `https://erp.example/${i}` }));
    fake.hooks.push(hook(500, { topic: "APP_UNINSTALLED" }));
    await subscribeShopify(ctx, url);
    expect(fake.hooks.filter((h) => h.uri === url && h.topic === "APP_UNINSTALLED").length).toBe(1);
  }),
);

test(
  "a topic that is refused is named, and the others are in force all the same",
  withShopify(async ({ ctx, fake }) => {
    const refused = {
      data: {
        webhookSubscriptionCreate: {
          webhookSubscription: null,
          userErrors: [{ field: ["topic"], message: "You do not have permission to create webhooks for this topic" }],
        },
      },
    };
    fake.next = [() => null, () => refused];
    const said = await words(subscribeShopify(ctx, url));
    expect(said).toContain("1 of the webhooks");
    expect(said).toContain("ORDERS_CREATE");
    expect(fake.hooks.length).toBe(SHOPIFY_TOPICS.length - 1);
  }),
);

test(
  "an app without read_orders is told so",
  withShopify(async ({ ctx, fake }) => {
    expect(await testShopify(ctx)).toEqual({ label: "Fake & Sons" });
    const shop = { id: gid("Shop", 1), name: "S", myshopifyDomain: "s.myshopify.com" };
    const answer = (handle: string) => () => ({
      data: { shop, currentAppInstallation: { accessScopes: [{ handle }] } },
    });
    fake.next = [answer("read_products"), answer("write_orders")];
    expect(await words(testShopify(ctx))).toContain("read_orders");
    expect(await words(testShopify(ctx))).toBe("");
  }),
);
