/** What a failed request to a database server means for the rows it carried. */
type RemoteFailure =
  /** The server ran the batch, this statement failed, everything was rolled back. */
  | { kind: "statement"; index: number }
  /** The server did not run the batch (a statement it cannot parse), and does not say because of which. */
  | { kind: "rejected" }
  /** Nothing was written; another try may do. */
  | { kind: "busy" }
  /** Nothing was written and trying again will not help (credentials, address). */
  | { kind: "refused" }
  /** It may have been written: a time-out, a cut connection, a proxy's 502. */
  | { kind: "unknown" };

const NEVER_SENT: ReadonlySet<string> = new Set([
  "ConnectionRefused",
  "ECONNREFUSED",
  "ENOTFOUND",
  "FailedToOpenSocket",
]);

/** Sorts what `@libsql/client/web` throws from `batch(…, "write")`. */
export function sortRemoteFailure(error: unknown): RemoteFailure {
  const codes = chain(error).map((link) => String(link.code ?? ""));
  const text = chain(error)
    .map((link) => String(link.message ?? ""))
    .join(" ");
  if (codes.some((code) => code.startsWith("SQLITE_BUSY")) || /database is locked/i.test(text)) return { kind: "busy" };
  const index = chain(error).find((link) => typeof link.statementIndex === "number")?.statementIndex;
  if (codes.some((code) => /^SQL(ITE)?_/.test(code))) {
    return typeof index === "number" ? { kind: "statement", index } : { kind: "rejected" };
  }
  if (codes.some((code) => NEVER_SENT.has(code))) return { kind: "busy" };
  const status = chain(error).find((link) => typeof link.status === "number")?.status;
  if (typeof status === "number" && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { kind: "refused" };
  }
  return { kind: "unknown" };
}

type Link = { code?: unknown; message?: unknown; status?: unknown; statementIndex?: unknown; cause?: unknown };

function chain(error: unknown): Link[] {
  const links: Link[] = [];
  let at = error as Link | null | undefined;
  while (at !== null && typeof at === "object" && links.length < 6) {
    links.push(at);
    at = at.cause as Link | null | undefined;
  }
  return links;
}
