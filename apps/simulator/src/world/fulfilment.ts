import { MINUTE_MS } from "@waybill/domain/time";
import { type FieldHabit, fillField, habitOf, type NumberedParcel } from "./field-habits.ts";
import { carrierByName, guessCarrier } from "./numbers.ts";
import { announceOrder, archiveWhenDone, openFulfilmentOrders, payOrder, touchOrder } from "./orders.ts";
import { registerParcel } from "./parcels.ts";
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

/** The parcels that a field names to the carriers' own systems, where it holds one number as they print it. */
function namedParcels(tracking: readonly Tracking[]): NumberedParcel[] {
  return tracking.flatMap(({ number, company }) => {
    const carrier = number === null ? undefined : (carrierByName(company) ?? guessCarrier(number));
    return number === null || carrier === undefined ? [] : [{ number, carrier }];
  });
}

/** Hands the parcels to their carriers; they move whatever the shop wrote of them. */
function handOver(
  world: World,
  input: { order: Order; fulfilment: Fulfilment; parcels: readonly NumberedParcel[] },
): void {
  const { order, fulfilment } = input;
  fulfilment.parcels = input.parcels.map(({ number, carrier }) => {
    const parcel = registerParcel(world, {
      number,
      carrier,
      from: fulfilment.warehouse.place,
      to: order.buyer.place,
      recipient: `${order.buyer.firstName[0]}. ${order.buyer.lastName}`.toUpperCase(),
      grams: fulfilment.lines.reduce((sum, entry) => sum + entry.line.product.grams * entry.quantity, 250),
      order,
      fulfilment,
    });
    return parcel.number;
  });
}

export type Shipping = {
  lines: { entry: FulfilmentOrderLine; quantity: number }[];
  wanted: FulfilmentOrder[];
  tracking: Tracking[];
  /** What really leaves, where the field says it in another way; absent: what the field says. */
  parcels?: readonly NumberedParcel[];
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
    parcels: [],
    lines: input.lines.map(({ entry, quantity }) => ({ id: nextId(world), line: entry.line, quantity })),
  };
  order.fulfilments.push(fulfilment);
  touchOrder(world, order);
  archiveWhenDone(order);
  emit(world, { type: "fulfilment", topic: "fulfillments/create", order, fulfilment });
  const done = fulfilmentState(order) === "FULFILLED";
  announceOrder(world, order, ["orders/updated", done ? "orders/fulfilled" : "orders/partially_fulfilled"]);
  handOver(world, { order, fulfilment, parcels: input.parcels ?? namedParcels(input.tracking) });
  return fulfilment;
}

/** The warehouse packs one fulfilment order and hands it to a carrier. */
export function packFulfilmentOrder(
  world: World,
  order: Order,
  input: { wanted: FulfilmentOrder; carrier?: Carrier | undefined; habit?: FieldHabit | undefined },
): Fulfilment {
  const { wanted, habit = habitOf(world, wanted) } = input;
  const carrier = input.carrier ?? world.random.parcels.pick<Carrier>(["ups", "ups", "fedex", "fedex", "usps", "usps"]);
  const written = fillField(world, { wanted, carrier, habit });
  if (order.natures.has("two_numbers")) {
    const second = fillField(world, { wanted, carrier, habit: "plain" });
    written.parcels.push(...second.parcels);
    written.tracking.push(...second.tracking);
  }
  const fulfilment = shipLines(world, order, {
    wanted: [wanted],
    lines: wanted.lines.filter((entry) => entry.remaining > 0).map((entry) => ({ entry, quantity: entry.remaining })),
    ...written,
  });
  if (order.natures.has("corrected_number")) correctLater(world, { order, fulfilment, wanted, carrier });
  return fulfilment;
}

/** The number on the label was another: it is put right some hours later, when the first one has moved already. */
function correctLater(
  world: World,
  input: { order: Order; fulfilment: Fulfilment; wanted: FulfilmentOrder; carrier: Carrier },
): void {
  const { order, fulfilment, wanted, carrier } = input;
  const { agenda } = world;
  later(world, 180 * MINUTE_MS, () => {
    if (world.agenda !== agenda || fulfilment.status === "CANCELLED" || !world.orderById.has(order.id)) return;
    const { tracking } = fillField(world, { wanted, carrier, habit: "plain" });
    retrack(world, { order, fulfilment, tracking });
  });
}

/** Ships all goods that are still open of an order; a paid order by hand of the seller. */
export function shipOrder(
  world: World,
  order: Order,
  how: { carrier?: Carrier | undefined; habit?: FieldHabit | undefined } = {},
): Fulfilment[] {
  const open = order.fulfilmentOrders.filter(
    (each) => (each.status === "OPEN" || each.status === "IN_PROGRESS") && each.method !== "NONE",
  );
  return open.map((wanted) => packFulfilmentOrder(world, order, { ...how, wanted }));
}

export function retrack(world: World, input: { order: Order; fulfilment: Fulfilment; tracking: Tracking[] }): void {
  const { order, fulfilment } = input;
  const before = fulfilment.parcels;
  fulfilment.tracking = input.tracking;
  fulfilment.updatedAt = stampNow(world);
  touchOrder(world, order);
  emit(world, { type: "fulfilment", topic: "fulfillments/update", order, fulfilment });
  announceOrder(world, order, ["orders/updated"]);
  handOver(world, { order, fulfilment, parcels: namedParcels(input.tracking) });
  for (const number of before.filter((each) => !fulfilment.parcels.includes(each))) {
    // The parcel of a wrong number was somebody else's all the time, and goes its way.
    Object.assign(world.parcels.get(number) ?? {}, { orderId: null, fulfilmentId: null });
  }
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
