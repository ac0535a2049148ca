import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { OrderPage, OrderTimeline } from "@waybill/domain/screens/answers";
import { openConnection } from "../connections/open.ts";
import { history } from "../core/log.ts";
import type { Scope } from "../core/scope.ts";
import { listNotifications } from "../notifications/list.ts";
import { loadOrder } from "../orders/load.ts";
import { lineRow, orderSummary } from "../orders/rows.ts";
import { withTimelines } from "../shipments/read.ts";
import { shipmentRow } from "../shipments/rows.ts";

/** Everything one order's page shows. */
export async function getOrder(scope: Scope, input: { id: string }): Promise<OrderPage> {
  const { ctx } = scope;
  const row = await loadOrder(scope, input.id);
  const [lines, shipments, payload, notifications, connection] = await Promise.all([
    ctx.db.query("SELECT * FROM order_lines WHERE order_id = ? ORDER BY position", [row.id]),
    ctx.db.query("SELECT * FROM shipments WHERE order_id = ? ORDER BY shipped_at, id", [row.id]),
    ctx.db.query("SELECT payload FROM order_payloads WHERE order_id = ?", [row.id]),
    listNotifications(scope, { orderId: row.id, limit: 100 }),
    openConnection(ctx, row.connectionId),
  ]);
  const parcels = shipments.map(shipmentRow);
  const streams = [row.id, ...parcels.map((s) => s.id), ...notifications.items.map((n) => n.id)];
  const definition = connection?.definition as ChannelDefinition | undefined;
  return {
    order: orderSummary(row),
    note: row.note,
    sellerMark: row.sellerMark,
    detail: row.detail,
    lines: lines.map((l) => {
      const { orderId: _, ...line } = lineRow(l);
      return line;
    }),
    shipments: await withTimelines(ctx, parcels),
    notifications: notifications.items,
    history: await history(scope, { streams, limit: 200 }),
    adminUrl: connection && definition?.adminUrl ? definition.adminUrl(connection.settings, row.externalId) : null,
    platform: payload[0] ? (JSON.parse(String(payload[0].payload)) as unknown) : null,
  };
}

/** An order's parcels with their timelines, and what happened to it. */
export async function orderTimeline(scope: Scope, input: { id: string }): Promise<OrderTimeline> {
  const { ctx } = scope;
  const row = await loadOrder(scope, input.id);
  const parcels = (
    await ctx.db.query("SELECT * FROM shipments WHERE order_id = ? ORDER BY shipped_at, id", [row.id])
  ).map(shipmentRow);
  const streams = [row.id, ...parcels.map((s) => s.id)];
  return {
    shipments: await withTimelines(ctx, parcels),
    history: await history(scope, { streams, limit: 200 }),
  };
}
