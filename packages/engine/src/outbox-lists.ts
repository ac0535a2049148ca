import type { SqlValue } from "@waybill/db/database";
import type { RenderedEmail } from "@waybill/domain/email";
import { appError } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/events";
import type { NotificationSummary } from "@waybill/domain/views";
import type { Ctx } from "./context.ts";
import { messageOf } from "./outbox-message.ts";
import { moveOn, type NotificationState, notificationSummary, type OutboxRow, outboxRow } from "./outbox-rows.ts";
import { kickOutbox } from "./outbox-send.ts";
import { senderById } from "./outbox-sender.ts";

export type Page<T> = { items: T[]; nextCursor: string | null };
const MOST = 200;

/** "1763692800000.ntf_…": the last row's place; the next page begins after it. */
function readCursor(cursor: string | null | undefined): { at: number; id: string } | null {
  if (!cursor) return null;
  const match = /^(\d{1,15})\.([a-z]+_[0-9a-z]+)$/.exec(cursor);
  if (!match) throw appError({ code: "bad_cursor", status: 400, message: "This cursor is not one of ours." });
  return { at: Number(match[1]), id: match[2] ?? "" };
}

function pageOf<T>(items: T[], limit: number, place: (item: T) => { at: number; id: string }): Page<T> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const more = items.length > limit && last !== undefined;
  return { items: shown, nextCursor: more ? `${place(last).at}.${place(last).id}` : null };
}

const sized = (limit: number | undefined) => Math.min(Math.max(1, Math.floor(limit ?? 50)), MOST);

/**
 * Notifications of an organisation, newest first; of one order or in one state when asked.
 *
 * @throws AppError `bad_cursor`
 * @example const { items, nextCursor } = await listNotifications(ctx, { orgId, state: "parked", limit: 50 });
 */
export async function listNotifications(
  ctx: Ctx,
  of: {
    orgId: string;
    orderId?: string | null;
    state?: NotificationState | null;
    cursor?: string | null;
    limit?: number;
  },
): Promise<Page<NotificationSummary>> {
  const limit = sized(of.limit);
  const cursor = readCursor(of.cursor);
  const where = ["org_id = ?"];
  const args: SqlValue[] = [of.orgId];
  if (of.orderId) {
    where.push("order_id = ?");
    args.push(of.orderId);
  }
  if (of.state) {
    where.push("state = ?");
    args.push(of.state);
  }
  if (cursor) {
    where.push("(created_at, id) < (?, ?)");
    args.push(cursor.at, cursor.id);
  }
  const rows = await ctx.db.query(
    `SELECT * FROM outbox WHERE ${where.join(" AND ")} ORDER BY created_at DESC, id DESC LIMIT ?`,
    [...args, limit + 1],
  );
  const items = rows.map((row) => notificationSummary(outboxRow(row)));
  return pageOf(items, limit, (item) => ({ at: item.createdAt, id: item.id }));
}

export type NotificationDetail = NotificationSummary & {
  cause: Cause;
  /** When it is tried next; null when nothing more happens by itself. */
  nextAt: number | null;
  firstTriedAt: number | null;
  providerId: string | null;
  canRetry: boolean;
  /** The mail as it goes out; null when this version cannot read it. */
  preview: (RenderedEmail & { from: string; headers: Record<string, string> }) | null;
};

async function rowOf(ctx: Ctx, of: { orgId: string; id: string }): Promise<OutboxRow | null> {
  const [raw] = await ctx.db.query("SELECT * FROM outbox WHERE id = ? AND org_id = ?", [of.id, of.orgId]);
  return raw ? outboxRow(raw) : null;
}

/** One notification with the mail it makes; null when this organisation has none by that id. */
export async function getNotification(ctx: Ctx, of: { orgId: string; id: string }): Promise<NotificationDetail | null> {
  const row = await rowOf(ctx, of);
  if (!row) return null;
  const message = await messageOf(ctx, row);
  const { cause, nextAt, firstTriedAt, providerId } = row;
  return {
    ...notificationSummary(row),
    cause,
    nextAt: row.state === "sending" ? null : nextAt,
    firstTriedAt,
    providerId,
    canRetry: retryable.has(row.state),
    preview: message && {
      subject: message.subject,
      html: message.html,
      text: message.text,
      from: message.from,
      headers: message.headers,
    },
  };
}

const retryable: ReadonlySet<NotificationState> = new Set(["parked", "unknown", "failed", "suppressed"]);

export type RetryOutcome =
  /** `mayDouble`: it may have gone out before, and nothing remembers its key any more. */
  | { outcome: "queued"; notification: NotificationSummary; mayDouble: boolean }
  | { outcome: "not_found" }
  | { outcome: "not_retryable"; state: NotificationState };

/**
 * Sends a notification once more because a person asks for it: parked, unknown, failed and suppressed ones. While its
 * provider remembers the key it goes out under the same key there; later it is a new mail, and `mayDouble` says so.
 *
 * @example const done = await retryNotification(ctx, { orgId, id, cause: causeOf(by, "Retried") });
 */
export async function retryNotification(
  ctx: Ctx,
  of: { orgId: string; id: string; cause: Cause },
): Promise<RetryOutcome> {
  const row = await rowOf(ctx, of);
  if (!row) return { outcome: "not_found" };
  if (!retryable.has(row.state)) return { outcome: "not_retryable", state: row.state };
  const sender = row.sender ? await senderById(ctx, of.orgId, row.sender).catch(() => null) : null;
  const remembers = sender?.kind === "provider" ? sender.definition.remembersKeyFor : 0;
  const ambiguous = row.firstTriedAt !== null && (row.state === "unknown" || row.state === "parked");
  const remembered = ambiguous && remembers > 0 && ctx.now() < (row.firstTriedAt ?? 0) + remembers - KEY_MARGIN;
  const fresh = remembered ? {} : { sender: null, firstTriedAt: null };
  const patch = {
    state: "pending",
    reason: null,
    attempts: 0,
    nextAt: ctx.now(),
    leaseUntil: null,
    providerId: null,
  } as const;
  const next = await moveOn(ctx, { row, patch: { ...patch, ...fresh }, cause: of.cause });
  if (!next) return { outcome: "not_retryable", state: (await rowOf(ctx, of))?.state ?? row.state };
  kickOutbox(ctx);
  return {
    outcome: "queued",
    notification: notificationSummary(next),
    mayDouble: ambiguous && !remembered,
  };
}
/** As long as sending itself keeps away from the end of a key's memory, and a little more for the queue. */
const KEY_MARGIN = 10 * 60_000;

/** A mail of the embedded mailbox, as a list shows it. `id` is its notification's. */
export type MailSummary = { id: string; from: string; to: string; subject: string; snippet: string; at: number };
export type Mail = MailSummary & { html: string; text: string; headers: Record<string, string> };

/** The mailbox of an organisation, newest first. */
export async function listMailbox(
  ctx: Ctx,
  of: { orgId: string; cursor?: string | null; limit?: number },
): Promise<Page<MailSummary>> {
  const limit = sized(of.limit);
  const cursor = readCursor(of.cursor);
  const after = cursor ? "AND (at, notification_id) < (?, ?)" : "";
  const args: SqlValue[] = [of.orgId, ...(cursor ? [cursor.at, cursor.id] : []), limit + 1];
  const rows = await ctx.db.query(
    `SELECT notification_id, from_address, to_address, subject, substr(text, 1, 300) AS text, at FROM mailbox
     WHERE org_id = ? ${after} ORDER BY at DESC, notification_id DESC LIMIT ?`,
    args,
  );
  return pageOf(rows.map(mailSummary), limit, (mail) => ({ at: mail.at, id: mail.id }));
}

/** One mail, whole; null when this organisation has none by that id. */
export async function getMail(ctx: Ctx, of: { orgId: string; id: string }): Promise<Mail | null> {
  const [row] = await ctx.db.query("SELECT * FROM mailbox WHERE notification_id = ? AND org_id = ?", [of.id, of.orgId]);
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
