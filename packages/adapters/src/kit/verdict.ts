import type { RawWebhook, Verdict, WebhookScheme } from "../ports/webhook.ts";
import { constantTimeEqual } from "./signature.ts";

/**
 * The verdict on what a webhook's header says. Fails closed: without a secret (an empty one is none) and without the header nothing
 * is accepted. Compares in constant time.
 *
 * @example verdictOn({ platform: "Acme", header: "X-Acme", given: headers["x-acme"], secret, expected: (key) => hmacSha256(key, body, "hex") })
 */
export function verdictOn(input: {
  platform: string;
  /** As the platform's documents spell it. */
  header: string;
  given: string | undefined;
  secret: string;
  /** What the header must hold, made with the secret. */
  expected: (secret: string) => string;
  /** What the check is called in the inbox; the header's name when left out, and always its beginning. */
  how?: string;
}): Verdict {
  const { platform, header, given, secret, expected, how = header } = input;
  if (!secret) return { ok: false, reason: `No secret for webhooks is set for this ${platform} connection.` };
  if (!given) return { ok: false, reason: `The ${header} header is missing.` };
  return constantTimeEqual(given, expected(secret))
    ? { ok: true, how }
    : { ok: false, reason: `The ${header} header does not match.` };
}

/** A signed time may be this far from our clock, either way: a captured webhook can't be sent again tomorrow. */
const STALE_S = 5 * 60;

/**
 * Refuses a signed time, in Unix seconds, that is none or too far off; null: it is fresh.
 *
 * @example const stale = staleTime({ header: "acme-time", given: headers["acme-time"], now });
 */
export function staleTime(input: { header: string; given: string | undefined; now: number }): Verdict | null {
  const { header, given, now } = input;
  if (!given) return { ok: false, reason: `The ${header} header is missing.` };
  if (!/^\d{1,12}$/.test(given)) return { ok: false, reason: `${header} is not a time.` };
  const age = Math.floor(now / 1000) - Number(given);
  return Math.abs(age) <= STALE_S ? null : { ok: false, reason: `${header} is ${age} s away from our clock.` };
}

/** What the inbox adds to the name of a check that only the previous secret passed. */
const BY_PREVIOUS = "previous secret";

/** Settings that were replaced, and the instant from which they prove nothing any more. */
export type PreviousSettings<S> = { settings: S; until: number };

/**
 * The verdict by the settings in force, then by those that were replaced a while ago: a platform goes on signing with the old secret
 * during a rotation, and for some time after it. What is refused by all is refused in the words of the settings in force.
 *
 * @example verifyWithAny(definition.webhook, { webhook, settings, previous: [{ settings: old, until }], now })
 */
export function verifyWithAny<S>(
  scheme: Pick<WebhookScheme<S>, "verify">,
  input: { webhook: RawWebhook; settings: S; previous: readonly PreviousSettings<S>[]; now: number },
): Verdict {
  const { webhook, now } = input;
  const verdict = scheme.verify(webhook, input.settings, now);
  if (verdict.ok) return verdict;
  for (const { settings, until } of input.previous) {
    const older = now < until ? scheme.verify(webhook, settings, now) : verdict;
    if (older.ok) return { ok: true, how: `${older.how}, ${BY_PREVIOUS}` };
  }
  return verdict;
}
