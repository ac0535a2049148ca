import type { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import type { Assets } from "../assets/assets.ts";
import type { ApiCtx } from "../compose.ts";
import type { AppEnv } from "../http/env.ts";

/** Scalar draws with style attributes and style elements; its script still comes from us and may call only us. */
const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const START = `Scalar.createApiReference("#app", { url: "/openapi.json", hideClientButton: true, withDefaultFonts: false, telemetry: false, showDeveloperTools: "never", agent: { disabled: true }, mcp: { disabled: true } });`;

/** `/openapi.json` from the routes' own schemas, and `/docs`, which draws it. */
export function docsRoutes(app: OpenAPIHono<AppEnv>, ctx: ApiCtx, assets: Assets): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "waybill.session_token",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
  });

  let document: string | null = null;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(openApiDocument(app, ctx));
    c.header("cache-control", "no-cache");
    return c.body(document, 200, { "content-type": "application/json" });
  });
  app.get("/docs", async (c) => {
    c.header("content-security-policy", DOCS_CSP);
    c.header("cache-control", "no-cache");
    const scalar = await assets("/docs/scalar.js", c.req.raw);
    if (!scalar) return c.html(plainReference(openApiDocument(app, ctx)), 200);
    await scalar.body?.cancel();
    return c.html(
      html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Waybill API</title></head>
<body><div id="app"></div><script src="/docs/scalar.js"></script><script src="/docs/start.js"></script></body></html>`,
      200,
    );
  });
  app.get("/docs/start.js", (c) => c.body(START, 200, { "content-type": "text/javascript; charset=utf-8" }));
  app.get("/docs/scalar.js", async (c) => (await assets("/docs/scalar.js", c.req.raw)) ?? c.notFound());
}

type Document = ReturnType<OpenAPIHono<AppEnv>["getOpenAPI31Document"]>;

/** The OpenAPI 3.1 document of every route. */
export function openApiDocument(app: OpenAPIHono<AppEnv>, ctx: ApiCtx): Document {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Waybill",
      version: "0.1.0",
      license: { name: "MIT" },
      description:
        "Orders and parcels, live. Send an API key as `x-api-key` or `Authorization: Bearer`. Failures are `{ error: { code, message, issues?, requestId } }`. Times are UTC milliseconds unless a name says local.",
    },
    servers: [{ url: ctx.config.publicUrl }],
  });
}

/** Where Scalar's script is not at hand (a Worker without that asset), the same facts as a plain page. */
function plainReference(document: Document) {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      summary: String((operation as { summary?: unknown }).summary ?? ""),
    })),
  );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Waybill API</title><link rel="stylesheet" href="/notify.css"></head>
<body><main><h1>Waybill API</h1><p>The whole document: <a href="/openapi.json">/openapi.json</a></p>
<table>${operations.map(({ method, path, summary }) => html`<tr><td><code>${method}</code></td><td><code>${path}</code></td><td>${summary}</td></tr>`)}</table></main></body></html>`;
}
