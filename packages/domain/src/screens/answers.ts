import { z } from "zod";
import { connectionSummarySchema } from "../connection/answers.ts";
import { happeningSchema } from "../frame.ts";
import { notificationSummarySchema } from "../notification/answers.ts";
import { orderCountsSchema, orderDetailSchema, orderLineSchema, orderSummarySchema } from "../order/answers.ts";
import { orderBuckets } from "../order/buckets.ts";
import { shipmentViewSchema } from "../shipment/answers.ts";
import { attentionKinds } from "../shipment/attention.ts";
import { zoneSchema } from "../zones/answers.ts";

/** Everything one order's page shows. */
export const orderPageSchema = z.object({
  order: orderSummarySchema,
  note: z.string().nullable().describe("The seller's own note"),
  sellerMark: z.string().nullable().describe("The status that the seller set by hand; null: it follows from the facts"),
  detail: orderDetailSchema.nullable().describe("Null while the order was never read whole"),
  lines: z.array(orderLineSchema),
  shipments: z.array(shipmentViewSchema),
  notifications: z.array(notificationSummarySchema),
  history: z.array(happeningSchema),
  adminUrl: z.string().nullable(),
  platform: z.unknown().describe("The platform's own record of the order, as it answered it"),
});
export type OrderPage = z.infer<typeof orderPageSchema>;

/** An order's parcels with their timelines, and what happened to it. */
export const orderTimelineSchema = z.object({
  shipments: z.array(shipmentViewSchema),
  history: z.array(happeningSchema),
});
export type OrderTimeline = z.infer<typeof orderTimelineSchema>;

/** Orders of one day of the seller's, by the connection they came through. `date` is "YYYY-MM-DD" in the seller's zone. */
const dayOrdersSchema = z.object({ date: z.string(), byConnection: z.record(z.string(), z.number()) });
export type DayOrders = z.infer<typeof dayOrdersSchema>;

/** The numbers of the first screen. What is counted row by row is counted up to 10,000. */
export const dashboardSummarySchema = z.object({
  orders: orderCountsSchema.extend({
    buckets: z.record(z.enum(orderBuckets), z.number()).describe("Every order in exactly one: they sum to `total`"),
  }),
  shipments: z.object({
    byStatus: z.record(z.string(), z.number()).describe("Parcels that are not delivered, by status"),
    attention: z.number().describe("How many want a person: the sum of `why`"),
    late: z.number().describe("How many of them are overdue"),
    why: z.record(z.enum(attentionKinds), z.number()).describe("Why: each parcel in exactly one, counted up to 1,000"),
  }),
  notifications: z.object({ parked: z.number(), pending: z.number() }),
  inbox: z.object({ waiting: z.number(), notUnderstood: z.number(), unmatched: z.number(), failed: z.number() }),
  reports: z.object({ open: z.number() }),
  days: z.array(dayOrdersSchema).describe("The last 30 days, oldest first; the last is today so far"),
  timeZone: z.string().describe("The zone of those days, IANA"),
  timeZoneOffsets: zoneSchema.shape.timeZoneOffsets,
  connections: z.array(connectionSummarySchema),
  seq: z.number(),
});
export type DashboardSummary = z.infer<typeof dashboardSummarySchema>;
