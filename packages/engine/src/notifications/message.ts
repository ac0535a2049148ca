import type { EmailMessage } from "@waybill/adapters/ports/mail-provider";
import { type RenderedEmail, type StoredEmail, storedEmailSchema } from "@waybill/domain/email/payload";
import { renderEmail } from "@waybill/domain/email/render";
import type { Ctx } from "../core/context.ts";
import { preferenceLink, unsubscribeHeaders } from "./preference-token.ts";
import type { OutboxRow } from "./rows.ts";

/** A mail as a provider takes it. */
export type Message = EmailMessage & RenderedEmail;

/** A row as the mail it is: the same row gives the same bytes. Null when this version cannot read its payload. */
export async function messageOf(ctx: Ctx, row: OutboxRow): Promise<Message | null> {
  const stored = storedEmailSchema.safeParse(row.payload);
  if (!stored.success) return null;
  const subject = { orgId: row.orgId, address: row.recipient, shipmentId: row.shipmentId };
  const links = await preferenceLink(ctx, subject);
  return {
    ...renderEmail({ ...stored.data, links }),
    from: fromHeader(ctx.config.mailFrom, stored.data),
    to: row.recipient,
    // RFC 3834: out-of-office programs do not answer it.
    headers: { ...unsubscribeHeaders(links.unsubscribe), "Auto-Submitted": "auto-generated" },
    tags: { notification: row.id, trigger: row.trigger },
  };
}

/** `MAIL_FROM`'s address under the seller's name, which is who the customer bought from. */
function fromHeader(mailFrom: string, { seller }: StoredEmail): string {
  const match = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(mailFrom);
  const address = (match?.[2] ?? mailFrom).trim();
  // A line break here would be another header.
  const name = (seller.name ?? match?.[1] ?? "").replace(/[\p{Cc}"\\<>]+/gu, " ").trim();
  return name ? `"${name.slice(0, 80)}" <${address}>` : address;
}

/**
 * The provider's idempotency key: from the notification's own key and not from the row's id, so that a database restored from
 * a backup repeats the same one.
 */
export async function idempotencyKey(row: OutboxRow): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${row.orgId}|${row.key}`));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `waybill-${hex}`;
}
