import { createHmac } from "node:crypto";
import type { Force } from "../force.ts";
import { hashText } from "../world/random.ts";
import { isoSeconds } from "../world/times.ts";
import type { Fulfilment, Order } from "../world/types.ts";
import { num, restFulfilment } from "./rest.ts";
import { restOrder } from "./rest-order.ts";
import { type ShopifyContext, type Subscription, signingSecret } from "./state.ts";

const API_VERSION = "2026-10";

/** Eight tries in all; the real ones are spread over four hours. */
const RETRIES = [1, 2, 4, 8, 16, 32, 64] as const;

/** `ORDERS_PARTIALLY_FULFILLED` → `orders/partially_fulfilled`. */
export function topicPath(topic: string): string {
  const family =
    /^(FULFILLMENT_ORDERS|INVENTORY_LEVELS|INVENTORY_ITEMS|BULK_OPERATIONS)_(.+)$/.exec(topic) ??
    /^([A-Z]+)_(.+)$/.exec(topic);
  return family === null ? topic.toLowerCase() : `${family[1]}/${family[2]}`.toLowerCase();
}

/** base64(HMAC-SHA256(client secret, raw body)). */
export function shopifySignature(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

function deliveryId(text: string): string {
  const part = (index: number) => hashText(`${text}:${index}`).toString(16).padStart(8, "0");
  const raw = part(0) + part(1) + part(2) + part(3);
  return `${raw.slice(0, 8)}-${raw.slice(8, 12)}-4${raw.slice(13, 16)}-b${raw.slice(17, 20)}-${raw.slice(20)}`;
}

function only(body: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  if (fields.length === 0) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => fields.includes(key)));
}

type Announcement = {
  /** For example orders/create. */
  topic: string;
  about: string;
  body: Record<string, unknown>;
  force?: Force;
};

/** Sends an event to every subscription of its topic; answers how many there were. */
function announce(context: ShopifyContext, announcement: Announcement): number {
  const { shopify, options } = context;
  const wanted = [...shopify.subscriptions.values()].filter((each) => topicPath(each.topic) === announcement.topic);
  if (wanted.length === 0) return 0;
  shopify.events += 1;
  const eventId = deliveryId(`event:${options.seed}:${shopify.events}`);
  for (const subscription of wanted) deliver(context, { what: announcement, subscription, event: eventId });
  return wanted.length;
}

type Delivery = { what: Announcement; subscription: Subscription; event: string };

function deliver(context: ShopifyContext, { what, subscription, event }: Delivery): void {
  const { shopify, deliveries, options } = context;
  const id = deliveryId(`${event}:${subscription.id}`);
  const triggeredAt = isoSeconds(options.now());
  deliveries.send({
    platform: "shopify",
    topic: what.topic,
    about: what.about,
    url: subscription.uri,
    id,
    body: JSON.stringify(only(what.body, subscription.includeFields)),
    retries: RETRIES,
    ...(what.force === undefined ? {} : { force: what.force }),
    headers: ({ body, wrongSignature }) => ({
      "Content-Type": "application/json",
      "User-Agent": "Shopify-Captain-Hook",
      "X-Shopify-Topic": what.topic,
      "X-Shopify-Hmac-Sha256": shopifySignature(
        body,
        wrongSignature ? "not-the-secret" : signingSecret(shopify, options.now()),
      ),
      "X-Shopify-Shop-Domain": shopify.profile.shop,
      "X-Shopify-API-Version": API_VERSION,
      "X-Shopify-Webhook-Id": id,
      "X-Shopify-Event-Id": event,
      "X-Shopify-Triggered-At": triggeredAt,
      "X-Shopify-Name": subscription.name ?? subscription.id,
    }),
    onOutcome: (delivered) => {
      // Subscriptions made through the API are deleted after eight failed attempts in a row.
      if (!delivered) shopify.subscriptions.delete(subscription.id);
    },
  });
}

export function announceOrderTopic(context: ShopifyContext, topic: string, order: Order, force?: Force): number {
  return announce(context, {
    topic,
    about: order.name,
    // What is deleted is only named.
    body: topic === "orders/delete" ? { id: num(order.id) } : restOrder(order),
    ...(force === undefined ? {} : { force }),
  });
}

export function announceFulfilmentTopic(
  context: ShopifyContext,
  topic: string,
  order: Order,
  fulfilment: Fulfilment,
  force?: Force,
): number {
  const body = restFulfilment(order, fulfilment) as Record<string, unknown>;
  return announce(context, { topic, about: order.name, body, ...(force === undefined ? {} : { force }) });
}

/** The app was removed: its tokens die, then the shop says so once, then the subscriptions are gone. */
export function uninstall(context: ShopifyContext, force?: Force): number {
  const { profile } = context.shopify;
  const sent = announce(context, {
    topic: "app/uninstalled",
    about: profile.shop,
    body: {
      id: 548380009,
      name: profile.name,
      domain: profile.shop,
      myshopify_domain: profile.shop,
      plan_name: "basic",
    },
    ...(force === undefined ? {} : { force }),
  });
  for (const [token, grant] of context.shopify.tokens)
    if (grant.expiresAt !== null) context.shopify.tokens.delete(token);
  context.shopify.refreshTokens.clear();
  context.shopify.subscriptions.clear();
  return sent;
}

/** Follows the world and sends what the subscriptions asked for. */
export function shopifyFollow(context: ShopifyContext): void {
  context.world.listeners.push((event) => {
    if (event.type === "order") announceOrderTopic(context, event.topic, event.order);
    if (event.type === "fulfilment") announceFulfilmentTopic(context, event.topic, event.order, event.fulfilment);
  });
}
