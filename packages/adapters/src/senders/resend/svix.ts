import { base64Decode, constantTimeEqual, hmacSha256, utf8 } from "../../kit/signature.ts";
import { staleTime } from "../../kit/verdict.ts";
import type { WebhookScheme } from "../../ports/webhook.ts";
import { svixCheck } from "./guide.ts";

/**
 * Svix (Standard Webhooks): base64(HMAC-SHA256(key, "{id}.{timestamp}.{raw body}")). The header lists several signatures while a
 * key is being rotated; one match is enough. Source: svix/svix-webhooks.
 */
export const svixWebhook: WebhookScheme<{ webhookSecret: string }> = {
  secrets: ["webhookSecret"],
  verify: ({ headers, body }, settings, now) => {
    const key = keyOf(settings.webhookSecret);
    if (!key) return { ok: false, reason: "No usable webhook signing secret is set (whsec_…)." };
    const id = headers["svix-id"];
    const timestamp = headers["svix-timestamp"];
    const signatures = headers["svix-signature"];
    if (!id || !timestamp || !signatures)
      return { ok: false, reason: "A svix-id, -timestamp or -signature header is missing." };
    const stale = staleTime({ header: "svix-timestamp", given: timestamp, now });
    if (stale) return stale;
    const expected = signature(key, { id, timestamp, body });
    const match = signatures
      .split(" ")
      .some((entry) => entry.startsWith("v1,") && constantTimeEqual(entry.slice(3), expected));
    return match
      ? { ok: true, how: "svix-signature" }
      : { ok: false, reason: "No signature matches the signing secret." };
  },
  // Not email_id: one mail has many events.
  dedupeKey: ({ headers }) => {
    const id = headers["svix-id"];
    return id && id.length <= 200 ? id : null;
  },
  sign: (body, settings, now) => {
    const key = keyOf(settings.webhookSecret) ?? new Uint8Array();
    const timestamp = String(Math.floor(now / 1000));
    const id = `msg_${hmacSha256(key, [utf8(`${timestamp}.`), body], "hex").slice(0, 27)}`;
    return {
      "svix-id": id,
      "svix-timestamp": timestamp,
      "svix-signature": `v1,${signature(key, { id, timestamp, body })}`,
    };
  },
  check: svixCheck,
};

function signature(key: Uint8Array, signed: { id: string; timestamp: string; body: Uint8Array }): string {
  return hmacSha256(key, [utf8(`${signed.id}.${signed.timestamp}.`), signed.body], "base64");
}

function keyOf(secret: string): Uint8Array | null {
  const bytes = base64Decode(secret.replace(/^whsec_/, ""));
  return bytes && bytes.length > 0 ? bytes : null;
}
