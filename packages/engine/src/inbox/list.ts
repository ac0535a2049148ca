import type { Row } from "@waybill/db/database";
import type { CheckWords, ConnectionKind } from "@waybill/domain/connection/answers";
import { appError } from "@waybill/domain/errors";
import type { InboxDetail, InboxSummary, Reread } from "@waybill/domain/inbox/answers";
import { inboxMoves } from "@waybill/domain/inbox/states";
import type { Page } from "@waybill/domain/page";
import { definitionOf } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { pagesOf } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";
import { comesFrom } from "../core/states.ts";
import { causedEvents, namedEffects } from "./effects.ts";
import { type InboxFilter, inboxWhere } from "./filter.ts";
import { inboxIdle, sweep } from "./receive.ts";
import { replayInbox } from "./replay.ts";
import { inboxRow } from "./rows.ts";

function summaryOf(row: Row): InboxSummary {
  return {
    id: Number(row.id),
    connectionId: String(row.connection_id),
    kind: String(row.kind),
    adapter: String(row.adapter),
    key: String(row.key),
    receivedAt: Number(row.received_at),
    verified: String(row.verified),
    state: String(row.state),
    note: row.note === null ? null : String(row.note),
    effects: row.effects ? (JSON.parse(String(row.effects)) as string[]) : [],
    size: Number(row.size),
    processedAt: row.processed_at === null ? null : Number(row.processed_at),
    copies: Number(row.copies ?? 0),
  };
}
// The copies are found by their own partial index, so `state = 'duplicate'` stands written out.
const COLUMNS = `i.id, i.connection_id, i.kind, i.adapter, i.key, i.received_at, i.verified, i.state, i.note, i.effects,
  length(i.body) AS size, i.processed_at, CASE WHEN i.state = 'duplicate' THEN 0 ELSE
    (SELECT COUNT(*) FROM inbox d WHERE d.connection_id = i.connection_id AND d.key = i.key AND d.state = 'duplicate') END AS copies`;

/** Rows looked at for one page of a filter that has no index; what lies beyond is the next page's. */
const WINDOW = 10_000;

const pages = pagesOf("inbox", "number");

/**
 * What was received, newest first; copies of a delivery are folded under it unless they are asked for. A page of a rare filter
 * may be short or empty although `next` leads on: no page looks at more than a bounded number of rows.
 *
 * @example const { items, next } = await listInbox(scope, { state: "unmatched", limit: 50 });
 */
export async function listInbox(
  scope: Scope,
  input: InboxFilter & { cursor?: string; limit: number },
): Promise<Page<InboxSummary>> {
  const { ctx } = scope;
  const [before] = pages.after(input.cursor) ?? [Number.MAX_SAFE_INTEGER];
  const { sql, args, index } = await inboxWhere(scope, input);
  const walks = index === null && !input.q?.trim() && (input.state ?? input.kind ?? input.connectionId) !== undefined;
  const floor = walks ? await windowEnd(scope, before) : null;
  const rows = await ctx.db.query(
    `SELECT ${COLUMNS} FROM inbox i ${index ? `INDEXED BY ${index}` : ""}
      WHERE ${sql} AND i.id < ? AND i.id >= ? ${input.state === undefined ? "AND i.state <> 'duplicate'" : ""} ORDER BY i.id DESC LIMIT ?`,
    [...args, before, floor ?? 0, input.limit + 1],
  );
  const page = pages.page(rows.map(summaryOf), input.limit, (delivery) => [delivery.id]);
  return floor === null || page.next !== null ? page : { ...page, next: pages.cursorAt([floor]) };
}

/** The row at which a page stops looking; null when the inbox ends before it. */
async function windowEnd({ ctx, orgId }: Scope, before: number): Promise<number | null> {
  const [row] = await ctx.db.query(
    "SELECT id FROM inbox WHERE org_id = ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
    [orgId, before, WINDOW],
  );
  return row ? Number(row.id) : null;
}

/** The platform's words for its check, as long as they are about the check that let this delivery in. */
function checkOf(ctx: Ctx, { kind, adapter, verified }: InboxSummary): CheckWords | null {
  const check = kind === "poll" ? null : definitionOf(ctx, kind as ConnectionKind, adapter)?.webhook.check;
  return check && verified.toLowerCase().startsWith(check.header) ? check : null;
}

const notFound = () =>
  appError({ code: "delivery_not_found", status: 404, message: "There is no such delivery here." });

/** One delivery with its headers, its exact body (as text, and as base64 when it is no valid UTF-8), and what it caused. */
export async function getInbox(scope: Scope, input: { id: number }): Promise<InboxDetail> {
  const { ctx, orgId } = scope;
  const [row] = await ctx.db.query(
    `SELECT i.url, i.headers, i.body, i.org_id, i.attempts, ${COLUMNS} FROM inbox i WHERE i.org_id = ? AND i.id = ?`,
    [orgId, input.id],
  );
  if (!row) throw notFound();
  const { body, headers, url } = inboxRow(row);
  let bodyText: string;
  let bodyBase64: string | null = null;
  try {
    // A byte order mark is a byte that came: shown as received.
    bodyText = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    bodyText = new TextDecoder().decode(body);
    bodyBase64 = btoa(Array.from(body, (b) => String.fromCharCode(b)).join(""));
  }
  const summary = summaryOf(row);
  const { connectionId, key } = summary;
  const [copies, owner, changed] = await Promise.all([
    ctx.db.query(
      "SELECT id FROM inbox WHERE connection_id = ? AND key = ? AND state = 'duplicate' ORDER BY id DESC LIMIT 50",
      [connectionId, key],
    ),
    ctx.db.query("SELECT inbox_id FROM inbox_keys WHERE connection_id = ? AND key = ?", [connectionId, key]),
    namedEffects(scope, { connectionId, effects: summary.effects }),
  ]);
  const events = await causedEvents(scope, { inboxId: input.id, effects: changed });
  const copyOf = summary.state === "duplicate" && owner[0] ? Number(owner[0].inbox_id) : null;
  const copyIds = summary.state === "duplicate" ? [] : copies.map((copy) => Number(copy.id));
  const check = checkOf(ctx, summary);
  return { ...summary, url, check, headers, bodyText, bodyBase64, changed, events, copyIds, copyOf };
}

/** What waits for an answer on screen waits no longer than this for a queue, ms. */
const PATIENCE_MS = 5_000;

/** Waits until what was received is processed, but not for ever: behind a flood it may take its time. */
export const settled = (ctx: Ctx): Promise<void> => Promise.race([inboxIdle(ctx), ctx.sleep(PATIENCE_MS)]);

/** Kinds of delivery that are folded into parcels. */
const APPLIED: ReadonlySet<string> = new Set(["carrier", "poll"]);

/**
 * Reads one delivery again: after a parser was repaired, or when it failed. What it changed is rebuilt first, so that a meaning that
 * a wrong parser gave goes, and nobody is mailed for it. Harmless otherwise: it is folded once more and changes nothing.
 *
 * @example (await reprocess(scope, { id: 12 })).again.same // true
 * @throws AppError `delivery_not_found`, also for a copy: its original is what counts; and for one that was erased
 */
export async function reprocess(scope: Scope, input: { id: number }): Promise<Reread> {
  const { ctx, orgId } = scope;
  const before = await getInbox(scope, input);
  const parcels = new Set(before.effects.filter((e) => e.startsWith("shp_")));
  const isRebuilt = APPLIED.has(before.kind) && parcels.size > 0;
  const changed = isRebuilt ? (await replayInbox(scope, { only: parcels })).changed : 0;
  const [result] = await ctx.db.commit([
    {
      sql: `UPDATE inbox SET state = 'received', attempts = 0, note = NULL
        WHERE org_id = ? AND id = ? AND ${comesFrom(inboxMoves, "received", { stays: true })} AND length(body) > 0 RETURNING id`,
      args: [orgId, input.id],
    },
  ]);
  if (!result?.rows.length) throw notFound();
  await sweep(ctx);
  await settled(ctx);
  const after = await getInbox(scope, input);
  const newest = before.events.at(-1)?.seq ?? 0;
  const events = changed + after.events.filter((event) => event.seq > newest).length;
  const same = after.state === before.state && events === 0;
  return { ...after, again: { stateBefore: before.state, same, events, done: after.state !== "received" } };
}
