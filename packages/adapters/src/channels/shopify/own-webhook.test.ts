import { expect, test } from "bun:test";
import { createSHA256HMAC } from "@shopify/shopify-api/runtime";
import "@shopify/shopify-api/adapters/web-api";
import { utf8 } from "../../kit/signature.ts";
import { gid } from "./fake-orders.ts";
import { parseShopify, shopifyWebhook } from "./webhook.ts";

// Bodies of our own; the rules: docs/platforms/shopify.md#webhooks. Shopify's library makes the signature.

const url = "https://waybill.example/webhooks/channels/con_own";
const settings = {
  shop: "own-shop.myshopify.com",
  clientId: "own",
  clientSecret: "own-hush",
  accessToken: "",
  baseUrl: "",
};
const hint = (topic: string, body: string, more: Record<string, string> = {}) =>
  parseShopify({ url, headers: { "x-shopify-topic": topic, ...more }, body: utf8(body) });

test("what Shopify's library signs is accepted, and no other body with it", async () => {
  const body = '{"id":7300000000001,"name":"#77","note":"Größe ✓"}';
  const headers = { "x-shopify-hmac-sha256": await createSHA256HMAC("own-hush", body) };
  expect(shopifyWebhook.verify({ url, headers, body: utf8(body) }, settings, 0).ok).toBe(true);
  expect(shopifyWebhook.verify({ url, headers, body: utf8(`${body}\n`) }, settings, 0).ok).toBe(false);
  expect(hint("orders/updated", body)).toEqual([
    { kind: "order_changed", externalId: gid("Order", "7300000000001"), topic: "orders/updated" },
  ]);
});

test("a test notification is put aside, and understood without its mark", () => {
  const body = '{"id":7300000000002,"order_number":9999,"financial_status":"voided","test":true}';
  expect(hint("orders/create", body, { "x-shopify-test": "true" })).toMatchObject([
    { kind: "ignored", topic: "orders/create" },
  ]);
  expect(hint("orders/create", body)).toEqual([
    { kind: "order_changed", externalId: gid("Order", "7300000000002"), topic: "orders/create" },
  ]);
});

test("a fulfilment names its order, not itself", () => {
  const body = '{"id":81,"order_id":7300000000003,"status":"success","line_items":[{"id":5}]}';
  expect(hint("fulfillments/create", body)).toEqual([
    { kind: "order_changed", externalId: gid("Order", "7300000000003"), topic: "fulfillments/create" },
  ]);
});
