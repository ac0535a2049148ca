import { requestJson } from "../../kit/http.ts";
import {
  type AdapterContext,
  type AdapterError,
  adapterError,
  isAdapterError,
  type StoredToken,
} from "../../ports/adapter.ts";

export type ShopifySettings = {
  shop: string;
  clientId: string;
  clientSecret: string;
  accessToken: string;
  baseUrl: string;
};
export type ShopifyContext = AdapterContext<ShopifySettings>;

/** A token this close to its end counts as ended. */
const SKEW_MS = 60_000;

/** Where the shop is called: its own address unless a sandbox or a simulator is set. */
export function shopBase(settings: ShopifySettings): string {
  return settings.baseUrl || `https://${settings.shop}`;
}

/**
 * A valid access token. In this order: an expiring offline token whose refresh token is stored (it rotates: the new pair is
 * kept before it is used), the static token of an older custom app, the client-credentials grant of an app in the shop's own
 * organisation. `refused` is the token that Shopify has just answered 401 to.
 *
 * Not oauth.ts: Shopify's token endpoint is specified with JSON bodies (shopify-app-js lib/auth/oauth).
 */
export async function shopifyToken(ctx: ShopifyContext, refused: string | null): Promise<string> {
  const stored = ctx.tokens.get();
  if (stored && usable(ctx, stored, refused)) return stored.accessToken;
  const { accessToken } = ctx.settings;
  if (accessToken && !stored?.refreshToken) {
    if (accessToken !== refused) return accessToken;
    throw adapterError({
      kind: "auth",
      message: "Shopify refused the access token (401). Put in a new one, or connect with client id and secret.",
      httpStatus: 401,
    });
  }
  const token = await ctx.tokens.refresh((current) => {
    // Looked at again: whoever waited for the single flight finds the new token here.
    if (current && usable(ctx, current, refused)) return Promise.resolve(current);
    return askForToken(ctx, current?.refreshToken ?? null);
  });
  return token.accessToken;
}

function usable(ctx: ShopifyContext, token: StoredToken, refused: string | null): boolean {
  if (!token.accessToken || token.accessToken === refused) return false;
  return token.expiresAt === null || token.expiresAt - SKEW_MS > ctx.now();
}

async function askForToken(ctx: ShopifyContext, refreshToken: string | null): Promise<StoredToken> {
  const { clientId, clientSecret } = ctx.settings;
  const grant = refreshToken
    ? { grant_type: "refresh_token", refresh_token: refreshToken }
    : { grant_type: "client_credentials" };
  const reply = await requestJson(ctx, {
    url: `${shopBase(ctx.settings)}/admin/oauth/access_token`,
    json: { client_id: clientId, client_secret: clientSecret, ...grant },
    platform: "Shopify",
  }).catch((error: unknown) => {
    throw signInFailure(error, refreshToken !== null);
  });
  const { access_token, refresh_token, expires_in } = (reply.json ?? {}) as Record<string, unknown>;
  if (typeof access_token !== "string" || !access_token) {
    throw adapterError({ kind: "malformed", message: "Shopify answered the sign-in without a token." });
  }
  return {
    accessToken: access_token,
    refreshToken: typeof refresh_token === "string" && refresh_token ? refresh_token : refreshToken,
    expiresAt: typeof expires_in === "number" && expires_in > 0 ? ctx.now() + expires_in * 1000 : null,
  };
}

/** The endpoint's own words are left out: it may echo the body, and the body holds the secret. */
function signInFailure(error: unknown, refreshing: boolean): AdapterError | unknown {
  if (!isAdapterError(error)) return error;
  const { httpStatus } = error;
  if (httpStatus === 404) {
    return adapterError({
      kind: "not_found",
      message: "Shopify has no shop at this address (404). Check the shop.",
      httpStatus,
    });
  }
  if (httpStatus !== 400 && httpStatus !== 401 && httpStatus !== 403) return error;
  const message = refreshing
    ? `Shopify no longer accepts the stored sign-in (${httpStatus}). Reconnect the shop.`
    : `Shopify refused the sign-in (${httpStatus}). Check client id and secret, and that the app is installed in this shop.`;
  return adapterError({ kind: "auth", message, httpStatus });
}
