import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Webhook } from "svix";
import { senderContract } from "../../contract/mail-provider.ts";
import { hasShared, sharedJson } from "../../contract/world.ts";
import { utf8 } from "../../kit/signature.ts";
import type { Receipt } from "../../ports/mail-provider.ts";
import resend from "./sender.ts";

// The secret of svix-webhooks' own JavaScript test.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const settings = { apiKey: "re_fake_0123456789", webhookSecret: SECRET };
const error = (status: number, name: string, message: string) => ({
  status,
  body: JSON.stringify({ statusCode: status, name, message }),
});

const mail = { email_id: "56761188-7520-42d8-8898-ff6fc54ce618", to: ["ada@example.com"], subject: "Your parcel" };
const event = (type: string, more: object = {}) =>
  JSON.stringify({ type, created_at: "2026-02-22T23:41:12.126Z", data: { ...mail, ...more } });
const receipt = (over: Partial<Receipt>): Receipt[] => [
  {
    providerId: mail.email_id,
    status: "sent",
    recipient: "ada@example.com",
    reason: null,
    at: Date.UTC(2026, 1, 22, 23, 41, 12, 126),
    suppress: false,
    ...over,
  },
];

// Names and statuses of errors: resend.com/docs/api-reference/errors and idempotency-keys (docs/platforms/resend.md#errors).
senderContract({
  definition: resend,
  settings,
  webhookSecret: "webhookSecret",
  signatureHeaders: ["svix-id", "svix-timestamp", "svix-signature"],
  staleAfter: 300_000,
  accepts: {
    status: 200,
    body: `{"id":"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}`,
    providerId: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794",
  },
  seen: ({ headers, body }) => {
    const { to, subject, html, text } = JSON.parse(body) as {
      to: string[];
      subject: string;
      html: string;
      text: string;
    };
    return { key: headers["idempotency-key"], to: to.length === 1 ? to[0] : to, subject, html, text };
  },
  replies: [
    {
      ...error(409, "concurrent_idempotent_requests", "Still running."),
      name: "409 the same mail is under way",
      outcome: "retry",
    },
    {
      ...error(409, "invalid_idempotent_request", "Same key, other body."),
      name: "409 the key is another mail's",
      outcome: "rejected",
    },
    { ...error(409, "something_new", "Hm."), name: "409 of a new kind", outcome: "rejected" },
    {
      ...error(429, "rate_limit_exceeded", "Too many requests."),
      headers: { "retry-after": "1" },
      name: "429 with Retry-After",
      outcome: "retry",
      retryAfterMs: 1_000,
    },
    { ...error(429, "daily_quota_exceeded", "Daily quota."), name: "429 the day's quota", outcome: "retry" },
    { ...error(400, "invalid_idempotency_key", "Bad key."), name: "400 a bad key", outcome: "rejected" },
    { ...error(401, "missing_api_key", "Missing API key."), name: "401", outcome: "rejected" },
    {
      ...error(403, "validation_error", "The domain is not verified."),
      name: "403 an unverified domain",
      outcome: "rejected",
    },
    { ...error(422, "validation_error", "Invalid `to` field."), name: "422", outcome: "rejected" },
    { ...error(500, "application_error", "An unexpected error occurred."), name: "500", outcome: "retry" },
  ],
  webhooks: [
    { name: "email.sent", body: event("email.sent"), receipts: receipt({ status: "sent" }) },
    { name: "email.delivered", body: event("email.delivered"), receipts: receipt({ status: "delivered" }) },
    { name: "email.delivery_delayed", body: event("email.delivery_delayed"), receipts: receipt({ status: "delayed" }) },
    {
      name: "a bounce for good",
      body: event("email.bounced", { bounce: { message: "No such mailbox.", type: "Permanent", subType: "General" } }),
      receipts: receipt({ status: "bounced", reason: "No such mailbox.", suppress: true }),
    },
    {
      name: "a bounce that may pass",
      body: event("email.bounced", { bounce: { message: "Mailbox full.", type: "Transient", subType: "MailboxFull" } }),
      receipts: receipt({ status: "bounced", reason: "Mailbox full.", suppress: false }),
    },
    {
      name: "a complaint",
      body: event("email.complained"),
      receipts: receipt({ status: "complained", reason: "The recipient marked the mail as spam.", suppress: true }),
    },
    { name: "an opened mail", body: event("email.opened"), receipts: [] },
    {
      name: "a contact",
      body: `{"type":"contact.created","created_at":"2026-02-22T23:41:12.126Z","data":{"id":"x"}}`,
      receipts: [],
    },
  ],
  probes: {
    good: [
      error(404, "not_found", "Email not found"),
      error(401, "restricted_api_key", "This API key is restricted to only send emails."),
      { status: 200, body: "{}" },
    ],
    bad: [
      error(401, "missing_api_key", "Missing API key."),
      error(403, "invalid_api_key", "API key is invalid."),
      { status: 500, body: "" },
    ],
  },
});

test.skipIf(!hasShared)("the six recorded events give their receipts (needs originals)", () => {
  const read = (name: string) => {
    const body = utf8(JSON.stringify(sharedJson(`fixtures/resend/email.${name}.webhook.json`)));
    const [found] = resend.parse({ url: "", headers: {}, body }) as Receipt[];
    return [found?.providerId, found?.recipient, found?.status, found?.suppress, found?.reason];
  };
  const id = [mail.email_id, "delivered@resend.dev"];
  expect(read("delivered")).toEqual([...id, "delivered", false, null]);
  expect(read("delivery_delayed")).toEqual([...id, "delayed", false, null]);
  expect(read("complained")).toEqual([...id, "complained", true, "The recipient marked the mail as spam."]);
  expect(read("failed")).toEqual([...id, "failed", false, "reached_daily_quota"]);
  expect(read("suppressed")).toEqual([...id, "failed", true, "recipient suppressed"]);
  expect(read("bounced")).toEqual([
    ...id,
    "bounced",
    true,
    "The recipient's email address is on the suppression list because it has a recent history of producing hard bounces.",
  ]);
});

describe("the signature, judged by svix", () => {
  test.skipIf(!hasShared)(
    "the official vector is accepted at its time and not ten minutes later (needs originals)",
    () => {
      type Vector = { carrier: string; secret: string; headers: Record<string, string>; body: string };
      const file = sharedJson("fixtures/signatures.json");
      const found = JSON.stringify(file).includes("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=") ? vectors(file) : [];
      const vector = found.find((v): v is Vector => (v as Vector).carrier === "resend (svix)");
      if (!vector) throw new Error("The vector is not there.");
      const webhook = { url: "", headers: vector.headers, body: utf8(vector.body) };
      const at = Number(vector.headers["svix-timestamp"]) * 1000;
      const own = resend.settings.parse({ ...settings, webhookSecret: vector.secret });
      expect(resend.webhook.verify(webhook, own, at)).toEqual({ ok: true, how: "svix-signature" });
      expect(resend.webhook.verify(webhook, own, at + 600_000).ok).toBe(false);
      expect(resend.webhook.verify(webhook, own, at - 600_000).ok).toBe(false);
    },
  );

  test("what we sign it accepts, what it signs we accept", () => {
    const judge = new Webhook(SECRET);
    const own = resend.settings.parse(settings);
    fc.assert(
      fc.property(
        fc.json(),
        fc.string({ minLength: 1, maxLength: 20 }).map((s) => s.replace(/[^\w]/g, "_")),
        (body, id) => {
          // svix judges by the real clock.
          const now = Date.now();
          expect(() => judge.verify(body, resend.webhook.sign(utf8(body), own, now))).not.toThrow();
          const at = new Date(now);
          const headers = {
            "svix-id": id,
            "svix-timestamp": String(Math.floor(now / 1000)),
            "svix-signature": judge.sign(id, at, body),
          };
          expect(resend.webhook.verify({ url: "", headers, body: utf8(body) }, own, now).ok).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("while a key is rotated one signature of several is enough, and only of version 1", () => {
    const own = resend.settings.parse(settings);
    const body = utf8("{}");
    const headers = resend.webhook.sign(body, own, 0);
    const right = headers["svix-signature"] ?? "";
    const verify = (signature: string) =>
      resend.webhook.verify({ url: "", body, headers: { ...headers, "svix-signature": signature } }, own, 0).ok;
    expect(verify(`v1,AAAA v1a,zzz ${right} v1,BBBB`)).toBe(true);
    expect(verify(right.replace("v1,", "v2,"))).toBe(false);
    expect(verify(right.slice(3))).toBe(false);
  });

  test("a secret that is no base64 refuses everything instead of failing", () => {
    const own = resend.settings.parse({ ...settings, webhookSecret: "whsec_%%%" });
    const body = utf8("{}");
    const headers = resend.webhook.sign(body, resend.settings.parse(settings), 0);
    expect(resend.webhook.verify({ url: "", body, headers }, own, 0).ok).toBe(false);
  });
});

/** Every object of the file that looks like a vector. */
function vectors(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(vectors);
  if (typeof value !== "object" || value === null) return [];
  return "carrier" in value ? [value] : Object.values(value).flatMap(vectors);
}
