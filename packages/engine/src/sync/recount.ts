import type { Job, JobHandler, JobOutcome } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { type Scope, system } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { ordersOf } from "../orders/load.ts";
import { counted, type LineRow, type OrderRow, orderSummary } from "../orders/rows.ts";
import { indexStatement, orderProgressStatement } from "../orders/write.ts";
import { planShipments } from "../shipments/plan.ts";
import { type ShipmentRow, shipmentRow } from "../shipments/rows.ts";

const PAGE = 200;
const CAUSE = system("counted anew by the rules of this version");

/**
 * Job `orders.recount`: every order of an organisation by today's rules, from what its channel said last. A migration asks for it when
 * the same words have come to mean something else; orders that come out as they are stay untouched, and nobody is mailed.
 */
export const recountJob: JobHandler = async (scope: Scope, _job: Job, extend): Promise<JobOutcome> => {
  for (let after = 0; ; ) {
    const rows = await scope.ctx.db.query(
      "SELECT rid, id FROM orders WHERE +org_id = ? AND rid > ? AND detail IS NOT NULL ORDER BY rid LIMIT ?",
      [scope.orgId, after, PAGE],
    );
    const ids = rows.map((row) => String(row.id));
    const [orders, parcels] = await Promise.all([ordersOf(scope, ids), parcelsOf(scope, ids)]);
    for (const [id, { row, lines }] of orders) {
      const known = { row, lines, parcels: parcels.get(id) ?? [] };
      if (recounted(scope, known) === null) continue;
      await retryOnConflict({ ctx: scope.ctx, what: "order", unique: true }, () => writeOne(scope, id));
    }
    if (rows.length < PAGE) break;
    after = Number(rows.at(-1)?.rid);
    await extend();
  }
  wake(scope.ctx, "jobs");
  wake(scope.ctx, "inbox");
  return { state: "done" };
};

async function parcelsOf({ ctx }: Scope, ids: readonly string[]): Promise<Map<string, ShipmentRow[]>> {
  const rows = await ctx.db.query("SELECT * FROM shipments WHERE order_id IN (SELECT value FROM json_each(?))", [
    JSON.stringify(ids),
  ]);
  return Map.groupBy(rows.map(shipmentRow), (row) => row.orderId ?? "");
}

type Known = { row: OrderRow; lines: LineRow[]; parcels: ShipmentRow[] };
const PARTS = [
  ...(["status", "units", "shipped", "delivered", "unshipped", "toShip"] as const),
  ...(["parcels", "parcelsArrived", "parcelStatus"] as const),
] as const;

/** The order by today's rules; null: as it is. */
function recounted(scope: Scope, { row, lines, parcels }: Known) {
  if (row.detail === null) return null;
  const { fulfilments } = row.detail;
  const order = { number: row.number, fulfilments, lines };
  const plan = planShipments(scope, { order, orderId: row.id, known: parcels });
  const next = counted({ ...row, changedAt: scope.ctx.now() }, { lines, parcels: plan.parcels });
  const changed = PARTS.filter((part) => next[part] !== row[part]);
  const sameTexts = JSON.stringify(plan.texts) === JSON.stringify(row.detail.trackingTexts ?? []);
  return plan.statements.length === 0 && changed.length === 0 && sameTexts ? null : { plan, next, changed };
}

async function writeOne(scope: Scope, id: string): Promise<void> {
  const held = (await ordersOf(scope, [id])).get(id);
  if (!held) return;
  const parcels = (await parcelsOf(scope, [id])).get(id) ?? [];
  const again = recounted(scope, { ...held, parcels });
  if (again === null) return;
  const { plan, next, changed } = again;
  const words = [...held.lines.flatMap((l) => [l.sku ?? "", l.title]), ...plan.parcels.map((p) => p.number)];
  await append(scope, {
    cause: CAUSE,
    statements: [
      ...plan.statements,
      orderProgressStatement(next),
      {
        sql: "UPDATE orders SET detail = json_set(detail, '$.trackingTexts', json(?)) WHERE id = ?",
        args: [JSON.stringify(plan.texts), id],
      },
      ...(plan.created.length > 0 ? [indexStatement(next, words)] : []),
    ],
    events: [...plan.events, { type: "order.updated", stream: id, data: { order: orderSummary(next), changed } }],
  });
}
