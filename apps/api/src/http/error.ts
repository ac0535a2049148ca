import { isAdapterError } from "@waybill/adapters/ports/adapter";
import { isConditionFailed, isUniqueConflict } from "@waybill/db/database";
import { isAppError } from "@waybill/domain/errors";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AppEnv } from "./env.ts";

type Failure = {
  status: number;
  code: string;
  message: string;
  issues?: readonly { path: string; message: string }[];
  retryAfter?: number;
  /** Not one we throw on purpose: logged with its stack, shown neutrally. */
  unexpected?: boolean;
};

const NEUTRAL = "Something went wrong on our side. Nothing was lost; try again, and quote the request id if it stays.";

/** What a thrown thing means to the caller. Stacks and foreign texts never pass. */
export function failureOf(error: unknown): Failure {
  if (isAppError(error)) {
    const { code, status, issues, retryAfter } = error;
    return {
      code,
      status,
      issues,
      retryAfter,
      message: error.public ? error.message : NEUTRAL,
      unexpected: status === 500 || (status > 500 && !error.public),
    };
  }
  // The words of an adapter are written for the seller and hold no secrets (adapters/http).
  if (isAdapterError(error)) {
    const retryAfter = error.retryAfterMs === null ? undefined : Math.ceil(error.retryAfterMs / 1000);
    return { code: `platform_${error.kind}`, status: 422, message: error.message, retryAfter };
  }
  if (isConditionFailed(error) || isUniqueConflict(error)) {
    return { code: "conflict", status: 409, message: "It was changed at the same moment. Load it again and repeat." };
  }
  if (error instanceof HTTPException && error.status < 500) {
    const { status } = error;
    const message = status === 415 ? NOT_JSON : error.message || "Bad request.";
    return { code: CODES[status] ?? "bad_request", status, message };
  }
  // The caller hung up while its body was read: nobody hears the answer, and nothing is wrong here.
  if (error instanceof Error && error.name === "AbortError") {
    return { code: "client_closed", status: 400, message: "The connection was closed before the body was complete." };
  }
  return authFailure(error) ?? { code: "internal", status: 500, message: NEUTRAL, unexpected: true };
}

const NOT_JSON = "Send the body as JSON, with content-type: application/json.";
const CODES: Record<number, string> = {
  400: "bad_request",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  413: "too_large",
  415: "unsupported_media_type",
};

/** better-auth throws `APIError { statusCode, body: { code, message } }`; its words are made for people. */
function authFailure(error: unknown): Failure | null {
  const thrown = error as { name?: unknown; statusCode?: unknown; body?: { code?: unknown; message?: unknown } } | null;
  const status = Number(thrown?.statusCode);
  if (thrown?.name !== "APIError" || !(status >= 400 && status < 500)) return null;
  const message = typeof thrown.body?.message === "string" ? thrown.body.message : "The request was refused.";
  const code = typeof thrown.body?.code === "string" ? thrown.body.code.toLowerCase() : "refused";
  return { code, status, message };
}

/** The one shape of every failure: `{ error: { code, message, issues?, requestId } }`. */
export function sendFailure(c: Context<AppEnv>, failure: Failure): Response {
  const { code, message, issues, retryAfter } = failure;
  if (retryAfter !== undefined) c.header("retry-after", String(Math.max(1, retryAfter)));
  const requestId = c.get("requestId") ?? "";
  return c.json(
    { error: { code, message, ...(issues ? { issues } : {}), requestId } },
    failure.status as ContentfulStatusCode,
  );
}
