import { bodyRecord, bodyText, isRecord } from "../../kit/body.ts";
import { hmacSha256, utf8 } from "../../kit/signature.ts";
import { verdictOn } from "../../kit/verdict.ts";
import { notUnderstood } from "../../ports/adapter.ts";
import type { ChannelHint } from "../../ports/channel.ts";
import type { RawWebhook, WebhookScheme } from "../../ports/webhook.ts";
import type { ShopifySettings } from "./auth.ts";
import type { Json } from "./client.ts";
import { shopifyCheck } from "./guide.ts";
import { orderGid } from "./pull.ts";

/** Topics to subscribe to; a push only says which order to read again. */
export const SHOPIFY_TOPICS = [
  "ORDERS_CREATE",
  "ORDERS_UPDATED",
  "ORDERS_CANCELLED",
  "ORDERS_PAID",
  "ORDERS_FULFILLED",
  "ORDERS_DELETE",
  "FULFILLMENTS_CREATE",
  "FULFILLMENTS_UPDATE",
  "APP_UNINSTALLED",
] as const;

/**
 * base64(HMAC-SHA256(client secret, raw body)) in X-Shopify-Hmac-Sha256. The scheme signs no time, so a replay is caught by the
 * dedupe key alone. (Webhooks made by hand in the store's admin are signed with another secret and are refused.)
 */
export const shopifyWebhook: WebhookScheme<ShopifySettings> = {
  secrets: ["clientSecret"],
  verify: ({ headers, body }, { clientSecret }) =>
    verdictOn({
      platform: "Shopify",
      header: "X-Shopify-Hmac-Sha256",
      given: headers["x-shopify-hmac-sha256"],
      secret: clientSecret,
      expected: (secret) => hmacSha256(secret, body, "base64"),
    }),
  // The delivery's id: the same over all retries of one delivery.
  dedupeKey: ({ headers }) => shortHeader(headers["x-shopify-webhook-id"]),
  sign: (body, settings) => ({ "x-shopify-hmac-sha256": hmacSha256(settings.clientSecret, body, "base64") }),
  check: shopifyCheck,
};

/** The event's id: one event reaches several topics or subscriptions under several webhook ids. */
export function shopifyEventId({ headers }: RawWebhook): string | null {
  return shortHeader(headers["x-shopify-event-id"]);
}

function shortHeader(value: string | undefined): string | null {
  return value && value.length <= 200 ? value : null;
}

/** Verified bytes → what to do. Bodies are REST-shaped whatever API is used otherwise. */
export function parseShopify(webhook: RawWebhook): ChannelHint[] {
  const topic = webhook.headers["x-shopify-topic"];
  if (!topic) throw notUnderstood("The X-Shopify-Topic header is missing.");
  if (webhook.headers["x-shopify-test"] === "true") {
    return [{ kind: "ignored", topic, reason: "A test notification from Shopify's admin: its order does not exist." }];
  }
  if (topic === "app/uninstalled") {
    return [
      { kind: "disconnected", topic, reason: "The app was removed from the shop. Install it again to reconnect." },
    ];
  }
  const [family] = topic.split("/", 1);
  if (family !== "orders" && family !== "fulfillments" && family !== "refunds") {
    return [{ kind: "ignored", topic, reason: `Waybill has no use for the topic ${topic.slice(0, 100)}.` }];
  }
  const source = bodyText(webhook);
  const body = bodyRecord(webhook, "Shopify");
  if (family === "orders" && topic !== "orders/edited") {
    const externalId =
      typeof body.admin_graphql_api_id === "string" ? body.admin_graphql_api_id : exactId(body, source, ["id"]);
    const kind = topic === "orders/delete" ? "order_deleted" : "order_changed";
    return [{ kind, externalId: orderOf(externalId), topic }];
  }
  const path = topic === "orders/edited" ? ["order_edit", "order_id"] : ["order_id"];
  return [{ kind: "order_changed", externalId: orderOf(exactId(body, source, path)), topic }];
}

function orderOf(id: string | null): string {
  const gid = id === null ? "" : orderGid(id);
  if (/^gid:\/\/shopify\/Order\/\d+$/.test(gid)) return gid;
  throw notUnderstood("The webhook does not say which order it is about.");
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/**
 * The digits of a numeric id. Ids are 64-bit and Shopify's own samples lie above 2^53, where JSON.parse rounds: such a body is
 * read again with the numbers' source text (JSON.parse source text access).
 */
function exactId(body: Json, source: string, path: readonly string[]): string | null {
  const value = at(body, path);
  if (typeof value === "string") return /^\d+$/.test(value) ? value : null;
  if (typeof value !== "number" || value <= 0) return null;
  if (Number.isSafeInteger(value)) return String(value);
  const key = path.at(-1);
  const reviver: Reviver = (name, inner, context) =>
    name === key && typeof inner === "number" ? context?.source : inner;
  try {
    const digits = at(JSON.parse(source, reviver) as unknown, path);
    return typeof digits === "string" && /^\d+$/.test(digits) ? digits : null;
  } catch {
    // Nested beyond the stack: no order looks like that.
    return null;
  }
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** What "send a test webhook" and the tests post: the body of orders/updated, as short as it can be. */
export function sampleShopify(externalOrderId: string, now: number): { body: string; headers: Record<string, string> } {
  const gid = orderGid(externalOrderId);
  const digits = /(\d+)$/.exec(gid)?.[1] ?? "0";
  const at = new Date(now).toISOString();
  return {
    // Written as text: the id may be beyond what a JavaScript number holds.
    body: `{"id":${digits},"admin_graphql_api_id":${JSON.stringify(gid)},"updated_at":"${at}"}`,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": "orders/updated",
      "x-shopify-webhook-id": `sample-${hmacSha256("sample", utf8(`${gid} ${at}`), "hex").slice(0, 32)}`,
      "x-shopify-triggered-at": at,
    },
  };
}
