import { isConditionFailed, type Row, type Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import type { NewEvent } from "@waybill/domain/live/events";
import { num } from "../core/columns.ts";
import type { Ctx } from "../core/context.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import type { Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { notificationStatements } from "../notifications/on-change.ts";
import { type Orders, ordersOf } from "../orders/load.ts";
import { counted, type OrderRow, orderSummary } from "../orders/rows.ts";
import { orderLockStatement, orderProgressStatement } from "../orders/write.ts";
import { type Change, foldInto, lifeEnd, matching, type UpdateBatch } from "./fold.ts";
import { type ShipmentRow, scanOf, shipmentRow, shipmentSummary } from "./rows.ts";

/** How an update batch ended: which streams it changed; empty when no shipment has its numbers. */
type Applied =
  | { batch: UpdateBatch; outcome: "applied"; effects: string[] }
  /** `seen`: shipments that have one of its numbers all the same, but another carrier. */
  | { batch: UpdateBatch; outcome: "unmatched"; seen: number };

/**
 * Folds what carriers said into the timelines of one organisation's shipments: scans, status, the order's progress,
 * notifications and the log in one commit per order. What is known is read once for all batches; batches of different orders
 * are committed side by side.
 */
export async function applyUpdates(scope: Scope, batches: readonly UpdateBatch[]): Promise<Applied[]> {
  const applied: Applied[] = [];
  let failure: unknown = null;
  let left = batches;
  await retryOnConflict({ ctx: scope.ctx, what: "shipment" }, async () => {
    const round = await applyOnce(scope, left);
    applied.push(...round.applied);
    failure ??= round.failure;
    left = round.outrun;
    // Another writer was faster: the shipment's version is the lock. Read again and fold what is left.
    if (left.length > 0) throw round.conflict;
  });
  if (failure !== null) throw failure;
  return applied;
}

/** One look and one write: what was applied, what another writer was faster with (`outrun`), and what failed otherwise. */
type Round = { applied: Applied[]; outrun: UpdateBatch[]; conflict: unknown; failure: unknown };

async function applyOnce(scope: Scope, batches: readonly UpdateBatch[]): Promise<Round> {
  const { ctx } = scope;
  const known = await loadKnown(scope, batches);
  const { groups, unmatched } = grouped(known, batches);
  const plans = groups.map((group) => foldGroup(ctx, known, group));
  const orders = await ordersOf(scope, [...new Set(plans.flatMap((plan) => plan.orderIds))]);
  const outrun: UpdateBatch[] = [];
  const applied: Applied[] = unmatched.map((batch) => {
    const numbers = new Set(batch.updates.map((r) => r.number));
    const seen = [...numbers].reduce((n, number) => n + (known.byNumber.get(number)?.length ?? 0), 0);
    return { batch, outcome: "unmatched", seen };
  });
  const writes = await Promise.all(
    plans.map((plan) => groupWrites(scope, { plan, orders, versions: known.orderVersions })),
  );
  let conflict: unknown = null;
  let failure: unknown = null;
  let notified = false;
  const written = (write: GroupWrites) => {
    notified ||= write.notified;
    for (const batch of write.plan.batches) {
      applied.push({ batch, outcome: "applied", effects: [...(write.plan.effects.get(batch) ?? [])] });
    }
  };
  try {
    // All groups as one commit first: a few statements for the lot of them.
    await writeGroups(scope, writes);
    writes.forEach(written);
  } catch {
    // One of them cannot be written as planned: each by itself, so that the others are.
    await Promise.all(
      writes.map(async (write) => {
        try {
          await writeGroups(scope, [write]);
          written(write);
        } catch (error) {
          if (!isConditionFailed(error)) {
            failure = error;
            return;
          }
          conflict = error;
          outrun.push(...write.plan.batches);
        }
      }),
    );
  }
  if (notified) wake(ctx, "outbox");
  return { applied, outrun, conflict, failure };
}

/** What the database holds of the shipments that some batches speak of, and of the others in the same orders. */
type Known = {
  byNumber: Map<string, ShipmentRow[]>;
  byOrder: Map<string, ShipmentRow[]>;
  /** Each order's version in the very read that brought its parcels: an order counted from them is guarded by it. */
  orderVersions: Map<string, number>;
  scans: Map<string, Row[]>;
};

async function loadKnown(scope: Scope, batches: readonly UpdateBatch[]): Promise<Known> {
  const { ctx, orgId } = scope;
  const numbers = [...new Set(batches.flatMap((t) => t.updates.map((r) => r.number)))];
  const found = await shipmentsWith(scope, numbers);
  const orderIds = [...new Set(found.flatMap((s) => s.orderId ?? []))];
  const [siblings, scans] = await Promise.all([
    ctx.db.query(
      `SELECT s.*, o.version AS order_version FROM shipments s JOIN orders o ON o.id = s.order_id
        WHERE +s.org_id = ? AND s.order_id IN (SELECT value FROM json_each(?)) ORDER BY s.not_before, s.id`,
      [orgId, JSON.stringify(orderIds)],
    ),
    ctx.db.query("SELECT * FROM tracking_events WHERE shipment_id IN (SELECT value FROM json_each(?))", [
      JSON.stringify(found.map((s) => s.id)),
    ]),
  ]);
  return {
    byNumber: Map.groupBy(found, (s) => s.number),
    byOrder: Map.groupBy(siblings.map(shipmentRow), (s) => s.orderId ?? ""),
    orderVersions: new Map(siblings.map((r) => [String(r.order_id), Number(r.order_version)])),
    scans: Map.groupBy(scans, (r) => String(r.shipment_id)),
  };
}

async function shipmentsWith({ ctx, orgId }: Scope, numbers: readonly string[]): Promise<ShipmentRow[]> {
  const rows = await ctx.db.query(
    "SELECT * FROM shipments WHERE org_id = ? AND number IN (SELECT value FROM json_each(?)) ORDER BY not_before, id",
    [orgId, JSON.stringify(numbers)],
  );
  return rows.map(shipmentRow);
}

/** Tellings that touch the same order belong to one commit; one that touches several orders joins them. */
type Group = { orders: Set<string>; batches: UpdateBatch[]; shipments: Map<string, ShipmentRow> };

function grouped(known: Known, batches: readonly UpdateBatch[]): { groups: Group[]; unmatched: UpdateBatch[] } {
  const of = new Map<string, Group>();
  const unmatched: UpdateBatch[] = [];
  for (const batch of batches) {
    const touched = batch.updates.flatMap((r) => matching(known.byNumber.get(r.number) ?? [], r, batch));
    if (touched.length === 0) {
      unmatched.push(batch);
      continue;
    }
    const keys = new Set(touched.map((s) => s.orderId ?? s.id));
    const joined = new Set([...keys].flatMap((key) => of.get(key) ?? []));
    const [first, ...others] = joined;
    const group = first ?? { orders: new Set<string>(), batches: [], shipments: new Map<string, ShipmentRow>() };
    for (const other of others) {
      group.batches.push(...other.batches);
      for (const key of other.orders) group.orders.add(key);
      for (const [id, shipment] of other.shipments) group.shipments.set(id, shipment);
    }
    group.batches.push(batch);
    for (const shipment of touched) {
      // All lives of the number too: they decide which of them a scan belongs to.
      const own = [
        ...(known.byOrder.get(shipment.orderId ?? "") ?? []),
        ...(known.byNumber.get(shipment.number) ?? []),
      ];
      for (const s of own) group.shipments.set(s.id, s);
    }
    for (const key of keys) group.orders.add(key);
    for (const key of group.orders) of.set(key, group);
  }
  return { groups: [...new Set(of.values())], unmatched };
}

type Plan = {
  batches: UpdateBatch[];
  /** After the fold. */
  shipments: Map<string, ShipmentRow>;
  changes: Change[];
  /** Orders whose parcels moved or whose day changed. */
  orderIds: string[];
  effects: Map<UpdateBatch, Set<string>>;
};

function foldGroup(ctx: Ctx, known: Known, group: Group): Plan {
  const { batches } = group;
  const shipments = new Map(group.shipments);
  const changes: Change[] = [];
  const effects = new Map<UpdateBatch, Set<string>>(batches.map((t) => [t, new Set()]));
  const all = [...shipments.values()];
  for (const shipment of all) {
    const own = batches
      .map((batch) => ({
        batch,
        updates: batch.updates.filter((r) => r.number === shipment.number && matching([shipment], r, batch).length > 0),
      }))
      .filter((t) => t.updates.length > 0);
    if (own.length === 0) continue;
    const rows = known.scans.get(shipment.id) ?? [];
    const inbox = new Map(rows.map((r) => [String(r.key), num(r.inbox_id)]));
    const before = { row: shipment, scans: rows.map(scanOf), inbox };
    const change = foldInto({ ctx, before, batches: own, until: lifeEnd(shipment, all) });
    shipments.set(shipment.id, change.after);
    for (const step of change.steps) effects.get(step.batch)?.add(shipment.id);
    changes.push(change);
  }
  const moved = changes.filter((c) => c.before.status !== c.after.status || c.before.eta !== c.after.eta);
  return { batches, shipments, changes, effects, orderIds: moved.flatMap((c) => c.before.orderId ?? []) };
}

type GroupWrites = {
  plan: Plan;
  events: (NewEvent & { cause: Cause })[];
  statements: Statement[];
  /** A customer is to be told of something. */
  notified: boolean;
};

async function writeGroups(scope: Scope, writes: readonly GroupWrites[]): Promise<void> {
  const cause = writes[0]?.plan.batches[0]?.cause;
  if (!cause) return;
  const events = writes.flatMap((w) => w.events);
  await append(scope, { cause, events, statements: writes.flatMap((w) => w.statements) });
}

/** What one group's commit holds: scans, shipments, orders, notifications, the inbox marks and the events. */
async function groupWrites(
  scope: Scope,
  input: { plan: Plan; orders: Orders; versions: Known["orderVersions"] },
): Promise<GroupWrites> {
  const { ctx } = scope;
  const { plan, orders, versions } = input;
  const { batches, shipments, changes, effects } = plan;
  const events: (NewEvent & { cause: Cause })[] = [];
  const statements: Statement[] = [];
  let notified = false;
  for (const change of changes) {
    const { before, after, timeline, steps } = change;
    statements.push(...change.statements);
    for (const step of steps) {
      const data = { shipment: shipmentSummary(step.row), from: step.from, scans: step.scans };
      events.push({ type: "shipment.updated", stream: after.id, data, cause: step.batch.cause });
    }
    const order = after.orderId ? orders.get(after.orderId) : undefined;
    const cause = steps.at(-1)?.batch.cause;
    if (order && cause) {
      const notifications = await notificationStatements(scope, {
        before,
        after,
        timeline,
        order: order.row,
        parcels: [...shipments.values()].filter((s) => s.orderId === after.orderId),
        lines: order.lines,
        cause,
      });
      statements.push(...notifications);
      notified ||= notifications.length > 0;
    }
  }
  for (const id of new Set(plan.orderIds)) {
    const order = orders.get(id);
    if (!order) continue;
    const own = [...shipments.values()].filter((s) => s.orderId === id);
    const version = versions.get(id) ?? order.row.version;
    const next = counted({ ...order.row, version }, { lines: order.lines, parcels: own });
    const ofOrder = changes.filter((c) => c.after.orderId === id);
    const cause = ofOrder.find((c) => c.steps.length > 0)?.steps.at(-1)?.batch.cause;
    if (!cause || sameProgress(next, order.row)) {
      if (ofOrder.some((c) => c.before.status !== c.after.status)) statements.push(orderLockStatement(next));
      continue;
    }
    next.changedAt = ctx.now();
    statements.push(orderProgressStatement(next));
    events.push({
      type: "order.updated",
      stream: id,
      data: { order: orderSummary(next), changed: progressFields.filter((name) => next[name] !== order.row[name]) },
      cause,
    });
    for (const change of ofOrder) for (const step of change.steps) effects.get(step.batch)?.add(id);
  }
  const marks = batches.flatMap((t) => t.marks([...(effects.get(t) ?? [])]));
  return { plan, events, statements: [...marks, ...statements], notified };
}

const progressFields = [
  "status",
  "parcelStatus",
  "delivered",
  "shipped",
  "toShip",
  "parcels",
  "parcelsArrived",
] as const;
const sameProgress = (a: OrderRow, b: OrderRow) => progressFields.every((name) => a[name] === b[name]);
