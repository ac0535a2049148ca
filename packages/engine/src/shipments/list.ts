import { MOST_WANTING, wantingCounts, wantingParcels } from "@waybill/db/attention";
import type { Row, SqlValue } from "@waybill/db/database";
import type { Page } from "@waybill/domain/page";
import type { Bounded, ListedShipment, ShipmentCounts } from "@waybill/domain/shipment/answers";
import { type AttentionKind, attentionKinds } from "@waybill/domain/shipment/attention";
import type { ShipmentState } from "@waybill/domain/shipment/states";
import { shipmentStates } from "@waybill/domain/shipment/states";
import type { ShipmentStatus } from "@waybill/domain/status";
import { etaClock } from "@waybill/domain/zones/eta-clock";
import { str } from "../core/columns.ts";
import type { Ctx } from "../core/context.ts";
import { pagesOf } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";
import { typedNumber } from "../core/typed-number.ts";
import { DESTINATION_COLUMNS, destinationRow } from "../orders/rows.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "./rows.ts";

export const statusesOf: Record<Exclude<ShipmentState, "attention">, readonly ShipmentStatus[]> = {
  waiting: ["pre_transit", "unknown"],
  moving: ["accepted", "in_transit", "delayed", "on_hold", "exception", "delivery_attempt_failed"],
  out: ["out_for_delivery", "available_for_pickup"],
  delivered: ["delivered"],
  returned: ["returned_to_sender", "cancelled", "lost"],
};

type ListShipments = {
  state?: ShipmentState;
  /** Of those that want attention, only these kinds. */
  why?: AttentionKind[];
  status?: string[];
  carrier?: string[];
  connection?: string[];
  /** A tracking number or its beginning. */
  q?: string;
  cursor?: string;
  limit: number;
};

/** Counted up to this many; nobody works through more, and the screen says "1,000+". */
const MOST = MOST_WANTING;

const shipmentPages = pagesOf("shipments", "number", "string");

/**
 * Parcels of one state, last changed first; those that want attention worst first. `q` looks in every state when none is asked.
 *
 * @throws AppError `bad_cursor`
 * @example await listShipments(scope, { state: "attention", limit: 50 })
 */
export async function listShipments(scope: Scope, input: ListShipments): Promise<Page<ListedShipment>> {
  const { ctx, orgId } = scope;
  if (input.state === "attention") return listAttention(scope, input);
  const after = shipmentPages.after(input.cursor);
  const where = ["org_id = ?"];
  const args: SqlValue[] = [orgId];
  const { sql, values } = filters(input);
  where.push(...sql);
  args.push(...values);
  if (after) {
    // Said twice: the index holds no id, and takes its part from the first.
    where.push("changed_at <= ? AND (changed_at, id) < (?, ?)");
    args.push(after[0], ...after);
  }
  const statuses = input.state ? statusesOf[input.state] : (input.status ?? []);
  const order = "ORDER BY changed_at DESC, id DESC LIMIT ?";
  let rows: Row[];
  if (input.q) {
    // Found by number first and then sorted: a beginning that many share is cut off, not sorted whole.
    const from = typedNumber(ctx, input.q);
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
  const { items, next } = shipmentPages.page(rows.map(shipmentRow), input.limit, (row) => [row.changedAt, row.id]);
  return { items: await listed(ctx, items), next };
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

/** The numbers of their orders and their customers' reports, read for the page alone. */
async function listed(ctx: Ctx, rows: readonly ShipmentRow[]): Promise<ListedShipment[]> {
  if (rows.length === 0) return [];
  const [orders, reports] = await Promise.all([
    ctx.db.query(
      `SELECT id, number, customer_name, ${DESTINATION_COLUMNS} FROM orders WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(rows.map((row) => row.orderId).filter((id) => id !== null))],
    ),
    ctx.db.query(
      `SELECT shipment_id, kind FROM reports WHERE shipment_id IN (SELECT value FROM json_each(?)) AND state = 'open'
        ORDER BY created_at, id`,
      [JSON.stringify(rows.map((row) => row.id))],
    ),
  ]);
  const byId = new Map(orders.map((row) => [String(row.id), row]));
  const reported = new Map(reports.map((row) => [String(row.shipment_id), row.kind as ListedShipment["reported"]]));
  return rows.map((row) => {
    const order = byId.get(row.orderId ?? "");
    return {
      ...shipmentSummary(row),
      orderNumber: order ? String(order.number) : null,
      customerName: order ? str(order.customer_name) : null,
      etaClock: etaClock({ ...destinationRow(order), scans: [], eta: row.eta, now: ctx.now() }),
      reported: reported.get(row.id) ?? null,
    };
  });
}

const wantingPages = pagesOf("shipments wanting", "number", "number", "string");

/** Parcels that want a person: worst first, the last changed first among equals. */
async function listAttention(scope: Scope, input: ListShipments): Promise<Page<ListedShipment>> {
  const { ctx } = scope;
  const after = wantingPages.after(input.cursor);
  const wanting = wantingParcels({ orgId: scope.orgId, now: ctx.now() });
  const { sql: where, values } = filters(input);
  if (input.why?.length) {
    where.push("rank IN (SELECT value FROM json_each(?))");
    values.push(JSON.stringify(input.why.map((kind) => attentionKinds.indexOf(kind))));
  }
  if (after) {
    where.push("(rank > ? OR (rank = ? AND (changed_at, id) < (?, ?)))");
    values.push(after[0], ...after);
  }
  const rows = await ctx.db.query(
    [wanting.sql, ...where].join(" AND ").concat(" ORDER BY rank, changed_at DESC, id DESC LIMIT ?"),
    [...wanting.args, ...values, input.limit + 1],
  );
  const { items, next } = wantingPages.page(rows, input.limit, (row) => {
    return [Number(row.rank), Number(row.changed_at), String(row.id)];
  });
  return { items: await listed(ctx, items.map(shipmentRow)), next };
}

/**
 * How many parcels want a person, by kind: each in exactly one, so they sum; of each the newest `MOST_WANTING` are counted.
 *
 * @example const { late } = await attentionCounts(scope);
 */
export async function attentionCounts({ ctx, orgId }: Scope): Promise<Record<AttentionKind, number>> {
  const { sql, args } = wantingCounts({ orgId, now: ctx.now() });
  const rows = await ctx.db.query(sql, args);
  const byRank = new Map(rows.map((row) => [Number(row.rank), Number(row.n)]));
  const counts = attentionKinds.map((kind, rank) => [kind, byRank.get(rank) ?? 0]);
  return Object.fromEntries(counts) as Record<AttentionKind, number>;
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
  const [[row], wanting] = await Promise.all([ctx.db.query(`SELECT ${one}`, [orgId]), attentionCounts(scope)]);
  const bounded = (n: number): Bounded => ({ n: Math.min(n, MOST), exact: n <= MOST });
  const count = (state: ShipmentState) => bounded(Number(row?.[state] ?? 0));
  return {
    attention: bounded(Object.values(wanting).reduce((sum, n) => sum + n, 0)),
    waiting: count("waiting"),
    moving: count("moving"),
    out: count("out"),
    delivered: count("delivered"),
    returned: count("returned"),
  };
}
