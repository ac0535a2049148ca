import { z } from "@hono/zod-openapi";
import { pageOf } from "@waybill/domain/page";
import {
  detectedSchema,
  listedShipmentSchema,
  shipmentCountsSchema,
  shipmentSummarySchema,
  shipmentViewSchema,
} from "@waybill/domain/shipment/answers";
import { attentionKinds } from "@waybill/domain/shipment/attention";
import { shipmentStates } from "@waybill/domain/shipment/states";
import { shipmentStatusSchema } from "@waybill/domain/status";
import { pollShipment } from "@waybill/engine/polling/poll";
import { detectTyped } from "@waybill/engine/shipments/add";
import { setTrackLink } from "@waybill/engine/shipments/link";
import { listShipments, shipmentCounts } from "@waybill/engine/shipments/list";
import { getShipment } from "@waybill/engine/shipments/read";
import { retryPush } from "@waybill/engine/sync/push-to-channel";
import { body, idParam, json, listOf, named, newRouter, paging, type RouteParts, secured } from "./kit.ts";

const shipment = named(shipmentSummarySchema, "Shipment");
const view = named(shipmentViewSchema, "ShipmentWithTimeline");
const listed = named(listedShipmentSchema, "ListedShipment");
const tags = ["Shipments"];

/** Parcels: the list, one parcel with its timeline, asking the carrier now, and the customer's link. */
export function shipmentRoutes(parts: RouteParts) {
  return newRouter().route("/", listRoutes(parts)).route("/", parcelRoutes(parts));
}

/** The list, its counts, and whose number one may be. */
function listRoutes(parts: RouteParts) {
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
        return c.json(await listShipments(c.get("scope"), c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:read", {
        method: "get",
        path: "/api/shipments/counts",
        summary: "How many parcels each state holds, counted up to 1,000",
        tags,
        responses: { 200: json(shipmentCountsSchema) },
      }),
      async (c) => c.json(await shipmentCounts(c.get("scope")), 200),
    )
    .openapi(
      secured(parts, "shipments:read", {
        method: "get",
        path: "/api/shipments/detect",
        summary: "Which carrier a tracking number looks like",
        tags,
        request: { query: z.object({ number: z.string().trim().min(1).max(120) }) },
        responses: {
          200: json(z.array(detectedSchema), "Best first; where the text holds several numbers, the best of each"),
        },
      }),
      (c) => {
        return c.json(detectTyped(ctx, c.req.valid("query")), 200);
      },
    );
}

/** One parcel: its timeline, asking the carrier, telling the channel, the customer's link. */
function parcelRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "shipments:read", {
        method: "get",
        path: "/api/shipments/{id}",
        summary: "One parcel with its timeline",
        tags,
        request: { params: idParam },
        responses: { 200: json(view) },
      }),
      async (c) => {
        return c.json(await getShipment(c.get("scope"), { id: c.req.valid("param").id }), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:write", {
        method: "post",
        path: "/api/shipments/{id}/poll",
        summary: "Ask the carrier now",
        tags,
        request: { params: idParam },
        responses: { 200: json(view) },
      }),
      async (c) => {
        const input = { id: c.req.valid("param").id };
        return c.json(await pollShipment(c.get("scope"), input), 200);
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
        const input = { id: c.req.valid("param").id };
        return c.json(await retryPush(c.get("scope"), input), 200);
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
        const { action } = c.req.valid("json");
        const input = { id: c.req.valid("param").id };
        return c.json(await setTrackLink(c.get("scope"), { ...input, revoke: action === "revoke" }), 200);
      },
    );
}
