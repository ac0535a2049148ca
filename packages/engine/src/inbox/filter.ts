import type { SqlValue } from "@waybill/db/database";
import type { InboxCount } from "@waybill/domain/inbox/answers";
import { TEST_NUMBER } from "@waybill/domain/shipment/test-number";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { typedNumber } from "../core/typed-number.ts";

/** Which deliveries: every field narrows, absent ones do not. Times are UTC ms: `from` inclusive, `to` exclusive. */
export type InboxFilter = {
  connectionId?: string;
  /** carrier, channel, sender, or poll: what we asked for ourselves. */
  kind?: string;
  state?: string;
  /** "0": without the seller's own test webhooks, which match no parcel and need not. */
  tests?: "0";
  from?: number;
  to?: number;
  /** A tracking number, an order's number, a delivery's own id or the number of the row; exact. */
  q?: string;
};

type InboxWhere = { sql: string; args: SqlValue[]; index: string | null };

/** States that have an index of their own: few rows, found however old they are. */
const INDEXED: ReadonlySet<string> = new Set(["not_understood", "unmatched", "failed"]);
/** Deliveries of an organisation's own test webhooks. */
export const TEST_DELIVERIES = `SELECT inbox_id FROM inbox_numbers
  WHERE org_id = ? AND number >= '${TEST_NUMBER}' AND number < '${TEST_NUMBER}~'`;
/** Rows are stamped before they are numbered; two that are taken in together may cross by less than this, ms. */
const CROSSING = 60_000;
/** Rows a search may find at most: the newest. */
const FOUND = 300;

/** The filter as SQL over `inbox i`; days become ranges of the key, because ids grow with time. */
export async function inboxWhere(scope: Scope, input: InboxFilter & {}): Promise<InboxWhere> {
  const { ctx, orgId } = scope;
  const where = ["i.org_id = ?"];
  const args: SqlValue[] = [orgId];
  const add = (sql: string, ...values: SqlValue[]) => {
    where.push(sql);
    args.push(...values);
  };
  // Written out, not bound, with the index's own condition: a partial index is only used when that is seen to hold.
  const indexed = input.state !== undefined && INDEXED.has(input.state);
  if (indexed) add(`i.state = '${input.state}' AND i.state IN ('not_understood', 'unmatched', 'failed')`);
  else if (input.state !== undefined) add("i.state = ?", input.state);
  if (input.tests === "0") add(`i.id NOT IN (${TEST_DELIVERIES})`, orgId);
  if (input.connectionId !== undefined) add("i.connection_id = ?", input.connectionId);
  if (input.kind !== undefined) add("i.kind = ?", input.kind);
  if (input.from !== undefined) {
    add("i.id >= ?", await firstSince(ctx, input.from - CROSSING));
    add("i.received_at >= ?", input.from);
  }
  if (input.to !== undefined) {
    add("i.id < ?", await firstSince(ctx, input.to + CROSSING));
    add("i.received_at < ?", input.to);
  }
  const q = input.q?.trim();
  if (q) add("i.id IN (SELECT value FROM json_each(?))", JSON.stringify(await idsAbout(scope, q)));
  return { sql: where.join(" AND "), args, index: indexed && !q ? "inbox_attention" : null };
}

// Halves the span of ids until it is one: some twenty looks at the key, however long the inbox is.
const EARLY = "COALESCE((SELECT received_at FROM inbox WHERE id >= (lo + hi) / 2 ORDER BY id LIMIT 1), 9e15) < ?1";
const FIRST_SINCE = `WITH RECURSIVE span(lo, hi) AS (
    SELECT 0, (SELECT COALESCE(MAX(id), 0) + 1 FROM inbox)
    UNION ALL
    SELECT CASE WHEN ${EARLY} THEN (lo + hi) / 2 + 1 ELSE lo END, CASE WHEN ${EARLY} THEN hi ELSE (lo + hi) / 2 END
    FROM span WHERE lo < hi)
  SELECT lo FROM span WHERE lo >= hi LIMIT 1`;

async function firstSince(ctx: Ctx, at: number): Promise<number> {
  const [row] = await ctx.db.query(FIRST_SINCE, [at]);
  return Number(row?.lo ?? 0);
}

/** Deliveries that speak of a number or an id, by indexes alone: what waits for the number, and what moved its parcels and orders. */
async function idsAbout({ ctx, orgId }: Scope, q: string): Promise<number[]> {
  const number = typedNumber(ctx, q);
  const own = /^(?:inb_|#)?(\d{1,15})$/.exec(q)?.[1];
  const rows = await ctx.db.query(
    `WITH parcels AS (SELECT id, order_id FROM shipments WHERE org_id = ?1 AND number = ?2 LIMIT 20),
      named AS (SELECT id FROM orders WHERE number IN (?3, '#' || ?3) AND org_id = ?1 LIMIT 20),
      streams AS (SELECT id FROM parcels UNION SELECT id FROM named
        UNION SELECT id FROM shipments WHERE order_id IN (SELECT id FROM named))
    SELECT inbox_id AS id FROM inbox_numbers WHERE org_id = ?1 AND number = ?2
    UNION SELECT inbox_id FROM tracking_events WHERE shipment_id IN (SELECT id FROM parcels) AND inbox_id IS NOT NULL
    UNION SELECT CAST(substr(cause ->> '$.id', 5) AS INTEGER) FROM events
      WHERE stream IN (SELECT id FROM streams) AND cause ->> '$.id' LIKE 'inb_%'
    UNION SELECT k.inbox_id FROM connections c JOIN inbox_keys k ON k.connection_id = c.id AND k.key = ?3 WHERE c.org_id = ?1
    UNION SELECT ?4 WHERE ?4 IS NOT NULL
    ORDER BY 1 DESC LIMIT ${FOUND}`,
    [orgId, number, q, own === undefined ? null : Number(own)],
  );
  return rows.map((row) => Number(row.id));
}

/** Deliveries that are counted for a person; beyond it "more than". */
export const COUNTED = 10_000;

/** How many deliveries a filter has, up to `COUNTED`; copies of one delivery are not counted. */
export async function countInbox(scope: Scope, input: InboxFilter = {}): Promise<InboxCount> {
  const { ctx } = scope;
  const { sql, args, index } = await inboxWhere(scope, input);
  const [row] = await ctx.db.query(
    `SELECT COUNT(*) AS n FROM (SELECT 1 FROM inbox i ${index ? `INDEXED BY ${index}` : ""} WHERE ${sql} AND i.state <> 'duplicate' LIMIT ?)`,
    [...args, COUNTED + 1],
  );
  const n = Number(row?.n ?? 0);
  return { deliveries: Math.min(n, COUNTED), more: n > COUNTED };
}
