import { isAdapterError, type RawWebhook } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition, ChannelHint } from "@waybill/adapters/ports/channel";
import type { Receipt, SenderDefinition } from "@waybill/adapters/ports/sender";
import { isUniqueConflict, type Statement } from "@waybill/db/database";
import { errorText, isAppError } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/live/events";
import { type CarrierReport, carrierReportSchema, normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import { z } from "zod";
import { type ConnectionKind, definitionOf, openConnection } from "../connections/open.ts";
import { bulk } from "../core/bulk.ts";
import type { Ctx } from "../core/context.ts";
import { applyReceipts } from "../notifications/compose.ts";
import { ingest } from "../shipments/apply-updates.ts";
import type { Telling } from "../shipments/fold.ts";
import { applyHints } from "../sync/hints.ts";

/** A stored delivery. `poll` rows hold what we asked for ourselves, so that a replay has it too. */
export type InboxRow = RawWebhook & {
  id: number;
  orgId: string;
  connectionId: string;
  kind: ConnectionKind | "poll";
  adapter: string;
  key: string;
  receivedAt: number;
  verified: string;
  attempts: number;
};

/** A row that fails this often for reasons of ours is set aside and shown, so that it does not hold up the others. */
const MAX_ATTEMPTS = 5;
/** Longer than a mail can be on its way out of here (the outbox's lease), ms. */
const PATIENCE = 5 * 60_000;

type Meaning =
  | { kind: "reports"; reports: CarrierReport[] }
  | { kind: "hints"; hints: ChannelHint[] }
  | { kind: "receipts"; receipts: Receipt[] }
  | { kind: "not_understood"; reason: string };

/** What a stored row says, by its adapter's parser. Pure: this is also what a replay runs. */
export function understand(ctx: Pick<Ctx, "adapters">, row: InboxRow): Meaning {
  try {
    if (row.kind === "poll") {
      const reports = z.array(carrierReportSchema).parse(JSON.parse(new TextDecoder().decode(row.body)));
      return { kind: "reports", reports };
    }
    const definition = definitionOf(ctx as Ctx, row.kind, row.adapter);
    if (!definition) return { kind: "not_understood", reason: `There is no adapter named "${row.adapter}" any more.` };
    if (row.kind === "carrier")
      return { kind: "reports", reports: (definition as CarrierDefinition).parse(row).map(normalised) };
    if (row.kind === "channel") return { kind: "hints", hints: (definition as ChannelDefinition).parse(row) };
    return { kind: "receipts", receipts: (definition as SenderDefinition).parse(row) };
  } catch (error) {
    // A parser that throws anything else has a bug; the delivery is kept all the same, and a replay repairs it.
    return {
      kind: "not_understood",
      reason: isAdapterError(error) ? error.message : `The parser failed: ${errorText(error)}`,
    };
  }
}

const normalised = (report: CarrierReport): CarrierReport => ({
  ...report,
  number: normaliseTrackingNumber(report.number),
});

/** Folds stored rows into what they are about. Rows that fail stay on disk and are tried again by the sweep. */
export async function processRows(ctx: Ctx, rows: readonly InboxRow[]): Promise<void> {
  const tellings: Telling[] = [];
  for (const row of rows) {
    const meaning = understand(ctx, row);
    if (meaning.kind === "reports" && meaning.reports.length > 0) tellings.push(tellingOf(ctx, row, meaning.reports));
    else await alone(ctx, row, () => settle(ctx, row, meaning));
  }
  await heardFrom(ctx, rows);
  if (tellings.length === 0) return;
  try {
    await told(ctx, tellings);
  } catch {
    // Something in this pass failed: each by itself, so that one bad row harms nobody else.
    for (const telling of tellings) {
      const row = rows.find((r) => r.id === telling.inboxId);
      if (row && (await stillOpen(ctx, row.id))) await alone(ctx, row, () => told(ctx, [telling]));
    }
  }
}

/** "Last webhook 12 s ago" on the connection's card: written now and then, not once a delivery. */
const HEARD_EVERY = 10_000;
async function heardFrom(ctx: Ctx, rows: readonly InboxRow[]): Promise<void> {
  for (const [id, own] of Map.groupBy(rows, (r) => r.connectionId)) {
    const connection = await openConnection(ctx, id);
    const at = Math.max(...own.map((r) => r.receivedAt));
    if (!connection || at - (connection.row.lastWebhookAt ?? 0) < HEARD_EVERY) continue;
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

async function told(ctx: Ctx, tellings: Telling[]): Promise<void> {
  for (const result of await ingest(ctx, tellings)) {
    const { telling } = result;
    if (result.outcome === "applied") {
      ctx.meter.count("waybill_inbox_processed_total", { outcome: "applied" });
      continue;
    }
    ctx.meter.count("waybill_inbox_processed_total", { outcome: "unmatched" });
    const key = keyStatement(telling.inboxId);
    await ctx.db.commit([...unmatchedStatements(ctx, { ...telling, seen: result.seen }), ...key]);
  }
}

/**
 * Sets a delivery aside until a shipment has its number. Refused when a shipment with the number was added since it was looked
 * for: that one has already looked for such deliveries, and nobody would bring the two together.
 */
export function unmatchedStatements(ctx: Ctx, telling: Telling & { seen?: number }): Statement[] {
  const numbers = [...new Set(telling.reports.map((r) => r.number))];
  const note = `No shipment has the number ${numbers.join(", ")} yet. It is kept and applied when one is added.`;
  return [
    {
      sql: `UPDATE inbox SET attempts = attempts WHERE id = ?1
        AND (SELECT COUNT(*) FROM shipments WHERE org_id = ?2 AND number IN (SELECT value FROM json_each(?3))) = ?4`,
      args: [telling.inboxId, telling.orgId, JSON.stringify(numbers), telling.seen ?? 0],
      atLeast: 1,
    },
    ...numbers.map((number): Statement => {
      const sql = "INSERT INTO inbox_numbers (org_id, number, inbox_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
      return { sql, args: [telling.orgId, number, telling.inboxId] };
    }),
    markStatement(ctx, telling.inboxId, "unmatched", note, []),
  ];
}

// The unique key of a delivery, taken by the first row that is processed. Written from the row itself; a key that another row
// took is refused by the column's NOT NULL.
const KEYS = `INSERT INTO inbox_keys (connection_id, key, inbox_id)
  SELECT connection_id, key, id FROM inbox WHERE id IN (SELECT value FROM json_each(?))
  ON CONFLICT (connection_id, key) DO UPDATE SET inbox_id = CASE WHEN inbox_id = excluded.inbox_id THEN inbox_id ELSE NULL END`;
const keyStatement = (inboxId: number | null): Statement[] => (inboxId === null ? [] : [bulk(KEYS, [inboxId])]);

// Folded once more (by a sweep beside another process, or the same poll again) it changes nothing: what it did stays told.
const MARKS = `UPDATE inbox SET state = e.value ->> '$.s', note = e.value ->> '$.n', processed_at = e.value ->> '$.t',
    effects = CASE WHEN e.value ->> '$.e' = '[]' THEN COALESCE(effects, '[]') ELSE e.value ->> '$.e' END
  FROM json_each(?) AS e WHERE inbox.id = e.value ->> '$.i'`;

export function markStatement(
  ctx: Ctx,
  id: number | null,
  state: string,
  note: string | null,
  effects: string[],
): Statement {
  return bulk(MARKS, [{ i: id, s: state, n: note, t: ctx.now(), e: JSON.stringify(effects) }]);
}

function causeOfRow(ctx: Ctx, row: InboxRow): Cause {
  const name = definitionOf(ctx, row.kind === "poll" ? "carrier" : row.kind, row.adapter)?.name ?? row.adapter;
  if (row.kind === "poll") return { kind: "poll", id: `inb_${row.id}`, text: `Waybill asked ${name}` };
  const key = row.key.startsWith("sha256:") ? "" : ` ${row.key}`;
  return { kind: "webhook", id: `inb_${row.id}`, text: `webhook${key} from ${name}, verified: ${row.verified}` };
}

export function tellingOf(ctx: Ctx, row: InboxRow, reports: CarrierReport[]): Telling {
  return {
    orgId: row.orgId,
    inboxId: row.id,
    heardAt: row.receivedAt,
    connectionId: row.connectionId,
    reports,
    cause: causeOfRow(ctx, row),
    marks: (effects) => [...keyStatement(row.id), markStatement(ctx, row.id, "processed", null, effects)],
  };
}

async function settle(ctx: Ctx, row: InboxRow, meaning: Meaning): Promise<void> {
  const cause = causeOfRow(ctx, row);
  const marked = (state: string, note: string | null, effects: string[] = []) => [
    ...keyStatement(row.id),
    markStatement(ctx, row.id, state, note, effects),
  ];
  switch (meaning.kind) {
    case "not_understood":
      ctx.meter.count("waybill_inbox_processed_total", { outcome: "not_understood" });
      await ctx.db.commit(marked("not_understood", meaning.reason));
      return;
    case "reports":
      await ctx.db.commit(marked("ignored", "It says nothing about a parcel."));
      return;
    case "hints":
      await applyHints(ctx, { row, cause, hints: meaning.hints, marked });
      return;
    case "receipts": {
      const { unknown } = await applyReceipts(ctx, { orgId: row.orgId, receipts: meaning.receipts, cause });
      const note = unknown.map((u) => u.words).join(" ") || null;
      await ctx.db.commit(
        marked(
          "processed",
          note,
          meaning.receipts.map((r) => r.providerId),
        ),
      );
    }
  }
}

/** Runs one row by itself: a second copy of a delivery becomes a duplicate, a failure is counted and shown. */
async function alone(ctx: Ctx, row: InboxRow, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (isDuplicateKey(error)) {
      await ctx.db.commit([markStatement(ctx, row.id, "duplicate", "The same delivery was processed before.", [])]);
      return;
    }
    // A receipt that outran the note of its own mail waits for that, however long the provider's answer takes.
    const early = isAppError(error) && error.code === "receipt_early" && ctx.now() - row.receivedAt < PATIENCE;
    if (early) return;
    const state = row.attempts + 1 >= MAX_ATTEMPTS ? "failed" : "received";
    ctx.log.error("webhook not processed", { inbox: row.id, attempts: row.attempts + 1, reason: errorText(error) });
    await ctx.db.commit([
      {
        sql: "UPDATE inbox SET attempts = attempts + 1, state = ?, note = ? WHERE id = ?",
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
