import { wantingOrders } from "@waybill/db/attention";
import type { Expected, ListedOrder, OrderCounts, OrderSummary, OrderTotal } from "@waybill/domain/order/answers";
import type { Page } from "@waybill/domain/page";
import { etaClock } from "@waybill/domain/zones/eta-clock";
import { num } from "../core/columns.ts";
import type { Ctx } from "../core/context.ts";
import { pagesOf } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";
import { bucketSql } from "./buckets.ts";
import { conditions, type OrderFilter, parseSearch, type Search } from "./filter.ts";
import { DESTINATION_COLUMNS, destinationRow, orderSummaryRow, SUMMARY_COLUMNS } from "./rows.ts";

/**
 * A page of orders, newest first, by keyset: the same cost at any depth. With `q` the search index answers instead, newest
 * first as well. Throws 422 for a cursor that is not ours.
 *
 * @example const { items, next } = await listOrders(scope, { status: ["paid"], limit: 50 });
 */
export async function listOrders(scope: Scope, filter: OrderFilter): Promise<Page<ListedOrder>> {
  const { ctx } = scope;
  const { items, next } = await readOrders(scope, filter);
  return { items: await withExpected(ctx, items), next };
}

/** The page itself, without what its parcels are expected to do: for exports, which do not show it. */
export async function readOrders(scope: Scope, filter: OrderFilter): Promise<Page<OrderSummary>> {
  const search = parseSearch(scope, filter);
  if (search.kind === "empty") return { items: [], next: null };
  return search.kind === "search" ? found(scope, { filter, search }) : list(scope, filter);
}

async function withExpected(ctx: Ctx, items: readonly OrderSummary[]): Promise<ListedOrder[]> {
  const moving = items.filter((order) => order.parcelStatus !== null && order.parcelStatus !== "delivered");
  const rows =
    moving.length === 0
      ? []
      : await ctx.db.query(
          `SELECT s.order_id, s.status, s.reason, s.eta, s.due_at, ${DESTINATION_COLUMNS}
            FROM shipments AS s JOIN orders AS o ON o.id = s.order_id
            WHERE s.order_id IN (SELECT value FROM json_each(?)) AND s.delivered_at IS NULL AND s.left_at IS NULL`,
          [JSON.stringify(moving.map((order) => order.id))],
        );
  const missing = await missingOf(ctx, items.filter(lacksSomething));
  const nearest = new Map<string, Expected>();
  const reasons = new Map(rows.map((row) => [`${row.order_id} ${row.status}`, row.reason]));
  for (const row of rows) {
    if (row.eta === null) continue;
    const { date, from, to } = JSON.parse(String(row.eta)) as Expected;
    const known = nearest.get(String(row.order_id));
    if (!known || date < known.date) {
      const eta = { date, from, to };
      const clock = etaClock({ ...destinationRow(row), scans: [], eta, now: ctx.now() });
      nearest.set(String(row.order_id), { ...eta, dueAt: num(row.due_at), clock });
    }
  }
  return items.map((order) => {
    const { id, parcelStatus: status } = order;
    const reason = reasons.get(`${id} ${status}`) ?? null;
    const leadingParcel = status && reason !== null ? { status, reason: String(reason) } : null;
    return { ...order, expected: nearest.get(id) ?? null, leadingParcel, missing: missing.get(id) ?? [] };
  });
}

/** Only for such a row is it asked what is missing. */
const lacksSomething = (order: OrderSummary) => order.customerEmail === null || order.totalMinor === null;

/** Which fields of these orders could not be had. */
async function missingOf(
  ctx: Ctx,
  items: readonly OrderSummary[],
): Promise<Map<string, NonNullable<ListedOrder["missing"]>>> {
  if (items.length === 0) return new Map();
  const rows = await ctx.db.query(
    `SELECT orders.id, json_extract(gap.value, '$.field') AS field, json_extract(gap.value, '$.kind') AS kind FROM orders, json_each(orders.detail, '$.gaps') AS gap
      WHERE orders.id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(items.map((order) => order.id))],
  );
  const byOrder = Map.groupBy(rows, (row) => String(row.id));
  return new Map(
    [...byOrder].map(([id, gaps]) => [
      id,
      gaps.map(({ field, kind }) => ({ field: String(field), kind: kind === "withheld" ? kind : "unreadable" })),
    ]),
  );
}

const orderPages = pagesOf("orders", "number", "string");

async function list(scope: Scope, filter: OrderFilter): Promise<Page<OrderSummary>> {
  const { where, args } = conditions(scope, { filter });
  const after = orderPages.after(filter.cursor);
  if (after) {
    where.push("(placed_at, id) < (?, ?)");
    args.push(...after);
  }
  const rows = await scope.ctx.db.query(
    `SELECT ${SUMMARY_COLUMNS} FROM orders WHERE ${where.join(" AND ")} ORDER BY placed_at DESC, id DESC LIMIT ?`,
    [...args, filter.limit + 1],
  );
  return orderPages.page(rows.map(orderSummaryRow), filter.limit, (order) => [order.placedAt, order.id]);
}

const foundPages = pagesOf("orders found", "number");

async function found(scope: Scope, input: { filter: OrderFilter; search: Search }): Promise<Page<OrderSummary>> {
  const { filter, search } = input;
  const { where, args } = conditions(scope, input);
  const [before] = foundPages.after(filter.cursor) ?? [Number.MAX_SAFE_INTEGER];
  // By rowid, not by rank: newest first without scoring every hit (docs/performance.md#search).
  const rows = await scope.ctx.db.query(
    `SELECT orders.rid, ${SUMMARY_COLUMNS} FROM orders_fts JOIN orders ON orders.rid = orders_fts.rowid
      WHERE orders_fts MATCH ? AND orders_fts.rowid < ? AND ${where.join(" AND ")} ORDER BY orders_fts.rowid DESC LIMIT ?`,
    [search.match, before, ...args, filter.limit + 1],
  );
  const { items, next } = foundPages.page(rows, filter.limit, (row) => [Number(row.rid)]);
  return { items: items.map(orderSummaryRow), next };
}

/** Counts from the maintained table, without trial orders: their cost does not grow with the orders. */
export async function orderCounts({ ctx, orgId }: Scope, input: { channel?: string } = {}): Promise<OrderCounts> {
  const rows = await ctx.db.query(
    `SELECT channel, status, sync_state, n FROM order_counts
      WHERE org_id = ?1 AND (?2 IS NULL OR channel = ?2) AND test = 0`,
    [orgId, input.channel ?? null],
  );
  const counts: OrderCounts = { total: 0, byStatus: {}, bySync: {}, byChannel: {} };
  const add = (to: Record<string, number>, key: string, n: number) => {
    if (n !== 0) to[key] = (to[key] ?? 0) + n;
  };
  for (const row of rows) {
    const n = Number(row.n);
    counts.total += n;
    add(counts.byStatus, String(row.status), n);
    add(counts.bySync, String(row.sync_state), n);
    add(counts.byChannel, String(row.channel), n);
  }
  return counts;
}

/** Past this many nobody reads the number exactly, and counting would cost. */
const COUNTED = 10_000;

/**
 * How many orders a filter holds, as many as its list shows: from the maintained counts where they can say it, else counted up to 10,000.
 *
 * @example await countOrders(scope, { sync: ["failed"] }) // { n: 3, exact: true }
 */
export async function countOrders(scope: Scope, filter: Omit<OrderFilter, "limit">): Promise<OrderTotal> {
  const { ctx, orgId } = scope;
  const { channel, status, sync } = filter;
  const parsed = parseSearch(scope, filter);
  if (parsed.kind === "empty") return { n: 0, exact: true };
  const search = parsed.kind === "search" ? parsed : null;
  const dated = filter.from !== undefined || filter.to !== undefined;
  const narrow = dated || filter.attention || filter.ids || (filter.connection?.length ?? 0) > 0;
  if (!search && !narrow) {
    const [row] = await ctx.db.query(
      `SELECT COALESCE(SUM(n), 0) AS n FROM order_counts WHERE org_id = ?1
        AND (?2 = '[]' OR channel IN (SELECT value FROM json_each(?2)))
        AND (?3 = '[]' OR status IN (SELECT value FROM json_each(?3)))
        AND (?4 = '[]' OR sync_state IN (SELECT value FROM json_each(?4)))
        ${filter.bucket ? `AND ${bucketSql(filter.bucket)}` : ""}`,
      [orgId, ...[channel, status, sync].map((values) => JSON.stringify(values ?? []))],
    );
    return { n: Number(row?.n ?? 0), exact: true };
  }
  const { where, args } = conditions(scope, search ? { filter, search } : { filter });
  const from = search ? "orders_fts JOIN orders ON orders.rid = orders_fts.rowid" : "orders";
  const match = search ? "orders_fts MATCH ? AND " : "";
  const [row] = await ctx.db.query(
    `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${from} WHERE ${match}${where.join(" AND ")} LIMIT ?)`,
    [...(search ? [search.match] : []), ...args, COUNTED + 1],
  );
  const n = Number(row?.n ?? 0);
  return { n: Math.min(n, COUNTED), exact: n <= COUNTED };
}

/** How many orders want a person's look, counted up to 1,000. */
export async function attentionCount({ ctx, orgId }: Scope): Promise<number> {
  const { sql, args } = wantingOrders({ orgId, now: ctx.now() });
  const [row] = await ctx.db.query(
    `SELECT COUNT(*) AS n FROM (SELECT 1 FROM orders WHERE +org_id = ? AND ${sql} LIMIT 1000)`,
    [orgId, ...args],
  );
  return Number(row?.n ?? 0);
}
