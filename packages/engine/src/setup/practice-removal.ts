import type { Statement } from "@waybill/db/database";
import type { ConnectionView } from "@waybill/domain/connection/answers";
import { append } from "../core/log.ts";
import { causeOf, type Scope } from "../core/scope.ts";

/** So many orders a commit: the writer is never held for long. */
const SLICE = 250;

/**
 * The log goes on far above its end, so that no cursor of before is a place in it: every open page is told to load again, and
 * none shows what was removed.
 */
export const restartLog = (input: { orgId: string; at: number; cause: unknown }): Statement => ({
  sql: `INSERT INTO events (org_id, seq, stream, version, type, at, data, cause)
    SELECT ?1, MAX(seq) + 10000, 'restart ' || ?1, MAX(seq) + 10000, 'log.restarted', ?2, '{}', ?3 FROM events WHERE org_id = ?1
    HAVING MAX(seq) IS NOT NULL`,
  args: [input.orgId, input.at, JSON.stringify(input.cause)],
});

const IN = "IN (SELECT value FROM json_each(?1))";

/** Removes what disconnected practice connections brought, slice by slice, and tells every open page to load again. */
export async function removePracticeData(
  scope: Scope,
  input: { connections: readonly ConnectionView[] },
): Promise<number> {
  const { ctx, orgId, by } = scope;
  const { connections } = input;
  if (connections.length === 0) return 0;
  const ids = JSON.stringify(connections.map(({ id }) => id));
  let removed = 0;
  for (;;) {
    const rows = await ctx.db.query(`SELECT id FROM orders WHERE org_id = ?2 AND connection_id ${IN} LIMIT ${SLICE}`, [
      ids,
      orgId,
    ]);
    if (rows.length === 0) break;
    removed += rows.length;
    await ctx.db.commit(ordersGone(JSON.stringify(rows.map((row) => String(row.id)))));
  }
  for (;;) {
    const rows = await ctx.db.query(`SELECT id FROM inbox WHERE org_id = ?2 AND connection_id ${IN} LIMIT ${SLICE}`, [
      ids,
      orgId,
    ]);
    if (rows.length === 0) break;
    const some = JSON.stringify(rows.map((row) => Number(row.id)));
    await ctx.db.commit([
      { sql: `DELETE FROM inbox_numbers WHERE inbox_id ${IN}`, args: [some] },
      { sql: `DELETE FROM inbox WHERE id ${IN}`, args: [some] },
    ]);
  }
  const cause = causeOf(by, `${by.name} removed the practice shop`);
  const gone = connections.map(
    ({ settings: _s, webhookUrl: _w, budget: _b, createdAt: _c, previousUntil: _p, warning, lastRun, ...rest }) => ({
      ...rest,
      enabled: false,
      health: "disconnected" as const,
      healthReason: "The practice shop was removed.",
    }),
  );
  await append(scope, {
    cause,
    statements: [
      { sql: `DELETE FROM inbox_keys WHERE connection_id ${IN}`, args: [ids] },
      { sql: `DELETE FROM sync_runs WHERE connection_id ${IN}`, args: [ids] },
      {
        sql: `DELETE FROM jobs WHERE key IN (SELECT 'connection.subscribe ' || value FROM json_each(?1))`,
        args: [ids],
      },
      restartLog({ orgId, at: ctx.now(), cause }),
    ],
    events: gone.map((connection) => ({
      type: "connection.changed" as const,
      stream: connection.id,
      data: { connection },
    })),
  });
  return removed;
}

/** Everything of these orders, with their parcels' and their own events. */
function ordersGone(orders: string): Statement[] {
  const parcels = `IN (SELECT id FROM shipments WHERE order_id ${IN})`;
  const mails = `IN (SELECT id FROM outbox WHERE order_id ${IN})`;
  const args = [orders];
  return [
    `DELETE FROM tracking_events WHERE shipment_id ${parcels}`,
    `DELETE FROM events WHERE stream ${parcels}`,
    `DELETE FROM events WHERE stream ${mails}`,
    `DELETE FROM events WHERE stream ${IN}`,
    `DELETE FROM mailbox WHERE notification_id ${mails}`,
    `DELETE FROM outbox WHERE order_id ${IN}`,
    `DELETE FROM reports WHERE order_id ${IN}`,
    `DELETE FROM jobs WHERE key IN (SELECT 'shipment.push ' || id FROM shipments WHERE order_id ${IN})`,
    `DELETE FROM shipments WHERE order_id ${IN}`,
    `DELETE FROM order_lines WHERE order_id ${IN}`,
    `DELETE FROM order_payloads WHERE order_id ${IN}`,
    `DELETE FROM orders WHERE id ${IN}`,
  ].map((sql) => ({ sql, args }));
}
