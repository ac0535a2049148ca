import { attentionStatuses } from "@waybill/domain/status";
import type { Ctx } from "./context.ts";
import { type OrderCounts, orderCounts } from "./orders-read.ts";

export type DashboardSummary = {
  orders: OrderCounts;
  /** Open parcels by status, and how many want a person's look. */
  shipments: { byStatus: Record<string, number>; attention: number };
  notifications: { parked: number; pending: number };
  inbox: { waiting: number; notUnderstood: number; unmatched: number };
  seq: number;
};

const group = (rows: readonly Record<string, unknown>[]) =>
  Object.fromEntries(rows.map((r) => [String(r.k), Number(r.n)]));

/** Today's numbers for the first glance. Each order is in exactly one status bucket, so the buckets sum to the total. */
export async function dashboardSummary(ctx: Ctx, of: { orgId: string; channel?: string }): Promise<DashboardSummary> {
  const [orders, shipments, outbox, inbox, seq] = await Promise.all([
    orderCounts(ctx, of),
    ctx.db.query(
      "SELECT status AS k, COUNT(*) AS n FROM shipments WHERE org_id = ? AND status <> 'delivered' GROUP BY status",
      [of.orgId],
    ),
    ctx.db.query(
      "SELECT state AS k, COUNT(*) AS n FROM outbox WHERE org_id = ? AND state IN ('pending', 'sending', 'parked', 'unknown') GROUP BY state",
      [of.orgId],
    ),
    ctx.db.query(
      `SELECT state AS k, COUNT(*) AS n FROM inbox INDEXED BY inbox_attention
        WHERE org_id = ?1 AND state IN ('not_understood', 'unmatched', 'failed') GROUP BY state
        UNION ALL SELECT 'received', COUNT(*) FROM inbox WHERE state = 'received' AND +org_id = ?1`,
      [of.orgId],
    ),
    ctx.db.query("SELECT COALESCE(MAX(seq), 0) AS seq FROM events WHERE org_id = ?", [of.orgId]),
  ]);
  const byStatus = group(shipments);
  const outboxBy = group(outbox);
  const inboxBy = group(inbox);
  return {
    orders,
    shipments: {
      byStatus,
      attention: Object.entries(byStatus).reduce((n, [s, c]) => n + (attentionStatuses.has(s as never) ? c : 0), 0),
    },
    notifications: {
      parked: (outboxBy.parked ?? 0) + (outboxBy.unknown ?? 0),
      pending: (outboxBy.pending ?? 0) + (outboxBy.sending ?? 0),
    },
    inbox: {
      waiting: inboxBy.received ?? 0,
      notUnderstood: inboxBy.not_understood ?? 0,
      unmatched: inboxBy.unmatched ?? 0,
    },
    seq: Number(seq[0]?.seq ?? 0),
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
  const n = (rows: readonly Record<string, unknown>[]) => Number(rows[0]?.n ?? 0);
  return {
    inbox: n(inbox),
    jobs: n(jobs),
    outbox: n(outbox),
    runs: n(runs),
    syncLagSeconds: Math.max(0, n(lag)) / 1000,
    polls: n(polls),
  };
}
