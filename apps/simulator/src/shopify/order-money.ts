import type { Order } from "../world/types.ts";
import { taxLine } from "./line-view.ts";
import { moneyBag } from "./money.ts";
import { type Fault, spoilAmount } from "./outcomes.ts";
import { gid } from "./places-view.ts";

export const shopCurrencyOf = (order: Order, fault: Fault) => (fault === "unknown_currency" ? "XXX" : order.currency);
export const isPaid = ({ financial }: Order) => financial !== "PENDING" && financial !== "VOIDED";

/** The names of the payment methods as the shop has them. */
export function gatewaysOf({ natures }: Order): string[] {
  if (natures.has("test")) return ["bogus"];
  return [natures.has("cash_on_delivery") ? "Cash on Delivery (COD)" : "shopify_payments"];
}

/** What an order costs and what of it is still owed, in the shop's currency and in the buyer's. */
export function orderMoney(order: Order, fault: Fault): object {
  const { shipping, tax, discount, financial } = order;
  const bag = (minor: number) => moneyBag(minor, shopCurrencyOf(order, fault), order.buyer.currency);
  const unlessCancelled = (minor: number) => bag(order.cancelledAt === null ? minor : 0);
  const left = (minor: number) => unlessCancelled(Math.max(0, minor - order.refunded));
  const subtotal = order.total - shipping - tax;
  const total = () => {
    const money = bag(order.total);
    if (fault === "malformed_amount") money.shopMoney.amount = spoilAmount(money.shopMoney.amount);
    return money;
  };
  return {
    totalPriceSet: total,
    originalTotalPriceSet: total,
    currentTotalPriceSet: () => (fault === "malformed_amount" ? total() : left(order.total)),
    subtotalPriceSet: () => bag(subtotal),
    currentSubtotalPriceSet: () => left(subtotal),
    totalShippingPriceSet: () => bag(shipping),
    totalTaxSet: () => bag(tax),
    currentTotalTaxSet: () => unlessCancelled(tax),
    totalDiscountsSet: () => bag(discount),
    currentTotalDiscountsSet: () => unlessCancelled(discount),
    totalRefundedSet: () => bag(financial === "REFUNDED" ? order.total : order.refunded),
    totalReceivedSet: () => bag(isPaid(order) ? order.total : 0),
    totalOutstandingSet: () => bag(financial === "PENDING" ? order.total : 0),
    taxLines: () => [taxLine(bag(tax))],
    shippingLine: () => ({
      id: gid("ShippingLine", order.id),
      title: order.shippingTitle,
      code: order.shippingTitle,
      carrierIdentifier: null,
      custom: false,
      isRemoved: false,
      phone: null,
      source: "shopify",
      originalPriceSet: bag(shipping),
      discountedPriceSet: bag(shipping),
    }),
  };
}
