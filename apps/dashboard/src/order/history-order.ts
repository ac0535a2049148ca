import type { OrderSummary } from "@waybill/domain/order/answers";
import { isUnread, paymentWord } from "@waybill/domain/said/seller-words";
import { moneyWords } from "@waybill/ui/money-words";
import { orderStatusLook, syncLook } from "@waybill/ui/status-groups";

/** Fields of the log's `changed` that have a sentence of their own below, or are told by the parcel's line. */
const shownFields = new Set([
  ...["status", "payment", "parcelStatus", "sync", "syncState", "syncReason", "totalMinor", "currency", "units"],
  ...["shipped", "delivered", "customerName", "customerEmail", "country", "parcels", "parcelsArrived", "changedAt"],
  ...["toShip", "test", "cashOnDelivery", "archivedAt", "deletedAt", "cancelledAt", "refundedMinor"],
  ...["buyerCurrency", "buyerTotalMinor", "number", "placedAt"],
]);
const items = (n: number) => `${n} ${n === 1 ? "item" : "items"}`;

/**
 * What changed of an order, as short sentences; empty when its parcel's line tells it all. `before` is the order as the
 * history last told it; null when that is further back than the history goes.
 *
 * @example orderSentences(unpaid, paid, ["status", "payment"]) // ["Order: Unpaid → To ship"]
 */
export function orderSentences(before: OrderSummary | null, after: OrderSummary, changed: readonly string[]): string[] {
  const has = (...fields: string[]) => fields.some((field) => changed.includes(field));
  const said: string[] = [];
  const firstRead = before !== null && isUnread(before) && !isUnread(after);
  if (firstRead) said.push(`Read whole: ${items(after.units)}, ${moneyWords(after.totalMinor, after.currency)}`);

  const now = orderStatusLook(after).word;
  const was = before === null ? null : orderStatusLook(before).word;
  const moved = was === null ? has("status") : was !== now;
  if (moved) said.push(was === null || firstRead ? `The order is now ${now.toLowerCase()}` : `Order: ${was} → ${now}`);
  if (has("payment") && !moved && !firstRead) said.push(`Payment: ${paymentWord(after).toLowerCase()}`);
  if (has("sync", "syncState", "syncReason")) {
    const { word } = syncLook(after.syncState);
    if (after.syncState !== "success") said.push(after.syncReason ? `${word}: ${after.syncReason}` : word);
    else if (before?.syncState !== "success") said.push("In step with the channel");
  }
  if (firstRead) return said;
  if (has("totalMinor")) said.push(change("Total", before && money(before), money(after)));
  if (has("units")) said.push(change("Items", before && String(before.units), String(after.units)));
  if (has("shipped") && !moved) said.push(`${after.shipped} of ${items(after.units)} shipped`);
  if (has("delivered") && !moved) said.push(`${after.delivered} of ${items(after.units)} delivered`);
  if (has("customerName", "customerEmail", "country")) said.push("The customer’s details changed");
  said.push(...facts({ before, after, has, moved }));
  // What this build has no name for is told without one: our names are for programs.
  if (changed.some((field) => !shownFields.has(field))) said.push("Its details changed");
  return said;
}

/** What is a fact of its own beside the order's status. */
function facts(input: {
  before: OrderSummary | null;
  after: OrderSummary;
  has: (...fields: string[]) => boolean;
  moved: boolean;
}): string[] {
  const { before, after, has, moved } = input;
  const { parcels, parcelsArrived, toShip, refundedMinor, currency } = after;
  const ended = moved && (after.status === "archived" || after.status === "deleted" || after.status === "cancelled");
  const sentences: (string | false)[] = [
    has("parcelsArrived", "parcels") && parcels > 1 && `${parcelsArrived} of ${parcels} parcels arrived`,
    has("toShip") &&
      !moved &&
      (toShip > 0 ? `${toShip} of ${items(after.units)} left to ship` : "Nothing left to ship"),
    has("refundedMinor") &&
      change(
        "Refunded",
        before && moneyWords(before.refundedMinor, before.currency),
        moneyWords(refundedMinor, currency),
      ),
    has("cancelledAt") && !ended && (after.cancelledAt === null ? "No longer cancelled" : "Cancelled at the shop"),
    has("archivedAt") && !ended && (after.archivedAt === null ? "Reopened at the shop" : "Archived at the shop"),
    has("deletedAt") && !ended && (after.deletedAt === null ? "At the shop again" : "Deleted at the shop"),
    has("test") && (after.test ? "It is a test order" : "It is no test order any more"),
    has("cashOnDelivery") && (after.cashOnDelivery ? "Cash on delivery" : "No longer cash on delivery"),
    has("buyerTotalMinor", "buyerCurrency") &&
      after.buyerCurrency !== null &&
      `Paid by the buyer: ${moneyWords(after.buyerTotalMinor, after.buyerCurrency)}`,
    has("number") && `Number: ${after.number}`,
    has("placedAt") && "The date of the order changed",
  ];
  return sentences.filter((sentence) => sentence !== false);
}

const money = (order: OrderSummary) => moneyWords(order.totalMinor, order.currency);
const change = (word: string, was: string | null, now: string) =>
  was === null || was === now ? `${word}: ${now}` : `${word}: ${was} → ${now}`;
