/** What an HTTP client is told: a stable code, the right status, words that say what to do. */
type AppErrorInit = {
  code: string;
  status: number;
  message: string;
  /** True when `message` may be shown to a caller; otherwise the caller sees a neutral text. */
  public?: boolean;
  /** Field-level problems, as Zod prints them. */
  issues?: readonly { path: string; message: string }[];
  /** Seconds the caller should wait before trying again. */
  retryAfter?: number;
  cause?: unknown;
};

export type AppError = Error & Readonly<Omit<AppErrorInit, "message" | "cause">> & { readonly isAppError: true };

/**
 * Makes the one kind of error that Waybill throws on purpose.
 *
 * @example throw appError({ code: "order_not_found", status: 404, message: "No such order.", public: true });
 */
export function appError(init: AppErrorInit): AppError {
  const error = new Error(init.message, init.cause === undefined ? undefined : { cause: init.cause });
  const { code, status, issues, retryAfter } = init;
  return Object.assign(error, {
    name: "AppError",
    isAppError: true as const,
    code,
    status,
    public: init.public ?? status < 500,
    ...(issues ? { issues } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof Error && (value as { isAppError?: unknown }).isAppError === true;
}

/** The words of anything thrown, without its stack. */
export function errorText(value: unknown): string {
  if (value instanceof Error) return value.message;
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "unknown error");
}
