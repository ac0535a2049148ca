import type { OrderSummary } from "../order/answers.ts";
import type { OrderGap } from "../order/order.ts";
import { isUnread } from "./seller-words.ts";

// What an order is beside its status, in the seller's words: list, panel and files tell each of these facts from here.

type Counted = Pick<OrderSummary, "toShip" | "units" | "shipped">;

/**
 * What a person still has to ship of an order that has begun to leave; null where nothing is left, or all of it, which its status
 * says.
 *
 * @example leftWords({ toShip: 2, units: 3, shipped: 1 }) // "2 of 3 to ship"
 */
export function leftWords({ toShip, units, shipped }: Counted): string | null {
  if (toShip === 0 || (shipped === 0 && toShip === units)) return null;
  return toShip === 1 ? "1 left to ship" : `${toShip.toLocaleString("en")} of ${units.toLocaleString("en")} to ship`;
}

type Marked = Pick<
  OrderSummary,
  "test" | "cashOnDelivery" | "payment" | "archivedAt" | "status" | "units" | "shipped" | "deletedAt"
>;
type OrderMark = { id: "test" | "cash_on_delivery" | "archived"; word: string; help: string };

/** What an order is beside its status: few words that stand with it in a list. */
export function orderMarks(order: Marked): OrderMark[] {
  const marks: OrderMark[] = [];
  if (order.test) {
    marks.push({ id: "test", word: "Test", help: "A trial order of the shop: outside counts, totals and mails" });
  }
  if (order.cashOnDelivery && order.payment !== "paid") {
    marks.push({ id: "cash_on_delivery", word: "Cash on delivery", help: "Paid at the door: ready to ship unpaid" });
  }
  // Shops archive what they have shipped: that is worth a word only where it ended something.
  const endedSome = order.archivedAt !== null && order.shipped > 0 && order.shipped < order.units;
  if (endedSome && order.status !== "archived" && order.deletedAt === null) {
    marks.push({ id: "archived", word: "Archived", help: "Put away by the shop: what has not left is not expected" });
  }
  return marks;
}

type Missing = { missing?: readonly Pick<OrderGap, "field" | "kind">[] };
const gapOf = (order: Missing, field: string) => order.missing?.find((gap) => gap.field === field)?.kind ?? null;

/**
 * Why no total stands there; `missing` are the fields that could not be had.
 *
 * @example unknownTotalWords({ totalMinor: null, …, missing: [{ field: "total", kind: "withheld" }] }) // "The shop withholds the total"
 */
export function unknownTotalWords(order: Parameters<typeof isUnread>[0] & Missing): string {
  if (isUnread(order)) return "The order has not been read yet";
  const kind = gapOf(order, "total");
  if (kind === "withheld") return "The shop withholds the total";
  if (kind === "unreadable") return "The total cannot be read";
  return gapOf(order, "currency") ? "Its currency is not known" : "No total is known";
}

/** Why nobody can be mailed about an order, where it is not simply that it has no address. */
export function noMailWords(order: Pick<OrderSummary, "customerEmail"> & Missing): string | null {
  const kind = order.customerEmail === null ? gapOf(order, "customer.email") : null;
  return kind && (kind === "withheld" ? "E-mail withheld" : "E-mail unreadable");
}
