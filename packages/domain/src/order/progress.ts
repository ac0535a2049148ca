import type { ShipmentStatus } from "../status.ts";
import { countLine, type Goods, holdersOf, isCounted } from "./held.ts";

/** Counts of units over all lines that need shipping, and where the order's parcels are together. */
type OrderProgress = {
  units: number;
  shipped: number;
  delivered: number;
  /** Units that the channel still expects to be shipped and that no parcel here holds. */
  unshipped: number;
  /** Parcels that count, and those of them that have arrived. */
  parcels: number;
  parcelsArrived: number;
  parcelStatus: ShipmentStatus | null;
};

/**
 * Units bought, shipped, delivered and left to ship, counted per line. Fulfilments carry the lines, parcels only say when they
 * arrived: a fulfilment in several parcels is there when all of them are, and one parcel may bring several
 * (docs/architecture.md#statuses). Pure.
 *
 * @example progress({ lines, fulfilments: order.fulfilments, parcels }).unshipped // 2
 */
export function progress(goods: Goods): OrderProgress {
  const holders = holdersOf(goods);
  const sum = { units: 0, shipped: 0, delivered: 0, unshipped: 0 };
  for (const line of goods.lines) {
    if (!line.requiresShipping) continue;
    const { shipped, delivered, left } = countLine(line, holders);
    sum.units += line.quantity;
    sum.shipped += shipped;
    sum.delivered += delivered;
    sum.unshipped += left;
  }
  const counted = goods.parcels.filter(isCounted);
  return {
    ...sum,
    parcels: counted.length,
    parcelsArrived: counted.filter((parcel) => parcel.status === "delivered").length,
    parcelStatus: worst(counted.map((parcel) => parcel.status)),
  };
}

/** What is left to ship, by line: lines with nothing left are not in it. */
export function leftLines(goods: Goods): { externalLineId: string; quantity: number }[] {
  const holders = holdersOf(goods);
  return goods.lines
    .filter((line) => line.requiresShipping)
    .map((line) => ({ externalLineId: line.externalId, quantity: countLine(line, holders).left }))
    .filter((line) => line.quantity > 0);
}

/** How many other parcels that count share the goods of this one: a fulfilment in several parcels. */
export function sharedWith(parcel: Sharing, all: readonly Sharing[]): number {
  const others = all.filter((other) => other.id !== parcel.id && isCounted(other));
  return others.filter((other) => other.fulfilmentIds.some((id) => parcel.fulfilmentIds.includes(id))).length;
}
type Sharing = { id: string; status: ShipmentStatus; leftAt: number | null; fulfilmentIds: readonly string[] };

// What a seller should see of several parcels: trouble first, then the one furthest behind.
const order: readonly ShipmentStatus[] = [
  "lost",
  "returned_to_sender",
  "exception",
  "delivery_attempt_failed",
  "on_hold",
  "delayed",
  "unknown",
  "pre_transit",
  "accepted",
  "in_transit",
  "available_for_pickup",
  "out_for_delivery",
  "delivered",
  "cancelled",
];

function worst(statuses: readonly ShipmentStatus[]): ShipmentStatus | null {
  return order.find((s) => statuses.includes(s)) ?? null;
}
