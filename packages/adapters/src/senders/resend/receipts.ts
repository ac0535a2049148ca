import { bodyRecord, isRecord, type Json, record, words } from "../../kit/body.ts";
import { notUnderstood } from "../../ports/adapter.ts";
import type { Receipt, SuppressionChange } from "../../ports/mail-provider.ts";
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

const LIST: Record<string, SuppressionChange["suppression"]> = {
  "suppression.added": "added",
  "suppression.removed": "removed",
};
/** `origin` of a suppression, in words. */
const ORIGIN: Record<string, string> = { bounce: "after a bounce", complaint: "after a complaint", manual: "by hand" };

/** A Resend event → a receipt, or a change of its list; events about opens, clicks, contacts and domains are neither. */
export function parseResend(webhook: RawWebhook): (Receipt | SuppressionChange)[] {
  const { type, created_at, data } = bodyRecord(webhook, "Resend");
  if (typeof type !== "string") throw notUnderstood("The event has no type.");
  const change = Object.hasOwn(LIST, type) ? LIST[type] : undefined;
  if (change) return [listChange(change, { type, created_at, data: record(data) })];
  const status = Object.hasOwn(STATUS, type) ? STATUS[type] : undefined;
  if (!status) return [];
  if (!isRecord(data) || typeof data.email_id !== "string" || !data.email_id) {
    throw notUnderstood(`${type} does not say which mail it is about.`);
  }
  const at = timeOf(type, created_at);
  const to = Array.isArray(data.to) ? data.to : [];
  const { reason, suppress } = detail(type, data);
  const recipient = to.length === 1 && typeof to[0] === "string" ? to[0] : null;
  return [{ providerId: data.email_id, status, recipient, reason, at, suppress }];
}

function timeOf(type: string, created: unknown): number {
  const at = typeof created === "string" ? Date.parse(created) : Number.NaN;
  if (Number.isNaN(at)) throw notUnderstood(`${type} does not say when it happened.`);
  return at;
}

/** `data.created_at` is when the address was put on the list, the event's own time when it was put there or taken off. */
function listChange(
  suppression: SuppressionChange["suppression"],
  { type, created_at, data }: { type: string; created_at: unknown; data: Json },
): SuppressionChange {
  const address = words(data.email);
  if (!address) throw notUnderstood(`${type} names no address.`);
  const origin = typeof data.origin === "string" ? data.origin : "";
  const reason = suppression === "added" && Object.hasOwn(ORIGIN, origin) ? (ORIGIN[origin] ?? null) : null;
  return { suppression, address, reason, at: timeOf(type, created_at) };
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
