import type { Order, OrderLine } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { finePrice, type MoneyBag, moneyBag } from "./money.ts";
import { gid, productView, variantView } from "./places-view.ts";

type LineInput = { world: World; order: Order; line: OrderLine };

/** Units of a line that have left. */
export function shippedQuantity(order: Order, line: OrderLine): number {
  let sum = 0;
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.status !== "SUCCESS") continue;
    for (const entry of fulfilment.lines) if (entry.line === line) sum += entry.quantity;
  }
  return sum;
}

/** Units that the buyer keeps. */
export function currentQuantity(order: Order, line: OrderLine): number {
  return order.cancelledAt === null ? line.quantity - line.removed : 0;
}

export function lineView({ world, order, line }: LineInput): object {
  const { product } = line;
  const bag = (minor: number) => moneyBag(minor, order.currency, order.buyer.currency);
  const current = currentQuantity(order, line);
  const unitPrice = () => {
    const money = bag(line.price);
    // A price may be finer than its currency; an amount never is.
    if (!Number.isInteger(line.price)) money.shopMoney.amount = finePrice(line.price, order.currency);
    return money;
  };
  return {
    __typename: "LineItem",
    id: gid("LineItem", line.id),
    sku: line.sku,
    title: product.title,
    name: product.variantTitle === null ? product.title : `${product.title} - ${product.variantTitle}`,
    variantTitle: product.variantTitle,
    vendor: product.vendor,
    quantity: line.quantity,
    currentQuantity: current,
    refundableQuantity: current,
    unfulfilledQuantity: Math.max(0, current - shippedQuantity(order, line)),
    nonFulfillableQuantity: 0,
    requiresShipping: !product.giftCard,
    isGiftCard: product.giftCard === true,
    taxable: true,
    originalUnitPriceSet: unitPrice,
    originalTotalSet: () => bag(line.price * line.quantity),
    discountedUnitPriceSet: unitPrice,
    discountedUnitPriceAfterAllDiscountsSet: () =>
      bag(line.price - (order.discount > 0 ? Math.round(line.price * 0.1) : 0)),
    discountedTotalSet: () => bag(line.price * line.quantity),
    totalDiscountSet: () => bag(0),
    taxLines: () => [taxLine(bag(line.tax))],
    product: () => productView(product),
    variant: () => variantView(world, product),
  };
}

export function taxLine(priceSet: MoneyBag): object {
  return { title: "Sales tax", rate: 0.08, ratePercentage: 8, source: "Shopify", channelLiable: false, priceSet };
}
