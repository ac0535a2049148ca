import { z } from "@hono/zod-openapi";
import { attentionKinds } from "@waybill/domain/shipment/attention";
import { connectionSummarySchema } from "@waybill/domain/views";
import { orderBuckets } from "@waybill/engine/screens/buckets";
import { dashboardSummary } from "@waybill/engine/screens/overview";
import { json, newRouter, type RouteParts, secured } from "./kit.ts";
import { orderCountsSchema } from "./orders.ts";

const counts = z.record(z.string(), z.number());
const summary = z
  .object({
    /** `buckets`: every order in exactly one; they sum to `total`. */
    orders: orderCountsSchema.extend({ buckets: z.record(z.enum(orderBuckets), z.number()) }),
    /** `why`: every parcel that wants a person in exactly one; they sum to `attention`. */
    shipments: z.object({
      byStatus: counts,
      attention: z.number(),
      late: z.number(),
      why: z.record(z.enum(attentionKinds), z.number()),
    }),
    notifications: z.object({ parked: z.number(), pending: z.number() }),
    inbox: z.object({ waiting: z.number(), notUnderstood: z.number(), unmatched: z.number(), failed: z.number() }),
    reports: z.object({ open: z.number() }),
    /** The last 30 days in `timeZone`, oldest first; the last is today so far. */
    days: z.array(z.object({ date: z.string(), byConnection: counts })),
    timeZone: z.string(),
    connections: z.array(connectionSummarySchema),
    seq: z.number(),
  })
  .openapi("DashboardSummary");

/** The numbers of the first screen. */
export function dashboardRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter().openapi(
    secured(parts, "orders:read", {
      method: "get",
      path: "/api/dashboard/summary",
      summary: "The numbers of the first screen",
      description: "Maintained and bounded counts only: what it costs does not grow with the orders.",
      tags: ["Dashboard"],
      request: { query: z.object({ platform: z.string().max(60).optional() }) },
      responses: { 200: json(summary) },
    }),
    async (c) => {
      const { orgId } = c.get("principal");
      return c.json(await dashboardSummary(ctx, { orgId, channel: c.req.valid("query").platform }), 200);
    },
  );
}
