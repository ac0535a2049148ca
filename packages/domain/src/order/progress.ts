import type { ShipmentStatus } from "../status.ts";

type Parcel = { status: ShipmentStatus; lines: readonly { externalLineId: string; quantity: number }[] };
type ProgressLine = { externalId: string; quantity: number; unfulfilled: number; requiresShipping: boolean };

/** Counts of units over all lines that need shipping, and where the order's parcels are together. */
type OrderProgress = {
  units: number;
  shipped: number;
  delivered: number;
  /** Units that the channel still expects to be shipped. */
  unshipped: number;
  /** Parcels that are followed, and those of them that have arrived. */
  parcels: number;
  parcelsArrived: number;
  parcelStatus: ShipmentStatus | null;
};

/** Units bought, shipped and delivered, counted per line: the parts from which partial statuses follow. */
export function progress(lines: readonly ProgressLine[], parcels: readonly Parcel[]): OrderProgress {
  const live = parcels.filter((p) => p.status !== "cancelled");
  let units = 0;
  let shipped = 0;
  let delivered = 0;
  // A parcel without lines holds whatever of the order has been shipped.
  const whole = live.filter((p) => p.lines.length === 0);
  for (const line of lines) {
    if (!line.requiresShipping) continue;
    units += line.quantity;
    const inParcels = (input: readonly Parcel[]) =>
      input.reduce(
        (sum, p) => sum + p.lines.reduce((n, l) => n + (l.externalLineId === line.externalId ? l.quantity : 0), 0),
        0,
      );
    const out = Math.min(
      line.quantity,
      whole.length > 0 && line.unfulfilled === line.quantity && live.length === whole.length
        ? line.quantity
        : Math.max(line.quantity - line.unfulfilled, inParcels(live)),
    );
    shipped += out;
    // What no parcel names is in those without lines: delivered when they all are.
    const rest = whole.length > 0 && whole.every((p) => p.status === "delivered") ? out - inParcels(live) : 0;
    delivered += Math.min(out, inParcels(live.filter((p) => p.status === "delivered")) + Math.max(0, rest));
  }
  const arrived = live.filter((p) => p.status === "delivered").length;
  const unshipped = units - shipped;
  return {
    units,
    shipped,
    delivered,
    unshipped,
    parcels: live.length,
    parcelsArrived: arrived,
    parcelStatus: worst(live.map((p) => p.status)),
  };
}
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
