import type { Row } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import type { Ctx } from "./context.ts";
import { inboxRow, sweep } from "./inbox.ts";

export type InboxSummary = {
  id: number;
  connectionId: string;
  kind: string;
  adapter: string;
  key: string;
  receivedAt: number;
  verified: string;
  state: string;
  note: string | null;
  effects: string[];
  size: number;
  processedAt: number | null;
};
export type InboxDetail = InboxSummary & {
  headers: Record<string, string>;
  bodyText: string;
  bodyBase64: string | null;
};

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
  };
}
const COLUMNS =
  "id, connection_id, kind, adapter, key, received_at, verified, state, note, effects, length(body) AS size, processed_at";

/** What was received, newest first. */
export async function listInbox(
  ctx: Ctx,
  of: { orgId: string; cursor?: string; limit: number; connectionId?: string; state?: string },
): Promise<{ items: InboxSummary[]; next: string | null }> {
  const before = of.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(of.cursor);
  if (!Number.isSafeInteger(before))
    throw appError({
      code: "bad_cursor",
      status: 422,
      message: "This cursor is not one of ours. Start again without it.",
    });
  const rows = await ctx.db.query(
    `SELECT ${COLUMNS} FROM inbox WHERE org_id = ?1 AND id < ?2 AND (?3 IS NULL OR connection_id = ?3) AND (?4 IS NULL OR state = ?4) ORDER BY id DESC LIMIT ?5`,
    [of.orgId, before, of.connectionId ?? null, of.state ?? null, of.limit + 1],
  );
  const items = rows.slice(0, of.limit).map(summaryOf);
  return { items, next: rows.length > of.limit ? String(items.at(-1)?.id) : null };
}

const notFound = () =>
  appError({ code: "delivery_not_found", status: 404, message: "There is no such delivery here." });

/** One delivery with its headers and its exact body: as text, and as base64 when it is no valid UTF-8. */
export async function getInbox(ctx: Ctx, of: { orgId: string; id: number }): Promise<InboxDetail> {
  const [row] = await ctx.db.query("SELECT *, length(body) AS size FROM inbox WHERE org_id = ? AND id = ?", [
    of.orgId,
    of.id,
  ]);
  if (!row) throw notFound();
  const { body, headers } = inboxRow(row);
  let bodyText: string;
  let bodyBase64: string | null = null;
  try {
    bodyText = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    bodyText = new TextDecoder().decode(body);
    bodyBase64 = btoa(Array.from(body, (b) => String.fromCharCode(b)).join(""));
  }
  return { ...summaryOf(row), headers, bodyText, bodyBase64 };
}

/** Puts one delivery up for processing again: after a parser was repaired, or when it failed. Harmless when it was processed. */
export async function reprocess(ctx: Ctx, of: { orgId: string; id: number }): Promise<InboxDetail> {
  const [result] = await ctx.db.commit([
    {
      sql: "UPDATE inbox SET state = 'received', attempts = 0, note = NULL WHERE org_id = ? AND id = ? AND state <> 'duplicate' RETURNING id",
      args: [of.orgId, of.id],
    },
  ]);
  if (!result?.rows.length) throw notFound();
  await sweep(ctx);
  return getInbox(ctx, of);
}
