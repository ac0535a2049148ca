import { Hono } from "hono";
import { runGraphQL } from "./execute.ts";
import { shopifyOauth } from "./oauth.ts";
import type { ShopifyContext } from "./state.ts";

const versions = ["2026-01", "2026-04", "2026-07", "2026-10", "unstable"];

type Body = { query?: unknown; variables?: unknown; operationName?: unknown };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `/admin/api/…/graphql.json` and `/admin/oauth/…` of one shop. */
export function shopifyRoutes(context: ShopifyContext): Hono {
  const app = new Hono();
  app.route("/admin/oauth", shopifyOauth(context));

  app.post("/admin/api/:version/graphql.json", async (c) => {
    const asked = c.req.param("version");
    // A version that is no longer served falls forward to the oldest that is.
    c.header("X-Shopify-API-Version", versions.includes(asked) ? asked : (versions[0] as string));
    const token = c.req.header("x-shopify-access-token") ?? "";
    const grant = context.shopify.tokens.get(token);
    if (grant === undefined || (grant.expiresAt !== null && grant.expiresAt <= context.options.now())) {
      return c.json({ errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" }, 401);
    }
    if (!(c.req.header("content-type") ?? "").includes("application/json")) {
      return c.json({ errors: { query: "Required parameter missing or invalid" } }, 400);
    }
    const body = await c.req.json<Body>().catch(() => null);
    if (!isObject(body) || typeof body.query !== "string") {
      return c.json({ errors: { query: "Required parameter missing or invalid" } }, 400);
    }
    const variables = isObject(body.variables) ? body.variables : {};
    const operationName = typeof body.operationName === "string" ? body.operationName : null;
    const answer = runGraphQL({ ...context, scopes: grant.scopes }, { query: body.query, variables, operationName });
    return c.json(answer);
  });

  app.all("*", (c) => c.json({ errors: "Not Found" }, 404));
  return app;
}
