import type { z } from "zod";

/** An OAuth token as kept, sealed, beside its connection. `expiresAt` is UTC ms. */
export type StoredToken = { accessToken: string; refreshToken: string | null; expiresAt: number | null };

/**
 * What an adapter may use of the outside. `fetch` is already guarded against private addresses and times out;
 * `tokens.refresh` is single-flight per connection and persists before it answers.
 */
export type AdapterContext<S> = {
  settings: S;
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
  /** UTC ms. */
  now: () => number;
  /** Waits; injected so that tests need not. */
  sleep: (ms: number) => Promise<void>;
  tokens: {
    get: () => StoredToken | null;
    /** Runs `get` at most once at a time for this connection, stores what it returns, then returns it. */
    refresh: (get: (current: StoredToken | null) => Promise<StoredToken>) => Promise<StoredToken>;
  };
  signal?: AbortSignal;
};

/** Adapter failures in words a seller understands, with what to do about them. */
export type AdapterFailureKind =
  | "auth"
  | "permission"
  | "rate_limited"
  | "unavailable"
  | "rejected"
  | "not_found"
  | "malformed";
export type AdapterError = Error & {
  readonly isAdapterError: true;
  readonly kind: AdapterFailureKind;
  /** ms to wait before trying again, when the platform said. */
  readonly retryAfterMs: number | null;
  /** HTTP status, when there was one. */
  readonly httpStatus: number | null;
};

/**
 * @example throw adapterError({ kind: "auth", message: "Shopify refused the token. Reconnect the shop." });
 */
export function adapterError(init: {
  kind: AdapterFailureKind;
  message: string;
  retryAfterMs?: number | null;
  httpStatus?: number | null;
  cause?: unknown;
}): AdapterError {
  const error = new Error(init.message, init.cause === undefined ? undefined : { cause: init.cause });
  return Object.assign(error, {
    name: "AdapterError",
    isAdapterError: true as const,
    kind: init.kind,
    retryAfterMs: init.retryAfterMs ?? null,
    httpStatus: init.httpStatus ?? null,
  });
}

export function isAdapterError(value: unknown): value is AdapterError {
  return value instanceof Error && (value as { isAdapterError?: unknown }).isAdapterError === true;
}

/** Failures that may pass by themselves: worth a retry with backoff. */
export function isTransient(error: unknown): boolean {
  return isAdapterError(error) && (error.kind === "rate_limited" || error.kind === "unavailable");
}

/** Settings schemas are flat objects of text fields. */
export type SettingsSchema = z.ZodObject;
/** Thrown by `parse` when a verified body is not understood: the inbox keeps the row and shows the words. */
export function notUnderstood(message: string): AdapterError {
  return adapterError({ kind: "malformed", message });
}
