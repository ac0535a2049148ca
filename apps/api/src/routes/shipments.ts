import { z } from "@hono/zod-openapi";
import { attentionKinds } from "@waybill/domain/shipment/attention";
import { shipmentStatusSchema } from "@waybill/domain/status";
import { problemKinds, shipmentSummarySchema, timelineItemSchema } from "@waybill/domain/views";
import { pollShipment } from "@waybill/engine/polling/poll";
import { detect } from "@waybill/engine/shipments/add";
import { setTrackLink } from "@waybill/engine/shipments/link";
import { listShipments, shipmentCounts, shipmentStates } from "@waybill/engine/shipments/list";
import { getShipment } from "@waybill/engine/shipments/read";
import { retryPush } from "@waybill/engine/sync/push-to-channel";
import { byOf } from "../auth/identity.ts";
import { body, idParam, json, listOf, named, newRouter, pageOf, paging, type RouteParts, secured } from "./kit.ts";

const shipment = named(shipmentSummarySchema, "Shipment");
const withTimeline = shipmentSummarySchema
  .extend({
    timeline: z.array(timelineItemSchema),
    link: z.object({ revokedAt: z.number().nullable(), expiresAt: z.number().nullable() }),
  })
  .openapi("ShipmentWithTimeline");
const listed = shipmentSummarySchema
  .extend({
    orderNumber: z.string().nullable(),
    customerName: z.string().nullable(),
    /** What its customer's newest open report says is wrong. */
    reported: z.enum(problemKinds).nullable(),
  })
  .openapi("ListedShipment");
const bounded = z.object({ n: z.number(), exact: z.boolean() });
const counts = z.object({
  attention: bounded,
  waiting: bounded,
  moving: bounded,
  out: bounded,
  delivered: bounded,
  returned: bounded,
});
const tags = ["Shipments"];

/** Parcels: the list, one parcel with its timeline, asking the carrier now, and the customer's link. */
export function shipmentRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter()
    .openapi(
      secured(parts, "shipments:read", {
        method: "get",
        path: "/api/shipments",
        summary: "Parcels, last changed first; those that want attention worst first",
        tags,
        request: {
          query: z.object({
            state: z.enum(shipmentStates).optional(),
            why: listOf(z.enum(attentionKinds)).openapi({
              description: "Of `state=attention`: only for these reasons",
            }),
            status: listOf(shipmentStatusSchema),
            carrier: listOf(z.string().max(60)),
            connection: listOf(z.string().max(80)),
            q: z.string().trim().max(100).optional(),
            ...paging,
          }),
        },
        responses: { 200: json(pageOf(listed)) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(await listShipments(ctx, { orgId, ...c.req.valid("query") }), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:read", {
        method: "get",
        path: "/api/shipments/counts",
        summary: "How many parcels each state holds, counted up to 1,000",
        tags,
        responses: { 200: json(counts) },
      }),
      async (c) => c.json(await shipmentCounts(ctx, { orgId: c.get("principal").orgId }), 200),
    )
    .openapi(
      secured(parts, "shipments:read", {
        method: "get",
        path: "/api/shipments/detect",
        summary: "Which carrier a tracking number looks like",
        tags,
        request: { query: z.object({ number: z.string().trim().min(1).max(60) }) },
        responses: {
          200: json(z.array(z.object({ carrier: z.string(), confidence: z.number() }).loose()), "Best first"),
        },
      }),
      (c) => {
        return c.json(detect(ctx, c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:read", {
        method: "get",
        path: "/api/shipments/{id}",
        summary: "One parcel with its timeline",
        tags,
        request: { params: idParam },
        responses: { 200: json(withTimeline) },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        return c.json(await getShipment(ctx, { orgId, id: c.req.valid("param").id }), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:write", {
        method: "post",
        path: "/api/shipments/{id}/poll",
        summary: "Ask the carrier now",
        tags,
        request: { params: idParam },
        responses: { 200: json(withTimeline) },
      }),
      async (c) => {
        const principal = c.get("principal");
        const input = { orgId: principal.orgId, id: c.req.valid("param").id, by: byOf(principal) };
        return c.json(await pollShipment(ctx, input), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:write", {
        method: "post",
        path: "/api/shipments/{id}/push",
        summary: "Tell the channel of it once more",
        tags,
        request: { params: idParam },
        responses: { 200: json(shipment) },
      }),
      async (c) => {
        const principal = c.get("principal");
        const input = { orgId: principal.orgId, id: c.req.valid("param").id, by: byOf(principal) };
        return c.json(await retryPush(ctx, input), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:write", {
        method: "put",
        path: "/api/shipments/{id}/link",
        summary: "Revoke the customer's link, or replace it by a new one",
        tags,
        request: { params: idParam, ...body(z.object({ action: z.enum(["revoke", "renew"]) })) },
        responses: { 200: json(shipment) },
      }),
      async (c) => {
        const principal = c.get("principal");
        const { action } = c.req.valid("json");
        const input = { orgId: principal.orgId, id: c.req.valid("param").id, by: byOf(principal) };
        return c.json(await setTrackLink(ctx, { ...input, revoke: action === "revoke" }), 200);
      },
    );
}
