import type { DashboardSummary } from "@waybill/domain/screens/answers";
import { attentionStatuses, type OrderStatus, type SyncState, shipmentStatuses } from "@waybill/domain/status";
import { connectionRow, connectionSummary } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { orderCounts } from "../orders/list.ts";
import { generalSettings } from "../organisation/settings.ts";
import { TEST_NUMBER } from "../setup/test-webhook.ts";
import { bucketCounts } from "./buckets.ts";
import { ordersByDay } from "./days.ts";

/** What is counted row by row is counted this far: beyond it, only that there is much. */
const FAR = 10_000;
const DAYS = 30;
const under = shipmentStatuses.filter((status) => status !== "delivered");
const ended = "'cancelled', 'returned_to_sender', 'lost'";

const group = (rows: readonly Record<string, unknown>[]) =>
  Object.fromEntries(rows.filter((r) => Number(r.n) > 0).map((r) => [String(r.k), Number(r.n)]));
const n = (rows: readonly Record<string, unknown>[]) => Number(rows[0]?.n ?? 0);
const upTo = (inner: string, far = FAR) => `(SELECT COUNT(*) FROM (SELECT 1 FROM ${inner} LIMIT ${far}))`;

const PARCELS = under
  .map((status) => `SELECT '${status}' AS k, ${upTo(`shipments WHERE org_id = ?1 AND status = '${status}'`)} AS n`)
  .join(" UNION ALL ");
// Of the parcels that are overdue the oldest are read, so that a status that ends its way is not taken for being late.
const LATE = `SELECT COUNT(*) AS n FROM (SELECT status FROM shipments INDEXED BY shipments_due
  WHERE org_id = ? AND delivered_at IS NULL AND due_at IS NOT NULL AND due_at < ? LIMIT ${FAR}) WHERE status NOT IN (${ended})`;
const MAILS = ["pending", "sending", "parked", "unknown"]
  .map((state) => `SELECT '${state}' AS k, ${upTo(`outbox WHERE org_id = ?1 AND state = '${state}'`)} AS n`)
  .join(" UNION ALL ");
// The index's own condition stands written out: a partial index is only used when that is seen to hold.
const TROUBLED = "inbox INDEXED BY inbox_attention WHERE state IN ('not_understood', 'unmatched', 'failed')";
const INBOX = [
  ...["not_understood", "unmatched", "failed"].map((state) => [
    state,
    `${TROUBLED} AND org_id = ?1 AND state = '${state}'`,
  ]),
  ["received", "inbox WHERE state = 'received' AND +org_id = ?1"],
  ["tests", `inbox_numbers WHERE org_id = ?1 AND number >= '${TEST_NUMBER}' AND number < '${TEST_NUMBER}~'`],
]
  .map(([name, inner = ""]) => `SELECT '${name}' AS k, ${upTo(inner)} AS n`)
  .join(" UNION ALL ");

/**
 * The numbers of the first screen, from maintained and bounded counts only: what it costs does not grow with the orders.
 *
 * @example const { orders } = await dashboardSummary(scope); // Σ orders.buckets === orders.total
 */
export async function dashboardSummary(scope: Scope, input: { channel?: string } = {}): Promise<DashboardSummary> {
  const { ctx, orgId } = scope;
  const { timeZone } = await generalSettings(scope);
  const [orders, drawers, parcels, late, outbox, inbox, reports, connections, days, seq] = await Promise.all([
    orderCounts(scope, input),
    ctx.db.query(
      "SELECT status, sync_state, SUM(n) AS n FROM order_counts WHERE org_id = ?1 AND (?2 IS NULL OR channel = ?2) GROUP BY 1, 2",
      [orgId, input.channel ?? null],
    ),
    ctx.db.query(PARCELS, [orgId]),
    ctx.db.query(LATE, [orgId, ctx.now()]),
    ctx.db.query(MAILS, [orgId]),
    ctx.db.query(INBOX, [orgId]),
    ctx.db.query(`SELECT ${upTo("reports WHERE org_id = ?1 AND state = 'open'")} AS n`, [orgId]),
    ctx.db.query("SELECT * FROM connections WHERE org_id = ? ORDER BY kind, name", [orgId]),
    ordersByDay(scope, { timeZone, days: DAYS }),
    ctx.db.query("SELECT COALESCE(MAX(seq), 0) AS n FROM events WHERE org_id = ?", [orgId]),
  ]);
  const byStatus = group(parcels);
  const mails = group(outbox);
  const told = group(inbox);
  const buckets = bucketCounts(
    drawers.map((r) => ({ status: r.status as OrderStatus, sync: r.sync_state as SyncState, n: Number(r.n) })),
  );
  return {
    orders: { ...orders, buckets },
    shipments: {
      byStatus,
      attention: Object.entries(byStatus).reduce((sum, [s, c]) => sum + (attentionStatuses.has(s as never) ? c : 0), 0),
      late: n(late),
    },
    notifications: {
      parked: (mails.parked ?? 0) + (mails.unknown ?? 0),
      pending: (mails.pending ?? 0) + (mails.sending ?? 0),
    },
    inbox: {
      waiting: told.received ?? 0,
      notUnderstood: told.not_understood ?? 0,
      // Test webhooks are about parcels that shall not be: nobody need look for those.
      unmatched: Math.max(0, (told.unmatched ?? 0) - (told.tests ?? 0)),
      failed: told.failed ?? 0,
    },
    reports: { open: n(reports) },
    days,
    timeZone,
    connections: connections.map((row) => connectionSummary(connectionRow(row))),
    seq: n(seq),
  };
}

/** Queue depths and lags for /metrics: cheap, from partial indexes. */
export async function queueDepths(
  ctx: Ctx,
): Promise<{ inbox: number; jobs: number; outbox: number; runs: number; syncLagSeconds: number; polls: number }> {
  const now = ctx.now();
  const [inbox, jobs, outbox, runs, lag, polls] = await Promise.all([
    ctx.db.query("SELECT COUNT(*) AS n FROM inbox WHERE state = 'received'"),
    ctx.db.query("SELECT COUNT(*) AS n FROM jobs WHERE run_at IS NOT NULL AND run_at <= ?", [now]),
    ctx.db.query("SELECT COUNT(*) AS n FROM outbox WHERE next_at IS NOT NULL"),
    ctx.db.query("SELECT COUNT(*) AS n FROM sync_runs WHERE state IN ('running', 'waiting')"),
    ctx.db.query(
      "SELECT MAX(? - COALESCE(last_ok_at, created_at)) AS n FROM connections WHERE kind = 'channel' AND enabled = 1",
      [now],
    ),
    ctx.db.query("SELECT COUNT(*) AS n FROM shipments WHERE next_poll_at IS NOT NULL AND next_poll_at <= ?", [now]),
  ]);
  return {
    inbox: n(inbox),
    jobs: n(jobs),
    outbox: n(outbox),
    runs: n(runs),
    syncLagSeconds: Math.max(0, n(lag)) / 1000,
    polls: n(polls),
  };
}
