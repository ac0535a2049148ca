import { createHmac } from "node:crypto";
import { Hono } from "hono";
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
  const { shopify, options, world } = context;
  const { profile } = shopify;
  const random = world.random.ids;
  const app = new Hono();

  const issue = (scopes: string[], seconds: number | null, refreshable: boolean) => {
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
  };

  app.get("/authorize", (c) => {
    const { client_id: clientId, redirect_uri: redirectUri, scope, state } = c.req.query();
    if (clientId !== profile.clientId) return c.text("Oauth error invalid_request: unknown client_id", 400);
    if (redirectUri === undefined || !URL.canParse(redirectUri)) {
      return c.text("Oauth error invalid_request: The redirect_uri is missing or not whitelisted", 400);
    }
    const code = hex(random, 32);
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
  });

  app.post("/access_token", async (c) => {
    const body: Record<string, unknown> = (c.req.header("content-type") ?? "").includes("json")
      ? await c.req.json<Record<string, unknown>>().catch(() => ({}))
      : await c.req.parseBody();
    const field = (name: string) => (typeof body?.[name] === "string" ? (body[name] as string) : undefined);
    if (field("client_id") !== profile.clientId || field("client_secret") !== profile.clientSecret) {
      return c.json({ error: "invalid_client", error_description: "The client credentials are not valid" }, 401);
    }
    const grant = field("grant_type");
    if (grant === "client_credentials") return c.json(issue(allScopes, CLIENT_CREDENTIALS_SECONDS, false));
    if (grant === "refresh_token") {
      const given = field("refresh_token") ?? "";
      const known = shopify.refreshTokens.get(given);
      if (known === undefined || known.expiresAt <= options.now()) {
        return c.json(
          { error: "invalid_grant", error_description: "The refresh token is invalid, expired or was used before" },
          400,
        );
      }
      // Rotation: the old pair dies with the answer that carries the new one.
      shopify.refreshTokens.delete(given);
      shopify.tokens.delete(known.accessToken);
      return c.json(issue(known.scopes, options.shopifyTokenSeconds, true));
    }
    if (grant === undefined || grant === "authorization_code") {
      const code = field("code") ?? "";
      const known = shopify.codes.get(code);
      if (known === undefined) {
        return c.json(
          { error: "invalid_request", error_description: "The authorization code was not found or was already used" },
          400,
        );
      }
      shopify.codes.delete(code);
      const expiring = body?.expiring === "1" || body?.expiring === 1 || body?.expiring === true;
      return c.json(
        expiring ? issue(known.scopes, options.shopifyTokenSeconds, true) : issue(known.scopes, null, false),
      );
    }
    return c.json({ error: "unsupported_grant_type", error_description: `Grant type ${grant} is not served` }, 400);
  });
  return app;
}
