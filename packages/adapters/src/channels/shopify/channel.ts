import { z } from "zod";
import { secret, text } from "../../kit/settings.ts";
import { defineChannel } from "../../ports/channel.ts";
import { fulfilOrder } from "./fulfil.ts";
import { shopifyGuide } from "./guide.ts";
import { orderGid, pullOrders, readOrder } from "./pull.ts";
import { SHOPIFY_SCOPES } from "./queries.ts";
import { subscribeShopify, testShopify } from "./subscribe.ts";
import { parseShopify, sampleShopify, shopifyWebhook } from "./webhook.ts";

/** Checked before any request: the name becomes the host that the credentials are sent to. */
const SHOP_NAME = /^[a-zA-Z0-9][a-zA-Z0-9-]*\.myshopify\.com$/;

const settings = z
  .object({
    shop: text({ label: "Shop", placeholder: "your-shop.myshopify.com" }),
    clientId: text({ label: "Client ID", help: "Of your app in the Shopify Dev Dashboard." }),
    clientSecret: secret({
      label: "Client secret",
      help: `Also signs Shopify's webhooks. The app needs the scopes ${SHOPIFY_SCOPES.join(", ")}; read_all_orders for orders older than 60 days.`,
    }),
    accessToken: z
      .string()
      .trim()
      .default("")
      .meta({ kind: "secret", advanced: true, label: "Access token", help: "Only for an older custom app (shpat_…)." }),
    baseUrl: z
      .union([z.literal(""), z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""))])
      .default("")
      .meta({ kind: "url", advanced: true, label: "API base URL", help: "Empty: the shop's own address." }),
  })
  .superRefine((value, issues) => {
    if (value.baseUrl || SHOP_NAME.test(value.shop)) return;
    issues.addIssue({ code: "custom", path: ["shop"], message: "Write the shop as your-shop.myshopify.com." });
  });

/**
 * Shopify by its Admin GraphQL API 2026-10: incremental pull by `updated_at`, webhooks as hints, shipments pushed back as
 * fulfilments with tracking.
 */
export default defineChannel({
  id: "shopify",
  name: "Shopify",
  mark: "SH",
  about: "Orders, their shipments and tracking numbers, both ways.",
  docs: "https://shopify.dev/docs/api/admin-graphql/2026-10",
  guide: shopifyGuide,
  settings,
  webhook: shopifyWebhook,
  parse: parseShopify,
  sample: sampleShopify,
  pull: pullOrders,
  read: readOrder,
  fulfil: fulfilOrder,
  subscribe: subscribeShopify,
  test: testShopify,
  adminUrl: ({ shop, baseUrl }, externalId) => {
    const id = /(\d+)$/.exec(orderGid(externalId))?.[1];
    return id && !baseUrl && SHOP_NAME.test(shop) ? `https://${shop}/admin/orders/${id}` : null;
  },
});
