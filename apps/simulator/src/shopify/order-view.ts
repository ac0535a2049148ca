import { fulfilmentState } from "../world/fulfilment.ts";
import { localeOf } from "../world/people.ts";
import { isoSeconds } from "../world/times.ts";
import type { Address, Order, OrderFaultKind, OrderLine } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { fulfilmentOrderView, fulfilmentView } from "./fulfilment-view.ts";
import { type MoneyBag, moneyBag } from "./money.ts";
import { accessDenied, internalError, spoilAmount, timedOut } from "./outcomes.ts";
import { type PageArgs, pageList } from "./paging.ts";
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

export function lineView({ world, order, line }: LineInput): object {
  const { product } = line;
  const bag = (minor: number) => moneyBag(minor, order.currency, order.buyer.currency);
  const current = order.cancelledAt === null ? line.quantity : 0;
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
    requiresShipping: true,
    isGiftCard: false,
    taxable: true,
    originalUnitPriceSet: () => bag(line.price),
    originalTotalSet: () => bag(line.price * line.quantity),
    discountedUnitPriceSet: () => bag(line.price),
    discountedUnitPriceAfterAllDiscountsSet: () =>
      bag(line.price - (order.discount > 0 ? Math.round(line.price * 0.1) : 0)),
    discountedTotalSet: () => bag(line.price * line.quantity),
    totalDiscountSet: () => bag(0),
    taxLines: () => [taxLine(bag(line.tax))],
    product: () => productView(product),
    variant: () => variantView(world, product),
  };
}

function taxLine(priceSet: MoneyBag): object {
  return { title: "Sales tax", rate: 0.08, ratePercentage: 8, source: "Shopify", channelLiable: false, priceSet };
}

export function addressView(address: Address, id: string): object {
  const name = `${address.firstName} ${address.lastName}`;
  return {
    __typename: "MailingAddress",
    ...address,
    id: gid("MailingAddress", id),
    name,
    countryCodeV2: address.countryCode,
    formattedArea: `${address.city}, ${address.country}`,
    formatted: ({ withName, withCompany }: { withName: boolean; withCompany: boolean }) =>
      [
        withName ? name : null,
        withCompany ? address.company : null,
        address.address1,
        address.address2,
        `${address.city} ${address.zip}`,
        address.country,
      ].filter((line) => line !== null),
  };
}

/**
 * An order as GraphQL serves it: plain fields, and functions for what costs work or takes arguments. With a fault, the
 * field concerned throws, and graphql-js turns that into `null` plus an entry of `errors` with its path.
 */
export function orderView(input: { world: World; order: Order; fault: OrderFaultKind | null }): object {
  const { world, order, fault } = input;
  const { buyer } = order;
  const shopCurrency = fault === "unknown_currency" ? "XXX" : order.currency;
  const bag = (minor: number) => moneyBag(minor, shopCurrency, buyer.currency);
  const current = order.cancelledAt === null ? order.total : 0;
  const subtotal = order.total - order.shipping - order.tax;
  const paid = order.financial === "PAID" || order.financial === "REFUNDED";
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const total = () => {
    const money = bag(order.total);
    if (fault === "malformed_amount") money.shopMoney.amount = spoilAmount(money.shopMoney.amount);
    return money;
  };
  const shippingAddress = () => {
    if (fault === "address_denied") throw accessDenied();
    if (fault === "internal_error") throw internalError();
    return addressView(buyer.address, buyer.id);
  };
  return {
    __typename: "Order",
    id: gid("Order", order.id),
    legacyResourceId: order.id,
    name: order.name,
    number: order.number,
    confirmationNumber: null,
    confirmed: true,
    createdAt: isoSeconds(order.createdAt),
    processedAt: isoSeconds(order.createdAt),
    updatedAt: isoSeconds(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : isoSeconds(order.cancelledAt),
    cancelReason: order.cancelReason,
    closed: order.closedAt !== null,
    closedAt: order.closedAt === null ? null : isoSeconds(order.closedAt),
    test: false,
    edited: false,
    currencyCode: shopCurrency,
    presentmentCurrencyCode: buyer.currency,
    taxesIncluded: false,
    note: order.note,
    poNumber: null,
    tags: order.tags,
    phone: null,
    sourceName: "web",
    customerLocale: localeOf(buyer),
    discountCodes: order.discount > 0 ? ["WELCOME10"] : [],
    displayFinancialStatus: order.financial,
    displayFulfillmentStatus: fulfilmentState(order),
    returnStatus: "NO_RETURN",
    fullyPaid: paid,
    unpaid: order.financial === "PENDING",
    refundable: order.financial === "PAID",
    fulfillable: order.cancelledAt === null && fulfilmentState(order) !== "FULFILLED",
    requiresShipping: true,
    billingAddressMatchesShippingAddress: true,
    subtotalLineItemsQuantity: pieces,
    currentSubtotalLineItemsQuantity: order.cancelledAt === null ? pieces : 0,
    totalPriceSet: total,
    originalTotalPriceSet: total,
    currentTotalPriceSet: () => (fault === "malformed_amount" ? total() : bag(current)),
    subtotalPriceSet: () => bag(subtotal),
    currentSubtotalPriceSet: () => bag(order.cancelledAt === null ? subtotal : 0),
    totalShippingPriceSet: () => bag(order.shipping),
    totalTaxSet: () => bag(order.tax),
    currentTotalTaxSet: () => bag(order.cancelledAt === null ? order.tax : 0),
    totalDiscountsSet: () => bag(order.discount),
    currentTotalDiscountsSet: () => bag(order.cancelledAt === null ? order.discount : 0),
    totalRefundedSet: () => bag(order.financial === "REFUNDED" ? order.total : 0),
    totalReceivedSet: () => bag(paid ? order.total : 0),
    totalOutstandingSet: () => bag(order.financial === "PENDING" ? order.total : 0),
    taxLines: () => [taxLine(bag(order.tax))],
    email: () => {
      if (fault === "customer_timeout") throw timedOut();
      return buyer.email;
    },
    customer: () => {
      if (fault === "customer_timeout") throw timedOut();
      return {
        __typename: "Customer",
        id: gid("Customer", buyer.id),
        legacyResourceId: buyer.id,
        firstName: buyer.firstName,
        lastName: buyer.lastName,
        displayName: `${buyer.firstName} ${buyer.lastName}`,
      };
    },
    shippingAddress,
    displayAddress: shippingAddress,
    billingAddress: () => addressView(buyer.address, buyer.id),
    shippingLine: () => ({
      id: gid("ShippingLine", order.id),
      title: order.shippingTitle,
      code: order.shippingTitle,
      carrierIdentifier: null,
      custom: false,
      isRemoved: false,
      phone: null,
      source: "shopify",
      originalPriceSet: bag(order.shipping),
      discountedPriceSet: bag(order.shipping),
    }),
    lineItems: (args: PageArgs) =>
      pageList(
        order.lines.map((line) => lineView({ world, order, line })),
        args,
      ),
    fulfillments: ({ first }: { first?: number | null }) =>
      order.fulfilments.slice(0, first ?? 250).map((each) => fulfilmentView(world, order, each)),
    fulfillmentsCount: () => ({ count: order.fulfilments.length, precision: "EXACT" }),
    fulfillmentOrders: (args: PageArgs) =>
      pageList(
        order.fulfilmentOrders.map((each) => fulfilmentOrderView(world, order, each)),
        args,
      ),
  };
}
