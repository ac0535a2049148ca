import { appError } from "@waybill/domain/errors";
import type { RangeReplayed } from "@waybill/domain/inbox/answers";
import { inboxMoves } from "@waybill/domain/inbox/states";
import { bulk } from "../core/bulk.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { comesFrom } from "../core/states.ts";
import { COUNTED, countInbox, type InboxFilter, inboxWhere } from "./filter.ts";
import { settled } from "./list.ts";
import { parseRow } from "./parse.ts";
import { sweep } from "./receive.ts";
import { replayInbox } from "./replay.ts";
import { inboxRow } from "./rows.ts";

const PAGE = 500;

/** What failed for us or found no parcel is read again by itself; what was understood is rebuilt with its parcel. */
const ALONE: ReadonlySet<string> = new Set(["not_understood", "failed", "unmatched"]);

/** Passes of the sweep: 1,000 rows each, with a wait for the queue. */
const PASSES = 20;

/**
 * Reads a range of deliveries again with today's parsers. Parcels they speak of are rebuilt from everything that was ever told of
 * them, so a scan that a wrong parser made up goes; deliveries without a parcel behind them go through the door once more. With
 * unchanged parsers nothing changes: the two digests are equal. Sends no mail for what it rebuilds.
 *
 * @example await replayRange(scope, { filter: { state: "not_understood" } }) // { again: 12, states: { processed: 12 } … }
 * @throws AppError `range_too_large` over 10,000 deliveries; `replay_outrun` as for `replayInbox`
 */
export async function replayRange(scope: Scope, input: { filter: InboxFilter }): Promise<RangeReplayed> {
  const { ctx } = scope;
  const { filter } = input;
  const { more } = await countInbox(scope, filter);
  if (more) {
    const message = `These are more than ${COUNTED.toLocaleString("en")} webhooks. Choose a shorter time or one connection.`;
    throw appError({ code: "range_too_large", status: 422, message });
  }
  const { parcels, alone, deliveries } = await sorted(scope, { filter });
  await readAgain(ctx, alone);
  const rebuilt = await replayInbox(scope, { only: parcels });
  return { ...rebuilt, deliveries, again: alone.length, states: await statesOf(ctx, alone) };
}

/** Which parcels the range speaks of, or once changed; and which of its deliveries go by themselves. */
async function sorted(
  scope: Scope,
  input: { filter: InboxFilter },
): Promise<{ parcels: Set<string>; alone: number[]; deliveries: number }> {
  const { ctx, orgId } = scope;
  const { sql, args, index } = await inboxWhere(scope, input.filter);
  const parcels = new Set<string>();
  const alone: number[] = [];
  let deliveries = 0;
  for (let after = 0; ; ) {
    const rows = await ctx.db.query(
      `SELECT i.* FROM inbox i ${index ? `INDEXED BY ${index}` : ""}
        WHERE ${sql} AND i.id > ? AND i.state NOT IN ('duplicate', 'received') AND length(i.body) > 0 ORDER BY i.id LIMIT ?`,
      [...args, after, PAGE],
    );
    const numbers = new Set<string>();
    for (const raw of rows) {
      const row = inboxRow(raw);
      after = row.id;
      deliveries += 1;
      const applied = row.kind === "carrier" || row.kind === "poll";
      if (!applied || ALONE.has(String(raw.state))) alone.push(row.id);
      if (!applied) continue;
      const effects = raw.effects ? (JSON.parse(String(raw.effects)) as string[]) : [];
      for (const id of effects) if (id.startsWith("shp_")) parcels.add(id);
      const meaning = parseRow(ctx, row);
      if (meaning.kind === "updates") for (const update of meaning.updates) numbers.add(update.number);
    }
    const named = await ctx.db.query(
      "SELECT id FROM shipments WHERE org_id = ? AND number IN (SELECT value FROM json_each(?))",
      [orgId, JSON.stringify([...numbers])],
    );
    for (const { id } of named) parcels.add(String(id));
    if (rows.length < PAGE) return { parcels, alone, deliveries };
  }
}

async function readAgain(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const put = `UPDATE inbox SET state = 'received', attempts = 0, note = NULL
      WHERE id IN (SELECT value FROM json_each(?)) AND ${comesFrom(inboxMoves, "received", { stays: true })}`;
  await ctx.db.commit([bulk(put, [...ids])]);
  for (let pass = 0; pass < PASSES; pass++) {
    await sweep(ctx);
    await settled(ctx);
    if (!((await statesOf(ctx, ids)).received ?? 0)) return;
  }
}

async function statesOf(ctx: Ctx, ids: readonly number[]): Promise<Record<string, number>> {
  const rows = await ctx.db.query(
    "SELECT state, COUNT(*) AS n FROM inbox WHERE id IN (SELECT value FROM json_each(?)) GROUP BY state",
    [JSON.stringify(ids)],
  );
  return Object.fromEntries(rows.map((row) => [String(row.state), Number(row.n)]));
}
