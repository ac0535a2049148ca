import { MINUTE_MS } from "@waybill/domain/time";
import { normaliseNumber } from "./numbers.ts";
import { announceOrder, archiveWhenDone, openFulfilmentOrders, payOrder, touchOrder } from "./orders.ts";
import { registerParcel } from "./parcels.ts";
import { parcelsIn, trackingFor, typedTracking } from "./typed-numbers.ts";
import type { Carrier, Fulfilment, FulfilmentOrder, FulfilmentOrderLine, Order, ScanKind, Tracking } from "./types.ts";
import { emit, later, nextId, stampNow, type World } from "./world.ts";

/** How much of an order has left: the shop's fulfilment status. */
export function fulfilmentState(order: Order): "UNFULFILLED" | "PARTIALLY_FULFILLED" | "FULFILLED" {
  const shipped = new Map<string, number>();
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.status !== "SUCCESS") continue;
    for (const entry of fulfilment.lines)
      shipped.set(entry.line.id, (shipped.get(entry.line.id) ?? 0) + entry.quantity);
  }
  if (shipped.size === 0) return "UNFULFILLED";
  return order.lines.every((line) => (shipped.get(line.id) ?? 0) >= line.quantity - line.removed)
    ? "FULFILLED"
    : "PARTIALLY_FULFILLED";
}

function track(world: World, order: Order, fulfilment: Fulfilment): void {
  for (const { number, carrier } of fulfilment.tracking.flatMap(parcelsIn)) {
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
  shipmentStatus?: string;
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
    shipmentStatus: input.shipmentStatus ?? null,
    deliveredAt: null,
    warehouse: first.warehouse,
    createdAt: at,
    updatedAt: at,
    tracking: input.tracking,
    lines: input.lines.map(({ entry, quantity }) => ({ id: nextId(world), line: entry.line, quantity })),
  };
  order.fulfilments.push(fulfilment);
  touchOrder(world, order);
  archiveWhenDone(order);
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
  const fulfilment = shipLines(world, order, {
    wanted: [wanted],
    lines: wanted.lines.filter((entry) => entry.remaining > 0).map((entry) => ({ entry, quantity: entry.remaining })),
    tracking: typedTracking(world, order, chosen),
  });
  if (order.natures.has("corrected_number")) correctLater(world, { order, fulfilment, carrier: chosen });
  return fulfilment;
}

/** The number on the label was another: it is put right some hours later, when the first one has moved already. */
function correctLater(world: World, input: { order: Order; fulfilment: Fulfilment; carrier: Carrier }): void {
  const { order, fulfilment, carrier } = input;
  const { agenda } = world;
  later(world, 180 * MINUTE_MS, () => {
    if (world.agenda !== agenda || fulfilment.status === "CANCELLED" || !world.orderById.has(order.id)) return;
    retrack(world, { order, fulfilment, tracking: [trackingFor(world, carrier)] });
  });
}

/** Ships all goods that are still open of an order; a paid order by hand of the seller. */
export function shipOrder(world: World, order: Order, carrier?: Carrier): Fulfilment[] {
  const open = order.fulfilmentOrders.filter(
    (each) => (each.status === "OPEN" || each.status === "IN_PROGRESS") && each.method !== "NONE",
  );
  return open.map((wanted) => packFulfilmentOrder(world, order, wanted, carrier));
}

export function retrack(world: World, input: { order: Order; fulfilment: Fulfilment; tracking: Tracking[] }): void {
  const { order, fulfilment } = input;
  const kept = new Set(input.tracking.flatMap(parcelsIn).map(({ number }) => normaliseNumber(number)));
  for (const { number } of fulfilment.tracking.flatMap(parcelsIn)) {
    const parcel = world.parcels.get(normaliseNumber(number));
    // The parcel of the wrong number was somebody else's all the time, and goes its way.
    if (parcel && !kept.has(parcel.number)) Object.assign(parcel, { orderId: null, fulfilmentId: null });
  }
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
  order.closedAt = order.cancelledAt;
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
    if (status === "delivered" && order.natures.has("cash_on_delivery")) payOrder(world, order);
  });
}
