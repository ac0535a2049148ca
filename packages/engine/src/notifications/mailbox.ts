import type { SqlValue } from "@waybill/db/database";
import type { Mail, MailSummary } from "@waybill/domain/notification/answers";
import type { Page } from "@waybill/domain/page";
import type { Scope } from "../core/scope.ts";
import { pageOf, readCursor, sized } from "./page.ts";

/** The mailbox of an organisation, newest first. */
export async function listMailbox(
  { ctx, orgId }: Scope,
  input: { cursor?: string | null; limit?: number } = {},
): Promise<Page<MailSummary>> {
  const limit = sized(input.limit);
  const cursor = readCursor(input.cursor);
  const after = cursor ? "AND (at, notification_id) < (?, ?)" : "";
  const args: SqlValue[] = [orgId, ...(cursor ? [cursor.at, cursor.id] : []), limit + 1];
  const rows = await ctx.db.query(
    `SELECT notification_id, from_address, to_address, subject, substr(text, 1, 300) AS text, at FROM mailbox
     WHERE org_id = ? ${after} ORDER BY at DESC, notification_id DESC LIMIT ?`,
    args,
  );
  return pageOf(rows.map(mailSummary), limit, (mail) => ({ at: mail.at, id: mail.id }));
}

/** One mail, whole; null when this organisation has none by that id. */
export async function getMail({ ctx, orgId }: Scope, input: { id: string }): Promise<Mail | null> {
  const [row] = await ctx.db.query("SELECT * FROM mailbox WHERE notification_id = ? AND org_id = ?", [input.id, orgId]);
  if (!row) return null;
  const headers = JSON.parse(String(row.headers)) as Record<string, string>;
  return { ...mailSummary(row), html: String(row.html), text: String(row.text), headers };
}

function mailSummary(row: Record<string, unknown>): MailSummary {
  const [, ...lines] = String(row.text).split("\n").filter(Boolean);
  return {
    id: String(row.notification_id),
    from: String(row.from_address),
    to: String(row.to_address),
    subject: String(row.subject),
    snippet: lines.join(" ").slice(0, 140),
    at: Number(row.at),
  };
}
