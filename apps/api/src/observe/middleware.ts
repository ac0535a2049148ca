import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import type { ApiCtx } from "../compose.ts";
import type { AppEnv } from "../http/env.ts";
import { failureOf, sendFailure } from "../http/error.ts";
import { isPrivateHost } from "../http/fetch-guard.ts";

/** Request ids of one process: a random start and a counter, so that an id costs no randomness of its own. */
function idMaker(): () => string {
  const start = [...crypto.getRandomValues(new Uint8Array(5))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  let n = 0;
  return () => {
    n += 1;
    return `req_${start}${n.toString(36).padStart(5, "0")}`;
  };
}

export type Observer = {
  /** Gives a request its id and address. */
  begin: (c: Context<AppEnv>) => number;
  /** Prints the request's one line and counts it. */
  end: (c: Context<AppEnv>, startedAt: number, status: number) => void;
  middleware: MiddlewareHandler<AppEnv>;
  onError: (error: unknown, c: Context<AppEnv>) => Response;
};

/** Ids, one wide log line and one count per request, and every thrown thing turned into the error envelope. */
export function makeObserver(ctx: ApiCtx): Observer {
  const nextId = idMaker();
  const begin = (c: Context<AppEnv>) => {
    const requestId = nextId();
    c.set("requestId", requestId);
    c.set("address", addressOf(c));
    c.set("wide", {});
    return performance.now();
  };
  const end = (c: Context<AppEnv>, startedAt: number, status: number) => {
    const ms = performance.now() - startedAt;
    const path = c.req.path;
    const area = areaOf(path);
    ctx.meter.count("http_requests_total", { area, status: `${Math.floor(status / 100)}xx` });
    ctx.meter.observe("http_seconds", { area }, ms / 1000);
    ctx.log.info("request", {
      requestId: c.get("requestId"),
      method: c.req.method,
      path: safePath(path),
      status,
      ms: Math.round(ms * 100) / 100,
      address: c.get("address"),
      ...c.get("wide"),
    });
  };
  const onError = (error: unknown, c: Context<AppEnv>) => {
    const failure = failureOf(error);
    const wide = c.get("wide") ?? {};
    wide.code = failure.code;
    if (failure.unexpected) {
      ctx.log.error("request failed", { requestId: c.get("requestId"), path: safePath(c.req.path), error });
    }
    return sendFailure(c, failure);
  };
  const middleware = createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = begin(c);
    await next();
    if (c.res.status !== 101) c.header("x-request-id", c.get("requestId"));
    end(c, startedAt, c.res.status);
  });
  return { begin, end, middleware, onError };
}

/** The caller's address. A proxy on this machine or in the private network is believed about whom it speaks for. */
function addressOf(c: Context<AppEnv>): string {
  const direct = c.env?.address ?? null;
  const forwarded = c.req.header("x-forwarded-for");
  if (!forwarded || (direct !== null && !isPrivateHost(direct))) return direct ?? "unknown";
  return forwarded.split(",").at(-1)?.trim() || (direct ?? "unknown");
}

/** A few bounded words for /metrics. */
function areaOf(path: string): string {
  const first = path.split("/", 2)[1] ?? "";
  return ["api", "webhooks", "live", "track", "notify"].includes(first) ? first : "other";
}

/** Tokens in paths open pages without a sign-in: they are not for logs. */
function safePath(path: string): string {
  return path.replace(/\/(track|notify|public\/track|accept|invite)\/[^/]+/, "/$1/…").slice(0, 200);
}
