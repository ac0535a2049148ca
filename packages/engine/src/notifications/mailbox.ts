import type { Row, SqlValue } from "@waybill/db/database";
import { rowsOf } from "@waybill/db/rows";
import { mailbox } from "@waybill/db/schema/outbox";
import type { Mail, MailSummary } from "@waybill/domain/notification/answers";
import type { Page } from "@waybill/domain/page";
import { pagesOf, sized } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";

const mailboxRows = rowsOf(mailbox);
/** Puts a mail into the mailbox; one a notification, for ever. */
export const insertMail = mailboxRows.insert(mailboxRows.keys());

const pages = pagesOf("mailbox", "number", "string");

/** The mailbox of an organisation, newest first. */
export async function listMailbox(
  { ctx, orgId }: Scope,
  input: { cursor?: string | null; limit?: number } = {},
): Promise<Page<MailSummary>> {
  const limit = sized(input.limit);
  const place = pages.after(input.cursor);
  const after = place ? "AND (at, notification_id) < (?, ?)" : "";
  const args: SqlValue[] = [orgId, ...(place ?? []), limit + 1];
  const rows = await ctx.db.query(
    `SELECT notification_id, from_address, to_address, subject, substr(text, 1, 300) AS text, at FROM mailbox
     WHERE org_id = ? ${after} ORDER BY at DESC, notification_id DESC LIMIT ?`,
    args,
  );
  return pages.page(rows.map(mailSummary), limit, (mail) => [mail.at, mail.id]);
}

/** One mail, whole; null when this organisation has none by that id. */
export async function getMail({ ctx, orgId }: Scope, input: { id: string }): Promise<Mail | null> {
  const [row] = await ctx.db.query("SELECT * FROM mailbox WHERE notification_id = ? AND org_id = ?", [input.id, orgId]);
  if (!row) return null;
  const { html, text, headers } = mailboxRows.read(row);
  return { ...mailSummary(row), html, text, headers };
}

function mailSummary(raw: Row): MailSummary {
  const { notificationId, from, to, subject, text, at } = mailboxRows.read(raw);
  const [, ...lines] = text.split("\n").filter(Boolean);
  return { id: notificationId, from, to, subject, snippet: lines.join(" ").slice(0, 140), at };
}
