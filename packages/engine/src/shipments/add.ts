import { carrierIdOf } from "@waybill/adapters/carriers/find";
import { detectCarrier } from "@waybill/adapters/numbers/detect";
import { trackingIdentity } from "@waybill/adapters/numbers/identity";
import { numbersInField } from "@waybill/adapters/numbers/in-field";
import { appError } from "@waybill/domain/errors";
import type { NewEvent } from "@waybill/domain/live/events";
import { isCounted } from "@waybill/domain/order/held";
import { leftLines } from "@waybill/domain/order/progress";
import type { AddedShipment, Detected, Guess } from "@waybill/domain/shipment/answers";
import type { Ctx } from "../core/context.ts";
import { jobStatement } from "../core/jobs.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { notificationStatements } from "../notifications/on-change.ts";
import { noSuchOrder, ordersOf } from "../orders/load.ts";
import { counted, type LineRow, type OrderRow, orderSummary } from "../orders/rows.ts";
import { indexStatement, orderProgressStatement } from "../orders/write.ts";
import { newShipment } from "./new.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "./rows.ts";

/** Whose number may this be, best guess first; empty when nothing fits. */
function detect(ctx: Ctx, input: { number: string; hint?: string | null }): Guess[] {
  const carriers = Object.values(ctx.adapters.carriers);
  const found = detectCarrier(carriers, input.number, input.hint);
  if (found.some(({ format }) => format !== null)) return found;
  // With words around it, as a person pastes it.
  const [only, ...others] = numbersInField(carriers, { text: input.number, company: input.hint ?? null }).parcels;
  return only && others.length === 0 ? detectCarrier(carriers, only.number, input.hint) : found;
}

/**
 * The same of what a person typed, with the number that was read out of it. Several numbers in one text: the best guess for each.
 *
 * @example detectTyped(ctx, { number: "]C11Z999AA10123456784" }) // [{ carrier: "ups", number: "1Z999AA10123456784", … }]
 */
export function detectTyped(ctx: Ctx, input: { number: string }): Detected[] {
  const carriers = Object.values(ctx.adapters.carriers);
  const { parcels } = numbersInField(carriers, { text: input.number, company: null });
  if (parcels.length > 1) {
    return parcels.flatMap(({ number }) =>
      detectCarrier(carriers, number)
        .slice(0, 1)
        .map((guess) => ({ ...guess, number })),
    );
  }
  const number = parcels[0]?.number ?? trackingIdentity(input.number);
  return detect(ctx, input).map((guess) => ({ ...guess, number }));
}

/** The one number of what was typed, pasted or scanned; the carrier however the caller spells it, one we do not know by the caller's own word. */
function readTyped(ctx: Ctx, input: { number: string; carrier?: string }): { number: string; carrier: string | null } {
  const carriers = Object.values(ctx.adapters.carriers);
  const { parcels } = numbersInField(carriers, { text: input.number, company: input.carrier ?? null });
  const [only] = parcels;
  if (!only || parcels.length > 1) {
    throw appError({
      code: "bad_tracking_number",
      status: 422,
      message: only
        ? `These are ${parcels.length} tracking numbers: ${parcels.map((p) => p.number).join(", ")}. Add each parcel by itself.`
        : "A tracking number has 5 to 40 letters and digits. Check what was typed or scanned.",
    });
  }
  return { number: only.number, carrier: (input.carrier && carrierIdOf(carriers, input.carrier)) || only.carrier };
}

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
  const { number, carrier } = readTyped(ctx, input);
  const guesses = detect(ctx, { number, hint: input.carrier });
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
    lines: input.lines ?? restOf({ order, lines, parcels: siblings }),
    fulfilmentIds: [],
    pushState: "pending",
  });
  const cause = causeOf(by, `${by.name} added a shipment`);
  const next = counted({ ...order, changedAt: now }, { lines, parcels: [...siblings, plan.row] });
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

/** "All that remains", by line, where other parcels hold a part of the order; else the parcel simply holds all of it. */
function restOf({ order, ...goods }: { order: OrderRow; lines: LineRow[]; parcels: ShipmentRow[] }) {
  const fulfilments = order.detail?.fulfilments ?? [];
  const isFirst = !goods.parcels.some(isCounted) && fulfilments.every((fulfilment) => fulfilment.cancelled);
  return isFirst ? [] : leftLines({ ...goods, fulfilments });
}

function checkLines(
  asked: readonly { externalLineId: string; quantity: number }[],
  lines: readonly { externalId: string; quantity: number; title: string; requiresShipping: boolean }[],
): void {
  if (lines.length > 0 && !lines.some((line) => line.requiresShipping)) {
    const message = "Nothing in this order needs shipping, so it travels in no parcel.";
    throw appError({ code: "nothing_to_ship", status: 422, message });
  }
  for (const { externalLineId, quantity } of asked) {
    const line = lines.find((l) => l.externalId === externalLineId);
    if (!line)
      throw appError({ code: "no_such_line", status: 422, message: `The order has no line ${externalLineId}.` });
    if (!line.requiresShipping) {
      const message = `"${line.title}" needs no shipping, so it travels in no parcel.`;
      throw appError({ code: "needs_no_shipping", status: 422, message });
    }
    if (quantity > line.quantity) {
      throw appError({
        code: "too_many_units",
        status: 422,
        message: `"${line.title}" has ${line.quantity} units; ${quantity} cannot be shipped.`,
      });
    }
  }
}
