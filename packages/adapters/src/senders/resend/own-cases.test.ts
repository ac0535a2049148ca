import { describe, expect, test } from "bun:test";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook } from "svix";
import { utf8 } from "../../kit/signature.ts";
import resend from "./sender.ts";

// Events of our own in the documented shape, so that the rules hold on a machine without the official samples.
// The source of every expected value: docs/platforms/resend.md, in the section that the test names.

const SECRET = `whsec_${btoa("a key of our own, 24 byt")}`;
const AT = Date.UTC(2026, 8, 14, 6, 30, 0);
const settings = resend.settings.parse({ apiKey: "re_own_key", webhookSecret: SECRET });
const body = (type: string, more: object = {}) =>
  JSON.stringify({
    type,
    created_at: "2026-09-14T06:30:00.000Z",
    data: { email_id: "own-mail-1", to: ["inga@example.com"], subject: "On its way", ...more },
  });

describe("resend: own receipts (#receipts)", () => {
  const rows: [string, object, string, boolean, string | null][] = [
    ["email.sent", {}, "sent", false, null],
    ["email.delivery_delayed", {}, "delayed", false, null],
    ["email.delivered", {}, "delivered", false, null],
    ["email.failed", { failed: { reason: "own_reason" } }, "failed", false, "own_reason"],
    ["email.suppressed", { suppressed: { message: "Own list", type: "Own" } }, "failed", true, "Own list"],
    ["email.bounced", { bounce: { message: "Gone", type: "Permanent" } }, "bounced", true, "Gone"],
    ["email.bounced", { bounce: { message: "Full", type: "Transient" } }, "bounced", false, "Full"],
    ["email.complained", {}, "complained", true, "The recipient marked the mail as spam."],
  ];
  for (const [type, more, status, suppress, reason] of rows) {
    test(`${type}${suppress ? " holds back further mail" : ""} is ${status}: ${reason}`, () => {
      const found = resend.parse({ url: "", headers: {}, body: utf8(body(type, more)) });
      expect(found as unknown[]).toEqual([
        { providerId: "own-mail-1", recipient: "inga@example.com", at: AT, status, suppress, reason },
      ]);
    });
  }
});

describe("resend: its list of addresses (#receipts; SuppressionEventData of resend 6.38.0)", () => {
  // On the list since April; the event itself is of September.
  const entry = { id: "sup_own", email: "Inga@Example.com", source_id: null, created_at: "2026-04-01T00:00:00.000Z" };
  const event = (type: string, data: object) =>
    utf8(JSON.stringify({ type, created_at: "2026-09-14T06:30:00.000Z", data }));
  const parsed = (type: string, data: object) => resend.parse({ url: "", headers: {}, body: event(type, data) });
  const rows: [string, string, "added" | "removed", string | null][] = [
    ["suppression.added", "bounce", "added", "after a bounce"],
    ["suppression.added", "complaint", "added", "after a complaint"],
    ["suppression.added", "manual", "added", "by hand"],
    ["suppression.added", "something new", "added", null],
    ["suppression.removed", "bounce", "removed", null],
  ];
  for (const [type, origin, suppression, reason] of rows) {
    test(`${type}, origin ${origin}, is ${suppression} when it happened: ${reason}`, () => {
      const found = parsed(type, { ...entry, origin });
      expect(found as unknown[]).toEqual([{ suppression, address: "Inga@Example.com", reason, at: AT }]);
    });
  }
  test("one that names no address or no time is not understood", () => {
    expect(() => parsed("suppression.removed", { ...entry, email: null })).toThrow("names no address");
    const timeless = utf8(JSON.stringify({ type: "suppression.removed", data: entry }));
    expect(() => resend.parse({ url: "", headers: {}, body: timeless })).toThrow("does not say when");
  });
});

for (const [library, judge] of [
  ["svix", new Webhook(SECRET)],
  ["standardwebhooks", new StandardWebhook(SECRET)],
] as const) {
  test(`resend: what ${library} signs is accepted for five minutes either way (#webhooks)`, () => {
    const text = body("email.sent");
    const headers = {
      "svix-id": "msg_own1",
      "svix-timestamp": String(AT / 1000),
      "svix-signature": judge.sign("msg_own1", new Date(AT), text),
    };
    const verify = (seconds: number, changed = text) =>
      resend.webhook.verify({ url: "", headers, body: utf8(changed) }, settings, AT + seconds * 1000).ok;
    expect([0, 300, -300, 301, -301].map((seconds) => verify(seconds))).toEqual([true, true, true, false, false]);
    expect(verify(0, `${text}\n`)).toBe(false);
  });
}
