import { carrierName } from "@waybill/adapters/carriers/find";
import { trackingIdentity } from "@waybill/adapters/numbers/identity";
import { isAdapterError, isTransient } from "@waybill/adapters/ports/adapter";
import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { Statement } from "@waybill/db/database";
import { appError, errorText } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/frame";
import { unitsOf } from "@waybill/domain/order/held";
import type { Fulfilment } from "@waybill/domain/order/order";
import { leftLines } from "@waybill/domain/order/progress";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { openConnection } from "../connections/open.ts";
import { backoff } from "../core/backoff.ts";
import { type Job, type JobOutcome, jobStatement } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope, system } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { ordersOf } from "../orders/load.ts";
import { type OrderRow, orderRow } from "../orders/rows.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "../shipments/rows.ts";
import { readStatement } from "./queue-read.ts";

/** A paused channel is looked at again after this, ms. */
const PAUSED_MS = 5 * 60_000;

/**
 * Tells the channel of a parcel once more because a person asks for it, after a failure or at once instead of later. One that
 * the channel knows already changes nothing.
 *
 * @throws AppError `shipment_not_found`; `not_ours_to_push` for a parcel that came from the channel
 * @example (await retryPush(scope, { id: "shp_…" })).pushState // "pending"
 */
export async function retryPush(scope: Scope, input: { id: string }): Promise<ShipmentSummary> {
  const { ctx, orgId, by } = scope;
  const [raw] = await ctx.db.query("SELECT * FROM shipments WHERE org_id = ? AND id = ?", [orgId, input.id]);
  if (!raw) throw appError({ code: "shipment_not_found", status: 404, message: "There is no such shipment here." });
  const shipment = shipmentRow(raw);
  if (shipment.pushState === "none") {
    const message = "This parcel came from the channel, which knows of it.";
    throw appError({ code: "not_ours_to_push", status: 409, message });
  }
  if (shipment.pushState === "success") return shipmentSummary(shipment);
  const key = `shipment.push ${shipment.id}`;
  const [job] = await ctx.db.query("SELECT payload FROM jobs WHERE key = ?", [key]);
  const asked = job ? (JSON.parse(String(job.payload)) as Record<string, unknown>) : {};
  const payload = { shipmentId: shipment.id, notifyCustomer: asked.notifyCustomer === true };
  const again = jobStatement(scope, { kind: "shipment.push", key, payload });
  const cause = causeOf(by, `${by.name} asked to tell the channel again`);
  const next = await recordPush(scope, shipment, {
    state: "pending",
    reason: null,
    fulfilmentIds: [],
    cause,
    also: [again],
  });
  wake(ctx, "jobs");
  return shipmentSummary(next ?? shipment);
}

/** Job `shipment.push`: tells the channel that a parcel left, with its tracking. Safe to repeat: the adapter looks first. */
export async function pushShipmentJob(scope: Scope, job: Job): Promise<JobOutcome> {
  const { ctx } = scope;
  const [raw] = await ctx.db.query("SELECT s.* FROM shipments s JOIN orders o ON o.id = s.order_id WHERE s.id = ?", [
    String(job.payload.shipmentId),
  ]);
  if (!raw) return { state: "done" };
  const shipment = shipmentRow(raw);
  const [rawOrder] = await ctx.db.query("SELECT * FROM orders WHERE id = ?", [shipment.orderId]);
  if (!rawOrder) return { state: "done" };
  const order = orderRow(rawOrder);
  const connection = await openConnection(ctx, order.connectionId);
  if (!connection) {
    const reason = "The channel was disconnected, so it could not be told.";
    await recordPush(scope, shipment, { state: "failed", reason, fulfilmentIds: [] });
    return { state: "done" };
  }
  if (!connection.row.enabled) {
    const reason = "The channel is paused; it is told when it is resumed.";
    await recordPush(scope, shipment, { state: "pending", reason, fulfilmentIds: [] });
    return { state: "again", at: ctx.now() + PAUSED_MS, reason };
  }
  try {
    const result = await (connection.definition as ChannelDefinition).fulfil(connection.adapterCtx, {
      orderExternalId: order.externalId,
      tracking: {
        company: carrierName(ctx.adapters.carriers, shipment.carrier),
        number: shipment.number,
        url: shipment.trackingUrl,
      },
      isSameNumber: (number) => trackingIdentity(number) === shipment.number,
      lines: await linesToTell(scope, { shipment, order }),
      notifyCustomer: job.payload.notifyCustomer === true,
    });
    await recordPush(scope, shipment, {
      state: "success",
      reason: result.note,
      fulfilmentIds: result.externalFulfilmentIds,
    });
    // The channel's own view of the order follows from what it was told. A job of its own: the push has succeeded whatever
    // becomes of the reading.
    const cause = system(`told ${connection.row.name} of ${shipment.number}`);
    await ctx.db.commit([
      readStatement(scope, { connectionId: connection.row.id, externalId: order.externalId, cause }),
    ]);
    wake(ctx, "jobs");
    return { state: "done" };
  } catch (error) {
    const transient = isTransient(error) || !isAdapterError(error);
    const again = transient && job.attempts < 10;
    const reason = errorText(error);
    await recordPush(scope, shipment, { state: again ? "pending" : "failed", reason, fulfilmentIds: [] });
    if (!again) return { state: "parked", reason };
    const atLeast = isAdapterError(error) ? error.retryAfterMs : null;
    return {
      state: "again",
      at: ctx.now() + backoff({ attempt: job.attempts, base: 3_000, cap: 900_000, random: ctx.random(), atLeast }),
      reason,
    };
  }
}

/**
 * What travels in it, line by line: what was said to be in it, else all that is left. Never "all that remains" in the channel's own
 * reading, which takes along what needs no shipping.
 */
async function linesToTell(
  scope: Scope,
  input: { shipment: ShipmentRow; order: OrderRow },
): Promise<{ externalLineId: string; quantity: number }[]> {
  const { shipment, order } = input;
  if (shipment.lines.length > 0) return shipment.lines;
  const [siblings, held] = await Promise.all([
    scope.ctx.db.query("SELECT * FROM shipments WHERE order_id = ? AND id <> ?", [order.id, shipment.id]),
    ordersOf(scope, [order.id]),
  ]);
  // Told once already, of a part of it: that part is still its own.
  const live = (order.detail?.fulfilments ?? []).filter((f) => !f.cancelled);
  const [mine, others] = [live.filter((f) => namesIt(f, shipment)), live.filter((f) => !namesIt(f, shipment))];
  const lines = (held.get(order.id)?.lines ?? []).map((line) => {
    const named = mine.reduce((sum, f) => sum + unitsOf(f.lines, line.externalId), 0);
    return { ...line, unfulfilled: line.unfulfilled + named };
  });
  const parcels = siblings.map(shipmentRow).filter((other) => other.lines.length > 0);
  return leftLines({ lines, fulfilments: others, parcels });
}

const namesIt = (fulfilment: Fulfilment, shipment: ShipmentRow) =>
  shipment.fulfilmentIds.includes(fulfilment.externalId) ||
  fulfilment.tracking.some((t) => trackingIdentity(t.number) === shipment.number);

async function recordPush(
  scope: Scope,
  shipment: ShipmentRow,
  input: {
    state: "pending" | "success" | "failed";
    reason: string | null;
    fulfilmentIds: readonly string[];
    cause?: Cause;
    also?: readonly Statement[];
  },
): Promise<ShipmentRow | null> {
  const { ctx } = scope;
  return retryOnConflict({ ctx, what: "shipment" }, async () => {
    // Read anew, and guarded: a webhook may move the parcel meanwhile, and the frame must not show an older state.
    const [raw] = await ctx.db.query("SELECT * FROM shipments WHERE id = ?", [shipment.id]);
    if (!raw) return null;
    const current = shipmentRow(raw);
    if (current.pushState === input.state && current.pushReason === input.reason) {
      if (input.also) await ctx.db.commit(input.also);
      return current;
    }
    const now = ctx.now();
    const fulfilmentIds = [...new Set([...current.fulfilmentIds, ...input.fulfilmentIds])];
    const next = { ...current, pushState: input.state, pushReason: input.reason, fulfilmentIds, changedAt: now };
    const data = { shipment: shipmentSummary(next), from: null, scans: [] };
    await append(scope, {
      cause: input.cause ?? system("told the channel"),
      statements: [
        {
          sql: `UPDATE shipments SET push_state = ?, push_reason = ?, fulfilment_ids = ?,
            changed_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
          args: [input.state, input.reason, JSON.stringify(fulfilmentIds), now, shipment.id, current.version],
          atLeast: 1,
        },
        ...(input.also ?? []),
      ],
      events: [{ type: "shipment.updated", stream: shipment.id, data }],
    });
    return next;
  });
}
