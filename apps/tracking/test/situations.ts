import type { ChannelOrder } from "@waybill/domain/order/order";
import type { CustomerStep } from "@waybill/domain/status";
import type { Scanned } from "./said-scans.ts";

type Parcel = { scans: Scanned[]; eta?: { date: string; from: string | null; to: string | null } };

/** What an order has been through, and what everyone has to say of it. Written down by hand from the rules, not from output. */
export type Situation = {
  name: string;
  order?: Partial<ChannelOrder>;
  parcels: Parcel[];
  /** All numbers in one fulfilment; else each parcel has its own. */
  oneFulfilment?: true;
  /** The parcel that is looked at, and whose newest mail is read: the last one unless it says. */
  about?: number;
  says: {
    step: CustomerStep;
    /** Status and reason whose words are said: "exception/address". */
    key: string;
    /** nth, of, arrived. */
    together?: [number, number, number];
    /** The day of the headline. */
    day?: string;
    /** The newest mail: of this very state, of an earlier one (no rule speaks of this one), or none at all. */
    mail: "now" | "earlier" | "none";
    /** The seller's word of the parcel, and the order's own. */
    parcel: string;
    order: string;
    /** The first word of the order's row in the list. */
    row: string;
  };
};

const label = (order: string, row: string) => ({ step: "ordered", parcel: "Label made", order, row }) as const;
const moving: Scanned[] = [["accepted"], ["in_transit"]];
const shipped = { order: "Shipped" } as const;
const THURSDAY = { date: "2026-11-26", from: null, to: null };

export const situations: readonly Situation[] = [
  {
    name: "label only",
    parcels: [{ scans: [] }],
    says: { ...label("Shipped", "Shipped"), key: "pre_transit", mail: "now" },
  },
  {
    name: "accepted",
    parcels: [{ scans: [["accepted"]] }],
    says: { step: "shipped", key: "accepted", mail: "earlier", parcel: "Handed over", row: "Shipped", ...shipped },
  },
  {
    name: "moving",
    parcels: [{ scans: moving }],
    says: {
      step: "in_transit",
      key: "in_transit",
      mail: "earlier",
      parcel: "On its way",
      row: "On its way",
      ...shipped,
    },
  },
  {
    name: "moving with a day",
    parcels: [{ scans: moving, eta: THURSDAY }],
    says: {
      ...{ step: "in_transit", key: "in_transit", day: "2026-11-26", mail: "earlier", parcel: "On its way" },
      ...{ row: "On its way", ...shipped },
    },
  },
  {
    name: "out for delivery",
    parcels: [{ scans: [...moving, ["out_for_delivery"]] }],
    says: {
      ...{ step: "out_for_delivery", key: "out_for_delivery", mail: "now", parcel: "Out for delivery" },
      ...{ row: "Out for delivery", ...shipped },
    },
  },
  {
    name: "window with its hours",
    parcels: [{ scans: [...moving, ["out_for_delivery"]], eta: { date: "2026-11-20", from: "14:00", to: "18:00" } }],
    says: {
      ...{ step: "out_for_delivery", key: "out_for_delivery", mail: "now", parcel: "Out for delivery" },
      ...{ row: "Out for delivery", ...shipped },
    },
  },
  {
    name: "ready to collect",
    parcels: [{ scans: [...moving, ["available_for_pickup"]] }],
    says: {
      ...{ step: "out_for_delivery", key: "available_for_pickup", mail: "now", parcel: "Ready for pick-up" },
      ...{ row: "Ready for pick-up", ...shipped },
    },
  },
  {
    name: "delivered",
    parcels: [{ scans: [...moving, ["delivered"]] }],
    says: {
      ...{ step: "delivered", key: "delivered", mail: "now", parcel: "Delivered", order: "Delivered" },
      row: "Delivered",
    },
  },
  {
    name: "delivered to a neighbour",
    parcels: [{ scans: [...moving, ["delivered", "neighbour"]] }],
    says: {
      ...{ step: "delivered", key: "delivered/neighbour", mail: "now", parcel: "Delivered", order: "Delivered" },
      row: "Delivered",
    },
  },
  {
    name: "nobody home",
    parcels: [{ scans: [...moving, ["out_for_delivery"], ["delivery_attempt_failed", "not_in"]] }],
    says: {
      ...{ step: "out_for_delivery", key: "delivery_attempt_failed/not_home", mail: "now", parcel: "Delivery missed" },
      ...{ row: "Delivery missed", ...shipped },
    },
  },
  {
    name: "incorrect address",
    parcels: [{ scans: [...moving, ["out_for_delivery"], ["exception", "address"]] }],
    says: {
      ...{ step: "out_for_delivery", key: "exception/address", mail: "now", parcel: "Address problem" },
      ...{ row: "Address problem", ...shipped },
    },
  },
  {
    name: "held by customs",
    parcels: [{ scans: [...moving, ["on_hold", "customs"]] }],
    says: {
      ...{ step: "in_transit", key: "on_hold/customs", mail: "now", parcel: "In customs", row: "In customs" },
      ...shipped,
    },
  },
  {
    name: "a charge is due",
    parcels: [{ scans: [...moving, ["on_hold", "charges_due"]] }],
    says: {
      ...{ step: "in_transit", key: "on_hold/payment", mail: "now", parcel: "Payment needed", row: "Payment needed" },
      ...shipped,
    },
  },
  {
    name: "delayed, with a new day",
    parcels: [{ scans: [...moving, ["delayed", "weather"]], eta: THURSDAY }],
    says: {
      ...{ step: "in_transit", key: "delayed/weather", day: "2026-11-26", mail: "now", parcel: "Delayed" },
      ...{ row: "Delayed", ...shipped },
    },
  },
  {
    name: "on its way back",
    parcels: [{ scans: [...moving, ["returned_to_sender", "returning"]] }],
    says: {
      ...{ step: "in_transit", key: "returned_to_sender", mail: "now", parcel: "Going back", row: "Going back" },
      ...shipped,
    },
  },
  {
    name: "back at the shop",
    parcels: [{ scans: [...moving, ["returned_to_sender", "returned"]] }],
    says: {
      ...{ step: "delivered", key: "returned_to_sender/returned", mail: "now", parcel: "Returned", row: "Returned" },
      ...shipped,
    },
  },
  {
    name: "lost",
    parcels: [{ scans: [...moving, ["lost"]] }],
    says: { step: "in_transit", key: "lost", mail: "now", parcel: "Lost", row: "Lost", ...shipped },
  },
  {
    name: "damaged",
    parcels: [{ scans: [...moving, ["exception", "damage"]] }],
    says: { step: "in_transit", key: "exception/damage", mail: "now", parcel: "Damaged", row: "Damaged", ...shipped },
  },
  {
    name: "a tracker that knows nothing",
    parcels: [{ scans: [["unknown"]] }],
    says: { step: "ordered", key: "unknown", mail: "earlier", parcel: "Unknown", row: "Shipped", ...shipped },
  },
  {
    name: "one of two has arrived",
    parcels: [{ scans: moving }, { scans: [...moving, ["delivered"]] }],
    says: {
      ...{ step: "delivered", key: "delivered", together: [2, 2, 1], mail: "now", parcel: "Delivered" },
      ...{ order: "Partly delivered", row: "On its way" },
    },
  },
  {
    name: "the other one of two",
    parcels: [{ scans: [...moving, ["delivered"]] }, { scans: [...moving, ["out_for_delivery"]] }],
    says: {
      ...{ step: "out_for_delivery", key: "out_for_delivery", together: [2, 2, 1], mail: "now" },
      ...{ parcel: "Out for delivery", order: "Partly delivered", row: "Out for delivery" },
    },
  },
  {
    name: "both have arrived",
    parcels: [{ scans: [...moving, ["delivered"]] }, { scans: [...moving, ["delivered"]] }],
    says: {
      ...{ step: "delivered", key: "delivered", together: [2, 2, 2], mail: "now", parcel: "Delivered" },
      ...{ order: "Delivered", row: "Delivered" },
    },
  },
  {
    name: "two of three have arrived",
    parcels: [{ scans: moving }, { scans: [["delivered"]] }, { scans: [...moving, ["delivered"]] }],
    says: {
      ...{ step: "delivered", key: "delivered", together: [3, 3, 2], mail: "now", parcel: "Delivered" },
      ...{ order: "Partly delivered", row: "On its way" },
    },
  },
  {
    name: "one lost, one delivered",
    parcels: [{ scans: [...moving, ["lost"]] }, { scans: [...moving, ["delivered"]] }],
    says: {
      ...{ step: "delivered", key: "delivered", together: [2, 2, 1], mail: "now", parcel: "Delivered" },
      ...{ order: "Partly delivered", row: "Lost" },
    },
  },
  {
    name: "one fulfilment in two parcels, one arrived",
    parcels: [{ scans: moving }, { scans: [...moving, ["delivered"]] }],
    oneFulfilment: true,
    says: {
      ...{ step: "delivered", key: "delivered", together: [2, 2, 1], mail: "now", parcel: "Delivered" },
      ...{ order: "Partly delivered", row: "On its way" },
    },
  },
  {
    name: "two labels of one fulfilment",
    parcels: [{ scans: [] }, { scans: [] }],
    oneFulfilment: true,
    says: { ...label("Shipped", "Shipped"), key: "pre_transit", together: [2, 2, 0], mail: "now" },
  },
  {
    name: "cash on delivery",
    order: { cashOnDelivery: true, payment: "pending" },
    parcels: [{ scans: [...moving, ["out_for_delivery"]] }],
    says: {
      ...{ step: "out_for_delivery", key: "out_for_delivery", mail: "now", parcel: "Out for delivery" },
      ...{ row: "Out for delivery", ...shipped },
    },
  },
  {
    name: "a trial order",
    order: { test: true },
    parcels: [{ scans: [...moving, ["out_for_delivery"]] }],
    says: {
      ...{ step: "out_for_delivery", key: "out_for_delivery", mail: "none", parcel: "Out for delivery" },
      ...{ row: "Out for delivery", ...shipped },
    },
  },
  {
    name: "the shop withholds the address to write to",
    order: { customer: { name: null, email: null, phone: null } },
    parcels: [{ scans: [...moving, ["delivered"]] }],
    says: {
      ...{ step: "delivered", key: "delivered", mail: "none", parcel: "Delivered", order: "Delivered" },
      row: "Delivered",
    },
  },
  {
    name: "refunded on its way",
    order: { payment: "refunded" },
    parcels: [{ scans: moving }],
    says: {
      ...{ step: "in_transit", key: "in_transit", mail: "earlier", parcel: "On its way", order: "Refunded" },
      row: "Refunded",
    },
  },
  {
    name: "put away by the shop, under way",
    order: { archivedAt: Date.parse("2026-11-20T10:00:00Z") },
    parcels: [{ scans: moving }],
    says: {
      step: "in_transit",
      key: "in_transit",
      mail: "earlier",
      parcel: "On its way",
      row: "On its way",
      ...shipped,
    },
  },
];
