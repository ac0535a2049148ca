import type { Row, SqlValue } from "@waybill/db/database";
import { matchOrders } from "@waybill/db/search";
import { appError } from "@waybill/domain/errors";
import { mailAddress } from "@waybill/domain/notify";
import type { OrderSummary } from "@waybill/domain/views";
import type { Ctx } from "./context.ts";
import { SUMMARY_COLUMNS } from "./order-rows.ts";
import { num, str } from "./shipment-rows.ts";

export type OrderFilter = {
  orgId: string;
  q?: string;
  channel?: string[];
  status?: string[];
  sync?: string[];
  /** Placed at or after / before, UTC ms. */
  from?: number;
  to?: number;
  cursor?: string;
  limit: number;
};

function summaryOf(row: Row): OrderSummary {
  return {
    id: String(row.id),
    number: String(row.number),
    channel: String(row.channel),
    connectionId: String(row.connection_id),
    externalId: String(row.external_id),
    placedAt: Number(row.placed_at),
    status: row.status as OrderSummary["status"],
    payment: String(row.payment),
    totalMinor: num(row.total_minor),
    currency: str(row.currency),
    customerName: str(row.customer_name),
    customerEmail: str(row.customer_email),
    country: str(row.country),
    units: Number(row.units),
    shipped: Number(row.shipped),
    delivered: Number(row.delivered),
    parcelStatus: str(row.parcel_status) as OrderSummary["parcelStatus"],
    syncState: row.sync_state as OrderSummary["syncState"],
    syncReason: str(row.sync_reason),
    changedAt: Number(row.changed_at),
  };
}

const marks = (values: readonly unknown[]) => values.map(() => "?").join(", ");

/**
 * A page of orders, newest first, by keyset: the same cost at any depth. With `q` the search index answers instead, newest
 * first as well.
 *
 * @example const { items, next } = await listOrders(ctx, { orgId, status: ["paid"], limit: 50 });
 */
export async function listOrders(
  ctx: Ctx,
  filter: OrderFilter,
): Promise<{ items: OrderSummary[]; next: string | null }> {
  if (!filter.q?.trim()) return list(ctx, filter);
  // A whole address is looked up by its first part: "example" and "com" are words of nearly every order.
  const email = mailAddress(filter.q);
  const first = email && matchOrders(filter.orgId, email.slice(0, email.indexOf("@")));
  const match = first ?? matchOrders(filter.orgId, filter.q);
  return match === null ? { items: [], next: null } : search(ctx, filter, { match, email });
}

function conditions(filter: OrderFilter): { where: string[]; args: SqlValue[] } {
  const where = ["orders.org_id = ?"];
  const args: SqlValue[] = [filter.orgId];
  const among = (column: string, values: string[] | undefined) => {
    if (!values?.length) return;
    where.push(values.length === 1 ? `${column} = ?` : `${column} IN (${marks(values)})`);
    args.push(...values);
  };
  among("channel", filter.channel);
  among("status", filter.status);
  among("sync_state", filter.sync);
  if (filter.from !== undefined) {
    where.push("placed_at >= ?");
    args.push(filter.from);
  }
  if (filter.to !== undefined) {
    where.push("placed_at < ?");
    args.push(filter.to);
  }
  return { where, args };
}

const badCursor = () =>
  appError({ code: "bad_cursor", status: 422, message: "This cursor is not one of ours. Start again without it." });

async function list(ctx: Ctx, filter: OrderFilter): Promise<{ items: OrderSummary[]; next: string | null }> {
  const { where, args } = conditions(filter);
  if (filter.cursor) {
    const at = /^(\d+)~(ord_\w+)$/.exec(filter.cursor);
    if (!at) throw badCursor();
    where.push("(placed_at, id) < (?, ?)");
    args.push(Number(at[1]), at[2] ?? "");
  }
  const rows = await ctx.db.query(
    `SELECT ${SUMMARY_COLUMNS} FROM orders WHERE ${where.join(" AND ")} ORDER BY placed_at DESC, id DESC LIMIT ?`,
    [...args, filter.limit + 1],
  );
  const items = rows.slice(0, filter.limit).map(summaryOf);
  const last = items.at(-1);
  return { items, next: rows.length > filter.limit && last ? `${last.placedAt}~${last.id}` : null };
}

async function search(
  ctx: Ctx,
  filter: OrderFilter,
  of: { match: string; email: string | null },
): Promise<{ items: OrderSummary[]; next: string | null }> {
  const { where, args } = conditions(filter);
  if (of.email) {
    where.push("lower(customer_email) = ?");
    args.push(of.email);
  }
  const before = filter.cursor ? /^r(\d+)$/.exec(filter.cursor)?.[1] : String(Number.MAX_SAFE_INTEGER);
  if (before === undefined) throw badCursor();
  // By rowid, not by rank: newest first without scoring every hit (facts/performance).
  const rows = await ctx.db.query(
    `SELECT orders.rid, ${SUMMARY_COLUMNS} FROM orders_fts JOIN orders ON orders.rid = orders_fts.rowid
      WHERE orders_fts MATCH ? AND orders_fts.rowid < ? AND ${where.join(" AND ")} ORDER BY orders_fts.rowid DESC LIMIT ?`,
    [of.match, Number(before), ...args, filter.limit + 1],
  );
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return { items: page.map(summaryOf), next: rows.length > filter.limit && last ? `r${last.rid}` : null };
}

export type OrderCounts = {
  total: number;
  byStatus: Record<string, number>;
  bySync: Record<string, number>;
  byChannel: Record<string, number>;
};

/** Counts from the maintained table: their cost does not grow with the orders. */
export async function orderCounts(ctx: Ctx, of: { orgId: string; channel?: string }): Promise<OrderCounts> {
  const rows = await ctx.db.query(
    "SELECT channel, status, sync_state, n FROM order_counts WHERE org_id = ?1 AND (?2 IS NULL OR channel = ?2)",
    [of.orgId, of.channel ?? null],
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
