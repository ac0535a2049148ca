import { z } from "@hono/zod-openapi";
import { causeSchema, frameSchema } from "@waybill/domain/live/events";
import { listActivity } from "@waybill/engine/screens/activity";
import { json, named, newRouter, pageOf, paging, type RouteParts, secured } from "./kit.ts";

/** One thing that happened, with its cause; `seq` is its place in the organisation's log. */
export const happening = named(frameSchema.extend({ cause: causeSchema }), "Happening");

/** What happened, newest first: the log as a list. */
export function activityRoutes(parts: RouteParts) {
  return newRouter().openapi(
    secured(parts, "orders:read", {
      method: "get",
      path: "/api/activity",
      summary: "What happened, newest first, each with its cause",
      tags: ["Dashboard"],
      request: { query: z.object({ ...paging }) },
      responses: { 200: json(pageOf(happening)) },
    }),
    async (c) => {
      return c.json(await listActivity(c.get("scope"), c.req.valid("query")), 200);
    },
  );
}
