import { sha256Hex } from "@waybill/adapters/kit/signature";
import type { RawWebhook } from "@waybill/adapters/ports/webhook";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { type OpenConnection, openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { perDatabase } from "../core/per-database.ts";
import { answered, enqueue } from "./queue.ts";
import { insertDelivery } from "./rows.ts";

export type Received =
  | { outcome: "accepted"; inboxId: number }
  | { outcome: "duplicate"; inboxId: number | null }
  | { outcome: "rejected"; reason: string }
  | { outcome: "unknown_connection" };

/** Keys seen lately, so that a redelivery is answered without touching the disk. A best guess: the fold is exact. */
const REMEMBERED = 50_000;

/** Dedupe key → the inbox row's id, or its commit still under way. */
type Seen = Map<string, number | Promise<number>>;
const seenOf = perDatabase((): Seen => new Map());

/** Headers that carry a secret are never kept; the others are evidence. */
const SECRET_HEADERS = /^(authorization|cookie|credential|x-api-key|proxy-authorization)$/;
const HEADERS_KEPT = 40;

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (count++ === HEADERS_KEPT) break;
    kept[name] = SECRET_HEADERS.test(name) ? "(not kept)" : value.slice(0, 500);
  }
  return kept;
}

/**
 * Takes a webhook in: verifies the raw bytes, dedupes, appends, and answers only when the row is on disk. What it means is
 * found out afterwards (`processRows`), so that a parser's mistake costs a replay and never a delivery.
 *
 * @example const { outcome } = await receive(ctx, { kind: "carrier", connectionId, webhook }); // 202 / 200 / 401 / 404
 */
export async function receive(
  ctx: Ctx,
  input: { kind: ConnectionKind; connectionId: string; webhook: RawWebhook },
): Promise<Received> {
  return answered(ctx, () => verifyAndStore(ctx, input));
}

async function verifyAndStore(
  ctx: Ctx,
  input: { kind: ConnectionKind; connectionId: string; webhook: RawWebhook },
): Promise<Received> {
  const connection = await openConnection(ctx, input.connectionId);
  if (!connection || connection.row.kind !== input.kind) return { outcome: "unknown_connection" };
  const { row, definition, settings } = connection;
  const { webhook } = input;
  const now = ctx.now();
  const verdict = connection.locked
    ? { ok: false as const, reason: connection.locked }
    : definition.webhook.verify(webhook, settings, now);
  if (!verdict.ok) {
    ctx.meter.count("waybill_webhooks_total", { adapter: row.adapter, outcome: "rejected" });
    ctx.log.warn("webhook refused", { connection: row.id, adapter: row.adapter, reason: verdict.reason });
    return { outcome: "rejected", reason: verdict.reason };
  }
  const key = definition.webhook.dedupeKey(webhook)?.slice(0, 200) || `sha256:${sha256Hex(webhook.body)}`;
  const seen = seenOf(ctx);
  const seenKey = `${row.id} ${key}`;
  const before = seen.get(seenKey) ?? (ctx.db.kind === "remote" ? await storedKey(ctx, row.id, key) : undefined);
  if (before !== undefined) {
    // Not answered before the first copy is on disk: an acknowledged duplicate must be as durable as what it repeats.
    const inboxId = await Promise.resolve(before).catch(() => null);
    if (inboxId !== null) {
      ctx.meter.count("waybill_webhooks_total", { adapter: row.adapter, outcome: "duplicate" });
      return { outcome: "duplicate", inboxId };
    }
  }
  const inboxId = await insertRow(ctx, { connection, key, seenKey, now, webhook, how: verdict.how });
  ctx.meter.count("waybill_webhooks_total", { adapter: row.adapter, outcome: "accepted" });
  return { outcome: "accepted", inboxId };
}

async function storedKey(ctx: Ctx, connectionId: string, key: string): Promise<number | undefined> {
  const [row] = await ctx.db.query("SELECT inbox_id FROM inbox_keys WHERE connection_id = ? AND key = ?", [
    connectionId,
    key,
  ]);
  return row ? Number(row.inbox_id) : undefined;
}

type NewRow = {
  connection: OpenConnection;
  key: string;
  seenKey: string;
  now: number;
  webhook: RawWebhook;
  how: string;
};

async function insertRow(ctx: Ctx, { connection, key, seenKey, now, webhook, how }: NewRow): Promise<number> {
  const { row } = connection;
  const seen = seenOf(ctx);
  const { headers, url, body } = webhook;
  const delivery = {
    ...{ orgId: row.orgId, connectionId: row.id, kind: row.kind, adapter: row.adapter },
    ...{ key, receivedAt: now, headers, url, body, verified: how },
  };
  const insert = insertDelivery({ ...delivery, headers: keptHeaders(headers) });
  const commit = ctx.db.commit([insert]).then(([result]) => Number(result?.rowid));
  remember(seen, seenKey, commit);
  try {
    const id = await commit;
    seen.set(seenKey, id);
    enqueue(ctx, { ...delivery, id, attempts: 0 });
    return id;
  } catch (error) {
    seen.delete(seenKey);
    throw error;
  }
}

function remember(seen: Seen, key: string, value: number | Promise<number>): void {
  seen.set(key, value);
  if (seen.size <= REMEMBERED) return;
  for (const oldest of seen.keys()) {
    seen.delete(oldest);
    if (seen.size <= REMEMBERED * 0.9) return;
  }
}

/** Fills the memory of recent keys, so that a restart still answers 200 to a redelivery. */
export async function warmInbox(ctx: Ctx): Promise<void> {
  const seen = seenOf(ctx);
  const rows = await ctx.db.query("SELECT id, connection_id, key FROM inbox ORDER BY id DESC LIMIT 10000");
  for (const row of rows.reverse()) seen.set(`${row.connection_id} ${row.key}`, Number(row.id));
}
