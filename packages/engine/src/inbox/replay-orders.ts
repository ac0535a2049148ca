import type { ReplayedOrder } from "@waybill/domain/inbox/answers";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import type { Scope } from "../core/scope.ts";
import { ordersOf } from "../orders/load.ts";
import { counted, orderSummary } from "../orders/rows.ts";
import { orderProgressStatement } from "../orders/write.ts";
import { shipmentRow } from "../shipments/rows.ts";
import { replayCause } from "./replay-parcel.ts";

/** Orders whose parcels came out otherwise show it; answered are those that have another status now. */
export async function recount(scope: Scope, input: { only?: ReadonlySet<string> }): Promise<ReplayedOrder[]> {
  const { ctx, orgId } = scope;
  const rows = await ctx.db.query(
    `SELECT DISTINCT order_id FROM shipments WHERE org_id = ?1 AND order_id IS NOT NULL
      ${input.only ? "AND id IN (SELECT value FROM json_each(?2))" : ""}`,
    input.only ? [orgId, JSON.stringify([...input.only])] : [orgId],
  );
  const changed: ReplayedOrder[] = [];
  for (const { order_id } of rows) {
    await retryOnConflict({ ctx, what: "order" }, async () => {
      const one = await recountOne(scope, { id: String(order_id) });
      if (one && one.from !== one.to) changed.push(one);
    });
  }
  return changed;
}

async function recountOne(scope: Scope, input: { id: string }): Promise<ReplayedOrder | null> {
  const { ctx, by } = scope;
  const { id } = input;
  const held = (await ordersOf(scope, [id])).get(id);
  // An order that was never read whole has no lines to count by.
  if (!held || held.row.detail === null) return null;
  const parcels = (await ctx.db.query("SELECT * FROM shipments WHERE order_id = ?", [id])).map(shipmentRow);
  const { row, lines } = held;
  const next = counted({ ...row, changedAt: ctx.now() }, { lines, parcels });
  const parts = ["status", "shipped", "delivered", "parcelStatus", "toShip", "parcelsArrived"] as const;
  if (parts.every((part) => next[part] === row[part])) return null;
  await append(scope, {
    cause: replayCause(by),
    statements: [orderProgressStatement(next)],
    events: [{ type: "order.updated", stream: id, data: { order: orderSummary(next), changed: ["status"] } }],
  });
  return { id, number: row.number, from: row.status, to: next.status };
}
