/** A webhook exactly as it arrived. `headers` keys are lower case; `body` the raw bytes, never re-encoded. */
export type RawWebhook = { headers: Readonly<Record<string, string>>; body: Uint8Array; url: string };

/** Why a signature was refused; the words are for the operator's log and screen, never for the caller. */
export type Verdict = { ok: true; how: string } | { ok: false; reason: string };

/** How an adapter checks incoming webhooks, and signs samples for tests and for "send a test webhook". */
export type WebhookScheme<S> = {
  /** Must fail closed: missing header, missing secret, stale time, wrong key → `{ ok: false }`. Synchronous, over raw bytes. */
  verify: (webhook: RawWebhook, settings: S, now: number) => Verdict;
  /** The delivery's dedupe key: the platform's own event id, else null (the inbox then uses sha256 of the body). */
  dedupeKey: (webhook: RawWebhook) => string | null;
  /**
   * The settings that hold what webhooks are verified with: when one is replaced, the previous one is accepted for a while. Left out,
   * each of the secret ones is taken for such.
   */
  secrets?: readonly string[];
  /** How long the platform may go on signing with a replaced secret, ms, where it is longer than usual. */
  oldSecretMs?: number;
  /** Headers that make `body` acceptable to `verify`. */
  sign: (body: Uint8Array, settings: S, now: number) => Record<string, string>;
  /** The check in words, for whoever looks at a delivery; without it the inbox shows what `verify` called it. */
  check?: CheckWords;
  /** For platforms that ask the address a question before they send anything. */
  handshake?: Handshake<S>;
};

export type CheckWords = {
  /** Who signed what with which secret, one sentence. */
  sentence: string;
  /** "HMAC-SHA256 of the raw body, base64" */
  scheme: string;
  /** The header that holds it, lower case. */
  header: string;
  /** How an old copy is told from a new delivery. */
  time: string;
};

/**
 * A platform's proof that the address is ours: it sends a challenge, and only who knows the connection's secret can answer. It is
 * answered by the webhook route itself, at any time, and never kept.
 */
type Handshake<S> = {
  /** How it asks. By POST, what is no challenge goes on as a webhook. */
  method: "GET" | "POST";
  /**
   * The challenge's answer; null when the request is none. Must fail closed: without the secret, or with a token that is not the
   * connection's, `{ ok: false }`. Pure. `webhookUrl` is the connection's address as the platform was given it.
   */
  answer: (request: RawWebhook, settings: S, webhookUrl: string) => HandshakeAnswer | null;
};

/** Plain text or JSON and nothing else: what a stranger sent is never echoed as a page of ours. */
export type HandshakeAnswer = { ok: true; text: string } | { ok: true; json: unknown } | { ok: false; reason: string };
