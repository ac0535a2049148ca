import { z } from "@hono/zod-openapi";
import { dashboardSummarySchema } from "@waybill/domain/screens/answers";
import { dashboardSummary } from "@waybill/engine/screens/overview";
import { json, named, newRouter, type RouteParts, secured } from "./kit.ts";

/** The numbers of the first screen. */
export function dashboardRoutes(parts: RouteParts) {
  return newRouter().openapi(
    secured(parts, "orders:read", {
      method: "get",
      path: "/api/dashboard/summary",
      summary: "The numbers of the first screen",
      description: "Maintained and bounded counts only: what it costs does not grow with the orders.",
      tags: ["Dashboard"],
      request: { query: z.object({ platform: z.string().max(60).optional() }) },
      responses: { 200: json(named(dashboardSummarySchema, "DashboardSummary")) },
    }),
    async (c) => {
      return c.json(await dashboardSummary(c.get("scope"), { channel: c.req.valid("query").platform }), 200);
    },
  );
}
