import type { House } from "./floors.ts";

/** The packages whose rooms have an order. A package without one is left alone. */
export const houses: readonly House[] = [
  {
    under: "packages/domain/src",
    floors: [
      ["casing", "currency", "errors", "frame", "ids", "iso-4217", "page", "session", "status", "time"],
      ["money"],
      ["moves"],
      ["job", "sync", "zones"],
      ["connection", "order", "problem-report"],
      ["inbox", "shipment"],
      ["said"],
      ["languages"],
      ["email", "organisation"],
      ["notification"],
      ["live", "screens"],
      ["public"],
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
  {
    under: "apps/dashboard/src",
    floors: [
      ["api"],
      ["live"],
      ["parts"],
      ["palette", "session"],
      ["connections", "notifications", "order", "settings"],
      ["shipments", "welcome"],
      ["entry", "orders", "overview"],
      ["inbox"],
      ["shell"],
      ["app"],
      ["main"],
    ],
  },
];
