import { sha256Hex } from "@waybill/adapters/kit/signature";
import { verifyWithAny } from "@waybill/adapters/kit/verdict";
import type { RawWebhook } from "@waybill/adapters/ports/webhook";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { errorText } from "@waybill/domain/errors";
import { type OpenConnection, openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { perDatabase } from "../core/per-database.ts";
import { makeSingleFlight, type SingleFlight } from "../core/single-flight.ts";
import { workerIdle } from "../core/worker.ts";
import { processRows } from "./process.ts";
import { type InboxRow, inboxRow, insertDelivery, keptHeaders } from "./rows.ts";
import { remember, seenOf, storedKey } from "./seen.ts";

export type Received =
  | { outcome: "accepted"; inboxId: number }
  | { outcome: "duplicate"; inboxId: number | null }
  | { outcome: "rejected"; reason: string }
  | { outcome: "unknown_connection" };

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
    : verifyWithAny(definition.webhook, { webhook, settings, previous: connection.previous, now });
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

/** Rows folded in one pass: enough to merge writes, few enough to keep answers and frames prompt. */
const CHUNK = 128;

/** With a backlog the fixed cost of a pass (reads, fsync) is spread over more. */
const BACKLOG = 1_000;
const BACKLOG_CHUNK = 384;

/** Rows held in memory; beyond that they wait on disk, where the sweep finds them. */
const HELD = 20_000;

/**
 * A carrier waits for its answer, a screen does not mind a moment: after each pass whoever waits is answered first, for up to
 * this many times the pass' own length. Under a flood folding so keeps a tenth of the
 * time; with few waiting it is not held back.
 */
const ANSWERS_FIRST = 9;

/** Fewer than this waiting at once is everyday traffic and no reason to hold back. */
const CALM = 8;

/** No longer than this, ms: rows that are older are folded with all the time it takes. */
const PATIENCE_MS = 10_000;

type Queue = {
  rows: InboxRow[];
  /** Rows this process is responsible for; the sweep leaves them alone. */
  held: Set<number>;
  folding: SingleFlight;
  /** Deliveries being taken in right now. */
  answering: number;
};
const queueOf = perDatabase((): Queue => ({ rows: [], held: new Set(), folding: makeSingleFlight(), answering: 0 }));

/** Runs what answers a delivery; while many are answered, folding steps back. */
async function answered<T>(ctx: Ctx, run: () => Promise<T>): Promise<T> {
  const queue = queueOf(ctx);
  queue.answering += 1;
  try {
    return await run();
  } finally {
    queue.answering -= 1;
  }
}

/** Hands a stored row to be folded, after the caller's answer; past `HELD` it waits on disk. */
function enqueue(ctx: Ctx, row: InboxRow): void {
  const queue = queueOf(ctx);
  if (queue.rows.length >= HELD) return;
  queue.held.add(row.id);
  queue.rows.push(row);
  const begins = !queue.folding.busy();
  const folding = queue.folding.call(() => fold(ctx, queue));
  if (begins) ctx.defer(folding);
}

/** Folds what is queued, a pass at a time. */
async function fold(ctx: Ctx, queue: Queue): Promise<void> {
  if (queue.rows.length === 0) return;
  // A breath first: what arrives in the same turn is folded together, and the answers go out before the work begins.
  await new Promise((resolve) => setTimeout(resolve, 0));
  while (queue.rows.length > 0) {
    const begun = ctx.now();
    const rows = queue.rows.splice(0, queue.rows.length > BACKLOG ? BACKLOG_CHUNK : CHUNK);
    try {
      await processRows(ctx, rows);
    } catch (error) {
      // The rows stay `received` on disk; the sweep takes them up again.
      ctx.log.error("inbox pass failed", { rows: rows.length, reason: errorText(error) });
    } finally {
      for (const row of rows) queue.held.delete(row.id);
    }
    await answersFirst(ctx, queue, { begun, oldest: queue.rows[0]?.receivedAt ?? begun });
  }
}

/** Lets waiting deliveries be answered; returns once few wait for two turns of the loop, or enough was waited. */
async function answersFirst(ctx: Ctx, queue: Queue, pass: { begun: number; oldest: number }): Promise<void> {
  const until = ctx.now() + ANSWERS_FIRST * (ctx.now() - pass.begun);
  for (let calm = 0; calm < 2; calm = queue.answering < CALM ? calm + 1 : 0) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const now = ctx.now();
    if (now >= until || now - pass.oldest > PATIENCE_MS) return;
  }
}

/** Waits until everything received by this process is processed. For tests, shutdown and replays. */
export async function inboxIdle(ctx: Ctx): Promise<void> {
  await workerIdle(ctx, "inbox");
  await queueOf(ctx).folding.idle();
}

/**
 * Picks up what waits on disk and is not in this process' own queue: what a crash left, what is to be read again. Resolves when it
 * is queued, not when it is folded. This is the work of the worker "inbox".
 */
export async function sweep(ctx: Ctx, limit = 1_000): Promise<number> {
  const queue = queueOf(ctx);
  // The ids come from the index of waiting rows alone; bodies are read only of rows that nobody has in hand.
  const waiting = await ctx.db.query("SELECT id FROM inbox WHERE state = 'received' ORDER BY id LIMIT ?", [
    limit + queue.held.size,
  ]);
  const left = waiting.map((r) => Number(r.id)).filter((id) => !queue.held.has(id));
  if (left.length === 0) return 0;
  const rows = await ctx.db.query(
    "SELECT * FROM inbox WHERE id IN (SELECT value FROM json_each(?)) AND state = 'received' ORDER BY id",
    [JSON.stringify(left.slice(0, limit))],
  );
  for (const row of rows.map(inboxRow)) if (!queue.held.has(row.id)) enqueue(ctx, row);
  return rows.length;
}
