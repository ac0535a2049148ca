import { z } from "zod";
import { type JsonResponse, requestJson, retryAfter } from "../../kit/http.ts";
import { baseUrl, secret } from "../../kit/settings.ts";
import { sha256Hex, utf8 } from "../../kit/signature.ts";
import { isAdapterError } from "../../ports/adapter.ts";
import { defineMailProvider, type EmailMessage, type SendResult } from "../../ports/mail-provider.ts";
import { resendGuide } from "./guide.ts";
import { parseResend } from "./receipts.ts";
import { svixWebhook } from "./svix.ts";

const settings = z.object({
  apiKey: secret({ label: "API key", placeholder: "re_…" }),
  webhookSecret: z
    .string()
    .trim()
    .default("")
    .meta({ kind: "secret", label: "Webhook signing secret", placeholder: "whsec_…", help: "For delivery receipts." }),
  baseUrl: baseUrl("https://api.resend.com"),
});

const HOURS = 3_600_000;
/** Resend's limit for an idempotency key. */
const LONGEST_KEY = 256;
/** What a runtime says when nothing was sent: no address, no connection. Bun's own names and Node's. */
const NEVER_SENT = /^(ConnectionRefused|FailedToOpenSocket|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/**
 * Resend by `POST /emails` with an Idempotency-Key, which it remembers for 24 hours: within them a mail whose fate is unknown can
 * be sent again without being doubled. Its webhooks (Svix) bring the receipts.
 *
 * Source: resend/resend-node, resend.com/docs (idempotency keys, errors).
 */
export default defineMailProvider({
  id: "resend",
  name: "Resend",
  mark: "RE",
  about: "Mail by Resend, with receipts and suppression.",
  docs: "https://resend.com/docs/api-reference/emails/send-email",
  guide: resendGuide,
  settings,
  remembersKeyFor: 24 * HOURS,
  send: async (ctx, message, idempotencyKey) => {
    let thrown: unknown = null;
    try {
      const reply = await requestJson(
        {
          ...ctx,
          fetch: (url, init) =>
            ctx.fetch(url, init).catch((error: unknown) => {
              thrown = error;
              throw error;
            }),
        },
        {
          url: `${ctx.settings.baseUrl}/emails`,
          headers: { authorization: `Bearer ${ctx.settings.apiKey}`, "idempotency-key": keyOf(idempotencyKey) },
          json: bodyOf(message),
          platform: "Resend",
          accept: [409, 429],
        },
      );
      return outcomeOf(reply, ctx.now());
    } catch (error) {
      return failureOf(error, thrown);
    }
  },
  webhook: svixWebhook,
  environment: { RESEND_API_KEY: "apiKey" },
  parse: parseResend,
  // Any mail will do: 404 says that the key was accepted. A key that may only send is told so (restricted_api_key), and is good.
  test: async (ctx) => {
    const reply = await requestJson(ctx, {
      url: `${ctx.settings.baseUrl}/emails/00000000-0000-4000-8000-000000000000`,
      headers: { authorization: `Bearer ${ctx.settings.apiKey}` },
      platform: "Resend",
      accept: [404],
    }).catch((error: unknown) => {
      if (isAdapterError(error) && error.httpStatus === 401 && /restricted/i.test(error.message)) return null;
      throw error;
    });
    return void reply;
  },
});

/** Deterministic: the same message gives the same bytes, or Resend answers a repeated key with 409. */
function bodyOf(message: EmailMessage) {
  const { from, to, subject, html, text, headers, tags } = message;
  const pairs = Object.entries(tags).map(([name, value]) => ({ name: tagText(name), value: tagText(value) }));
  return { from, to: [to], subject, html, text, headers, tags: pairs };
}

/** Tags take ASCII letters, digits, _ and -, at most 256. */
function tagText(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 256);
}

function keyOf(key: string): string {
  // A header takes no other characters; what does not fit is replaced by what stands for it alone.
  return key.length <= LONGEST_KEY && /^[\x21-\x7e]+$/.test(key) ? key : sha256Hex(utf8(key));
}

function outcomeOf(reply: JsonResponse, now: number): SendResult {
  const { id, name, message } = (reply.json ?? {}) as Record<string, unknown>;
  const said = typeof message === "string" ? ` Resend says: ${message.slice(0, 300)}` : "";
  if (reply.status === 429) {
    const quota = name === "daily_quota_exceeded" || name === "monthly_quota_exceeded";
    const reason = quota ? "Resend's quota for this account is used up (429)." : "Resend is limiting calls (429).";
    return {
      outcome: "retry",
      reason: `${reason}${said}`,
      retryAfterMs: retryAfter(reply.headers.get("retry-after"), now),
    };
  }
  if (reply.status === 409) {
    if (name === "concurrent_idempotent_requests") {
      return { outcome: "retry", reason: "Resend is still working on this same mail (409).", retryAfterMs: null };
    }
    const reason = "Resend already has another mail under this key (409), so this one was not sent.";
    return { outcome: "rejected", reason: `${reason}${said}` };
  }
  if (typeof id === "string" && id) return { outcome: "sent", providerId: id };
  return { outcome: "unknown", reason: "Resend accepted the mail but did not say under which id." };
}

function failureOf(error: unknown, thrown: unknown): SendResult {
  if (!isAdapterError(error)) throw error;
  const { kind, httpStatus, message: reason, retryAfterMs } = error;
  if (kind === "unavailable" && httpStatus !== null) return { outcome: "retry", reason, retryAfterMs };
  if (kind === "unavailable") {
    const code = (thrown as { code?: unknown } | null)?.code;
    if (typeof code === "string" && NEVER_SENT.test(code)) return { outcome: "retry", reason, retryAfterMs: null };
    return { outcome: "unknown", reason: `${reason} Whether the mail went out is not known.` };
  }
  // A 2xx that is no JSON: it was most likely taken.
  if (kind === "malformed") return { outcome: "unknown", reason };
  return { outcome: "rejected", reason };
}
