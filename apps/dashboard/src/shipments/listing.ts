import type { Bounded, ListedShipment } from "@waybill/domain/shipment/answers";
import type { ShipmentState } from "@waybill/domain/shipment/states";
import type { QueryOf } from "../api/api.ts";
import { groupOf } from "./attention-groups.ts";

/** Where a row leads: its order, or its own panel where it has none. */
export const hrefOf = (parcel: ListedShipment): string | null => (parcel.orderId ? `/orders/${parcel.orderId}` : null);

/** The tabs, in the order of a parcel's life; what wants a person comes first. */
export const tabs: readonly { state: ShipmentState; word: string; empty: string; next: string }[] = [
  {
    state: "attention",
    word: "Needs attention",
    empty: "No parcel needs you",
    next: "Problems, customers' reports, late parcels and parcels that stand still appear here by themselves.",
  },
  {
    state: "waiting",
    word: "Label made",
    empty: "No parcel waits to be handed over",
    next: "A parcel stands here from its label to its first scan.",
  },
  {
    state: "moving",
    word: "On the way",
    empty: "Nothing is on the way",
    next: "Parcels come here with their first scan.",
  },
  {
    state: "out",
    word: "Out for delivery",
    empty: "Nothing is out for delivery",
    next: "Parcels on the van, or ready for pick-up, stand here on their last day.",
  },
  {
    state: "delivered",
    word: "Delivered",
    empty: "Nothing was delivered yet",
    next: "A parcel comes here when its carrier says that it arrived.",
  },
  {
    state: "returned",
    word: "Returned or failed",
    empty: "Nothing came back",
    next: "Returns, cancelled labels and lost parcels stand here.",
  },
];
const states = new Set<string>(tabs.map((tab) => tab.state));

/** The tab an address asks for: attention unless it says otherwise. */
export const stateOf = (text: string | undefined): ShipmentState =>
  text !== undefined && states.has(text) ? (text as ShipmentState) : "attention";

/** "1,000+" past what is counted; nothing for none. */
export const countWords = (count: Bounded | undefined): string =>
  count === undefined || count.n === 0 ? "" : `${count.n.toLocaleString()}${count.exact ? "" : "+"}`;

/** `why`: of what wants attention only this group. */
export type ShipmentFilter = { state: ShipmentState; why: string; carrier: string; connection: string; q: string };

/** The filter as the API's query. A number is looked for in every state. */
export function shipmentQuery(filter: ShipmentFilter): QueryOf<"/api/shipments"> {
  const { state, carrier, connection, q } = filter;
  const why = state === "attention" ? groupOf(filter.why)?.kinds : null;
  return q ? { carrier, connection, q } : { state, why, carrier, connection };
}
