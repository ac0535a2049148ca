import { createHmac } from "node:crypto";
import { type Context, Hono } from "hono";
import { hex } from "../world/random.ts";
import { allScopes, type ShopifyContext } from "./state.ts";

const REFRESH_SECONDS = 90 * 86_400;
const CLIENT_CREDENTIALS_SECONDS = 86_399;

/** The `hmac` of a callback: every other parameter, sorted, form-encoded, signed with the client secret, in hex. */
export function callbackHmac(parameters: Record<string, string>, secret: string): string {
  const message = Object.keys(parameters)
    .filter((key) => key !== "hmac" && key !== "signature")
    .sort()
    .map((key) => new URLSearchParams([[key, parameters[key] as string]]).toString())
    .join("&");
  return createHmac("sha256", secret).update(message).digest("hex");
}

function scopesOf(text: string | null | undefined): string[] {
  const asked = (text ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
  return asked.length === 0 ? allScopes : asked;
}

/** Shopify's sign-in pages and token endpoint under `/admin/oauth`. */
export function shopifyOauth(context: ShopifyContext): Hono {
  const app = new Hono();
  app.get("/authorize", (c) => authorize(context, c));
  app.post("/access_token", async (c) => {
    const body: Record<string, unknown> = (c.req.header("content-type") ?? "").includes("json")
      ? await c.req.json<Record<string, unknown>>().catch(() => ({}))
      : await c.req.parseBody();
    const field = (name: string) => (typeof body?.[name] === "string" ? (body[name] as string) : undefined);
    const { profile, older } = context.shopify;
    const secrets = [
      profile.clientSecret,
      ...(older !== null && context.options.now() < older.until ? [older.secret] : []),
    ];
    if (field("client_id") !== profile.clientId || !secrets.includes(field("client_secret") ?? "")) {
      return c.json({ error: "invalid_client", error_description: "The client credentials are not valid" }, 401);
    }
    const expiring = body?.expiring === "1" || body?.expiring === 1 || body?.expiring === true;
    const granted = grant(context, { type: field("grant_type"), field, expiring });
    return c.json(granted, "error" in granted ? 400 : 200);
  });
  return app;
}

/** The consent page, which says yes at once: back to the app with a code, and signed. */
function authorize({ shopify, options, world }: ShopifyContext, c: Context): Response {
  const { profile } = shopify;
  const { client_id: clientId, redirect_uri: redirectUri, scope, state } = c.req.query();
  if (clientId !== profile.clientId) return c.text("Oauth error invalid_request: unknown client_id", 400);
  if (redirectUri === undefined || !URL.canParse(redirectUri)) {
    return c.text("Oauth error invalid_request: The redirect_uri is missing or not whitelisted", 400);
  }
  const code = hex(world.random.ids, 32);
  shopify.codes.set(code, { scopes: scopesOf(scope) });
  const parameters: Record<string, string> = {
    code,
    host: Buffer.from(`${profile.shop}/admin`).toString("base64").replace(/=+$/, ""),
    shop: profile.shop,
    state: state ?? "",
    timestamp: String(Math.floor(options.now() / 1000)),
  };
  const target = new URL(redirectUri);
  for (const [key, value] of Object.entries(parameters)) target.searchParams.set(key, value);
  target.searchParams.set("hmac", callbackHmac(parameters, profile.clientSecret));
  return c.redirect(target.toString(), 302);
}

type Grant = { type: string | undefined; field: (name: string) => string | undefined; expiring: boolean };

/** A token by one of the three grants, or the error. */
function grant(context: ShopifyContext, { type, field, expiring }: Grant): object {
  const { shopify, options } = context;
  switch (type) {
    case "client_credentials":
      return issue(context, { scopes: allScopes, seconds: CLIENT_CREDENTIALS_SECONDS, refreshable: false });
    case "refresh_token":
      return refresh(context, field("refresh_token") ?? "");
    case undefined:
    case "authorization_code": {
      const code = field("code") ?? "";
      const known = shopify.codes.get(code);
      if (known === undefined)
        return failure("invalid_request", "The authorization code was not found or was already used");
      shopify.codes.delete(code);
      const seconds = expiring ? options.shopifyTokenSeconds : null;
      return issue(context, { scopes: known.scopes, seconds, refreshable: expiring });
    }
    default:
      return failure("unsupported_grant_type", `Grant type ${type} is not served`);
  }
}

const failure = (error: string, description: string) => ({ error, error_description: description });

/** Rotation: the old pair dies with the answer that carries the new one. */
function refresh(context: ShopifyContext, given: string): object {
  const { shopify, options } = context;
  const known = shopify.refreshTokens.get(given);
  if (known === undefined || known.expiresAt <= options.now())
    return failure("invalid_grant", "The refresh token is invalid, expired or was used before");
  shopify.refreshTokens.delete(given);
  shopify.tokens.delete(known.accessToken);
  return issue(context, { scopes: known.scopes, seconds: options.shopifyTokenSeconds, refreshable: true });
}

/** A new access token; `seconds` null is one that never ends. */
function issue(
  { shopify, options, world }: ShopifyContext,
  { scopes, seconds, refreshable }: { scopes: string[]; seconds: number | null; refreshable: boolean },
): object {
  const random = world.random.ids;
  const accessToken = `shpat_${hex(random, 32)}`;
  shopify.tokens.set(accessToken, { scopes, expiresAt: seconds === null ? null : options.now() + seconds * 1000 });
  const answer: Record<string, unknown> = { access_token: accessToken, scope: scopes.join(",") };
  if (seconds !== null) answer.expires_in = seconds;
  if (refreshable) {
    const refreshToken = `shprt_${hex(random, 32)}`;
    shopify.refreshTokens.set(refreshToken, {
      scopes,
      accessToken,
      expiresAt: options.now() + REFRESH_SECONDS * 1000,
    });
    answer.refresh_token = refreshToken;
    answer.refresh_token_expires_in = REFRESH_SECONDS;
  }
  return answer;
}
