import { isoSeconds } from "../world/times.ts";
import type { Fulfilment, FulfilmentOrder, Order } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { lineView } from "./line-view.ts";
import { orderView } from "./order-view.ts";
import { type PageArgs, pageList } from "./paging.ts";
import { gid, locationView } from "./places-view.ts";

const displayStatuses: Record<string, string> = {
  label_printed: "LABEL_PRINTED",
  confirmed: "CONFIRMED",
  in_transit: "IN_TRANSIT",
  out_for_delivery: "OUT_FOR_DELIVERY",
  attempted_delivery: "ATTEMPTED_DELIVERY",
  delayed: "DELAYED",
  ready_for_pickup: "READY_FOR_PICKUP",
  picked_up: "PICKED_UP",
  delivered: "DELIVERED",
  failure: "FAILURE",
};

export function fulfilmentView(world: World, order: Order, fulfilment: Fulfilment): object {
  const parcel = fulfilment.parcels.map((number) => world.parcels.get(number)).find(Boolean);
  const scanAt = (kind: string) => {
    const scan = parcel?.scans.find((each) => each.kind === kind);
    return scan === undefined ? null : isoSeconds(scan.at);
  };
  return {
    __typename: "Fulfillment",
    id: gid("Fulfillment", fulfilment.id),
    legacyResourceId: fulfilment.id,
    name: fulfilment.name,
    status: fulfilment.status,
    displayStatus:
      fulfilment.status === "CANCELLED"
        ? "CANCELED"
        : (displayStatuses[fulfilment.shipmentStatus ?? ""] ?? "FULFILLED"),
    createdAt: isoSeconds(fulfilment.createdAt),
    updatedAt: isoSeconds(fulfilment.updatedAt),
    deliveredAt: fulfilment.deliveredAt === null ? scanAt("delivered") : isoSeconds(fulfilment.deliveredAt),
    inTransitAt: scanAt("departed"),
    estimatedDeliveryAt: parcel === undefined ? null : isoSeconds(parcel.eta),
    requiresShipping: fulfilment.lines.some((entry) => !entry.line.product.giftCard),
    totalQuantity: fulfilment.lines.reduce((sum, entry) => sum + entry.quantity, 0),
    location: () => locationView(fulfilment.warehouse),
    order: () => orderView({ world, order, fault: null }),
    trackingInfo: ({ first }: { first?: number | null }) => fulfilment.tracking.slice(0, first ?? 250),
    fulfillmentLineItems: (args: PageArgs) =>
      pageList(
        fulfilment.lines.map((entry) => ({
          __typename: "FulfillmentLineItem",
          id: gid("FulfillmentLineItem", entry.id),
          quantity: entry.quantity,
          lineItem: () => lineView({ world, order, line: entry.line }),
        })),
        args,
      ),
  };
}

/** OPEN and IN_PROGRESS can be fulfilled; a closed one offers nothing. */
export function canFulfil(wanted: FulfilmentOrder): boolean {
  return (
    (wanted.status === "OPEN" || wanted.status === "IN_PROGRESS") && wanted.lines.some((entry) => entry.remaining > 0)
  );
}

export function fulfilmentOrderView(world: World, order: Order, wanted: FulfilmentOrder): object {
  const { warehouse } = wanted;
  return {
    __typename: "FulfillmentOrder",
    id: gid("FulfillmentOrder", wanted.id),
    orderId: gid("Order", order.id),
    orderName: order.name,
    orderProcessedAt: isoSeconds(order.createdAt),
    order: () => orderView({ world, order, fault: null }),
    status: wanted.status,
    requestStatus: "UNSUBMITTED",
    createdAt: isoSeconds(wanted.createdAt),
    updatedAt: isoSeconds(wanted.updatedAt),
    fulfillAt: isoSeconds(wanted.createdAt),
    fulfillmentHolds: [],
    deliveryMethod: {
      id: gid("DeliveryMethod", wanted.id),
      methodType: wanted.method,
      presentedName: order.shippingTitle,
    },
    supportedActions: canFulfil(wanted)
      ? ["CREATE_FULFILLMENT", "MOVE", "HOLD", "SPLIT"].map((action) => ({ action, externalUrl: null }))
      : [],
    assignedLocation: {
      name: warehouse.name,
      address1: warehouse.address1,
      address2: null,
      city: warehouse.place.city,
      countryCode: warehouse.place.country,
      phone: null,
      province: warehouse.place.region,
      zip: warehouse.place.zip,
      location: () => locationView(warehouse),
    },
    lineItems: (args: PageArgs) =>
      pageList(
        wanted.lines.map((entry) => ({
          __typename: "FulfillmentOrderLineItem",
          id: gid("FulfillmentOrderLineItem", entry.id),
          totalQuantity: entry.total,
          remainingQuantity: entry.remaining,
          requiresShipping: !entry.line.product.giftCard,
          sku: entry.line.sku,
          productTitle: entry.line.product.title,
          variantTitle: entry.line.product.variantTitle,
          inventoryItemId: gid("InventoryItem", entry.line.product.inventoryItemId),
          lineItem: () => lineView({ world, order, line: entry.line }),
        })),
        args,
      ),
  };
}
