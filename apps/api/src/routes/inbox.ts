import { z } from "@hono/zod-openapi";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import {
  anyReplayedSchema,
  inboxCountSchema,
  inboxDetailSchema,
  inboxSummarySchema,
  rereadSchema,
  testSentSchema,
} from "@waybill/domain/inbox/answers";
import { pageOf } from "@waybill/domain/page";
import { countInbox } from "@waybill/engine/inbox/filter";
import { getInbox, listInbox, reprocess } from "@waybill/engine/inbox/list";
import { replayInbox } from "@waybill/engine/inbox/replay";
import { replayRange } from "@waybill/engine/inbox/replay-range";
import { sendTestWebhook } from "@waybill/engine/setup/test-webhook";
import { idParam, json, named, newRouter, paging, type RouteParts, secured } from "./kit.ts";

const summary = named(inboxSummarySchema, "InboxSummary");
const detail = named(inboxDetailSchema, "InboxDetail");
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
        return c.json(await listInbox(c.get("scope"), c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "inbox:read", {
        method: "get",
        path: "/api/inbox/count",
        summary: "How many webhooks a filter has, up to 10,000",
        tags,
        request: { query: z.object(filter) },
        responses: { 200: json(inboxCountSchema) },
      }),
      async (c) => c.json(await countInbox(c.get("scope"), c.req.valid("query")), 200),
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
        responses: { 200: json(anyReplayedSchema) },
      }),
      async (c) => {
        const of = {};
        const range = c.req.valid("query");
        const whole = Object.values(range).every((value) => value === undefined);
        return c.json(
          await (whole ? replayInbox(c.get("scope"), of) : replayRange(c.get("scope"), { ...of, filter: range })),
          200,
        );
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
        return c.json(await getInbox(c.get("scope"), { id: c.req.valid("param").id }), 200);
      },
    )
    .openapi(
      secured(parts, "inbox:replay", {
        method: "post",
        path: "/api/inbox/{id}/replay",
        summary: "Read one webhook again",
        tags,
        request: { params: inboxId },
        responses: { 200: json(rereadSchema) },
      }),
      async (c) => {
        const input = { id: c.req.valid("param").id };
        return c.json(await reprocess(c.get("scope"), input), 200);
      },
    );
  return router
    .route("/", testWebhookRoutes(parts, { kind: "carrier", path: "carriers" }))
    .route("/", testWebhookRoutes(parts, { kind: "channel", path: "platforms" }))
    .route("/", testWebhookRoutes(parts, { kind: "sender", path: "senders" }));
}

function testWebhookRoutes(
  parts: RouteParts,
  { kind, path }: { kind: ConnectionKind; path: "carriers" | "platforms" | "senders" },
) {
  return newRouter().openapi(
    secured(parts, "connections:write", {
      method: "post",
      path: `/api/${path}/{id}/test-webhook`,
      summary: "Send it a sample webhook, signed with its own secret, through the public door",
      description: "About nothing that exists: it proves the way and changes no order and no parcel.",
      tags,
      request: { params: idParam },
      responses: { 200: json(testSentSchema) },
    }),
    async (c) => {
      return c.json(await sendTestWebhook(c.get("scope"), { kind, id: c.req.valid("param").id }), 200);
    },
  );
}
