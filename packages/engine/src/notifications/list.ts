import type { Row, SqlValue } from "@waybill/db/database";
import type { ListedNotification, NotificationCounts, NotificationDetail } from "@waybill/domain/notification/answers";
import type { Page } from "@waybill/domain/page";
import { mailAddress } from "@waybill/domain/shipment/notify";
import { history } from "../core/log.ts";
import { pagesOf, sized } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";
import { mailProviderName } from "./mail-provider.ts";
import { getMail } from "./mailbox.ts";
import { messageOf } from "./message.ts";
import { blockedBy } from "./preferences.ts";
import { canRetry } from "./retry.ts";
import { type NotificationState, notificationSummary, outboxRow } from "./rows.ts";
import { suppressionStream } from "./suppression-news.ts";

/** Whose a search is: a part of an address, or an order's whole number. */
function searched(q: string): { sql: string; args: SqlValue[] } {
  const word = q.trim().toLowerCase();
  return {
    sql: `(instr(recipient, ?) > 0 OR (order_id IS NOT NULL AND order_id IN
      (SELECT id FROM orders WHERE number IN (?, ?) AND org_id = outbox.org_id)))`,
    args: [word, q.trim(), `#${q.trim()}`],
  };
}

const pages = pagesOf("notifications", "number", "string");

/**
 * Notifications of an organisation, newest first; of one order, in some states, of one trigger, to an address when asked.
 *
 * @throws AppError `bad_cursor`
 * @example const { items, next } = await listNotifications(c.get("scope"), { states: ["parked"], limit: 50 });
 */
export async function listNotifications(
  { ctx, orgId }: Scope,
  input: {
    orderId?: string | null;
    state?: NotificationState | null;
    states?: readonly NotificationState[];
    trigger?: string | null;
    /** A part of the recipient's address, or the order's number. */
    q?: string | null;
    cursor?: string | null;
    limit?: number;
  } = {},
): Promise<Page<ListedNotification>> {
  const limit = sized(input.limit);
  const after = pages.after(input.cursor);
  const where = ["org_id = ?"];
  const args: SqlValue[] = [orgId];
  const add = (sql: string, ...values: SqlValue[]) => {
    where.push(sql);
    args.push(...values);
  };
  const states = [...(input.states ?? []), ...(input.state ? [input.state] : [])];
  if (input.orderId) add("order_id = ?", input.orderId);
  if (states.length > 0) add("state IN (SELECT value FROM json_each(?))", JSON.stringify(states));
  if (input.trigger) add("trigger = ?", input.trigger);
  const search = input.q?.trim() ? searched(input.q) : null;
  if (search) add(search.sql, ...search.args);
  if (after) add("(created_at, id) < (?, ?)", ...after);
  const rows = await ctx.db.query(
    `SELECT n.*, o.number AS order_number, o.customer_name, s.number AS parcel_number, s.carrier FROM (
       SELECT * FROM outbox WHERE ${where.join(" AND ")} ORDER BY created_at DESC, id DESC LIMIT ?) AS n
     LEFT JOIN orders o ON o.id = n.order_id LEFT JOIN shipments s ON s.id = n.shipment_id
     ORDER BY n.created_at DESC, n.id DESC`,
    [...args, limit + 1],
  );
  return pages.page(rows.map(listed), limit, (item) => [item.createdAt, item.id]);
}

const str = (value: unknown) => (value === null || value === undefined ? null : String(value));

function listed(raw: Row): ListedNotification {
  const row = outboxRow(raw);
  return {
    ...notificationSummary(row),
    orderNumber: str(raw.order_number),
    customerName: str(raw.customer_name),
    parcelNumber: str(raw.parcel_number),
    carrier: str(raw.carrier),
    cause: row.cause,
    test: row.key.startsWith("test|"),
  };
}

/** Notifications that ask for a person, and those under way: each counted no further than this. */
const COUNTED = 1_000;

/** How many notifications ask for a look, and how many addresses get no mail. */
export async function notificationCounts({ ctx, orgId }: Scope): Promise<NotificationCounts> {
  const count = (states: string) =>
    `(SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE org_id = ?1 AND state IN (${states}) LIMIT ${COUNTED}))`;
  const [row] = await ctx.db.query(
    `SELECT ${count("'parked'")} AS parked, ${count("'failed'")} AS failed, ${count("'unknown'")} AS unknown,
      ${count("'bounced', 'complained'")} AS bounced, ${count("'pending', 'sending'")} AS waiting,
      (SELECT COUNT(*) FROM (SELECT 1 FROM suppressions WHERE org_id = ?1 LIMIT ${COUNTED})) AS suppressed`,
    [orgId],
  );
  const n = (name: string) => Number(row?.[name] ?? 0);
  return {
    parked: n("parked"),
    failed: n("failed"),
    unknown: n("unknown"),
    bounced: n("bounced"),
    waiting: n("waiting"),
    suppressed: n("suppressed"),
  };
}

/** One notification with the mail it makes; null when this organisation has none by that id. */
export async function getNotification(scope: Scope, input: { id: string }): Promise<NotificationDetail | null> {
  const { ctx, orgId } = scope;
  const [raw] = await ctx.db.query(
    `SELECT n.*, o.number AS order_number, o.customer_name, s.number AS parcel_number, s.carrier, c.name AS sender_name
     FROM outbox n LEFT JOIN orders o ON o.id = n.order_id LEFT JOIN shipments s ON s.id = n.shipment_id
     LEFT JOIN connections c ON c.id = n.sender AND c.org_id = n.org_id WHERE n.id = ? AND n.org_id = ?`,
    [input.id, orgId],
  );
  if (!raw) return null;
  const row = outboxRow(raw);
  const [message, events, blocked] = await Promise.all([
    messageOf(ctx, row),
    history(scope, {
      streams: [row.id, suppressionStream(orgId, mailAddress(row.recipient) ?? row.recipient)],
      limit: 100,
    }),
    blockedBy(scope, row),
  ]);
  const { nextAt, firstTriedAt, providerId } = row;
  const { locale } = row.payload as { locale?: string };
  return {
    ...listed(raw),
    nextAt: row.state === "sending" ? null : nextAt,
    firstTriedAt,
    providerId,
    senderName: str(raw.sender_name) ?? (row.sender && mailProviderName(ctx, row.sender)),
    canRetry: canRetry(row),
    blocked,
    locale: locale ?? null,
    // What became of the address is told from this mail on.
    history: events
      .filter(({ type, at }) => type !== "suppression.changed" || at >= row.createdAt)
      .toSorted((a, b) => a.seq - b.seq),
    preview: message && {
      subject: message.subject,
      html: message.html,
      text: message.text,
      from: message.from,
      headers: message.headers,
    },
  };
}

/** The HTML of one notification: as it was kept when it went to the mailbox, else as it goes out; null when there is none. */
export async function notificationHtml(scope: Scope, input: { id: string }): Promise<string | null> {
  const { ctx, orgId } = scope;
  const kept = await getMail(scope, input);
  if (kept) return kept.html;
  const [raw] = await ctx.db.query("SELECT * FROM outbox WHERE id = ? AND org_id = ?", [input.id, orgId]);
  return raw ? ((await messageOf(ctx, outboxRow(raw)))?.html ?? null) : null;
}
