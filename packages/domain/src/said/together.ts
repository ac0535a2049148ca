import { isCounted } from "../order/held.ts";
import type { ShipmentStatus } from "../status.ts";

/** A parcel among the others of its order: the `nth` of so many, of which so many have arrived. */
export type Together = { nth: number; of: number; arrived: number };

/** `leftAt`: when its number left the order. */
type OneOfThem = { id: string; status: ShipmentStatus; shippedAt: number; leftAt: number | null };

/**
 * Where a parcel stands among its order's parcels, oldest first; what was cancelled or has left the order is not counted. Null: it
 * is the only one, and nothing need be said.
 *
 * @example togetherOf([{ id: "a", status: "delivered", shippedAt: 1, leftAt: null }, …], "b")
 * // { nth: 2, of: 2, arrived: 1 }
 */
export function togetherOf(parcels: readonly OneOfThem[], id: string): Together | null {
  const live = parcels
    .filter((parcel) => isCounted(parcel))
    .sort((a, b) => a.shippedAt - b.shippedAt || (a.id < b.id ? -1 : 1));
  const nth = live.findIndex((parcel) => parcel.id === id) + 1;
  if (live.length < 2 || nth === 0) return null;
  return { nth, of: live.length, arrived: live.filter((parcel) => parcel.status === "delivered").length };
}
