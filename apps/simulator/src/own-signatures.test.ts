import { expect, test } from "bun:test";
import "@shopify/shopify-api/adapters/web-api";
import EasyPostClient from "@easypost/api";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { Webhook } from "svix";
import { easypostSignature } from "./easypost/webhooks.ts";
import { svixSignature } from "./resend/state.ts";
import { callbackHmac } from "./shopify/oauth.ts";
import { shopifySignature } from "./shopify/webhooks.ts";

// Each platform's own library judges what the simulator signs, with secrets and bodies of our own.
// The schemes: docs/platforms/{easypost,resend,shopify}.md. FedEx has no such library.

const body = '{"own":"Größe ✓","weight":7.5}';
const shop = shopifyApi({
  apiKey: "own-id",
  apiSecretKey: "own-hush",
  apiVersion: ApiVersion.July26,
  hostName: "example.com",
  isEmbeddedApp: false,
  logger: { log: () => {} },
});

test("EasyPost's SDK accepts the signature, with an accent in the secret", () => {
  const judge = new EasyPostClient("EZTKunused");
  const headers = { "X-Hmac-Signature": easypostSignature(body, "cl\u00e9-own") };
  expect(judge.Utils.validateWebhook(Buffer.from(body), headers, "cl\u00e9-own")).toEqual(JSON.parse(body));
});

test("Svix signs the same", () => {
  const secret = `whsec_${btoa("a key of our own, 24 byt")}`;
  const timestamp = 1_789_000_000;
  const signed = svixSignature({ id: "msg_own1", timestamp, body, secret });
  expect(signed).toBe(new Webhook(secret).sign("msg_own1", new Date(timestamp * 1000), body));
});

test("Shopify's library accepts the webhook's signature and refuses another body's", async () => {
  const accepts = async (hmac: string) => {
    const headers = {
      "x-shopify-topic": "orders/updated",
      "x-shopify-hmac-sha256": hmac,
      "x-shopify-shop-domain": "own-shop.myshopify.com",
      "x-shopify-api-version": "2026-07",
      "x-shopify-webhook-id": "own-delivery-1",
    };
    const rawRequest = new Request("https://example.com/hook", { method: "POST", body, headers });
    return (await shop.webhooks.validate({ rawBody: body, rawRequest })).valid;
  };
  expect(await accepts(shopifySignature(body, "own-hush"))).toBe(true);
  expect(await accepts(shopifySignature(`${body}\n`, "own-hush"))).toBe(false);
});

test("Shopify's library accepts the callback's hmac", async () => {
  const query = {
    code: "own-code",
    shop: "own-shop.myshopify.com",
    state: "own-state-1",
    // The library refuses what is older than 90 seconds.
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  expect(await shop.utils.validateHmac({ ...query, hmac: callbackHmac(query, "own-hush") })).toBe(true);
  expect(await shop.utils.validateHmac({ ...query, hmac: callbackHmac(query, "other") })).toBe(false);
});
