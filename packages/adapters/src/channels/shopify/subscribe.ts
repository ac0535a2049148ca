import { isRecord } from "../../kit/body.ts";
import { adapterError } from "../../ports/adapter.ts";
import type { ShopifyContext } from "./auth.ts";
import { graphql, type Json } from "./client.ts";
import { problemError, userErrorWords } from "./errors.ts";
import { RESUBSCRIBE, SHOP, SUBSCRIBE, SUBSCRIPTIONS } from "./queries.ts";
import { nodes } from "./values.ts";
import { SHOPIFY_TOPICS } from "./webhook.ts";

/**
 * Makes the topics in force equal to ours: what is right stays, what is ours but points to an older address or leaves fields
 * out is repaired, what is missing is created. Shopify deletes a subscription after eight failed deliveries in a row, so this
 * is run again from time to time.
 */
export async function subscribeShopify(ctx: ShopifyContext, webhookUrl: string): Promise<string[]> {
  const existing = await subscriptions(ctx);
  const wanted = { uri: webhookUrl, format: "JSON", includeFields: [] };
  const refused: string[] = [];
  for (const topic of SHOPIFY_TOPICS) {
    const here = existing.filter((s) => s.topic === topic);
    if (here.some((s) => s.uri === webhookUrl && isPlain(s))) continue;
    const mine = here.find((s) => s.uri === webhookUrl) ?? here.find((s) => samePlace(s.uri, webhookUrl));
    const [document, variables, field] = mine
      ? [RESUBSCRIBE, { id: mine.id, subscription: wanted }, "webhookSubscriptionUpdate"]
      : [SUBSCRIBE, { topic, subscription: wanted }, "webhookSubscriptionCreate"];
    const { data, problems } = await graphql(ctx, { document, variables });
    const denied = problems.length > 0 && problems.every((p) => p.kind === "permission" || p.kind === "rejected");
    if (problems.length > 0 && !denied) throw problemError(problems);
    const words = problems[0]?.message ?? userErrorWords((data?.[field] as Json | undefined)?.userErrors);
    // "Address for this topic has already been taken": another call was faster, and the topic is in force.
    if (words && !/already been taken/i.test(words)) refused.push(`${topic}: ${words}`);
  }
  if (refused.length > 0) {
    const list = refused.join(" ").slice(0, 600);
    throw adapterError({
      kind: "permission",
      message: `Shopify did not accept ${refused.length} of the webhooks. ${list}`,
    });
  }
  return [...SHOPIFY_TOPICS];
}

type Subscription = { id: string; topic: string; uri: string; format: unknown; includeFields: unknown };

async function subscriptions(ctx: ShopifyContext): Promise<Subscription[]> {
  const found: Subscription[] = [];
  let after: unknown = null;
  for (;;) {
    const { data, problems } = await graphql(ctx, { document: SUBSCRIPTIONS, variables: { after } });
    const connection = data?.webhookSubscriptions;
    if (problems.length > 0 || !isRecord(connection)) throw problemError(problems);
    for (const { id, topic, uri, format, includeFields } of nodes(connection, "webhookSubscriptions")) {
      found.push({ id: String(id), topic: String(topic), uri: String(uri), format, includeFields });
    }
    const info = connection.pageInfo as Json | undefined;
    if (info?.hasNextPage !== true || info.endCursor === after) return found;
    after = info.endCursor;
  }
}

/** Complete JSON bodies: a subscription without updated_at among its fields would fold changes together. */
function isPlain(subscription: Subscription): boolean {
  const fields = subscription.includeFields;
  return subscription.format === "JSON" && (!Array.isArray(fields) || fields.length === 0);
}

/** The same connection under another host: this installation before it moved. Other addresses are other people's. */
function samePlace(uri: string, webhookUrl: string): boolean {
  return URL.canParse(uri) && /^https?:/.test(uri) && new URL(uri).pathname === new URL(webhookUrl).pathname;
}

/** Proves the credentials and that orders may be read; answers what the shop is called. */
export async function testShopify(ctx: ShopifyContext): Promise<{ label: string }> {
  const { data, problems } = await graphql(ctx, { document: SHOP });
  const shop = data?.shop;
  if (problems.length > 0 || !isRecord(shop)) throw problemError(problems);
  const installation = isRecord(data?.currentAppInstallation) ? data.currentAppInstallation : null;
  const granted = Array.isArray(installation?.accessScopes)
    ? (installation.accessScopes as Json[]).map((s) => s.handle)
    : null;
  // A write scope includes its read scope.
  if (granted && !granted.includes("read_orders") && !granted.includes("write_orders")) {
    throw adapterError({
      kind: "permission",
      message: "The app may not read orders. Grant it read_orders, then connect again.",
    });
  }
  return { label: String(shop.name ?? shop.myshopifyDomain) };
}
