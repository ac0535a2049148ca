import { z } from "@hono/zod-openapi";
import {
  bulkResultSchema,
  listedOrderSchema,
  orderListCountsSchema,
  orderSummarySchema,
  orderTotalSchema,
} from "@waybill/domain/order/answers";
import { pageOf } from "@waybill/domain/page";
import { orderPageSchema, orderTimelineSchema } from "@waybill/domain/screens/answers";
import { addedShipmentSchema } from "@waybill/domain/shipment/answers";
import type { Scope } from "@waybill/engine/core/scope";
import { orderBucketCounts } from "@waybill/engine/orders/buckets";
import { patchOrder, setOrderStatus } from "@waybill/engine/orders/change";
import { attentionCount, countOrders, listOrders, orderCounts } from "@waybill/engine/orders/list";
import { getOrder, orderTimeline } from "@waybill/engine/screens/order-page";
import { addShipment } from "@waybill/engine/shipments/add";
import { bulkOrders } from "@waybill/engine/sync/bulk";
import { body, idParam, json, named, newRouter, paging, type RouteParts, secured } from "./kit.ts";
import { orderFilters as filters } from "./order-filters.ts";

const order = named(orderSummarySchema, "Order");
const listed = named(listedOrderSchema, "ListedOrder");
const page = named(orderPageSchema, "OrderPage");

const note = z.string().max(5_000);
const basedOn = note.optional().openapi({
  description:
    "The text that its writer started from, empty for none: when another one is stored by now, nothing is written.",
});
const added = named(addedShipmentSchema, "AddedShipment");
const tags = ["Orders"];

async function listCounts(scope: Scope) {
  const reads = [orderCounts(scope), orderBucketCounts(scope), attentionCount(scope)] as const;
  const [counts, buckets, attention] = await Promise.all(reads);
  return { ...counts, buckets, attention };
}

/** Orders: the list, one order, its status, bulk actions, and the parcels a seller adds. */
export function orderRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/orders",
        summary: "Orders, newest first",
        tags,
        request: { query: z.object({ ...filters, ...paging }) },
        responses: { 200: json(pageOf(listed)) },
      }),
      async (c) => {
        return c.json(await listOrders(c.get("scope"), c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/orders/counts",
        summary: "Orders by status, sync state and channel, and how many want a look",
        tags,
        responses: { 200: json(orderListCountsSchema) },
      }),
      async (c) => {
        return c.json(await listCounts(c.get("scope")), 200);
      },
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/orders/total",
        summary: "How many orders a filter holds",
        description: "Exact, or `exact: false` with 10,000 where counting on would cost.",
        tags,
        request: { query: z.object(filters) },
        responses: { 200: json(orderTotalSchema) },
      }),
      async (c) => {
        return c.json(await countOrders(c.get("scope"), c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "orders:write", {
        method: "post",
        path: "/api/orders/bulk",
        summary: "One action on many orders",
        description: "Each order answers for itself; one that fails does not stop the others.",
        tags,
        request: body(
          z.object({
            ids: z.array(z.string().max(80)).min(1).max(200),
            action: z.enum(["retry", "processing", "completed", "auto"]),
          }),
        ),
        responses: { 200: json(z.array(bulkResultSchema)) },
      }),
      async (c) => {
        return c.json(await bulkOrders(c.get("scope"), c.req.valid("json")), 200);
      },
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/orders/{id}",
        summary: "One order with everything about it",
        tags,
        request: { params: idParam },
        responses: { 200: json(page) },
      }),
      async (c) => {
        return c.json(await getOrder(c.get("scope"), { id: c.req.valid("param").id }), 200);
      },
    )
    .openapi(
      secured(parts, "orders:write", {
        method: "patch",
        path: "/api/orders/{id}",
        summary: "Change the seller's note",
        tags,
        request: { params: idParam, ...body(z.object({ note, basedOn })) },
        responses: { 200: json(order), 409: { description: "`note_changed`: the stored text is in `issues`" } },
      }),
      async (c) => {
        const input = { id: c.req.valid("param").id };
        return c.json(await patchOrder(c.get("scope"), { ...input, ...c.req.valid("json") }), 200);
      },
    )
    .openapi(
      secured(parts, "orders:write", {
        method: "put",
        path: "/api/orders/{id}/status",
        summary: "Set the status by hand, or give it back to the facts with `auto`",
        tags,
        request: {
          params: idParam,
          ...body(z.object({ status: z.enum(["processing", "completed", "on_hold", "cancelled", "auto"]) })),
        },
        responses: { 200: json(order) },
      }),
      async (c) => {
        const input = { id: c.req.valid("param").id };
        return c.json(await setOrderStatus(c.get("scope"), { ...input, ...c.req.valid("json") }), 200);
      },
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/orders/{id}/timeline",
        summary: "The timelines of its parcels and everything that happened",
        tags,
        request: { params: idParam },
        responses: {
          200: json(orderTimelineSchema),
        },
      }),
      async (c) => {
        return c.json(await orderTimeline(c.get("scope"), { id: c.req.valid("param").id }), 200);
      },
    )
    .openapi(
      secured(parts, "shipments:write", {
        method: "post",
        path: "/api/orders/{id}/shipments",
        summary: "Add a parcel by its tracking number",
        description:
          "The carrier is guessed from the number when it is not given; the channel is told, and the customer too when asked.",
        tags,
        request: {
          params: idParam,
          ...body(
            z.object({
              number: z.string().trim().min(4).max(120),
              carrier: z.string().max(60).optional(),
              lines: z
                .array(z.object({ externalLineId: z.string().max(200), quantity: z.number().int().min(1) }))
                .min(1)
                .max(500)
                .optional(),
              notifyCustomer: z.boolean().default(true),
            }),
          ),
        },
        responses: { 201: json(added, "Added"), 200: json(added, "This order had it already") },
      }),
      async (c) => {
        const input = { orderId: c.req.valid("param").id };
        const { created, ...added } = await addShipment(c.get("scope"), { ...input, ...c.req.valid("json") });
        return c.json(added, created ? 201 : 200);
      },
    );
}
