import type { Row, SqlValue } from "@waybill/db/database";
import type { Bounded, ListedShipment, ShipmentCounts } from "@waybill/domain/shipment/answers";
import {
  type Attention,
  attentionOf,
  byUrgency,
  FORGOTTEN_AFTER_MS,
  LABEL_AFTER_MS,
  movingStatuses,
  STUCK_AFTER_MS,
  troubleStatuses,
} from "@waybill/domain/shipment/attention";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import type { ShipmentState } from "@waybill/domain/shipment/states";
import { shipmentStates } from "@waybill/domain/shipment/states";
import type { ShipmentStatus } from "@waybill/domain/status";
import { DAY_MS } from "@waybill/domain/time";
import { str } from "../core/columns.ts";
import type { Ctx } from "../core/context.ts";
import { badCursor } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "./rows.ts";

export const statusesOf: Record<Exclude<ShipmentState, "attention">, readonly ShipmentStatus[]> = {
  waiting: ["pre_transit", "unknown"],
  moving: ["accepted", "in_transit", "delayed", "on_hold", "exception", "delivery_attempt_failed"],
  out: ["out_for_delivery", "available_for_pickup"],
  delivered: ["delivered"],
  returned: ["returned_to_sender", "cancelled", "lost"],
};

export type ListShipments = {
  state?: ShipmentState;
  status?: string[];
  carrier?: string[];
  connection?: string[];
  /** A tracking number or its beginning. */
  q?: string;
  cursor?: string;
  limit: number;
};

/** Counted and sorted in memory up to this many; nobody works through more, and the screen says "1,000+". */
const MOST = 1000;

/**
 * Parcels of one state, last changed first; those that want attention worst first. `q` looks in every state when none is asked.
 *
 * @throws AppError `bad_cursor`
 * @example await listShipments(scope, { state: "attention", limit: 50 })
 */
export async function listShipments(
  scope: Scope,
  input: ListShipments,
): Promise<{ items: ListedShipment[]; next: string | null }> {
  const { ctx, orgId } = scope;
  if (input.state === "attention") return listAttention(scope, input);
  const after = input.cursor === undefined ? null : /^(\d+)~(shp_\w+)$/.exec(input.cursor);
  if (input.cursor !== undefined && !after) throw badCursor();
  const where = ["org_id = ?"];
  const args: SqlValue[] = [orgId];
  const { sql, values } = filters(input);
  where.push(...sql);
  args.push(...values);
  if (after) {
    // Said twice: the index holds no id, and takes its part from the first.
    where.push("changed_at <= ? AND (changed_at, id) < (?, ?)");
    args.push(Number(after[1]), Number(after[1]), after[2] ?? "");
  }
  const statuses = input.state ? statusesOf[input.state] : (input.status ?? []);
  const order = "ORDER BY changed_at DESC, id DESC LIMIT ?";
  let rows: Row[];
  if (input.q) {
    // Found by number first and then sorted: a beginning that many share is cut off, not sorted whole.
    const from = normaliseTrackingNumber(input.q);
    const some = statuses.length > 0 ? "AND status IN (SELECT value FROM json_each(?))" : "";
    rows = await ctx.db.query(
      `SELECT * FROM (SELECT * FROM shipments WHERE org_id = ? AND number >= ? AND number < ? || '~' LIMIT ${MOST})
        WHERE ${where.join(" AND ")} ${some} ${order}`,
      [orgId, from, from, ...args, ...(some ? [JSON.stringify(statuses)] : []), input.limit + 1],
    );
  } else if (statuses.length > 0) {
    // One walk along the index for each status, each no longer than a page. Left to itself SQLite walks all parcels by time
    // and looks for a status that none has (1.2 s at a million).
    const one = `SELECT * FROM (SELECT * FROM shipments INDEXED BY shipments_status WHERE status = ? AND ${where.join(" AND ")} ${order})`;
    rows = await ctx.db.query(`${statuses.map(() => one).join(" UNION ALL ")} ${order}`, [
      ...statuses.flatMap((status) => [status, ...args, input.limit + 1]),
      input.limit + 1,
    ]);
  } else
    rows = await ctx.db.query(`SELECT * FROM shipments WHERE ${where.join(" AND ")} ${order}`, [
      ...args,
      input.limit + 1,
    ]);
  const page = rows.slice(0, input.limit).map(shipmentRow);
  const last = page.at(-1);
  return {
    items: await listed(ctx, page),
    next: rows.length > input.limit && last ? `${last.changedAt}~${last.id}` : null,
  };
}

function filters(input: Pick<ListShipments, "carrier" | "connection">): { sql: string[]; values: SqlValue[] } {
  const sql: string[] = [];
  const values: SqlValue[] = [];
  const among = (column: string, wanted: string[] | undefined) => {
    if (!wanted || wanted.length === 0) return;
    sql.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(wanted));
  };
  among("carrier", input.carrier);
  among("connection_id", input.connection);
  return { sql, values };
}

/** The numbers of their orders, read for the page alone. */
async function listed(ctx: Ctx, rows: readonly ShipmentRow[]): Promise<ListedShipment[]> {
  const ids = [...new Set(rows.map((row) => row.orderId).filter((id) => id !== null))];
  const orders =
    ids.length === 0
      ? []
      : await ctx.db.query(
          "SELECT id, number, customer_name FROM orders WHERE id IN (SELECT value FROM json_each(?))",
          [JSON.stringify(ids)],
        );
  const byId = new Map(orders.map((row) => [String(row.id), row]));
  return rows.map((row) => {
    const order = byId.get(row.orderId ?? "");
    return {
      ...shipmentSummary(row),
      orderNumber: order ? String(order.number) : null,
      customerName: order ? str(order.customer_name) : null,
    };
  });
}

/** What may want attention, found by indexes alone; the rule in `domain/attention` decides. Each arm gives `MOST` at most. */
export function attentionQuery(input: { orgId: string; now: number }): { sql: string; args: SqlValue[] } {
  const { orgId, now } = input;
  const floor = now - FORGOTTEN_AFTER_MS;
  const arms: string[] = [];
  const args: SqlValue[] = [];
  const arm = (sql: string, ...values: SqlValue[]) => {
    arms.push(`SELECT id FROM (SELECT id FROM shipments WHERE org_id = ? AND ${sql} LIMIT ${MOST})`);
    args.push(orgId, ...values);
  };
  for (const status of troubleStatuses) {
    const back = status === "returned_to_sender" ? "AND reason IS NOT 'returned'" : "";
    // A parcel changes here when it moves or later; a day is left for clocks that go wrong.
    arm(`status = '${status}' AND changed_at >= ? ${back} ORDER BY changed_at DESC`, floor - DAY_MS);
  }
  arm(
    "delivered_at IS NULL AND due_at IS NOT NULL AND due_at < ? AND due_at >= ? AND status <> 'cancelled' ORDER BY due_at DESC",
    ...[now, floor],
  );
  const under = movingStatuses.map((status) => `'${status}'`).join(", ");
  arm(
    `delivered_at IS NULL AND moved_at < ? AND moved_at >= ? AND (status = 'pre_transit' OR (status IN (${under}) AND moved_at < ?))
      ORDER BY moved_at DESC`,
    ...[now - LABEL_AFTER_MS, floor, now - STUCK_AFTER_MS],
  );
  arm("push_state = 'failed' AND changed_at >= ? ORDER BY changed_at DESC", floor - DAY_MS);
  return { sql: `SELECT * FROM shipments WHERE id IN (${arms.join(" UNION ")})`, args };
}

type Wanting = { row: ShipmentRow; attention: Attention };

/** Every parcel that wants attention, worst first, the last changed first among equals; `MOST` of them. */
async function wanting(
  { ctx, orgId }: Scope,
  input: Pick<ListShipments, "carrier" | "connection"> = {},
): Promise<Wanting[]> {
  const now = ctx.now();
  const { sql, args } = attentionQuery({ orgId, now });
  const some = filters(input);
  const rows = await ctx.db.query([sql, ...some.sql].join(" AND "), [...args, ...some.values]);
  return rows
    .map(shipmentRow)
    .flatMap((row) => {
      const attention = attentionOf(row, now);
      return attention ? [{ row, attention }] : [];
    })
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
}

type Key = { kind: Attention["kind"]; changedAt: number; id: string };
const keyOf = ({ row, attention }: Wanting): Key => ({ kind: attention.kind, changedAt: row.changedAt, id: row.id });
const compare = (a: Key, b: Key) =>
  byUrgency(a.kind, b.kind) || b.changedAt - a.changedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

async function listAttention(
  scope: Scope,
  input: ListShipments,
): Promise<{ items: ListedShipment[]; next: string | null }> {
  const { ctx } = scope;
  const at = input.cursor === undefined ? null : /^([a-z_]+)~(\d+)~(shp_\w+)$/.exec(input.cursor);
  if (input.cursor !== undefined && !at) throw badCursor();
  const after: Key | null = at ? { kind: at[1] as Attention["kind"], changedAt: Number(at[2]), id: at[3] ?? "" } : null;
  const all = await wanting(scope, input);
  const rest = after ? all.filter((one) => compare(keyOf(one), after) > 0) : all;
  const page = rest.slice(0, input.limit);
  const last = page.at(-1);
  const items = await listed(
    ctx,
    page.map((one) => one.row),
  );
  const key = last ? keyOf(last) : null;
  return { items, next: rest.length > input.limit && key ? `${key.kind}~${key.changedAt}~${key.id}` : null };
}

/** How many parcels each tab holds, counted up to 1,000: a number that nobody reads exactly must not cost a walk over all rows. */
export async function shipmentCounts(scope: Scope): Promise<ShipmentCounts> {
  const { ctx, orgId } = scope;
  const states = shipmentStates.filter((state) => state !== "attention");
  const one = states
    .map((state) => {
      const some = statusesOf[state].map((status) => `'${status}'`).join(", ");
      return `(SELECT COUNT(*) FROM (SELECT 1 FROM shipments WHERE org_id = ?1 AND status IN (${some}) LIMIT ${MOST + 1})) AS ${state}`;
    })
    .join(", ");
  const [[row], attention] = await Promise.all([ctx.db.query(`SELECT ${one}`, [orgId]), wanting(scope)]);
  const bounded = (n: number): Bounded => ({ n: Math.min(n, MOST), exact: n <= MOST });
  const count = (state: ShipmentState) => bounded(Number(row?.[state] ?? 0));
  return {
    attention: bounded(attention.length),
    waiting: count("waiting"),
    moving: count("moving"),
    out: count("out"),
    delivered: count("delivered"),
    returned: count("returned"),
  };
}
