import { z } from "@hono/zod-openapi";
import { happeningSchema } from "@waybill/domain/frame";
import { pageOf } from "@waybill/domain/page";
import { listActivity } from "@waybill/engine/screens/activity";
import { json, named, newRouter, paging, type RouteParts, secured } from "./kit.ts";

/** What happened, newest first: the log as a list. */
export function activityRoutes(parts: RouteParts) {
  return newRouter().openapi(
    secured(parts, "orders:read", {
      method: "get",
      path: "/api/activity",
      summary: "What happened, newest first, each with its cause",
      tags: ["Dashboard"],
      request: { query: z.object({ ...paging }) },
      responses: { 200: json(pageOf(named(happeningSchema, "Happening"))) },
    }),
    async (c) => {
      return c.json(await listActivity(c.get("scope"), c.req.valid("query")), 200);
    },
  );
}
