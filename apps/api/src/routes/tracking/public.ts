import { z } from "@hono/zod-openapi";
import { publicShipmentSchema } from "@waybill/domain/public/view";
import { publicShipment } from "@waybill/engine/tracking/page";
import { found, json, named, newRouter, open, type RouteParts } from "../kit.ts";

/** What a stranger with the link may see. */
export function publicRoutes(parts: RouteParts) {
  return newRouter().openapi(
    open(parts, {
      method: "get",
      path: "/api/public/track/{token}",
      summary: "A parcel as its customer sees it",
      tags: ["Public"],
      request: { params: z.object({ token: z.string().min(1).max(128) }) },
      responses: { 200: json(named(publicShipmentSchema, "PublicShipment")) },
    }),
    async (c) => c.json(found(await publicShipment(parts.ctx, c.req.valid("param")), "parcel"), 200),
  );
}
