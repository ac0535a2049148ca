import { appError } from "@waybill/domain/errors";
import type { Scope } from "../core/scope.ts";
import { type LineRow, lineRow, type OrderRow, orderRow } from "./rows.ts";

export const noSuchOrder = () =>
  appError({ code: "order_not_found", status: 404, message: "There is no such order here." });

export async function loadOrder({ ctx, orgId }: Scope, id: string): Promise<OrderRow> {
  const [row] = await ctx.db.query("SELECT * FROM orders WHERE org_id = ? AND id = ?", [orgId, id]);
  if (!row) throw noSuchOrder();
  return orderRow(row);
}

export type Orders = Map<string, { row: OrderRow; lines: LineRow[] }>;

export async function ordersOf({ ctx, orgId }: Scope, ids: readonly string[]): Promise<Orders> {
  if (ids.length === 0) return new Map();
  const list = JSON.stringify(ids);
  const [rows, lines] = await Promise.all([
    ctx.db.query("SELECT * FROM orders WHERE +org_id = ? AND id IN (SELECT value FROM json_each(?))", [orgId, list]),
    ctx.db.query("SELECT * FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY position", [
      list,
    ]),
  ]);
  const byOrder = Map.groupBy(lines.map(lineRow), (l) => l.orderId);
  return new Map(rows.map((r) => [String(r.id), { row: orderRow(r), lines: byOrder.get(String(r.id)) ?? [] }]));
}
