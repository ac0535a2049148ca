import { catalogueEntrySchema, platformNamesSchema } from "@waybill/domain/connection/answers";
import { pageOf, wholePage } from "@waybill/domain/page";
import { adapterCatalogue, platformNames } from "@waybill/engine/setup/catalogue";
import { json, named, newRouter, type RouteParts, secured } from "./kit.ts";

const adapter = named(catalogueEntrySchema, "Adapter");

/** Which platforms there are: what each asks of who connects it, and what all of them are called. */
export function catalogueRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path: "/api/adapters/names",
        summary: "What carriers, channels and mail providers are called, by the ids that orders and shipments have",
        tags: ["Connections"],
        responses: { 200: json(platformNamesSchema) },
      }),
      (c) => c.json(platformNames(parts.ctx), 200),
    )
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path: "/api/adapters",
        summary: "What can be connected, and the fields each asks for",
        tags: ["Connections"],
        responses: { 200: json(pageOf(adapter)) },
      }),
      (c) => c.json(wholePage(adapterCatalogue(parts.ctx)), 200),
    );
}
