import {
  type AdapterContext,
  type AdapterError,
  adapterError,
  isAdapterError,
  type StoredToken,
} from "../ports/adapter.ts";
import { requestJson } from "./http.ts";
import { base64Encode } from "./signature.ts";

type TokenContext = Pick<AdapterContext<unknown>, "fetch" | "now" | "signal" | "tokens">;

export type TokenGrant = {
  platform: string;
  tokenUrl: string;
  /** Where the platform wants the client's id and secret: HTTP Basic, or fields of the form. */
  auth: "basic" | "body";
  clientId: string;
  clientSecret: string;
  /** Further form fields, e.g. `scope`. */
  extra?: Record<string, string>;
  headers?: Record<string, string>;
  /** A token this close to its end counts as ended; ms. */
  expirySkewMs?: number;
  /** The token the platform has just refused: it is replaced even if its time is not up. From `withToken`. */
  refused?: string | null;
};

const DEFAULT_SKEW_MS = 60_000;

/**
 * A valid access token by the client-credentials grant (RFC 6749 §4.4), from the store when it still holds. Asking for one
 * per call gets a client limited (UPS-API/api-documentation#123).
 *
 * @example
 * const token = (refused: string | null) =>
 *   clientCredentials(ctx, { platform: "UPS", tokenUrl, auth: "basic", clientId, clientSecret, refused });
 * await withToken(token, (accessToken) => requestJson(ctx, { … }));
 */
export async function clientCredentials(ctx: TokenContext, grant: TokenGrant): Promise<string> {
  return held(ctx, grant, () => askForToken(ctx, grant, { grant_type: "client_credentials" }));
}

/**
 * A valid access token by the refresh-token grant (RFC 6749 §6). The stored refresh token is used once; the new one is kept
 * with the new access token, or the old one when the platform does not rotate. A refused or missing refresh token is an
 * `auth` failure that says to reconnect.
 */
export async function rotate(ctx: TokenContext, grant: TokenGrant): Promise<string> {
  return held(ctx, grant, async (current) => {
    const refreshToken = current?.refreshToken;
    if (!refreshToken) {
      throw adapterError({ kind: "auth", message: `${grant.platform} is no longer signed in. Reconnect it.` });
    }
    const fresh = await askForToken(ctx, grant, { grant_type: "refresh_token", refresh_token: refreshToken });
    return { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken };
  });
}

/**
 * Calls with a token; on a 401 the token is replaced once and the call repeated once. A second 401 is thrown.
 * `getToken` receives the refused token, so that concurrent calls replace it only once.
 */
export async function withToken<T>(
  getToken: (refused: string | null) => Promise<string>,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  const token = await getToken(null);
  try {
    return await call(token);
  } catch (error) {
    if (!isAdapterError(error) || error.httpStatus !== 401) throw error;
    return await call(await getToken(token));
  }
}

async function held(
  ctx: TokenContext,
  grant: TokenGrant,
  ask: (current: StoredToken | null) => Promise<StoredToken>,
): Promise<string> {
  const usable = (token: StoredToken | null) =>
    token !== null &&
    token.accessToken !== "" &&
    token.accessToken !== grant.refused &&
    (token.expiresAt === null || token.expiresAt - (grant.expirySkewMs ?? DEFAULT_SKEW_MS) > ctx.now());
  const stored = ctx.tokens.get();
  if (stored && usable(stored)) return stored.accessToken;
  // Looked at again inside: a caller that waited for the single flight finds the new token there.
  const token = await ctx.tokens.refresh(async (current) => (current && usable(current) ? current : ask(current)));
  return token.accessToken;
}

async function askForToken(ctx: TokenContext, grant: TokenGrant, form: Record<string, string>): Promise<StoredToken> {
  const { platform, clientId, clientSecret } = grant;
  const basic: Record<string, string> =
    grant.auth === "basic" ? { authorization: `Basic ${base64Encode(`${clientId}:${clientSecret}`)}` } : {};
  const inBody: Record<string, string> =
    grant.auth === "body" ? { client_id: clientId, client_secret: clientSecret } : {};
  const asked = await requestJson(ctx, {
    url: grant.tokenUrl,
    method: "POST",
    headers: { ...basic, ...grant.headers },
    form: { ...form, ...inBody, ...grant.extra },
    platform,
  }).catch((error: unknown) => {
    throw signInFailure(error, platform);
  });
  const reply = (asked.json ?? {}) as Record<string, unknown>;
  const accessToken = reply.access_token;
  if (typeof accessToken !== "string" || accessToken === "") {
    throw adapterError({ kind: "malformed", message: `${platform} answered the sign-in without a token.` });
  }
  // UPS sends every field as text.
  const seconds = Number(reply.expires_in);
  return {
    accessToken,
    refreshToken: typeof reply.refresh_token === "string" && reply.refresh_token ? reply.refresh_token : null,
    expiresAt: Number.isFinite(seconds) && seconds > 0 ? ctx.now() + seconds * 1000 : null,
  };
}

/** A token endpoint says "wrong credentials" with 400 (invalid_client, invalid_grant), 401 or 403, each by its own taste. */
function signInFailure(error: unknown, platform: string): unknown {
  if (!isAdapterError(error)) return error;
  const status = error.httpStatus;
  if (status !== 400 && status !== 401 && status !== 403) return error;
  const said = error.message.split(" says: ")[1];
  const failure: AdapterError = adapterError({
    kind: "auth",
    message: `${platform} refused the sign-in (${status}). Check the credentials and reconnect.${said ? ` ${platform} says: ${said}` : ""}`,
    httpStatus: status,
  });
  return failure;
}
