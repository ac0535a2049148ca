import type { Context, MiddlewareHandler } from "hono";
import type { Strike } from "./faults.ts";
import type { Sim } from "./sim.ts";
import type { Platform } from "./world/types.ts";

/** How long a caller hangs when a `timeout` fault does not say, real ms. */
const HANG_MS = 30_000;

type Json = Record<string, unknown>;

/** An error in the words of the platform. */
function errorBody(platform: Platform, status: number, message: string): Json {
  switch (platform) {
    case "shopify":
      return { errors: message };
    case "easypost":
      return { error: { code: status === 429 ? "RATE_LIMITED" : "SERVICE_UNAVAILABLE", message, errors: [] } };
    case "ups":
      return {
        response: { errors: [{ code: status === 429 ? "10429" : status === 401 ? "250002" : "10004", message }] },
      };
    case "fedex": {
      const code =
        status === 429
          ? "TOO.MANY.REQUESTS.ERROR"
          : status === 401
            ? "NOT.AUTHORIZED.ERROR"
            : "SERVICE.UNAVAILABLE.ERROR";
      return { transactionId: "00000000-0000-4000-8000-000000000000", errors: [{ code, message }] };
    }
    case "resend":
      return { statusCode: status, name: status === 429 ? "rate_limit_exceeded" : "application_error", message };
  }
}

function revoke(sim: Sim, platform: Platform, c: Context, shopify: Sim["shopify"]): void {
  const bearer = (c.req.header("authorization") ?? "").replace(/^Bearer /i, "");
  if (platform === "shopify") {
    const token = c.req.header("x-shopify-access-token") ?? "";
    if (shopify.tokens.get(token)?.expiresAt !== null) shopify.tokens.delete(token);
  }
  if (platform === "ups") sim.ups.tokens.delete(bearer);
  if (platform === "fedex") sim.fedex.tokens.delete(bearer);
}

/** A connection that breaks in the middle of the answer. */
function brokenAnswer(): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("{"));
      // Without a reason the runtime only resets the connection and prints nothing.
      setTimeout(() => controller.error(undefined), 5);
    },
  });
  return new Response(body, { status: 200, headers: { "content-type": "application/json" } });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Lets the faults that are switched on strike the answers of one platform's API. */
export function apiFaults(sim: Sim, platform: Platform, shopify = sim.shopify): MiddlewareHandler {
  return async function faultyAnswers(c, next) {
    const strike = (kind: Parameters<Sim["faults"]["strike"]>[0]["kind"]): Strike | undefined =>
      sim.faults.strike({ platform, side: "api", kind });
    const late = strike("delay");
    if (late !== undefined) await sleep(late.ms ?? 1000, c.req.raw.signal);
    if (strike("drop") !== undefined) return brokenAnswer();
    const hang = strike("timeout");
    if (hang !== undefined) {
      await sleep(hang.ms ?? HANG_MS, AbortSignal.any([c.req.raw.signal, sim.stopping]));
      return c.json(errorBody(platform, 504, "Gateway timeout"), 504);
    }
    const limited = strike("http429");
    if (limited !== undefined) {
      c.header("Retry-After", String(limited.retryAfter ?? 2));
      return c.json(errorBody(platform, 429, "Too many requests. Please try again later."), 429);
    }
    const broken = strike("http5xx");
    if (broken !== undefined) {
      const status = (broken.status ?? 503) as 503;
      return c.json(errorBody(platform, status, "The service is temporarily unavailable."), status);
    }
    if (strike("expiredToken") !== undefined) {
      revoke(sim, platform, c, shopify);
      return c.json(errorBody(platform, 401, "Access token expired."), 401);
    }
    await next();
    if (strike("malformedBody") !== undefined) {
      const text = await c.res.text();
      c.res = new Response(text.slice(0, Math.floor(text.length / 2)), {
        status: c.res.status,
        headers: { "content-type": "application/json" },
      });
    }
  };
}
