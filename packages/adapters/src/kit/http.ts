import { isAppError } from "@waybill/domain/errors";
import { type AdapterContext, type AdapterError, adapterError, isAdapterError } from "../ports/adapter.ts";

/** The part of an adapter's context that a call needs. */
type HttpContext = Pick<AdapterContext<unknown>, "fetch" | "now" | "signal">;

export type JsonRequest = {
  url: string | URL;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Record<string, string>;
  /** At most one of the three is sent as the body. */
  json?: unknown;
  form?: Record<string, string>;
  text?: string;
  /** Who is called, for the words of an error: "UPS". */
  platform: string;
  /** ms for the whole exchange, body included. */
  timeoutMs?: number;
  /** Statuses outside 2xx that the caller handles itself; they are answered instead of thrown. */
  accept?: readonly number[];
};

export type JsonResponse = {
  status: number;
  headers: Headers;
  json: unknown;
  text: string;
  /** What the platform says about a failure, without anything secret that we had sent; for statuses the caller accepts. */
  said: string | null;
};

/**
 * One HTTP call to a platform, with every way to fail turned into an AdapterError in words: network, time-out, non-JSON,
 * 401, 403, 404, 429 (with its Retry-After), 5xx. An empty body answers `json: null`; an accepted status may carry any text.
 * What was sent (headers, form, query) never appears in an error.
 *
 * @example const { json } = await requestJson(ctx, { url: `${baseUrl}/v2/trackers/trk_1`, headers, platform: "EasyPost" });
 */
export async function requestJson(ctx: HttpContext, request: JsonRequest): Promise<JsonResponse> {
  const { platform, timeoutMs = 15_000 } = request;
  const { response, text } = await exchange(ctx, request, timeoutMs);
  const accepted = response.ok || request.accept?.includes(response.status) === true;
  const json = parseJson(text);
  if (!accepted) throw refusal(ctx, request, { response, json: json.value });
  if (json.bad && response.ok) {
    throw adapterError({
      kind: "malformed",
      message: `${platform} answered with something that is not JSON.`,
      httpStatus: response.status,
    });
  }
  const said = response.ok ? null : platformWords(json.value, request);
  return { status: response.status, headers: response.headers, json: json.value, text, said };
}

async function exchange(ctx: HttpContext, request: JsonRequest, timeoutMs: number) {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = ctx.signal ? AbortSignal.any([timeout, ctx.signal]) : timeout;
  try {
    const response = await ctx.fetch(request.url, {
      method: request.method ?? (hasBody(request) ? "POST" : "GET"),
      headers: { accept: "application/json", ...contentType(request), ...request.headers },
      body: bodyOf(request),
      // Followed, a redirect would carry token headers of our own naming to another host.
      redirect: "manual",
      signal,
    });
    return { response, text: await response.text() };
  } catch (error) {
    throw networkFailure(error, {
      platform: request.platform,
      timedOut: timeout.aborted,
      cancelled: ctx.signal?.aborted === true,
      timeoutMs,
    });
  }
}

const hasBody = (request: JsonRequest) =>
  request.json !== undefined || request.form !== undefined || request.text !== undefined;

function contentType(request: JsonRequest): Record<string, string> {
  if (request.json !== undefined) return { "content-type": "application/json" };
  if (request.form !== undefined) return { "content-type": "application/x-www-form-urlencoded" };
  return {};
}

function bodyOf(request: JsonRequest): string | undefined {
  if (request.json !== undefined) return JSON.stringify(request.json);
  if (request.form !== undefined) return new URLSearchParams(request.form).toString();
  return request.text;
}

function parseJson(text: string): { value: unknown; bad: boolean } {
  if (text.trim() === "") return { value: null, bad: false };
  try {
    return { value: JSON.parse(text) as unknown, bad: false };
  } catch {
    return { value: null, bad: true };
  }
}

/** The thrown value itself is not kept as a cause: runtimes put the whole URL into it. */
function networkFailure(
  error: unknown,
  about: { platform: string; timedOut: boolean; cancelled: boolean; timeoutMs: number },
): AdapterError {
  const { platform } = about;
  if (isAdapterError(error)) return error;
  if (isAppError(error)) {
    const why = error.public ? error.message : "The address is not allowed.";
    return adapterError({ kind: "rejected", message: `${platform} was not called. ${why}` });
  }
  if (about.cancelled) return adapterError({ kind: "unavailable", message: `The call to ${platform} was cancelled.` });
  const name = error instanceof Error ? error.name : "";
  if (about.timedOut || name === "TimeoutError") {
    const seconds = Math.round(about.timeoutMs / 100) / 10;
    return adapterError({
      kind: "unavailable",
      message: `${platform} is not answering (time-out after ${seconds} s).`,
    });
  }
  const code = (error as { code?: unknown } | null)?.code;
  const detail = typeof code === "string" && /^\w{1,40}$/.test(code) ? ` (${code})` : "";
  return adapterError({ kind: "unavailable", message: `${platform} cannot be reached${detail}.` });
}

function refusal(ctx: HttpContext, request: JsonRequest, got: { response: Response; json: unknown }): AdapterError {
  const { platform } = request;
  const { status, headers } = got.response;
  const said = platformWords(got.json, request);
  const words = (message: string) => (said ? `${message} ${platform} says: ${said}` : message);
  const failure = (kind: AdapterError["kind"], message: string, retryAfterMs: number | null = null) =>
    adapterError({ kind, message: words(message), httpStatus: status, retryAfterMs });
  const wait = retryAfter(headers.get("retry-after"), ctx.now());
  if (status === 401) return failure("auth", `${platform} refused the credentials (401).`);
  if (status === 403) return failure("permission", `${platform} does not allow this with these credentials (403).`);
  if (status === 404) return failure("not_found", `${platform} does not know what was asked for (404).`);
  if (status === 429) return failure("rate_limited", `${platform} is limiting calls (429).`, wait);
  if (status === 408 || status >= 500) {
    return failure("unavailable", `${platform} has a problem at its end (${status}).`, wait);
  }
  if (status >= 300 && status < 400) {
    return failure("rejected", `${platform} answered with a redirect (${status}). Check the base URL.`);
  }
  return failure("rejected", `${platform} refused the request (${status}).`);
}

/** Retry-After in ms: seconds or an HTTP date; null when absent or senseless. Never negative, never above a day. */
export function retryAfter(value: string | null | undefined, now: number): number | null {
  if (!value) return null;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) && value.trim() !== "" ? seconds * 1000 : Date.parse(value) - now;
  if (Number.isNaN(ms)) return null;
  return Math.min(Math.max(Math.ceil(ms), 0), 86_400_000);
}

/** The explanation without anything we had sent. */
function platformWords(json: unknown, request: JsonRequest): string | null {
  let text = explanation(json);
  if (text === null) return null;
  for (const secret of sentValues(request)) text = text.replaceAll(secret, "…");
  return text;
}

/**
 * A platform's own explanation, found where the usual error shapes put it and shortened to 300 characters; null if none.
 *
 * @example explanation({ response: { errors: [{ code: "250002", message: "Invalid Authentication Information" }] } })
 */
export function explanation(json: unknown): string | null {
  const text = findWords(json, 0)?.replace(/\s+/g, " ").trim();
  if (!text) return null;
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

const WORD_KEYS = ["message", "error_description", "detail", "description"];
const NESTED_KEYS = ["errors", "error", "response"];

function findWords(value: unknown, depth: number): string | null {
  if (depth > 4) return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return findWords(value[0], depth + 1);
  if (typeof value !== "object" || value === null) return null;
  const record = value as Record<string, unknown>;
  for (const key of WORD_KEYS) {
    const words = record[key];
    if (typeof words === "string" && words) return words;
  }
  for (const key of NESTED_KEYS) {
    if (!record[key]) continue;
    const words = findWords(record[key], depth + 1);
    if (words) return words;
  }
  return null;
}

const SECRET_NAME = /secret|token|credential|password|key/i;

/** Text values under revealing names anywhere in a JSON body. */
function secretsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === "string" ? (SECRET_NAME.test(name) ? [inner] : []) : secretsIn(inner),
  );
}

/** What an echoing platform must not give back: header, form and query values, as sent and as written in a URL or a body. */
function sentValues(request: JsonRequest): string[] {
  const url = URL.canParse(String(request.url)) ? new URL(request.url) : null;
  const values = [
    ...Object.values(request.headers ?? {}),
    ...Object.values(request.form ?? {}),
    ...(url ? [...url.searchParams.values(), url.password, url.username] : []),
    ...secretsIn(request.json),
  ];
  return values
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .flatMap((value) => [
      value,
      encodeURIComponent(value.toWellFormed()),
      new URLSearchParams({ v: value }).toString().slice(2),
    ])
    .filter((value) => value.length >= 6 && !/^(application|text)(\/|%2F)/.test(value))
    .sort((a, b) => b.length - a.length);
}
