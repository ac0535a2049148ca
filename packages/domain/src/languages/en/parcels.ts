import type { StatusTable } from "../messages.ts";

// Apart, because sellers' screens say these in the same words and need no more of this language.

/** The five steps, in English. */
export const englishSteps: StatusTable["steps"] = {
  ordered: "Ordered",
  shipped: "Shipped",
  in_transit: "On its way",
  out_for_delivery: "Out for delivery",
  delivered: "Delivered",
};

/** An order in several parcels, in English. */
export const englishParcels: StatusTable["parcels"] = {
  which: "Parcel {nth} of {of}",
  shared: "In {of} parcels together",
  some: { one: "One of {of} parcels arrived", other: "{arrived} of {of} parcels arrived" },
  all: { two: "Both parcels have arrived", other: "All {of} parcels have arrived" },
};
