import { fulfilmentState } from "../world/fulfilment.ts";
import { localeOf } from "../world/people.ts";
import { isoSeconds } from "../world/times.ts";
import type { Order } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { fulfilmentOrderView, fulfilmentView } from "./fulfilment-view.ts";
import { currentQuantity, lineView } from "./line-view.ts";
import { gatewaysOf, isPaid, orderMoney, shopCurrencyOf } from "./order-money.ts";
import { orderPeople } from "./order-people.ts";
import { type Fault, fieldDenied } from "./outcomes.ts";
import { type PageArgs, pageList } from "./paging.ts";
import { gid } from "./places-view.ts";

/**
 * An order as GraphQL serves it: plain fields, and functions for what costs work or takes arguments. With a fault, the
 * field concerned throws, and graphql-js turns that into `null` plus an entry of `errors` with its path.
 */
export function orderView(input: { world: World; order: Order; fault: Fault }): object {
  const { world, order, fault } = input;
  return {
    ...orderFacts(order, fault),
    ...orderMoney(order, fault),
    ...orderPeople(order, world.options.protectedData ? fault : "people_denied"),
    lineItems: (args: PageArgs) => {
      if (fault === "order_denied") throw fieldDenied("lineItems", "read_orders");
      return pageList(
        order.lines.map((line) => lineView({ world, order, line })),
        args,
      );
    },
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

function orderFacts(order: Order, fault: Fault): object {
  const { buyer } = order;
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
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
    test: order.natures.has("test"),
    edited: order.edited,
    currencyCode: shopCurrencyOf(order, fault),
    presentmentCurrencyCode: buyer.currency,
    taxesIncluded: false,
    note: order.note,
    poNumber: null,
    tags: order.tags,
    phone: null,
    sourceName: "web",
    customerLocale: localeOf(buyer),
    discountCodes: order.discount > 0 ? ["WELCOME10"] : [],
    paymentGatewayNames: gatewaysOf(order),
    displayFinancialStatus: order.financial,
    displayFulfillmentStatus: fulfilmentState(order),
    returnStatus: "NO_RETURN",
    fullyPaid: isPaid(order),
    unpaid: order.financial === "PENDING",
    refundable: order.financial === "PAID" || order.financial === "PARTIALLY_REFUNDED",
    fulfillable: order.cancelledAt === null && fulfilmentState(order) !== "FULFILLED",
    requiresShipping: order.lines.some((line) => !line.product.giftCard),
    billingAddressMatchesShippingAddress: true,
    subtotalLineItemsQuantity: pieces,
    currentSubtotalLineItemsQuantity: order.lines.reduce((sum, line) => sum + currentQuantity(order, line), 0),
  };
}
