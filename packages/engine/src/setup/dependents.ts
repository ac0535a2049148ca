import type { ConnectionHealth } from "@waybill/domain/connection/answers";
import type { Scope } from "../core/scope.ts";
import { runRow, runSummary } from "../sync/run-rows.ts";
import { getConnection } from "./read.ts";

/** Counted no further: on screen it reads "1,000+". */
const MOST = 1_000;

/** How a connection is doing, and what depends on it. */
export async function connectionHealth(scope: Scope, input: { id: string }): Promise<ConnectionHealth> {
  const { ctx, orgId } = scope;
  const connection = await getConnection(scope, input);
  const { kind } = connection;
  const { id } = input;
  const counted = async (here: boolean, sql: string, args: string[]) => {
    if (!here) return 0;
    const [row] = await ctx.db.query(`SELECT COUNT(*) AS n FROM (${sql} LIMIT ${MOST + 1})`, args);
    return Number(row?.n ?? 0);
  };
  const bySync = "SELECT 1 FROM orders WHERE org_id = ? AND sync_state = ? AND connection_id = ?";
  const [runs, slots, ordersFailed, ordersPending, parcels, pushes, mails] = await Promise.all([
    ctx.db.query("SELECT * FROM sync_runs WHERE connection_id = ? ORDER BY started_at DESC LIMIT 8", [id]),
    ctx.db.query("SELECT SUM(n) AS n FROM order_slots WHERE org_id = ? AND connection_id = ?", [orgId, id]),
    counted(kind === "channel", bySync, [orgId, "failed", id]),
    counted(kind === "channel", bySync, [orgId, "pending", id]),
    counted(
      kind === "carrier",
      "SELECT 1 FROM shipments WHERE next_poll_at IS NOT NULL AND org_id = ? AND connection_id = ?",
      [orgId, id],
    ),
    counted(
      kind === "channel",
      `SELECT 1 FROM jobs j JOIN shipments s ON s.id = j.payload ->> '$.shipmentId' JOIN orders o ON o.id = s.order_id
        WHERE j.org_id = ? AND j.kind = 'shipment.push' AND j.state IN ('waiting', 'running') AND o.connection_id = ?`,
      [orgId, id],
    ),
    counted(kind === "sender", "SELECT 1 FROM outbox WHERE org_id = ? AND state = 'pending'", [orgId]),
  ]);
  return {
    connection,
    lastRuns: runs.map((row) => runSummary(runRow(row))),
    ordersFailed,
    ordersPending,
    orders: Number(slots[0]?.n ?? 0),
    parcels,
    pushes,
    mails,
  };
}
