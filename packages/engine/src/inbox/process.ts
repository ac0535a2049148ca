import { isUniqueConflict } from "@waybill/db/database";
import { errorText, isAppError } from "@waybill/domain/errors";
import { inboxMoves } from "@waybill/domain/inbox/states";
import { definitionOf, openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";
import { comesFrom } from "../core/states.ts";
import { applyReceipts } from "../notifications/receipts.ts";
import { applySuppressions } from "../notifications/suppressions.ts";
import { applyUpdates } from "../shipments/apply-updates.ts";
import type { UpdateBatch } from "../shipments/fold.ts";
import { applyHints } from "../sync/hints.ts";
import { batchOf, causeOfRow, keyStatement, markStatement, unmatchedStatements } from "./marks.ts";
import { type Meaning, parseRow } from "./parse.ts";
import type { InboxRow, InboxState } from "./rows.ts";

/** A row that fails this often for reasons of ours is set aside and shown, so that it does not hold up the others. */
const MAX_ATTEMPTS = 5;

/** Longer than a mail can be on its way out of here (the outbox's lease), ms. */
const PATIENCE_MS = 5 * 60_000;

const INBOX: By = { kind: "system", id: "inbox", name: "Inbox" };

/** Folds stored rows into what they are about. Rows that fail stay on disk and are tried again by the sweep. */
export async function processRows(ctx: Ctx, rows: readonly InboxRow[]): Promise<void> {
  for (const [orgId, own] of Map.groupBy(rows, (row) => row.orgId)) {
    await processOwn(makeScope(ctx, { orgId, by: INBOX }), own);
  }
}

/** The rows of one organisation. */
async function processOwn(scope: Scope, rows: readonly InboxRow[]): Promise<void> {
  const { ctx } = scope;
  const batches: UpdateBatch[] = [];
  for (const row of rows) {
    const meaning = parseRow(ctx, row);
    if (meaning.kind === "updates" && meaning.updates.length > 0) batches.push(batchOf(ctx, row, meaning.updates));
    else await processOne(ctx, row, () => applyMeaning(scope, row, meaning));
  }
  await touchLastWebhook(ctx, rows);
  if (batches.length === 0) return;
  try {
    await applyAndMark(scope, batches);
  } catch {
    // Something in this pass failed: each by itself, so that one bad row harms nobody else.
    for (const batch of batches) {
      const row = rows.find((r) => r.id === batch.inboxId);
      if (row && (await stillOpen(ctx, row.id))) await processOne(ctx, row, () => applyAndMark(scope, [batch]));
    }
  }
}

/** "Last webhook 12 s ago" on the connection's card: written now and then, not once a delivery. */
const TOUCH_EVERY_MS = 10_000;

async function touchLastWebhook(ctx: Ctx, rows: readonly InboxRow[]): Promise<void> {
  for (const [id, own] of Map.groupBy(rows, (r) => r.connectionId)) {
    const connection = await openConnection(ctx, id);
    const at = Math.max(...own.map((r) => r.receivedAt));
    if (!connection || at - (connection.row.lastWebhookAt ?? 0) < TOUCH_EVERY_MS) continue;
    connection.row.lastWebhookAt = at;
    await ctx.db.commit([
      {
        sql: "UPDATE connections SET last_webhook_at = MAX(COALESCE(last_webhook_at, 0), ?) WHERE id = ?",
        args: [at, id],
      },
    ]);
  }
}

const stillOpen = async (ctx: Ctx, id: number) =>
  (await ctx.db.query("SELECT 1 FROM inbox WHERE id = ? AND state = 'received'", [id])).length > 0;

async function applyAndMark(scope: Scope, batches: UpdateBatch[]): Promise<void> {
  const { ctx } = scope;
  for (const result of await applyUpdates(scope, batches)) {
    const { batch } = result;
    if (result.outcome === "applied") {
      ctx.meter.count("waybill_inbox_processed_total", { outcome: "applied" });
      continue;
    }
    ctx.meter.count("waybill_inbox_processed_total", { outcome: "unmatched" });
    const key = keyStatement(batch.inboxId);
    await ctx.db.commit([...unmatchedStatements(scope, { ...batch, seen: result.seen }), ...key]);
  }
}

async function applyMeaning(scope: Scope, row: InboxRow, meaning: Meaning): Promise<void> {
  const { ctx } = scope;
  const cause = causeOfRow(ctx, row);
  const marked = (state: InboxState, note: string | null, effects: string[] = []) => [
    ...keyStatement(row.id),
    markStatement(ctx, row.id, state, note, effects),
  ];
  switch (meaning.kind) {
    case "not_understood":
      ctx.meter.count("waybill_inbox_processed_total", { outcome: "not_understood" });
      await ctx.db.commit(marked("not_understood", meaning.reason));
      return;
    case "updates":
      await ctx.db.commit(marked("ignored", "It says nothing about a parcel."));
      return;
    case "hints":
      await applyHints(scope, { delivery: row, cause, hints: meaning.hints, marked });
      return;
    case "receipts": {
      const { receipts, suppressions: changes } = meaning;
      const { unknown } = await applyReceipts(scope, { receipts, cause });
      const provider = definitionOf(ctx, "sender", row.adapter)?.name ?? row.adapter;
      const words = changes.length > 0 ? await applySuppressions(scope, { changes, provider, cause }) : [];
      const note = [...unknown.map((u) => u.words), ...words].join(" ") || null;
      await ctx.db.commit(
        marked(
          "processed",
          note,
          receipts.map((r) => r.providerId),
        ),
      );
    }
  }
}

/** Runs one row by itself: a second copy of a delivery becomes a duplicate, a failure is counted and shown. */
async function processOne(ctx: Ctx, row: InboxRow, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (isDuplicateKey(error)) {
      await ctx.db.commit([markStatement(ctx, row.id, "duplicate", "The same delivery was processed before.", [])]);
      return;
    }
    // A receipt that outran the note of its own mail waits for that, however long the provider's answer takes.
    const early = isAppError(error) && error.code === "receipt_early" && ctx.now() - row.receivedAt < PATIENCE_MS;
    if (early) return;
    const state = row.attempts + 1 >= MAX_ATTEMPTS ? "failed" : "received";
    ctx.log.error("webhook not processed", { inbox: row.id, attempts: row.attempts + 1, reason: errorText(error) });
    await ctx.db.commit([
      {
        // Another process may have read it meanwhile: then nothing failed.
        sql: `UPDATE inbox SET attempts = attempts + 1, state = ?, note = ? WHERE id = ? AND ${comesFrom(inboxMoves, "failed")}`,
        args: [state, errorText(error).slice(0, 500), row.id],
      },
    ]);
  }
}

/** `keyStatement` sets a foreign row's inbox_id to NULL, which the column refuses: that refusal means "processed before". */
function isDuplicateKey(error: unknown): boolean {
  if (isUniqueConflict(error)) return error.constraint.includes("inbox_keys");
  return error instanceof Error && /NOT NULL constraint failed: inbox_keys/.test(error.message);
}
