import { channelContract } from "../../contract/channel.ts";
import shopify from "./channel.ts";
import { fakeShopify } from "./fake.ts";
import { FAKE, gid } from "./fake-orders.ts";

// The bodies follow docs/platforms/shopify.md#webhooks; official ones are in webhook.test.ts.
const headers = (topic: string) => ({
  "x-shopify-topic": topic,
  "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
});
const BIG = "820982911946154508";
const changed = (topic: string) => [{ kind: "order_changed" as const, externalId: gid("Order", BIG), topic }];

channelContract({
  definition: shopify,
  settings: { ...FAKE },
  webhookSecret: "clientSecret",
  signatureHeaders: ["x-shopify-hmac-sha256"],
  webhooks: [
    {
      name: "orders/updated",
      headers: headers("orders/updated"),
      body: `{"id":${BIG},"admin_graphql_api_id":"${gid("Order", BIG)}","name":"#9999 \u00e9\u{1f4e6}"}`,
      hints: changed("orders/updated"),
    },
    {
      name: "orders/create without a global id",
      headers: headers("orders/create"),
      body: `{"line_items":[{"id":1}],"id":${BIG}}`,
      hints: changed("orders/create"),
    },
    {
      name: "orders/delete",
      headers: headers("orders/delete"),
      body: `{"id": ${BIG}}`,
      hints: [{ kind: "order_deleted", externalId: gid("Order", BIG), topic: "orders/delete" }],
    },
    {
      name: "fulfillments/update",
      headers: headers("fulfillments/update"),
      body: `{"id":123456,"order_id":${BIG},"status":"success","line_items":[{"order_id":7}]}`,
      hints: changed("fulfillments/update"),
    },
    {
      name: "app/uninstalled",
      headers: headers("app/uninstalled"),
      body: `{"id":548380009,"domain":"fake.myshopify.com"}`,
      hints: [
        {
          kind: "disconnected",
          topic: "app/uninstalled",
          reason: "The app was removed from the shop. Install it again to reconnect.",
        },
      ],
    },
    {
      name: "a topic nobody asked for",
      headers: headers("carts/update"),
      body: "{}",
      hints: [{ kind: "ignored", topic: "carts/update", reason: "Waybill has no use for the topic carts/update." }],
    },
  ],
  platform: (clock) => fakeShopify(clock),
});
