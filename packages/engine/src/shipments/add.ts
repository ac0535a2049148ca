import { carrierIdOf } from "@waybill/adapters/carriers/find";
import { detectCarrier } from "@waybill/adapters/numbers/detect";
import { appError } from "@waybill/domain/errors";
import type { NewEvent } from "@waybill/domain/live/events";
import { progress } from "@waybill/domain/order/progress";
import type { AddedShipment, Guess } from "@waybill/domain/shipment/answers";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import type { Ctx } from "../core/context.ts";
import { jobStatement } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { notificationStatements } from "../notifications/on-change.ts";
import { noSuchOrder, ordersOf } from "../orders/load.ts";
import { orderSummary, statusOf } from "../orders/rows.ts";
import { indexStatement, orderProgressStatement } from "../orders/write.ts";
import { newShipment } from "./new.ts";
import { shipmentRow, shipmentSummary } from "./rows.ts";

/** Whose number may this be, best guess first; empty when nothing fits. */
export function detect(ctx: Ctx, input: { number: string; hint?: string | null }): Guess[] {
  return detectCarrier(Object.values(ctx.adapters.carriers), input.number, input.hint);
}

/** However the caller spells it; a carrier that we do not know keeps the caller's own word. */
const carrierWritten = (ctx: Ctx, written: string | undefined) =>
  written && (carrierIdOf(Object.values(ctx.adapters.carriers), written) ?? written);

type AddShipment = {
  orderId: string;
  number: string;
  /** The carrier's id or name; absent: guessed from the number. */
  carrier?: string;
  /** Channel line-item ids and quantities; absent: all that remains. */
  lines?: { externalLineId: string; quantity: number }[];
  /** Whether the channel should mail its customer too. */
  notifyCustomer?: boolean;
};

/** `created` false: the order had this parcel already. */
type Added = AddedShipment & { created: boolean };

/**
 * A seller hands a parcel in: the shipment is kept, the carrier is asked to tell of it, and the channel is told, each as a
 * job written in the same commit. Adding the same number to the same order again answers the one there is.
 */
export async function addShipment(scope: Scope, input: AddShipment): Promise<Added> {
  const { ctx } = scope;
  const number = normaliseTrackingNumber(input.number);
  if (!/^[A-Z0-9]{5,40}$/.test(number)) {
    throw appError({
      code: "bad_tracking_number",
      status: 422,
      message: "A tracking number has 5 to 40 letters and digits. Check what was typed or scanned.",
    });
  }
  const guesses = detect(ctx, { number, hint: input.carrier });
  const carrier = carrierWritten(ctx, input.carrier) ?? guesses[0]?.carrier;
  if (!carrier) {
    throw appError({
      code: "carrier_unknown",
      status: 422,
      message: "No carrier we know uses such a number. Choose the carrier, then add the shipment again.",
    });
  }
  // Someone else may change the order or add the same parcel meanwhile: look again.
  return retryOnConflict({ ctx, what: "order", unique: true }, () => {
    return addOnce(scope, { ...input, number, carrier, guesses });
  });
}

async function addOnce(scope: Scope, input: AddShipment & { carrier: string; guesses: Guess[] }): Promise<Added> {
  const { ctx, by } = scope;
  const { number, carrier, guesses } = input;
  const held = (await ordersOf(scope, [input.orderId])).get(input.orderId);
  if (!held) throw noSuchOrder();
  const { row: order, lines } = held;
  checkLines(input.lines ?? [], lines);
  const siblings = (await ctx.db.query("SELECT * FROM shipments WHERE order_id = ?", [order.id])).map(shipmentRow);
  const same = siblings.find((s) => s.number === number && s.carrier === carrier);
  if (same) return { shipment: shipmentSummary(same), guesses, created: false };
  const now = ctx.now();
  const plan = newShipment(scope, {
    orderId: order.id,
    placedAt: order.placedAt,
    carrier,
    number,
    shippedAt: now,
    trackingUrl: null,
    lines: input.lines ?? [],
    externalFulfilmentId: null,
    pushState: "pending",
  });
  const cause = causeOf(by, `${by.name} added a shipment`);
  const next = { ...order, ...progress(lines, [...siblings, plan.row]), changedAt: now };
  next.status = statusOf(next);
  const push = jobStatement(scope, {
    kind: "shipment.push",
    key: `shipment.push ${plan.row.id}`,
    payload: { shipmentId: plan.row.id, notifyCustomer: input.notifyCustomer ?? false },
  });
  const notifications = await notificationStatements(scope, {
    before: null,
    after: plan.row,
    timeline: null,
    order: next,
    parcels: [...siblings, plan.row],
    lines,
    cause,
  });
  const events: NewEvent[] = [
    { type: "shipment.created", stream: plan.row.id, data: { shipment: shipmentSummary(plan.row) } },
    { type: "order.updated", stream: order.id, data: { order: orderSummary(next), changed: ["shipped"] } },
  ];
  // The number becomes findable: the order's words are made anew.
  const words = [...lines.flatMap((l) => [l.sku ?? "", l.title]), ...siblings.map((s) => s.number), number];
  const search = indexStatement(order, words);
  await append(scope, {
    cause,
    events,
    statements: [...plan.statements, orderProgressStatement(next), push, search, ...notifications],
  });
  wake(ctx, "jobs");
  wake(ctx, "outbox");
  // Deliveries that came before the parcel was known wait in the inbox: they are read now.
  wake(ctx, "inbox");
  return { shipment: shipmentSummary(plan.row), guesses, created: true };
}

function checkLines(
  asked: readonly { externalLineId: string; quantity: number }[],
  lines: readonly { externalId: string; quantity: number; title: string }[],
): void {
  for (const { externalLineId, quantity } of asked) {
    const line = lines.find((l) => l.externalId === externalLineId);
    if (!line)
      throw appError({ code: "no_such_line", status: 422, message: `The order has no line ${externalLineId}.` });
    if (quantity > line.quantity) {
      throw appError({
        code: "too_many_units",
        status: 422,
        message: `"${line.title}" has ${line.quantity} units; ${quantity} cannot be shipped.`,
      });
    }
  }
}
