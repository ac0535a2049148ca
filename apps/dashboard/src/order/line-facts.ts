import type { OrderLine } from "@waybill/domain/order/answers";
import type { ShipmentView } from "@waybill/domain/shipment/answers";

export type LineFacts = { shipped: number; delivered: number; cancelled: number; refunded: number; left: number };

/**
 * What became of a line's units. Delivered counts what delivered parcels carry; a parcel whose content nobody told carries
 * all that was shipped. More is never said than was bought.
 *
 * @example lineFacts(line, shipments) // { shipped: 2, delivered: 1, cancelled: 0, refunded: 0, left: 1 }
 */
export function lineFacts(line: OrderLine, shipments: readonly Pick<ShipmentView, "status" | "lines">[]): LineFacts {
  const carried = (parcels: typeof shipments) =>
    parcels.reduce((sum, parcel) => {
      if (parcel.lines.length === 0) return sum + line.quantity;
      return (
        sum + parcel.lines.reduce((n, part) => n + (part.externalLineId === line.externalId ? part.quantity : 0), 0)
      );
    }, 0);
  const most = Math.max(0, line.quantity - line.cancelled);
  const valid = shipments.filter((parcel) => parcel.status !== "cancelled");
  const fulfilled = line.requiresShipping ? most - Math.min(line.unfulfilled, most) : 0;
  const shipped = line.requiresShipping ? Math.min(most, Math.max(fulfilled, carried(valid))) : 0;
  const delivered = Math.min(shipped, carried(valid.filter((parcel) => parcel.status === "delivered")));
  const left = line.requiresShipping ? most - shipped : 0;
  return { shipped, delivered, cancelled: line.cancelled, refunded: line.refunded, left };
}
