import { bodyRecord, isRecord, type Json, record, words } from "../../kit/body.ts";
import { notUnderstood } from "../../ports/adapter.ts";
import type { Receipt } from "../../ports/mail-provider.ts";
import type { RawWebhook } from "../../ports/webhook.ts";

const STATUS: Record<string, Receipt["status"]> = {
  "email.sent": "sent",
  "email.delivery_delayed": "delayed",
  "email.delivered": "delivered",
  "email.failed": "failed",
  // Resend held it back because the address bounced or complained before: it never left.
  "email.suppressed": "failed",
  "email.bounced": "bounced",
  "email.complained": "complained",
};

/** A Resend event → a receipt; events about opens, clicks, contacts and domains are none. */
export function parseResend(webhook: RawWebhook): Receipt[] {
  const { type, created_at, data } = bodyRecord(webhook, "Resend");
  if (typeof type !== "string") throw notUnderstood("The event has no type.");
  const status = Object.hasOwn(STATUS, type) ? STATUS[type] : undefined;
  if (!status) return [];
  if (!isRecord(data) || typeof data.email_id !== "string" || !data.email_id) {
    throw notUnderstood(`${type} does not say which mail it is about.`);
  }
  const at = typeof created_at === "string" ? Date.parse(created_at) : Number.NaN;
  if (Number.isNaN(at)) throw notUnderstood(`${type} does not say when it happened.`);
  const to = Array.isArray(data.to) ? data.to : [];
  const { reason, suppress } = detail(type, data);
  const recipient = to.length === 1 && typeof to[0] === "string" ? to[0] : null;
  return [{ providerId: data.email_id, status, recipient, reason, at, suppress }];
}

function detail(type: string, data: Json): { reason: string | null; suppress: boolean } {
  const part = (name: string) => record(data[name]);
  if (type === "email.bounced") {
    const { message, type: kind, subType } = part("bounce");
    const said = words(message) ?? [words(kind), words(subType)].filter(Boolean).join(" / ");
    // Transient and Undetermined bounces (a full mailbox) may pass.
    return { reason: said || null, suppress: kind === "Permanent" };
  }
  if (type === "email.complained") return { reason: "The recipient marked the mail as spam.", suppress: true };
  if (type === "email.failed") return { reason: words(part("failed").reason), suppress: false };
  if (type === "email.suppressed") return { reason: words(part("suppressed").message), suppress: true };
  return { reason: null, suppress: false };
}
