import type { ShipmentStatus } from "../status.ts";
import type { Fulfilment } from "./order.ts";

type Quantities = readonly { externalLineId: string; quantity: number }[];
export type ProgressLine = { externalId: string; quantity: number; unfulfilled: number; requiresShipping: boolean };
/** A parcel, as far as counting needs it. */
export type ProgressParcel = {
  status: ShipmentStatus;
  lines: Quantities;
  /** The channel's fulfilments that travel in it. */
  fulfilmentIds: readonly string[];
  leftAt: number | null;
  scanCount: number;
};
export type ProgressFulfilment = Pick<Fulfilment, "externalId" | "cancelled" | "lines" | "arrival">;
export type Goods = {
  lines: readonly ProgressLine[];
  fulfilments: readonly ProgressFulfilment[];
  parcels: readonly ProgressParcel[];
};

/** Goods that left together: what the channel calls a fulfilment, or a parcel handed in here that it does not know of yet. */
type Consignment = { lines: Quantities; arrived: boolean };

/** It counts for its order: neither called off nor taken away again. */
export const isCounted = (parcel: Pick<ProgressParcel, "status" | "leftAt">): boolean =>
  parcel.status !== "cancelled" && parcel.leftAt === null;

const silent: ReadonlySet<ShipmentStatus> = new Set(["pre_transit", "unknown"]);
/** A carrier has told of it. */
const isTracked = (parcel: ProgressParcel) => parcel.scanCount > 0 || !silent.has(parcel.status);
const byShop: ReadonlySet<string> = new Set(["delivered", "picked_up"]);

/** All of its parcels are there; where a carrier tells nothing of one, or there is none, the shop's own word counts. */
function hasArrived(fulfilment: ProgressFulfilment, parcels: readonly ProgressParcel[]): boolean {
  const tracked = parcels.filter(isTracked);
  if (tracked.some((parcel) => parcel.status !== "delivered")) return false;
  const allTracked = parcels.length > 0 && tracked.length === parcels.length;
  return allTracked || byShop.has(fulfilment.arrival?.kind ?? "");
}

export const unitsOf = (lines: Quantities, externalId: string): number =>
  lines.reduce((n, line) => n + (line.externalLineId === externalId ? line.quantity : 0), 0);
const unitsIn = (parts: readonly { lines: Quantities }[], externalId: string) =>
  parts.reduce((n, part) => n + unitsOf(part.lines, externalId), 0);

/** Who holds the goods of an order. */
type Holders = {
  /** Fulfilments that say what is in them. */
  listed: readonly Consignment[];
  /** Parcels handed in here that no fulfilment names yet, with what was said to be in them. */
  own: readonly Consignment[];
  /** What nobody says the contents of: fulfilments without lines, and parcels handed in here without any. */
  rest: readonly Consignment[];
  /** One of the latter is a parcel handed in here: it holds all that was left. */
  takesAll: boolean;
};

export function holdersOf(goods: Pick<Goods, "fulfilments" | "parcels">): Holders {
  const live = goods.fulfilments.filter((fulfilment) => !fulfilment.cancelled);
  const ids = new Set(live.map((fulfilment) => fulfilment.externalId));
  const parcels = goods.parcels.filter(isCounted);
  const fulfilments = live.map((fulfilment): Consignment => {
    const own = parcels.filter((parcel) => parcel.fulfilmentIds.includes(fulfilment.externalId));
    return { lines: fulfilment.lines, arrived: hasArrived(fulfilment, own) };
  });
  // Named by a fulfilment, a parcel's goods are counted there.
  const unnamed = parcels
    .filter((parcel) => !parcel.fulfilmentIds.some((id) => ids.has(id)))
    .map((parcel): Consignment => ({ lines: parcel.lines, arrived: parcel.status === "delivered" }));
  const says = (part: Consignment) => part.lines.length > 0;
  const silentParcels = unnamed.filter((part) => !says(part));
  return {
    listed: fulfilments.filter(says),
    own: unnamed.filter(says),
    rest: [...fulfilments.filter((part) => !says(part)), ...silentParcels],
    takesAll: silentParcels.length > 0,
  };
}

/** Units of one line: shipped, delivered, and still to ship. Never more than was bought, never less than none. */
export function countLine(line: ProgressLine, holders: Holders): { shipped: number; delivered: number; left: number } {
  const id = line.externalId;
  const within = (n: number) => Math.max(0, Math.min(line.quantity, n));
  const listed = unitsIn(holders.listed, id);
  const own = unitsIn(holders.own, id);
  // What the channel calls shipped without saying in which fulfilment is what the parcels handed in here hold.
  const fulfilled = within(line.quantity - line.unfulfilled);
  const named = listed + own;
  const shipped = holders.takesAll ? line.quantity : within(Math.max(fulfilled, named));
  const rest = Math.max(0, shipped - named);
  const restArrived = holders.rest.length > 0 && holders.rest.every((part) => part.arrived);
  const arrived = [...holders.listed, ...holders.own].filter((part) => part.arrived);
  const delivered = Math.min(shipped, unitsIn(arrived, id) + (restArrived ? rest : 0));
  const unknownToChannel = Math.max(0, own - Math.max(0, fulfilled - listed));
  const left = holders.takesAll ? 0 : within(Math.min(line.unfulfilled, line.quantity) - unknownToChannel);
  return { shipped, delivered, left };
}
