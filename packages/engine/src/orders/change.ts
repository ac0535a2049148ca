import { appError } from "@waybill/domain/errors";
import type { NewEvent } from "@waybill/domain/live/events";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { leftToShip } from "@waybill/domain/order/order";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { loadOrder } from "./load.ts";
import { factsOf, orderSummary, statusOf } from "./rows.ts";

/**
 * A note for the seller's own people; empty removes it. `basedOn`: the text its writer started from ("" for none); when another
 * one is stored by now, nothing is written.
 *
 * @throws AppError `note_changed` (409); its issue at "note" holds the stored text
 * @example await patchOrder(scope, { id, note: "Gift wrap", basedOn: "" });
 */
export function patchOrder(scope: Scope, input: { id: string; note: string; basedOn?: string }): Promise<OrderSummary> {
  const { ctx, by } = scope;
  return retryOnConflict({ ctx, what: "order" }, async () => {
    const row = await loadOrder(scope, input.id);
    const stored = row.note ?? "";
    // The same words from both sides, or sent once more because the first answer was lost, harm nobody.
    if (input.basedOn !== undefined && stored !== input.basedOn && stored !== input.note) {
      const message = "Somebody else changed this note since you opened it.";
      throw appError({ code: "note_changed", status: 409, message, issues: [{ path: "note", message: stored }] });
    }
    const now = ctx.now();
    const next = { ...row, note: input.note, changedAt: now };
    await append(scope, {
      cause: causeOf(by),
      statements: [
        {
          sql: "UPDATE orders SET note = ?, changed_at = ?, version = version + 1 WHERE id = ? AND version = ?",
          args: [input.note || null, now, row.id, row.version],
          atLeast: 1,
        },
      ],
      events: [{ type: "order.noted", stream: row.id, data: { order: orderSummary(next), note: input.note } }],
    });
    return orderSummary(next);
  });
}

const sellerMarks = ["processing", "completed", "on_hold", "cancelled", "auto"] as const;

export type SellerMark = (typeof sellerMarks)[number];

/**
 * What the seller says about an order; "auto" takes it back and the facts decide alone. Shipped and delivered are never typed
 * in: they follow from parcels.
 */
export function setOrderStatus(scope: Scope, input: { id: string; status: SellerMark }): Promise<OrderSummary> {
  // A parcel may move in the same moment: then the mark is set beside what it changed.
  return retryOnConflict({ ctx: scope.ctx, what: "order" }, () => markOnce(scope, input));
}

async function markOnce(scope: Scope, input: { id: string; status: SellerMark }): Promise<OrderSummary> {
  const { ctx, by } = scope;
  const row = await loadOrder(scope, input.id);
  const now = ctx.now();
  const mark = input.status === "auto" ? null : input.status;
  if (mark === "cancelled" && row.shipped > 0) {
    throw appError({
      code: "already_shipped",
      status: 409,
      message: "Parts of this order have left already. Cancel what remains at the channel, or ask for a return.",
    });
  }
  const next = { ...row, sellerMark: mark, changedAt: now };
  next.status = statusOf(next);
  next.toShip = leftToShip(factsOf(next));
  const event: NewEvent = {
    type: "order.updated",
    stream: row.id,
    data: { order: orderSummary(next), changed: ["status"] },
  };
  await append(scope, {
    cause: causeOf(by),
    statements: [
      {
        sql: "UPDATE orders SET seller_mark = ?, status = ?, to_ship = ?, changed_at = ?, version = version + 1 WHERE id = ? AND version = ?",
        args: [mark, next.status, next.toShip, now, row.id, row.version],
        atLeast: 1,
      },
    ],
    events: [event],
  });
  return orderSummary(next);
}
