import { z } from "@hono/zod-openapi";
import { orderSummarySchema } from "@waybill/domain/order/answers";
import { pageOf } from "@waybill/domain/page";
import { queuedSchema, runSummarySchema } from "@waybill/domain/sync/answers";
import { retryFailed, retryOrder } from "@waybill/engine/sync/reread";
import { cancelRun, listRuns } from "@waybill/engine/sync/runs";
import { startSync } from "@waybill/engine/sync/start";
import { idParam, json, named, newRouter, paging, type RouteParts, secured } from "./kit.ts";

const run = named(runSummarySchema, "SyncRun");
export const runPaging = { ...paging, limit: z.coerce.number().int().min(1).max(100).default(20) };
const tags = ["Sync"];

/** Pulling orders from channels, watched; and trying failed ones again. */
export function syncRoutes(parts: RouteParts) {
  return newRouter().route("/", startRoutes(parts)).route("/", runRoutes(parts));
}

/** Pulls that a person starts, and failed orders read again. */
function startRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "sync:run", {
        method: "post",
        path: "/api/orders/sync",
        summary: "Start a sync of every channel, or of one connection",
        tags,
        request: {
          body: {
            required: false,
            content: { "application/json": { schema: z.object({ connectionId: z.string().max(80).optional() }) } },
          },
        },
        responses: { 202: json(z.array(run), "The runs, new or already under way") },
      }),
      async (c) => {
        const { connectionId } = c.req.valid("json") ?? {};
        return c.json(await startSync(c.get("scope"), { connectionId }), 202);
      },
    )
    .openapi(
      secured(parts, "sync:run", {
        method: "post",
        path: "/api/orders/retry-failed",
        summary: "Try every failed order again",
        tags,
        request: {
          body: {
            required: false,
            content: { "application/json": { schema: z.object({ channel: z.string().max(60).optional() }) } },
          },
        },
        responses: { 202: json(queuedSchema, "Queued") },
      }),
      async (c) => {
        const { channel } = c.req.valid("json") ?? {};
        return c.json(await retryFailed(c.get("scope"), { channel }), 202);
      },
    )
    .openapi(
      secured(parts, "sync:run", {
        method: "post",
        path: "/api/sync/{platform}",
        summary: "Start a sync of one platform",
        tags,
        request: { params: z.object({ platform: z.string().min(1).max(60) }) },
        responses: { 202: json(z.array(run), "The runs, new or already under way") },
      }),
      async (c) => {
        const { platform } = c.req.valid("param");
        return c.json(await startSync(c.get("scope"), { platform }), 202);
      },
    );
}

/** Runs under way or past, and one order read again. */
function runRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/runs",
        summary: "Recent sync runs",
        tags,
        request: { query: z.object(runPaging) },
        responses: { 200: json(pageOf(run)) },
      }),
      async (c) => {
        return c.json(await listRuns(c.get("scope"), c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "sync:run", {
        method: "post",
        path: "/api/runs/{id}/cancel",
        summary: "Stop a sync run",
        tags,
        request: { params: idParam },
        responses: { 200: json(run) },
      }),
      async (c) => {
        const input = { id: c.req.valid("param").id };
        return c.json(await cancelRun(c.get("scope"), input), 200);
      },
    )
    .openapi(
      secured(parts, "sync:run", {
        method: "post",
        path: "/api/retry/{orderId}",
        summary: "Read one order from its channel again",
        tags,
        request: { params: z.object({ orderId: z.string().min(1).max(80) }) },
        responses: { 200: json(named(orderSummarySchema, "Order"), "The order as it then is") },
      }),
      async (c) => {
        const input = { id: c.req.valid("param").orderId };
        return c.json(await retryOrder(c.get("scope"), input), 200);
      },
    );
}
