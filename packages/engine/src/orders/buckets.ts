import {
  bucketByStatus,
  bucketOf,
  type OrderBucket,
  orderBuckets,
  waitingStatuses,
} from "@waybill/domain/order/buckets";
import { type OrderStatus, orderStatuses, type SyncState } from "@waybill/domain/status";
import type { Scope } from "../core/scope.ts";

const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

function within(bucket: OrderBucket): string {
  if (bucket === "sync_failed") return "sync_state = 'failed'";
  if (bucket === "to_ship")
    return `sync_state <> 'failed' AND to_ship > 0 AND status NOT IN (${listed(waitingStatuses)})`;
  const statuses = orderStatuses.filter((status) => bucketByStatus[status] === bucket);
  const some = `sync_state <> 'failed' AND status IN (${listed(statuses)})`;
  const waiting = statuses.every((status) => waitingStatuses.some((one) => one === status));
  return waiting ? some : `${some} AND to_ship = 0`;
}

const byBucket = new Map(orderBuckets.map((bucket) => [bucket, `(test = 0 AND ${within(bucket)})`]));

/** The domain's rule of drawers as a condition, on `orders` and on `order_counts` alike. */
export const bucketSql = (bucket: OrderBucket): string => byBucket.get(bucket) ?? "0";

/** Maintained counts, summed into the drawers; every drawer is there, also an empty one. */
export function bucketCounts(
  rows: readonly { status: OrderStatus; syncState: SyncState; toShip: number; test: boolean; n: number }[],
): Record<OrderBucket, number> {
  const counts = Object.fromEntries(orderBuckets.map((bucket) => [bucket, 0])) as Record<OrderBucket, number>;
  for (const { n, ...of } of rows) {
    const bucket = bucketOf(of);
    if (bucket) counts[bucket] += n;
  }
  return counts;
}

/** How many orders are in each drawer, from the maintained counts. */
export async function orderBucketCounts(
  { ctx, orgId }: Scope,
  input: { channel?: string } = {},
): Promise<Record<OrderBucket, number>> {
  const rows = await ctx.db.query(
    `SELECT status, sync_state, to_ship, SUM(n) AS n FROM order_counts
      WHERE org_id = ?1 AND (?2 IS NULL OR channel = ?2) AND test = 0 GROUP BY 1, 2, 3`,
    [orgId, input.channel ?? null],
  );
  return bucketCounts(
    rows.map((row) => {
      const placed = { status: row.status as OrderStatus, syncState: row.sync_state as SyncState };
      return { ...placed, toShip: Number(row.to_ship), test: false, n: Number(row.n) };
    }),
  );
}
