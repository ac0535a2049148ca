import { carrierByName, guessCarrier, makeTrackingNumber } from "./numbers.ts";
import { announceOrder, openFulfilmentOrders, touchOrder } from "./orders.ts";
import { registerParcel } from "./parcels.ts";
import type { Carrier, Fulfilment, FulfilmentOrder, FulfilmentOrderLine, Order, ScanKind, Tracking } from "./types.ts";
import { emit, nextId, stampNow, type World } from "./world.ts";

const companies: Record<Carrier, string> = { ups: "UPS", fedex: "FedEx", usps: "USPS" };
const links: Record<Carrier, string> = {
  ups: "https://www.ups.com/track?tracknum=",
  fedex: "https://www.fedex.com/fedextrack/?trknbr=",
  usps: "https://tools.usps.com/go/TrackConfirmAction_input?qtc_tLabels1=",
};

export function trackingLink(carrier: Carrier, number: string): string {
  return links[carrier] + encodeURIComponent(number);
}

/** How much of an order has left: the shop's fulfilment status. */
export function fulfilmentState(order: Order): "UNFULFILLED" | "PARTIALLY_FULFILLED" | "FULFILLED" {
  const shipped = new Map<string, number>();
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.status !== "SUCCESS") continue;
    for (const entry of fulfilment.lines)
      shipped.set(entry.line.id, (shipped.get(entry.line.id) ?? 0) + entry.quantity);
  }
  if (shipped.size === 0) return "UNFULFILLED";
  return order.lines.every((line) => (shipped.get(line.id) ?? 0) >= line.quantity)
    ? "FULFILLED"
    : "PARTIALLY_FULFILLED";
}

function track(world: World, order: Order, fulfilment: Fulfilment): void {
  for (const { number, company } of fulfilment.tracking) {
    if (number === null) continue;
    const carrier = carrierByName(company) ?? guessCarrier(number);
    if (carrier === undefined) continue;
    registerParcel(world, {
      number,
      carrier,
      from: fulfilment.warehouse.place,
      to: order.buyer.place,
      recipient: `${order.buyer.firstName[0]}. ${order.buyer.lastName}`.toUpperCase(),
      grams: fulfilment.lines.reduce((sum, entry) => sum + entry.line.product.grams * entry.quantity, 250),
      order,
      fulfilment,
    });
  }
}

export type Shipping = {
  lines: { entry: FulfilmentOrderLine; quantity: number }[];
  wanted: FulfilmentOrder[];
  tracking: Tracking[];
};

/** Ships lines of fulfilment orders that share a warehouse; the caller has checked that. */
export function shipLines(world: World, order: Order, input: Shipping): Fulfilment {
  const first = input.wanted[0] as FulfilmentOrder;
  const at = stampNow(world);
  for (const { entry, quantity } of input.lines) {
    entry.remaining -= quantity;
    entry.line.product.committed -= quantity;
    entry.line.product.updatedAt = at;
  }
  for (const wanted of input.wanted) {
    wanted.status = wanted.lines.every((entry) => entry.remaining === 0) ? "CLOSED" : "IN_PROGRESS";
    wanted.updatedAt = at;
  }
  const fulfilment: Fulfilment = {
    id: nextId(world),
    orderId: order.id,
    name: `${order.name}.${order.fulfilments.length + 1}`,
    status: "SUCCESS",
    shipmentStatus: null,
    warehouse: first.warehouse,
    createdAt: at,
    updatedAt: at,
    tracking: input.tracking,
    lines: input.lines.map(({ entry, quantity }) => ({ id: nextId(world), line: entry.line, quantity })),
  };
  order.fulfilments.push(fulfilment);
  touchOrder(world, order);
  emit(world, { type: "fulfilment", topic: "fulfillments/create", order, fulfilment });
  const done = fulfilmentState(order) === "FULFILLED";
  announceOrder(world, order, ["orders/updated", done ? "orders/fulfilled" : "orders/partially_fulfilled"]);
  track(world, order, fulfilment);
  return fulfilment;
}

/** The warehouse packs one fulfilment order and hands it to a carrier. */
export function packFulfilmentOrder(
  world: World,
  order: Order,
  wanted: FulfilmentOrder,
  carrier?: Carrier,
): Fulfilment {
  const chosen = carrier ?? world.random.parcels.pick<Carrier>(["ups", "ups", "fedex", "fedex", "usps", "usps"]);
  let number = makeTrackingNumber(world.random.parcels, chosen);
  while (world.parcels.has(number)) number = makeTrackingNumber(world.random.parcels, chosen);
  return shipLines(world, order, {
    wanted: [wanted],
    lines: wanted.lines.filter((entry) => entry.remaining > 0).map((entry) => ({ entry, quantity: entry.remaining })),
    tracking: [{ company: companies[chosen], number, url: trackingLink(chosen, number) }],
  });
}

/** Ships all that is still open of an order; a paid order by hand of the seller. */
export function shipOrder(world: World, order: Order, carrier?: Carrier): Fulfilment[] {
  const open = order.fulfilmentOrders.filter((each) => each.status === "OPEN" || each.status === "IN_PROGRESS");
  return open.map((wanted) => packFulfilmentOrder(world, order, wanted, carrier));
}

export function retrack(world: World, input: { order: Order; fulfilment: Fulfilment; tracking: Tracking[] }): void {
  const { order, fulfilment } = input;
  fulfilment.tracking = input.tracking;
  fulfilment.updatedAt = stampNow(world);
  touchOrder(world, order);
  emit(world, { type: "fulfilment", topic: "fulfillments/update", order, fulfilment });
  announceOrder(world, order, ["orders/updated"]);
  track(world, order, fulfilment);
}

/** Undoes a fulfilment: its quantities come back on new fulfilment orders. */
export function cancelFulfilment(world: World, order: Order, fulfilment: Fulfilment): void {
  fulfilment.status = "CANCELLED";
  fulfilment.updatedAt = stampNow(world);
  for (const entry of fulfilment.lines) entry.line.product.committed += entry.quantity;
  openFulfilmentOrders(world, order, fulfilment.lines);
  touchOrder(world, order);
  emit(world, { type: "fulfilment", topic: "fulfillments/update", order, fulfilment });
  announceOrder(world, order, ["orders/updated"]);
}

const shipmentStatuses: Partial<Record<ScanKind, string>> = {
  label: "label_printed",
  picked_up: "confirmed",
  departed: "in_transit",
  arrived: "in_transit",
  imported: "in_transit",
  at_destination: "in_transit",
  out_for_delivery: "out_for_delivery",
  attempted: "attempted_delivery",
  weather_delay: "delayed",
  late_delay: "delayed",
  customs_hold: "delayed",
  pickup_ready: "ready_for_pickup",
  delivered: "delivered",
  returning: "failure",
};

/** Lets the shop follow the carriers' scans, as the real one does for carriers it knows. */
export function followParcels(world: World): void {
  world.listeners.push((event) => {
    if (event.type !== "scan" || event.parcel.orderId === null) return;
    const order = world.orderById.get(event.parcel.orderId);
    const fulfilment = order?.fulfilments.find((each) => each.id === event.parcel.fulfilmentId);
    const status = shipmentStatuses[event.scan.kind];
    if (order === undefined || fulfilment === undefined || status === undefined) return;
    if (fulfilment.status === "CANCELLED" || fulfilment.shipmentStatus === status) return;
    fulfilment.shipmentStatus = status;
    fulfilment.updatedAt = event.scan.at;
    emit(world, { type: "fulfilment", topic: "fulfillments/update", order, fulfilment });
  });
}
