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
    // Its number was taken from the order: it is none of ours.
    when(true, "left_at IS NULL"),
    when(!rule.evenForgotten, "COALESCE(moved_at, shipped_at) >= ?", now - FORGOTTEN_AFTER_MS),
  ]);
}

/** A kind's own parcels: its rule holds, and none that comes before it. Rules of other statuses need not be asked. */
function ownOf(kind: AttentionKind, now: number): Sql {
  const rule = attentionRules[kind];
  const before = attentionKinds.slice(0, attentionKinds.indexOf(kind)).map((one) => attentionRules[one]);
  const meets = ({ status }: AttentionRule) => !status || !rule.status || status.some((s) => rule.status?.includes(s));
  const not = before.filter(meets).map((other) => {
    const { sql, args } = condition(other, now);
    return { sql: `(${sql}) IS NOT TRUE`, args };
  });
  return and([condition(rule, now), ...not]);
}

/** The newest parcels of one kind, read from the one index that has them. */
function armOf(kind: AttentionKind, input: { orgId: string; now: number }): Sql {
  const { orgId, now } = input;
  const rule = attentionRules[kind];
  const floor = now - FORGOTTEN_AFTER_MS;
  const columns = `rowid AS parcel, order_id, ${attentionKinds.indexOf(kind)} AS rank`;
  if (rule.reported) {
    const open = `SELECT shipment_id FROM reports WHERE org_id = ? AND state = 'open'
      ORDER BY created_at DESC LIMIT ${MOST_WANTING}`;
    return { sql: `SELECT ${columns} FROM shipments WHERE left_at IS NULL AND id IN (${open})`, args: [orgId] };
  }
  const from = (narrow: Sql | null, order: string): Sql => {
    const { sql, args } = and([when(true, "org_id = ?", orgId), narrow, ownOf(kind, now)]);
    return {
      sql: `SELECT * FROM (SELECT ${columns} FROM shipments WHERE ${sql} ORDER BY ${order} DESC LIMIT ${MOST_WANTING})`,
      args,
    };
  };
  if (rule.overdue) return from(null, "due_at");
  if (rule.quietForMs !== undefined) return from({ sql: "moved_at >= ?", args: [floor] }, "moved_at");
  const recent = { sql: "changed_at >= ?", args: [floor - CHANGED_SLACK_MS] };
  if (rule.pushFailed) return from(recent, "changed_at");
  return from({ sql: `status = '${rule.status?.[0]}' AND ${recent.sql}`, args: recent.args }, "changed_at");
}

/** Every parcel that wants a person, once: its row, its order, and the rank of its kind (its place in `attentionKinds`). */
function arms(input: { orgId: string; now: number }): Sql {
  const all = attentionKinds.map((kind) => armOf(kind, input));
  return { sql: all.map((arm) => arm.sql).join(" UNION ALL "), args: all.flatMap((arm) => arm.args) };
}

/**
 * The domain's rule over `shipments` as a table of those that want a person: every column, and `rank`, the place of their kind
 * in `attentionKinds`. Read by indexes alone.
 *
 * @example const { sql, args } = wantingParcels({ orgId, now }); await db.query(`${sql} ORDER BY rank LIMIT 50`, args);
 */
export function wantingParcels(input: { orgId: string; now: number }): Sql {
  const { sql, args } = arms(input);
  return {
    sql: `SELECT shipments.*, wanting.rank FROM (${sql}) AS wanting JOIN shipments ON shipments.rowid = wanting.parcel WHERE true`,
    args,
  };
}

/** How many parcels want a person, by `rank`. */
export function wantingCounts(input: { orgId: string; now: number }): Sql {
  const { sql, args } = arms(input);
  return { sql: `SELECT rank, COUNT(*) AS n FROM (${sql}) GROUP BY rank`, args };
}

/**
 * The domain's rule for orders as a condition on `orders`. Its lists come from indexes, so that the newest few need no walk
 * over all orders; write `+orders.org_id` beside it.
 */
export function wantingOrders(input: { orgId: string; now: number }): Sql {
  const parcels = arms(input);
  return {
    sql: `orders.test = 0 AND orders.id IN (
        SELECT id FROM orders WHERE org_id = ? AND sync_state = 'failed'
        UNION SELECT id FROM orders WHERE org_id = ? AND status = 'on_hold'
        UNION SELECT o.id FROM (${parcels.sql}) AS p JOIN orders o ON o.id = p.order_id
          WHERE o.status NOT IN (${listed(settledStatuses)}))`,
    args: [input.orgId, input.orgId, ...parcels.args],
  };
}
