import type { Shared } from "../shared.ts";
import type { ShopProfile } from "../world/shops.ts";
import type { Bucket } from "./cost.ts";
import { fullBucket } from "./cost.ts";

export type Subscription = {
  id: string;
  /** GraphQL name, for example ORDERS_CREATE. */
  topic: string;
  uri: string;
  includeFields: string[];
  filter: string | null;
  name: string | null;
  createdAt: number;
  updatedAt: number;
};

/** Token times are real time: signing in does not get faster because parcels do. */
type Grant = { scopes: string[]; expiresAt: number | null };

export type ShopifyState = {
  profile: ShopProfile;
  /** After a change of the secret: webhooks go on being signed with the older one until then (real ms). */
  older: { secret: string; until: number } | null;
  tokens: Map<string, Grant>;
  refreshTokens: Map<string, { scopes: string[]; accessToken: string; expiresAt: number }>;
  codes: Map<string, { scopes: string[] }>;
  subscriptions: Map<string, Subscription>;
  bucket: Bucket;
  events: number;
  /** Answers of calls made with an idempotency key. */
  idempotent: Map<string, { input: string; answer: object }>;
};

export type ShopifyContext = Shared & { shopify: ShopifyState };

export const allScopes = [
  "read_orders",
  "read_all_orders",
  "write_orders",
  "read_customers",
  "read_products",
  "read_inventory",
  "write_inventory",
  "read_locations",
  "read_fulfillments",
  "write_fulfillments",
  "read_merchant_managed_fulfillment_orders",
  "write_merchant_managed_fulfillment_orders",
];

/** `restore`: cost points regained per second, as the shop's plan has it. */
export function createShopifyState(profile: ShopProfile, now: number, restore: number): ShopifyState {
  return {
    profile,
    older: null,
    tokens: new Map([[profile.accessToken, { scopes: allScopes, expiresAt: null }]]),
    refreshTokens: new Map(),
    codes: new Map(),
    subscriptions: new Map(),
    bucket: fullBucket(restore, now),
    events: 0,
    idempotent: new Map(),
  };
}

/** What webhooks are signed with at this moment. */
export function signingSecret({ profile, older }: ShopifyState, now: number): string {
  return older !== null && now < older.until ? older.secret : profile.clientSecret;
}

/** A new client secret; calls take it at once (and the older one until then), webhooks are signed with the older one for a while. */
export function rotateSecret(shopify: ShopifyState, until: number): string {
  const { clientSecret } = shopify.profile;
  const [, name = clientSecret, count = "1"] = /^(.*?)(?:-(\d+))?$/.exec(clientSecret) ?? [];
  shopify.older = { secret: clientSecret, until };
  shopify.profile = { ...shopify.profile, clientSecret: `${name}-${Number(count) + 1}` };
  return shopify.profile.clientSecret;
}
