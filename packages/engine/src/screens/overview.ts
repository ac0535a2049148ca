import { mailAttentionStates } from "@waybill/domain/email/attention";
import type { DashboardSummary } from "@waybill/domain/screens/answers";
import { shipmentStatuses } from "@waybill/domain/status";
import { zoneAround } from "@waybill/domain/zones/rules";
import { connectionRow, connectionSummary } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { TEST_DELIVERIES } from "../inbox/filter.ts";
import { orderBucketCounts } from "../orders/buckets.ts";
import { orderCounts } from "../orders/list.ts";
import { generalSettings } from "../organisation/settings.ts";
import { attentionCounts } from "../shipments/list.ts";
import { LIVE_RUN } from "../sync/run-rows.ts";
import { ordersByDay } from "./days.ts";

/** What is counted row by row is counted this far: beyond it, only that there is much. */
const FAR = 10_000;
const DAYS = 30;
const under = shipmentStatuses.filter((status) => status !== "delivered");

const group = (rows: readonly Record<string, unknown>[]) =>
  Object.fromEntries(rows.filter((r) => Number(r.n) > 0).map((r) => [String(r.k), Number(r.n)]));
const n = (rows: readonly Record<string, unknown>[]) => Number(rows[0]?.n ?? 0);
const upTo = (inner: string, far = FAR) => `(SELECT COUNT(*) FROM (SELECT 1 FROM ${inner} LIMIT ${far}))`;

const PARCELS = under
  .map((status) => `SELECT '${status}' AS k, ${upTo(`shipments WHERE org_id = ?1 AND status = '${status}'`)} AS n`)
  .join(" UNION ALL ");
const MAILS = ["pending", "sending", ...mailAttentionStates]
  .map((state) => `SELECT '${state}' AS k, ${upTo(`outbox WHERE org_id = ?1 AND state = '${state}'`)} AS n`)
  .join(" UNION ALL ");
// The index's own condition stands written out: a partial index is only used when that is seen to hold.
const TROUBLED = "inbox INDEXED BY inbox_attention WHERE state IN ('not_understood', 'unmatched', 'failed')";
const INBOX = [
  ["not_understood", `${TROUBLED} AND org_id = ?1 AND state = 'not_understood'`],
  [
    "unmatched",
    `${TROUBLED} AND org_id = ?1 AND state = 'unmatched' AND id NOT IN (${TEST_DELIVERIES.replace("?", "?1")})`,
  ],
  ["failed", `${TROUBLED} AND org_id = ?1 AND state = 'failed'`],
  ["received", "inbox WHERE state = 'received' AND +org_id = ?1"],
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
  const [orders, buckets, parcels, why, outbox, inbox, reports, connections, days, seq] = await Promise.all([
    orderCounts(scope, input),
    orderBucketCounts(scope, input),
    ctx.db.query(PARCELS, [orgId]),
    attentionCounts(scope),
    ctx.db.query(MAILS, [orgId]),
    ctx.db.query(INBOX, [orgId]),
    ctx.db.query(`SELECT ${upTo("reports WHERE org_id = ?1 AND state = 'open'")} AS n`, [orgId]),
    ctx.db.query("SELECT * FROM connections WHERE org_id = ? ORDER BY kind, name", [orgId]),
    ordersByDay(scope, { timeZone, days: DAYS }),
    ctx.db.query("SELECT COALESCE(MAX(seq), 0) AS n FROM events WHERE org_id = ?", [orgId]),
  ]);
  const byStatus = group(parcels);
  const mails = group(outbox);
  const byState = group(inbox);
  return {
    orders: { ...orders, buckets },
    shipments: {
      byStatus,
      attention: Object.values(why).reduce((sum, one) => sum + one, 0),
      late: why.late,
      why,
    },
    notifications: {
      parked: mailAttentionStates.reduce((sum, state) => sum + (mails[state] ?? 0), 0),
      pending: (mails.pending ?? 0) + (mails.sending ?? 0),
    },
    inbox: {
      waiting: byState.received ?? 0,
      notUnderstood: byState.not_understood ?? 0,
      unmatched: byState.unmatched ?? 0,
      failed: byState.failed ?? 0,
    },
    reports: { open: n(reports) },
    days,
    ...zoneAround(timeZone, { now: ctx.now() }),
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
    ctx.db.query(`SELECT COUNT(*) AS n FROM sync_runs WHERE ${LIVE_RUN}`),
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
