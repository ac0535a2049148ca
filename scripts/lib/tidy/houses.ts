import type { House } from "./floors.ts";

/** The packages whose rooms have an order. A package without one is left alone. */
export const houses: readonly House[] = [
  {
    under: "packages/domain/src",
    floors: [
      ["errors", "ids", "money", "status", "time"],
      ["order", "zones"],
      ["shipment"],
      ["views"],
      ["languages", "live"],
      ["email", "organisation", "public"],
    ],
  },
  {
    under: "packages/engine/src",
    floors: [
      ["core"],
      ["connections", "organisation", "stock"],
      ["orders"],
      ["notifications"],
      ["shipments"],
      ["privacy", "sync", "tracking"],
      ["inbox"],
      ["polling"],
      ["setup"],
      ["screens", "tick"],
    ],
  },
];
