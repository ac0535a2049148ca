import { describe, expect, test } from "bun:test";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import "@shopify/shopify-api/adapters/web-api";
import fc from "fast-check";
import { hasShared, shared, sharedJson } from "../../contract/world.ts";
import { utf8 } from "../../kit/signature.ts";
import { gid } from "./fake-orders.ts";
import { parseShopify, shopifyEventId, shopifyWebhook } from "./webhook.ts";

const spec = (name: string) => `specs/shopify/${name}`;
const url = "https://waybill.example/webhooks/channels/con_1";
const settings = {
  shop: "some-shop.myshopify.com",
  clientId: "id",
  clientSecret: "hush",
  accessToken: "",
  baseUrl: "",
};
const hint = (topic: string, body: string | Uint8Array, more: Record<string, string> = {}) =>
  parseShopify({
    url,
    headers: { "x-shopify-topic": topic, ...more },
    body: typeof body === "string" ? utf8(body) : body,
  });

describe("judged by @shopify/shopify-api", () => {
  const judge = shopifyApi({
    apiKey: "id",
    apiSecretKey: "hush",
    hostName: "waybill.example",
    isEmbeddedApp: false,
    apiVersion: ApiVersion.October26,
    // The library would speak of its version otherwise.
    logger: { log: () => Promise.resolve() },
  });
  const accepts = async (body: string, hmac: string) => {
    const headers = {
      "x-shopify-topic": "orders/updated",
      "x-shopify-hmac-sha256": hmac,
      "x-shopify-shop-domain": "some-shop.myshopify.com",
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    };
    const rawRequest = new Request(url, { method: "POST", body, headers });
    return (await judge.webhooks.validate({ rawBody: body, rawRequest })).valid;
  };

  test("what we sign it accepts, what it refuses we refuse", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: "binary" }), async (text) => {
        // A lone surrogate is no UTF-8: Request and TextEncoder write the same replacement.
        const body = utf8(text);
        const signed = shopifyWebhook.sign(body, settings, 0)["x-shopify-hmac-sha256"] ?? "";
        expect(await accepts(new TextDecoder("utf-8", { ignoreBOM: true }).decode(body), signed)).toBe(true);
        expect(shopifyWebhook.verify({ url, body, headers: { "x-shopify-hmac-sha256": signed } }, settings, 0).ok).toBe(
          true,
        );
      }),
      { numRuns: 50 },
    );
    expect(await accepts("{}", shopifyWebhook.sign(utf8("{} "), settings, 0)["x-shopify-hmac-sha256"] ?? "")).toBe(
      false,
    );
  });
});

test.skipIf(!hasShared)("the saved vector is accepted (needs originals)", async () => {
  const { webhook } = sharedJson(spec("signature-vectors.computed.json")) as {
    webhook: { clientSecret: string; rawBody: string; value: string };
  };
  const delivery = { url, body: utf8(webhook.rawBody), headers: { "x-shopify-hmac-sha256": webhook.value } };
  expect(shopifyWebhook.verify(delivery, { ...settings, clientSecret: webhook.clientSecret }, 0).ok).toBe(true);
  expect(hint("orders/updated", webhook.rawBody)).toEqual([
    { kind: "order_changed", externalId: gid("Order", "820982911946154508"), topic: "orders/updated" },
  ]);
});

test.skipIf(!hasShared)(
  "the admin's test notification is put aside, and understood without its mark (needs originals)",
  async () => {
    const body = shared(spec("sample-webhook-payloads/orders_create.test-notification.2020-07.json"));
    expect(hint("orders/create", body, { "x-shopify-test": "true" })).toMatchObject([
      { kind: "ignored", topic: "orders/create" },
    ]);
    expect(hint("orders/create", body)).toEqual([
      { kind: "order_changed", externalId: gid("Order", "820982911946154508"), topic: "orders/create" },
    ]);
  },
);

test.skipIf(!hasShared)("the official order and fulfilment bodies name order 450789469 (needs originals)", async () => {
  const read = async (name: string) => {
    const file = sharedJson(spec(`sample-rest-fixtures/${name}.json`)) as Record<string, unknown>;
    return JSON.stringify(file.order ?? file.fulfillment ?? file);
  };
  const expected = (topic: string) => [{ kind: "order_changed", externalId: gid("Order", 450789469), topic }] as never;
  for (const name of ["order_cancelled", "order_unfulfilled"]) {
    expect(hint("orders/updated", await read(name))).toEqual(expected("orders/updated"));
  }
  expect(hint("fulfillments/create", await read("fulfillment_single"))).toEqual(expected("fulfillments/create"));
});

test("an order id beyond 2^53 is taken digit by digit, wherever the number stands", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), fc.json(), (id, other) => {
      const body = `{"id":1,"x":${other},"line_items":[{"order_id":5}],"order_id":${id}}`;
      expect(hint("fulfillments/update", body)).toMatchObject([{ externalId: gid("Order", String(id)) }]);
      expect(hint("orders/delete", `{"id":${id}}`)).toMatchObject([
        { kind: "order_deleted", externalId: gid("Order", String(id)) },
      ]);
      expect(hint("orders/edited", `{"order_edit":{"id":9,"order_id":${id}}}`)).toMatchObject([
        { externalId: gid("Order", String(id)) },
      ]);
    }),
  );
});

test("an id that is none is not understood", () => {
  for (const id of ["null", "-5", "1.5", "1e30", '"abc"', "true", "{}", '"../1"']) {
    expect(() => hint("fulfillments/update", `{"order_id":${id}}`)).toThrow("does not say which order");
  }
  expect(() => hint("orders/updated", '{"admin_graphql_api_id":"gid://shopify/Customer/1"}')).toThrow("which order");
  expect(() => hint("orders/updated", new Uint8Array([0x7b, 0xff, 0x7d]))).toThrow("UTF-8");
});

test("the delivery's id dedupes; the event's id is there for who wants it", () => {
  const webhook = { url, body: utf8("{}"), headers: { "x-shopify-webhook-id": "w-1", "x-shopify-event-id": "e-1" } };
  expect(shopifyWebhook.dedupeKey(webhook)).toBe("w-1");
  expect(shopifyEventId(webhook)).toBe("e-1");
  expect(shopifyWebhook.dedupeKey({ ...webhook, headers: {} })).toBeNull();
});
