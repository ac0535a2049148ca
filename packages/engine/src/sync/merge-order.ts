import { sha256Hex } from "@waybill/adapters/kit/signature";
import type { PulledOrder } from "@waybill/adapters/ports/channel";
import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import { newId } from "@waybill/domain/ids";
import type { NewEvent } from "@waybill/domain/live/events";
import type { ChannelOrder } from "@waybill/domain/order/order";
import type { SyncState } from "@waybill/domain/status";
import type { ConnectionRow } from "../connections/rows.ts";
import { backoff } from "../core/backoff.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { type OrderRow, orderRow, orderSummary } from "../orders/rows.ts";
import { keepPayload, orderStatements } from "../orders/write.ts";
import type { ShipmentPlan } from "../shipments/new.ts";
import { planShipments } from "../shipments/plan.ts";
import { type ShipmentRow, shipmentRow } from "../shipments/rows.ts";
import { nextRow, rowStatements, type Unread, unreadRow } from "./order-rows.ts";

type MergeOutcome = "created" | "updated" | "unchanged" | "failed" | "pending";

export type Merged = {
  externalId: string;
  outcome: MergeOutcome;
  orderId: string;
  /** As it is from now on; null: nothing changed. */
  order: OrderRow | null;
  state: SyncState;
  reason: string | null;
  statements: Statement[];
  events: (NewEvent & { cause?: Cause })[];
  /** Made by this merge; `parcels` are all that the order has after it. */
  shipments: ShipmentPlan[];
  parcels: ShipmentRow[];
};

type Known = { order: OrderRow; shipments: ShipmentRow[] };

/** What we hold of these orders, in two reads however many they are. */
export async function knownOrders(
  ctx: Ctx,
  connection: ConnectionRow,
  externalIds: readonly string[],
): Promise<Map<string, Known>> {
  const rows = await ctx.db.query(
    "SELECT * FROM orders WHERE connection_id = ? AND external_id IN (SELECT value FROM json_each(?))",
    [connection.id, JSON.stringify(externalIds)],
  );
  if (rows.length === 0) return new Map();
  const orders = rows.map(orderRow);
  const shipments = await ctx.db.query("SELECT * FROM shipments WHERE order_id IN (SELECT value FROM json_each(?))", [
    JSON.stringify(orders.map((o) => o.id)),
  ]);
  const byOrder = Map.groupBy(shipments.map(shipmentRow), (s) => s.orderId ?? "");
  return new Map(orders.map((order) => [order.externalId, { order, shipments: byOrder.get(order.id) ?? [] }]));
}

/**
 * Merges one pulled order into what we hold: statements, events and the parcels it brings, all for one commit. An older
 * version of the order changes nothing; the same version twice changes nothing.
 */
export function mergeOrder(
  scope: Scope,
  input: {
    connection: ConnectionRow;
    pulled: PulledOrder;
    known: Known | undefined;
    cause: Cause;
    runId: string | null;
  },
): Merged {
  const { ctx } = scope;
  return input.pulled.ok
    ? mergeGood(scope, { ...input, order: input.pulled.order })
    : quarantine(ctx, { ...input, pulled: input.pulled });
}

/** How Waybill reads what a channel says; raised when the same words come to mean something else, so that they are read anew. */
const READING = 2;

const digestOf = (order: ChannelOrder) =>
  sha256Hex(new TextEncoder().encode(JSON.stringify({ ...order, raw: null, reading: READING }))).slice(0, 32);

function mergeGood(
  scope: Scope,
  input: {
    connection: ConnectionRow;
    order: ChannelOrder;
    known: Known | undefined;
    cause: Cause;
    runId: string | null;
  },
): Merged {
  const { ctx } = scope;
  const { connection, order, known, runId } = input;
  const now = ctx.now();
  const before = known?.order;
  const digest = digestOf(order);
  // Whether it is paid is the payment's business: our copy agrees with the channel's.
  const state: SyncState = "success";
  const reason = null;
  const none = { externalId: order.externalId, order: null, statements: [], events: [], shipments: [], parcels: [] };
  // One that was taken for deleted and is there again revives, however old this version of it is.
  const alive = before?.deletedAt === null;
  if (before && alive && order.updatedAt < before.channelUpdatedAt) {
    return { ...none, outcome: "unchanged", orderId: before.id, state: before.syncState, reason: before.syncReason };
  }
  if (before && alive && before.digest === digest && before.syncState === state) {
    return { ...none, outcome: "unchanged", orderId: before.id, state, reason };
  }
  const id = before?.id ?? newId("ord", now);
  const plan = planShipments(scope, { order, orderId: id, known: known?.shipments ?? [] });
  const { parcels, texts } = plan;
  const next = nextRow({ connection, order, before, id, parcels, texts, digest, state, reason, runId, now });
  const statements = [...rowStatements({ next, before, order, parcels }), ...plan.statements];
  const summary = orderSummary(next);
  const events: Merged["events"] = [
    before
      ? { type: "order.updated", stream: id, data: { order: summary, changed: changedFields(before, next) } }
      : { type: "order.created", stream: id, data: { order: summary } },
    ...plan.events,
  ];
  const outcome = before ? "updated" : "created";
  return {
    externalId: order.externalId,
    outcome,
    orderId: id,
    order: next,
    state,
    reason,
    statements,
    events,
    shipments: plan.created,
    parcels,
  };
}

/** An order that could not be read whole: shown with its reason, out of the way of the others, and never over a good copy. */
function quarantine(
  ctx: Ctx,
  input: {
    connection: ConnectionRow;
    pulled: Unread;
    known: Known | undefined;
    runId: string | null;
  },
): Merged {
  const { connection, pulled, known, runId } = input;
  const now = ctx.now();
  const before = known?.order;
  const state: SyncState = pulled.transient ? "pending" : "failed";
  const attempts = (before?.syncAttempts ?? 0) + 1;
  const next: OrderRow = {
    ...(before ?? unreadRow(connection, pulled, now)),
    syncState: state,
    syncReason: pulled.reason,
    syncAttempts: attempts,
    syncNextAt: pulled.transient
      ? now + backoff({ attempt: attempts, base: 15_000, cap: 30 * 60_000, random: ctx.random() })
      : null,
    lastRunId: runId ?? before?.lastRunId ?? null,
    changedAt: now,
  };
  const summary = orderSummary(next);
  const statements = orderStatements(next, before, []);
  if (!before) {
    const payload = JSON.stringify(pulled.raw ?? null);
    statements.push(keepPayload({ orderId: next.id, orgId: next.orgId, payload, at: now }));
  }
  const event: NewEvent = before
    ? { type: "order.updated", stream: next.id, data: { order: summary, changed: ["sync"] } }
    : { type: "order.created", stream: next.id, data: { order: summary } };
  return {
    externalId: pulled.externalId,
    outcome: pulled.transient ? "pending" : "failed",
    orderId: next.id,
    order: next,
    state,
    reason: pulled.reason,
    statements,
    events: [event],
    shipments: [],
    parcels: [],
  };
}

function changedFields(before: OrderRow, next: OrderRow): string[] {
  const watched = [
    "status",
    "payment",
    "totalMinor",
    "customerName",
    "customerEmail",
    "syncState",
    "units",
    "shipped",
    "toShip",
    "refundedMinor",
    "cancelledAt",
    "archivedAt",
    "deletedAt",
  ] as const;
  return watched.filter((name) => before[name] !== next[name]);
}
