import { isAdapterError, isTransient } from "@waybill/adapters/adapter";
import type { ChannelDefinition } from "@waybill/adapters/channel";
import { errorText } from "@waybill/domain/errors";
import { backoff } from "./backoff.ts";
import { againOnConflict } from "./conflicts.ts";
import { openConnection } from "./connections.ts";
import type { Ctx } from "./context.ts";
import type { Job, JobOutcome } from "./jobs.ts";
import { append, system } from "./log.ts";
import { orderRow } from "./order-rows.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "./shipment-rows.ts";
import { readOrder } from "./sync-merge.ts";

/** Job `shipment.push`: tells the channel that a parcel left, with its tracking. Safe to repeat: the adapter looks first. */
export async function pushShipmentJob(ctx: Ctx, job: Job): Promise<JobOutcome> {
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
    await told(ctx, shipment, {
      state: "failed",
      reason: "The channel was disconnected, so it could not be told.",
      fulfilmentId: null,
    });
    return { state: "done" };
  }
  const carrier = ctx.adapters.carriers[shipment.carrier];
  try {
    const result = await (connection.definition as ChannelDefinition).fulfil(connection.adapterCtx, {
      orderExternalId: order.externalId,
      tracking: {
        company: carrier?.name ?? shipment.carrier.toUpperCase(),
        number: shipment.number,
        url: shipment.trackingUrl,
      },
      lines: shipment.lines.length > 0 ? shipment.lines : null,
      notifyCustomer: job.payload.notifyCustomer === true,
    });
    await told(ctx, shipment, {
      state: "success",
      reason: result.note,
      fulfilmentId: result.externalFulfilmentIds[0] ?? null,
    });
    // The channel's own view of the order follows from what it was told.
    await readOrder(ctx, {
      connection,
      externalId: order.externalId,
      cause: system(`told ${connection.row.name} of ${shipment.number}`),
    });
    return { state: "done" };
  } catch (error) {
    const transient = isTransient(error) || !isAdapterError(error);
    const again = transient && job.attempts < 10;
    const reason = errorText(error);
    await told(ctx, shipment, { state: again ? "pending" : "failed", reason, fulfilmentId: null });
    if (!again) return { state: "parked", reason };
    const atLeast = isAdapterError(error) ? error.retryAfterMs : null;
    return {
      state: "again",
      at: ctx.now() + backoff({ attempt: job.attempts, base: 3_000, cap: 900_000, random: ctx.random(), atLeast }),
      reason,
    };
  }
}

async function told(
  ctx: Ctx,
  shipment: ShipmentRow,
  of: { state: "pending" | "success" | "failed"; reason: string | null; fulfilmentId: string | null },
): Promise<void> {
  await againOnConflict(async () => {
    // Read anew, and guarded: a webhook may move the parcel meanwhile, and the frame must not show an older state.
    const [raw] = await ctx.db.query("SELECT * FROM shipments WHERE id = ?", [shipment.id]);
    if (!raw) return;
    const current = shipmentRow(raw);
    if (current.pushState === of.state && current.pushReason === of.reason) return;
    const now = ctx.now();
    const next = { ...current, pushState: of.state, pushReason: of.reason, changedAt: now };
    await append(ctx, {
      orgId: shipment.orgId,
      cause: system("told the channel"),
      statements: [
        {
          sql: `UPDATE shipments SET push_state = ?, push_reason = ?, external_fulfilment_id = COALESCE(?, external_fulfilment_id),
            changed_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
          args: [of.state, of.reason, of.fulfilmentId, now, shipment.id, current.version],
          atLeast: 1,
        },
      ],
      events: [
        {
          type: "shipment.updated",
          stream: shipment.id,
          data: { shipment: shipmentSummary(next), from: null, scans: [] },
        },
      ],
    });
  });
}
