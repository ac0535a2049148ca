import { settledStatuses } from "@waybill/domain/order/attention";
import {
  type AttentionKind,
  type AttentionRule,
  attentionKinds,
  attentionRules,
  FORGOTTEN_AFTER_MS,
} from "@waybill/domain/shipment/attention";
import { DAY_MS } from "@waybill/domain/time";
import type { SqlValue } from "./database.ts";

type Sql = { sql: string; args: SqlValue[] };

/** Of each kind the newest are looked at, up to this many: nobody works through more, and the screen says "1,000+". */
export const MOST_WANTING = 1000;

/** A parcel changes when it moves or later; a day is left for clocks that go wrong. */
const CHANGED_SLACK_MS = DAY_MS;

const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");
const and = (parts: readonly (Sql | null)[]): Sql => {
  const some = parts.filter((part) => part !== null);
  return { sql: some.map((part) => part.sql).join(" AND "), args: some.flatMap((part) => part.args) };
};
const when = (wanted: unknown, sql: string, ...args: SqlValue[]): Sql | null => (wanted ? { sql, args } : null);

/** A rule of the domain over a row of `shipments`; the pluses leave the choice of an index to what is ordered by. */
function condition(rule: AttentionRule, now: number): Sql {
  const { status, unlessReason, quietForMs } = rule;
  return and([
    when(status, `+status IN (${listed(status ?? [])})`),
    when(unlessReason, `reason IS NOT '${unlessReason}'`),
    when(rule.reported, "EXISTS (SELECT 1 FROM reports r WHERE r.shipment_id = shipments.id AND r.state = 'open')"),
    when(rule.pushFailed, "push_state = 'failed'"),
    when(
      rule.overdue,
      "delivered_at IS NULL AND due_at IS NOT NULL AND due_at < ? AND due_at >= ?",
      now,
      now - FORGOTTEN_AFTER_MS,
    ),
    when(quietForMs, "delivered_at IS NULL AND moved_at < ?", now - (quietForMs ?? 0)),
    when(!rule.evenForgotten, "COALESCE(moved_at, shipped_at) >= ?", now - FORGOTTEN_AFTER_MS),
  ]);
}

/** The rank of a parcel's kind (its place in `attentionKinds`), NULL for one that wants nobody. */
function rankOf(now: number): Sql {
  const cases = attentionKinds.map((kind, rank) => {
    const { sql, args } = condition(attentionRules[kind], now);
    return { sql: `WHEN ${sql} THEN ${rank}`, args };
  });
  return { sql: `CASE ${cases.map((one) => one.sql).join(" ")} END`, args: cases.flatMap((one) => one.args) };
}

/** The ids of the newest parcels of one kind, each read from the one index that has them. */
function candidates(input: { orgId: string; now: number }, kind: AttentionKind): Sql {
  const { orgId, now } = input;
  const rule = attentionRules[kind];
  const floor = now - FORGOTTEN_AFTER_MS;
  if (rule.reported) {
    const sql = `SELECT shipment_id FROM (SELECT shipment_id FROM reports WHERE org_id = ? AND state = 'open'
      ORDER BY created_at DESC LIMIT ${MOST_WANTING})`;
    return { sql, args: [orgId] };
  }
  const from = (narrow: Sql | null, order: string): Sql => {
    const { sql, args } = and([when(true, "org_id = ?", orgId), narrow, condition(rule, now)]);
    const inner = `SELECT id FROM shipments WHERE ${sql} ORDER BY ${order} DESC LIMIT ${MOST_WANTING}`;
    return { sql: `SELECT id FROM (${inner})`, args };
  };
  if (rule.overdue) return from(null, "due_at");
  if (rule.quietForMs !== undefined) return from({ sql: "moved_at >= ?", args: [floor] }, "moved_at");
  const recent = { sql: "changed_at >= ?", args: [floor - CHANGED_SLACK_MS] };
  if (rule.pushFailed) return from(recent, "changed_at");
  return from({ sql: `status = '${rule.status?.[0]}' AND ${recent.sql}`, args: recent.args }, "changed_at");
}

/**
 * The domain's rule over `shipments` as a table of those that want a person: every column, and `rank`, the place of their kind
 * in `attentionKinds`. Read by indexes alone.
 *
 * @example const { sql, args } = wantingParcels({ orgId, now }); await db.query(`SELECT rank, COUNT(*) FROM (${sql}) GROUP BY rank`, args);
 */
export function wantingParcels(input: { orgId: string; now: number }): Sql {
  const rank = rankOf(input.now);
  const arms = attentionKinds.map((kind) => candidates(input, kind));
  return {
    sql: `SELECT * FROM (SELECT shipments.*, ${rank.sql} AS rank FROM shipments
      WHERE id IN (${arms.map((arm) => arm.sql).join(" UNION ")})) WHERE rank IS NOT NULL`,
    args: [...rank.args, ...arms.flatMap((arm) => arm.args)],
  };
}

/**
 * The domain's rule for orders as a condition on `orders`. Its lists come from indexes, so that the newest few need no walk
 * over all orders; write `+orders.org_id` beside it.
 */
export function wantingOrders(input: { orgId: string; now: number }): Sql {
  const parcels = wantingParcels(input);
  return {
    sql: `orders.id IN (
        SELECT id FROM orders WHERE org_id = ? AND sync_state = 'failed'
        UNION SELECT id FROM orders WHERE org_id = ? AND status = 'on_hold'
        UNION SELECT o.id FROM (${parcels.sql}) AS p JOIN orders o ON o.id = p.order_id
          WHERE o.status NOT IN (${listed(settledStatuses)}))`,
    args: [input.orgId, input.orgId, ...parcels.args],
  };
}
