import { z } from "@hono/zod-openapi";
import { getInbox, listInbox, reprocess } from "@waybill/engine/inbox-read";
import { replayInbox } from "@waybill/engine/replay";
import { byOf } from "../http-env.ts";
import { json, newRouter, pageOf, paging, type RouteParts, secured } from "./kit.ts";

const summary = z
  .object({
    id: z.number(),
    connectionId: z.string(),
    kind: z.string(),
    adapter: z.string(),
    key: z.string(),
    receivedAt: z.number(),
    verified: z.string(),
    state: z.string(),
    note: z.string().nullable(),
    effects: z.array(z.string()),
    size: z.number(),
    processedAt: z.number().nullable(),
  })
  .openapi("InboxSummary");
const detail = summary
  .extend({ headers: z.record(z.string(), z.string()), bodyText: z.string(), bodyBase64: z.string().nullable() })
  .openapi("InboxDetail");
const inboxId = z.object({ id: z.coerce.number().int().min(1) });
const tags = ["Inbox"];

/** What platforms pushed: kept raw, shown with how it was verified and what it changed; and read again. */
export function inboxRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter()
    .openapi(
      secured(parts, "inbox:read", {
        method: "get",
        path: "/api/inbox",
        summary: "Webhooks, newest first",
        tags,
        request: {
          query: z.object({
            connectionId: z.string().max(80).optional(),
            state: z.string().max(40).optional(),
            ...paging,
          }),
        },
        responses: { 200: json(pageOf(summary)) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(await listInbox(ctx, { orgId, ...c.req.valid("query") }), 200);
      },
    )
    .openapi(
      secured(parts, "inbox:replay", {
        method: "post",
        path: "/api/inbox/replay",
        summary: "Rebuild every parcel from the raw payloads",
        description: "The two hashes tell whether anything changed.",
        tags,
        responses: {
          200: json(
            z.object({
              deliveries: z.number(),
              shipments: z.number(),
              changed: z.number(),
              hashBefore: z.string(),
              hashAfter: z.string(),
            }),
          ),
        },
      }),
      async (c) => {
        const principal = c.get("principal");
        return c.json(await replayInbox(ctx, { orgId: principal.orgId, by: byOf(principal) }), 200);
      },
    )
    .openapi(
      secured(parts, "inbox:read", {
        method: "get",
        path: "/api/inbox/{id}",
        summary: "One webhook: headers, raw body, effects",
        tags,
        request: { params: inboxId },
        responses: { 200: json(detail) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(await getInbox(ctx, { orgId, id: c.req.valid("param").id }), 200);
      },
    )
    .openapi(
      secured(parts, "inbox:replay", {
        method: "post",
        path: "/api/inbox/{id}/replay",
        summary: "Read one webhook again",
        tags,
        request: { params: inboxId },
        responses: { 200: json(detail) },
      }),
      async (c) => {
        const principal = c.get("principal");
        const input = { orgId: principal.orgId, id: c.req.valid("param").id };
        return c.json(await reprocess(ctx, input), 200);
      },
    );
}
