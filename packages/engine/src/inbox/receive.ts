import { sha256Hex } from "@waybill/adapters/kit/signature";
import type { RawWebhook } from "@waybill/adapters/ports/webhook";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { errorText } from "@waybill/domain/errors";
import { type OpenConnection, openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { processRows } from "./process.ts";
import { type InboxRow, inboxRow } from "./rows.ts";

export type Received =
  | { outcome: "accepted"; inboxId: number }
  | { outcome: "duplicate"; inboxId: number | null }
  | { outcome: "rejected"; reason: string }
  | { outcome: "unknown_connection" };

/** Keys seen lately, so that a redelivery is answered without touching the disk. A best guess: the fold is exact. */
const REMEMBERED = 50_000;

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

type State = {
  /** Dedupe key → the inbox row's id, or its commit still under way. */
  seen: Map<string, number | Promise<number>>;
  queue: InboxRow[];
  working: Promise<void> | null;
  /** Rows this process is responsible for; the sweep leaves them alone. */
  held: Set<number>;
  /** Deliveries being taken in right now. */
  answering: number;
};
const states = new WeakMap<Ctx["db"], State>();

function stateOf(ctx: Ctx): State {
  const known = states.get(ctx.db);
  if (known) return known;
  const fresh: State = { seen: new Map(), queue: [], working: null, held: new Set(), answering: 0 };
  states.set(ctx.db, fresh);
  return fresh;
}

/** Headers that carry a secret are never kept; the others are evidence. */
const SECRET_HEADERS = /^(authorization|cookie|credential|x-api-key|proxy-authorization)$/;
const HEADERS_KEPT = 40;

function keptHeaders(headers: Readonly<Record<string, string>>): string {
  const kept: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (count++ === HEADERS_KEPT) break;
    kept[name] = SECRET_HEADERS.test(name) ? "(not kept)" : value.slice(0, 500);
  }
  return JSON.stringify(kept);
}

const INSERT = `INSERT INTO inbox (org_id, connection_id, kind, adapter, key, received_at, headers, url, body, verified)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

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
  const state = stateOf(ctx);
  state.answering += 1;
  try {
    return await verifyAndStore(ctx, input);
  } finally {
    state.answering -= 1;
  }
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
  const state = stateOf(ctx);
  const seenKey = `${row.id} ${key}`;
  const before = state.seen.get(seenKey) ?? (ctx.db.kind === "remote" ? await storedKey(ctx, row.id, key) : undefined);
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
  const state = stateOf(ctx);
  const headers = keptHeaders(webhook.headers);
  const args = [row.orgId, row.id, row.kind, row.adapter, key, now, headers, webhook.url, webhook.body, how];
  const commit = ctx.db.commit([{ sql: INSERT, args }]).then(([result]) => Number(result?.rowid));
  remember(state, seenKey, commit);
  try {
    const id = await commit;
    state.seen.set(seenKey, id);
    enqueue(ctx, {
      id,
      orgId: row.orgId,
      connectionId: row.id,
      kind: row.kind,
      adapter: row.adapter,
      key,
      receivedAt: now,
      headers: webhook.headers,
      url: webhook.url,
      body: webhook.body,
      verified: how,
      attempts: 0,
    });
    return id;
  } catch (error) {
    state.seen.delete(seenKey);
    throw error;
  }
}

function remember(state: State, key: string, value: number | Promise<number>): void {
  state.seen.set(key, value);
  if (state.seen.size <= REMEMBERED) return;
  for (const oldest of state.seen.keys()) {
    state.seen.delete(oldest);
    if (state.seen.size <= REMEMBERED * 0.9) return;
  }
}

/** Hands a stored row to the one worker of this process; past `HELD` it waits on disk. */
function enqueue(ctx: Ctx, row: InboxRow): void {
  const state = stateOf(ctx);
  if (state.queue.length >= HELD) return;
  state.held.add(row.id);
  state.queue.push(row);
  start(ctx, state);
}

function start(ctx: Ctx, state: State): void {
  if (state.working) return;
  state.working = work(ctx, state).finally(() => {
    state.working = null;
    // A row may have come between the last look at the queue and this line.
    if (state.queue.length > 0) start(ctx, state);
  });
  ctx.defer(state.working);
}

async function work(ctx: Ctx, state: State): Promise<void> {
  // A breath first: what arrives in the same turn is folded together, and the answers go out before the work begins.
  await new Promise((resolve) => setTimeout(resolve, 0));
  while (state.queue.length > 0) {
    const begun = ctx.now();
    const rows = state.queue.splice(0, state.queue.length > BACKLOG ? BACKLOG_CHUNK : CHUNK);
    try {
      await processRows(ctx, rows);
    } catch (error) {
      // The rows stay `received` on disk; the sweep takes them up again.
      ctx.log.error("inbox pass failed", { rows: rows.length, reason: errorText(error) });
    } finally {
      for (const row of rows) state.held.delete(row.id);
    }
    await answersFirst(ctx, state, { begun, oldest: state.queue[0]?.receivedAt ?? begun });
  }
}

/** Lets waiting deliveries be answered; returns once few wait for two turns of the loop, or enough was waited. */
async function answersFirst(ctx: Ctx, state: State, pass: { begun: number; oldest: number }): Promise<void> {
  const until = ctx.now() + ANSWERS_FIRST * (ctx.now() - pass.begun);
  for (let calm = 0; calm < 2; calm = state.answering < CALM ? calm + 1 : 0) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const now = ctx.now();
    if (now >= until || now - pass.oldest > PATIENCE_MS) return;
  }
}

/** Waits until everything received by this process is processed. For tests, shutdown and replays. */
export async function inboxIdle(ctx: Ctx): Promise<void> {
  const state = stateOf(ctx);
  while (state.working) await state.working;
}

/**
 * Picks up what a crash left: rows stored but not processed, and not in this process' own queue.
 */
export async function sweep(ctx: Ctx, limit = 1_000): Promise<number> {
  const state = stateOf(ctx);
  // The ids come from the index of waiting rows alone; bodies are read only of rows that nobody has in hand.
  const waiting = await ctx.db.query("SELECT id FROM inbox WHERE state = 'received' ORDER BY id LIMIT ?", [
    limit + state.held.size,
  ]);
  const left = waiting.map((r) => Number(r.id)).filter((id) => !state.held.has(id));
  if (left.length === 0) return 0;
  const rows = await ctx.db.query(
    "SELECT * FROM inbox WHERE id IN (SELECT value FROM json_each(?)) AND state = 'received' ORDER BY id",
    [JSON.stringify(left.slice(0, limit))],
  );
  for (const row of rows.map(inboxRow)) if (!state.held.has(row.id)) enqueue(ctx, row);
  return rows.length;
}

/** Fills the memory of recent keys, so that a restart still answers 200 to a redelivery. */
export async function warmInbox(ctx: Ctx): Promise<void> {
  const state = stateOf(ctx);
  const rows = await ctx.db.query("SELECT id, connection_id, key FROM inbox ORDER BY id DESC LIMIT 10000");
  for (const row of rows.reverse()) state.seen.set(`${row.connection_id} ${row.key}`, Number(row.id));
}
