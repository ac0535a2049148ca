import { z } from "@hono/zod-openapi";
import { notificationPolicySchema } from "@waybill/domain/notify";
import { notificationPolicy, setNotificationPolicy } from "@waybill/engine/org-settings";
import { dashboardSummary } from "@waybill/engine/summary";
import { body, json, newRouter, type RouteParts, secured } from "./kit.ts";
import { orderCountsSchema } from "./orders.ts";

const counts = z.record(z.string(), z.number());

/** The organisation's own settings, and the numbers of its first screen. */
export function settingsRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter()
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/dashboard/summary",
        summary: "The numbers of the first screen",
        tags: ["Dashboard"],
        request: { query: z.object({ platform: z.string().max(60).optional() }) },
        responses: {
          200: json(
            z.object({
              orders: orderCountsSchema,
              shipments: z.object({ byStatus: counts, attention: z.number() }),
              notifications: z.object({ parked: z.number(), pending: z.number() }),
              inbox: z.object({ waiting: z.number(), notUnderstood: z.number(), unmatched: z.number() }),
              seq: z.number(),
            }),
          ),
        },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(await dashboardSummary(ctx, { orgId, channel: c.req.valid("query").platform }), 200);
      },
    )
    .openapi(
      secured(parts, "settings:read", {
        method: "get",
        path: "/api/settings/notifications",
        summary: "Which events are mailed to customers",
        tags: ["Settings"],
        responses: { 200: json(notificationPolicySchema) },
      }),
      async (c) => c.json(await notificationPolicy(ctx, c.get("principal").orgId), 200),
    )
    .openapi(
      secured(parts, "settings:write", {
        method: "put",
        path: "/api/settings/notifications",
        summary: "Choose which events are mailed to customers",
        tags: ["Settings"],
        request: body(notificationPolicySchema),
        responses: { 200: json(notificationPolicySchema) },
      }),
      async (c) => {
        const policy = c.req.valid("json");
        return c.json(await setNotificationPolicy(ctx, { orgId: c.get("principal").orgId, policy }), 200);
      },
    );
}
