/** What the server said no with, in words for people. `status` 0: it could not be reached. */
type ApiFailure = Error & {
  readonly status: number;
  readonly code: string;
  readonly issues: readonly { path: string; message: string }[];
  readonly requestId: string | null;
};

type Envelope = {
  error?: { code?: string; message?: string; issues?: { path: string; message: string }[]; requestId?: string };
  /** better-auth's own endpoints speak so. */
  code?: string;
  message?: string;
};

function failure(init: {
  status: number;
  code: string;
  message: string;
  issues?: readonly { path: string; message: string }[];
  requestId?: string | null;
}): ApiFailure {
  const { status, code, message, issues = [], requestId = null } = init;
  return Object.assign(new Error(message), { name: "ApiFailure", status, code, issues, requestId });
}

export function isApiFailure(value: unknown): value is ApiFailure {
  return value instanceof Error && value.name === "ApiFailure";
}

/** Any failure as a sentence that says what to do. */
export function failureWords(error: unknown): string {
  if (!isApiFailure(error)) return error instanceof Error ? error.message : "Something unexpected happened.";
  if (error.status === 403) return `${error.message} Ask an admin of your organisation for the right to do this.`;
  const detail = error.issues.map((issue) => `${issue.path}: ${issue.message}`).join("; ");
  return detail ? `${error.message} (${detail})` : error.message;
}

const plain: Record<number, string> = {
  401: "You are signed out. Sign in again.",
  403: "Your role does not allow this.",
  404: "There is no such thing, or it is not yours.",
  413: "That is too large.",
  429: "Too many requests. Wait a moment and try again.",
};

/** Past this a request counts as lost, so that no view waits for ever. */
const PATIENCE_MS = 30_000;

/** Failures that may pass by themselves: worth asking again. */
export function isPassing(error: unknown): boolean {
  return isApiFailure(error) && (error.status === 0 || error.status === 429 || error.status >= 500);
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls back when any request finds that the session has ended. Answers how to stop. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/**
 * One request to our API, JSON both ways. Throws `ApiFailure` in words for everything that is not a 2xx. Views call `api`,
 * which knows what each path takes and answers.
 */
export async function send(input: { method: string; path: string; body?: unknown }): Promise<unknown> {
  const { method, path, body } = input;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw await refusal(response, path);
  return parsed(await response.text());
}

export const unreachable = () =>
  failure({ status: 0, code: "unreachable", message: "The server cannot be reached. Check your network." });

/** Why the server said no; whoever listens hears that the session has ended. */
export async function refusal(response: Response, path: string): Promise<ApiFailure> {
  const envelope = (parsed(await response.text()) ?? {}) as Envelope;
  const { error } = envelope;
  if (response.status === 401 && !path.startsWith("/api/auth/")) for (const listener of signedOut) listener();
  return failure({
    status: response.status,
    code: error?.code ?? envelope.code ?? "failed",
    message: error?.message ?? envelope.message ?? plain[response.status] ?? "The server could not answer. Try again.",
    issues: error?.issues,
    requestId: error?.requestId ?? response.headers.get("x-request-id"),
  });
}

function parsed(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
