import { appError } from "@waybill/domain/errors";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { ApiCtx } from "../compose.ts";
import type { AppEnv } from "./env.ts";

/** Bodies over this are refused before they are read: 1 MB. */
export const MAX_BODY_BYTES = 1_000_000;

export function tooLarge() {
  return appError({ code: "too_large", status: 413, message: "The body is larger than 1 MB." });
}

/** 413 before more than a megabyte is read, with or without a Content-Length. */
export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw tooLarge();
  },
});

/** Pages may load what we serve and nothing else; style attributes are set by the widgets, style elements are not. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Security headers of every answer; a route that set its own CSP keeps it. */
export function secureHeaders(ctx: ApiCtx) {
  const https = ctx.config.publicUrl.startsWith("https:");
  const sockets = ` ${new URL(ctx.config.publicUrl).origin.replace(/^http/, "ws")}`;
  const csp = CSP.replace("connect-src 'self'", `connect-src 'self'${sockets}`);
  return createMiddleware<AppEnv>(async (c, next) => {
    await next();
    // A socket's answer on Workers carries the socket itself: it must stay as it is.
    if (c.res.status === 101) return;
    if (!c.res.headers.has("content-security-policy")) c.header("content-security-policy", csp);
    if (!c.res.headers.has("x-frame-options")) c.header("x-frame-options", "DENY");
    c.header("x-content-type-options", "nosniff");
    if (!c.res.headers.has("referrer-policy")) c.header("referrer-policy", "strict-origin-when-cross-origin");
    c.header("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
    c.header("cross-origin-opener-policy", "same-origin");
    if (!c.res.headers.has("cross-origin-resource-policy")) c.header("cross-origin-resource-policy", "same-origin");
    if (https) c.header("strict-transport-security", "max-age=31536000; includeSubDomains");
    // What the API answers belongs to one caller.
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  });
}

const METHODS = "GET, POST, PUT, PATCH, DELETE";
const HEADERS = "content-type, x-api-key, authorization";

/** Other origins may call only when `CORS_ORIGINS` names them; the rest gets no CORS header at all. */
export function cors(ctx: ApiCtx) {
  const allowed = new Set(ctx.config.corsOrigins);
  return createMiddleware<AppEnv>(async (c, next) => {
    const origin = c.req.header("origin");
    const permitted = origin !== undefined && allowed.has(origin);
    const preflight = c.req.method === "OPTIONS" && c.req.header("access-control-request-method") !== undefined;
    if (preflight) c.res = new Response(null, { status: 204 });
    else await next();
    if (c.res.status === 101) return;
    if (allowed.size > 0) c.header("vary", "Origin", { append: true });
    if (!permitted) return;
    c.header("access-control-allow-origin", origin);
    c.header("access-control-allow-credentials", "true");
    c.header("cross-origin-resource-policy", "cross-origin");
    if (preflight) {
      c.header("access-control-allow-methods", METHODS);
      c.header("access-control-allow-headers", HEADERS);
      c.header("access-control-max-age", "600");
    } else c.header("access-control-expose-headers", "x-request-id, retry-after");
  });
}
