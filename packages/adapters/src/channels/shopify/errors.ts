import { type AdapterError, type AdapterFailureKind, adapterError } from "../../ports/adapter.ts";

/** One entry of GraphQL's `errors`, judged. */
export type Problem = {
  code: string | null;
  message: string;
  path: (string | number)[];
  kind: AdapterFailureKind;
  /** True: it may pass by itself. */
  transient: boolean;
};

const TRANSIENT = new Set(["INTERNAL_SERVER_ERROR", "THROTTLED", "TIMEOUT", "GATEWAY_TIMEOUT", "SERVICE_UNAVAILABLE"]);

/** Reads the `errors` of an answer; anything that is not the documented shape still becomes a problem with words. */
export function readProblems(errors: unknown): Problem[] {
  if (errors === undefined || errors === null) return [];
  return (Array.isArray(errors) ? errors : [errors]).map(readProblem);
}

function readProblem(entry: unknown): Problem {
  if (typeof entry === "string") return judged({ code: null, message: entry, path: [] });
  const error = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
  const extensions = (error.extensions ?? {}) as Record<string, unknown>;
  const message = typeof error.message === "string" ? error.message : "an error without words";
  const access = typeof extensions.requiredAccess === "string" ? ` (needs ${extensions.requiredAccess})` : "";
  return judged({
    code: typeof extensions.code === "string" ? extensions.code : null,
    message: `${message}${message.includes("Required access") ? "" : access}`.replaceAll("`", "").trim(),
    path: Array.isArray(error.path) ? error.path.filter((p) => typeof p === "string" || typeof p === "number") : [],
  });
}

function judged(problem: Pick<Problem, "code" | "message" | "path">): Problem {
  const { code, message } = problem;
  const timedOut = /tim(?:ed|e)?[ -]?out|try again|temporar|internal error/i.test(message);
  if (code === "THROTTLED") return { ...problem, kind: "rate_limited", transient: true };
  if (code === "ACCESS_DENIED" || /not approved to (?:access|use)|access denied/i.test(message)) {
    return { ...problem, kind: "permission", transient: false };
  }
  if (code === "SHOP_INACTIVE") return { ...problem, kind: "permission", transient: false };
  if ((code && TRANSIENT.has(code)) || timedOut) return { ...problem, kind: "unavailable", transient: true };
  return { ...problem, kind: "rejected", transient: false };
}

/** "shippingAddress" → "the shipping address"; what the path names below `depth` leading entries. */
function fieldWords(path: Problem["path"], depth: number): string {
  const names = path.slice(depth).filter((p): p is string => typeof p === "string" && p !== "nodes");
  if (names.length === 0) return "the order";
  return `the ${names
    .join(" ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()}`;
}

/**
 * A problem in a seller's words, with what to do. `depth`: how many leading path entries only say which order it is.
 *
 * @example problemWords({ code: "ACCESS_DENIED", message: "This app is not approved to access the Customer object", … }, 3)
 */
export function problemWords(problem: Problem, depth = 0): string {
  const { code, message } = problem;
  const said = sentence(message);
  if (problem.transient) {
    if (code === "THROTTLED") return "Shopify is limiting calls. It is tried again when there is room.";
    return `Shopify could not read ${fieldWords(problem.path, depth)} just now: ${said} It is tried again by itself.`;
  }
  if (code === "SHOP_INACTIVE") return `The shop is not active at Shopify: ${said} Reactivate it, then sync again.`;
  if (/not approved to (?:access|use)/i.test(message)) {
    return `Shopify withholds ${fieldWords(problem.path, depth)}: ${said} Ask for protected customer data access for the app in the Shopify Dev Dashboard, then retry.`;
  }
  if (problem.kind === "permission") {
    return `Shopify does not let the app read ${fieldWords(problem.path, depth)}: ${said} Grant the scope to the app, reconnect the shop, then retry.`;
  }
  return `Shopify answered with an error: ${said}`;
}

function sentence(text: string): string {
  const short = text.length > 300 ? `${text.slice(0, 299)}…` : text;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}

/** The failure of a whole call, from its first problem. */
export function problemError(problems: readonly Problem[]): AdapterError {
  const [first] = problems;
  if (!first)
    return adapterError({ kind: "malformed", message: "Shopify answered without data and without an error." });
  return adapterError({ kind: first.kind, message: problemWords(first), httpStatus: 200 });
}

/** Throws what a mutation's `userErrors` say, if they say anything. */
export function refuseUserErrors(payload: unknown, doing: string): void {
  const errors = (payload as { userErrors?: unknown } | null)?.userErrors;
  const words = userErrorWords(errors);
  if (words) throw adapterError({ kind: "rejected", message: `Shopify did not ${doing}: ${words}` });
}

/** "quantity: must be less than 3; …", or null when there are none. */
export function userErrorWords(errors: unknown): string | null {
  if (!Array.isArray(errors) || errors.length === 0) return null;
  const words = errors.map((entry: unknown) => {
    const { field, message } = (entry ?? {}) as { field?: unknown; message?: unknown };
    const name = Array.isArray(field) ? field.at(-1) : null;
    const text = typeof message === "string" ? message : "refused without words";
    return typeof name === "string" ? `${text} (${name})` : text;
  });
  return sentence(words.join("; "));
}
