import { z } from "@hono/zod-openapi";
import { countInbox } from "@waybill/engine/inbox/filter";
import { getInbox, listInbox, reprocess } from "@waybill/engine/inbox/list";
import { replayInbox } from "@waybill/engine/inbox/replay";
import { replayRange } from "@waybill/engine/inbox/replay-range";
import { sendTestWebhook } from "@waybill/engine/setup/test-webhook";
import { byOf } from "../auth/identity.ts";
import { happening } from "./activity.ts";
import { idParam, json, newRouter, pageOf, paging, type RouteParts, secured } from "./kit.ts";

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
    copies: z.number(),
  })
  .openapi("InboxSummary");
const changed = z.object({
  kind: z.enum(["order", "shipment", "notification", "unknown"]),
  id: z.string(),
  name: z.string().nullable(),
  status: z.string().nullable(),
  orderId: z.string().nullable(),
});
const detail = summary
  .extend({
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    bodyText: z.string(),
    bodyBase64: z.string().nullable(),
    changed: z.array(changed),
    events: z.array(happening),
    copyIds: z.array(z.number()),
    copyOf: z.number().nullable(),
  })
  .openapi("InboxDetail");
const reread = detail.extend({
  again: z.object({ stateBefore: z.string(), same: z.boolean(), events: z.number(), done: z.boolean() }),
});
const replayed = z.object({
  deliveries: z.number(),
  shipments: z.number(),
  changed: z.number(),
  hashBefore: z.string(),
  hashAfter: z.string(),
  again: z.number().optional(),
  states: z.record(z.string(), z.number()).optional(),
});
const inboxId = z.object({ id: z.coerce.number().int().min(1) });
const instant = z.coerce.number().int().min(0);
const filter = {
  connectionId: z.string().max(80).optional(),
  kind: z.enum(["carrier", "channel", "sender", "poll"]).optional(),
  state: z.string().max(40).optional(),
  tests: z.literal("0").optional().openapi({ description: "`0`: without the test webhooks that you sent yourself" }),
  from: instant.optional().openapi({ description: "Received at or after, UTC ms." }),
  to: instant.optional().openapi({ description: "Received before, UTC ms." }),
  q: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: "A tracking number, an order's number or a delivery's id." }),
};
const tags = ["Inbox"];

/** What platforms pushed: kept raw, shown with how it was verified and what it changed; and read again. */
export function inboxRoutes(parts: RouteParts) {
  const { ctx } = parts;
  const router = newRouter()
    .openapi(
      secured(parts, "inbox:read", {
        method: "get",
        path: "/api/inbox",
        summary: "Webhooks, newest first; copies are folded under the one that was processed",
        tags,
        request: { query: z.object({ ...filter, ...paging }) },
        responses: { 200: json(pageOf(summary)) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(await listInbox(ctx, { orgId, ...c.req.valid("query") }), 200);
      },
    )
    .openapi(
      secured(parts, "inbox:read", {
        method: "get",
        path: "/api/inbox/count",
        summary: "How many webhooks a filter has, up to 10,000",
        tags,
        request: { query: z.object(filter) },
        responses: { 200: json(z.object({ deliveries: z.number(), more: z.boolean() })) },
      }),
      async (c) => c.json(await countInbox(ctx, { orgId: c.get("principal").orgId, ...c.req.valid("query") }), 200),
    )
    .openapi(
      secured(parts, "inbox:replay", {
        method: "post",
        path: "/api/inbox/replay",
        summary: "Rebuild every parcel from the raw payloads, or read a range again",
        description:
          "Without a filter every parcel is rebuilt; with one, the parcels its webhooks speak of, and what was not understood is read again. The two hashes tell whether anything changed.",
        tags,
        request: { query: z.object(filter) },
        responses: { 200: json(replayed) },
      }),
      async (c) => {
        const principal = c.get("principal");
        const of = { orgId: principal.orgId, by: byOf(principal) };
        const range = c.req.valid("query");
        const whole = Object.values(range).every((value) => value === undefined);
        return c.json(await (whole ? replayInbox(ctx, of) : replayRange(ctx, { ...of, filter: range })), 200);
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
        responses: { 200: json(reread) },
      }),
      async (c) => {
        const principal = c.get("principal");
        const input = { orgId: principal.orgId, id: c.req.valid("param").id };
        return c.json(await reprocess(ctx, input), 200);
      },
    );
  for (const [path, kind] of [
    ["carriers", "carrier"],
    ["platforms", "channel"],
    ["senders", "sender"],
  ] as const) {
    router.openapi(
      secured(parts, "connections:write", {
        method: "post",
        path: `/api/${path}/{id}/test-webhook`,
        summary: "Send it a sample webhook, signed with its own secret, through the public door",
        description: "About nothing that exists: it proves the way and changes no order and no parcel.",
        tags,
        request: { params: idParam },
        responses: {
          200: json(
            z.object({
              outcome: z.enum(["accepted", "duplicate", "rejected"]),
              inboxId: z.number().nullable(),
              reason: z.string().nullable(),
            }),
          ),
        },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(await sendTestWebhook(ctx, { orgId, kind, id: c.req.valid("param").id }), 200);
      },
    );
  }
  return router;
}
