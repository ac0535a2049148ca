import type { ListedShipment, ShipmentSummary } from "@waybill/domain/shipment/answers";

export type ShipmentList = {
  rows: readonly ListedShipment[];
  /** Ids of parcels that changed and are not in what is shown. */
  waiting: ReadonlySet<string>;
};
export const emptyList: ShipmentList = { rows: [], waiting: new Set() };

/**
 * A parcel's update laid over the list: a shown row changes where it stands, anything else waits. An older update than what is
 * shown changes nothing.
 *
 * @example updated(list, shipment) // same rows in the same places, one of them new
 */
export function updated(list: ShipmentList, shipment: ShipmentSummary): ShipmentList {
  const at = list.rows.findIndex((row) => row.id === shipment.id);
  const row = list.rows[at];
  if (!row) return { ...list, waiting: new Set(list.waiting).add(shipment.id) };
  if (shipment.changedAt < row.changedAt) return list;
  const rows = [...list.rows];
  rows[at] = { ...row, ...shipment };
  return { ...list, rows };
}

/** A page from the server: the first replaces the list, the others come after it; what frames said meanwhile wins if newer. */
export function paged(list: ShipmentList, items: readonly ListedShipment[], fresh: boolean): ShipmentList {
  const known = new Map(list.rows.map((row) => [row.id, row]));
  const newest = items.map((item) => {
    const row = known.get(item.id);
    return row && row.changedAt > item.changedAt ? { ...item, ...row } : item;
  });
  if (fresh) return { rows: newest, waiting: new Set() };
  return { ...list, rows: [...list.rows, ...newest.filter((item) => !known.has(item.id))] };
}
