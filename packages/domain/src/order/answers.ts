import { z } from "zod";
import { orderStatusSchema, shipmentStatusSchema, syncStateSchema } from "../status.ts";
import { etaClockSchema } from "../zones/answers.ts";
import { orderBuckets } from "./buckets.ts";
import { addressSchema, fulfilmentSchema, orderGapSchema } from "./order.ts";

/**
 * An order as lists, live frames and its own page show it: one definition, so a frame can replace a row that was read over
 * HTTP. All times are UTC ms.
 */
export const orderSummarySchema = z.object({
  id: z.string(),
  number: z.string(),
  channel: z.string(),
  connectionId: z.string(),
  externalId: z.string(),
  placedAt: z.number(),
  status: orderStatusSchema,
  payment: z.string(),
  totalMinor: z.number().nullable(),
  currency: z.string().nullable(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  country: z.string().nullable(),
  units: z.number(),
  shipped: z.number(),
  delivered: z.number(),
  toShip: z.number().describe("Units a person still has to ship; 0 once the order has ended"),
  parcels: z.number().describe("Parcels of it that are followed; replaced and cancelled ones are not counted"),
  parcelsArrived: z.number(),
  parcelStatus: shipmentStatusSchema.nullable(),
  test: z.boolean().describe("A trial order of the shop: outside counts, totals and mails"),
  cashOnDelivery: z.boolean(),
  archivedAt: z.number().nullable(),
  deletedAt: z.number().nullable().describe("When its channel no longer had it"),
  cancelledAt: z.number().nullable(),
  refundedMinor: z.number().nullable(),
  buyerCurrency: z.string().nullable().describe("Where the buyer paid in another currency than the shop's"),
  buyerTotalMinor: z.number().nullable(),
  syncState: syncStateSchema,
  syncReason: z.string().nullable(),
  changedAt: z.number(),
});
export type OrderSummary = z.infer<typeof orderSummarySchema>;

/** When a parcel that is under way should be there. */
const expectedSchema = z.object({
  date: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  dueAt: z.number().nullable().describe("From then on it is late, UTC ms"),
  clock: etaClockSchema.nullish().describe("The destination's clock: the hours are by it; null: nobody knows it"),
});
export type Expected = z.infer<typeof expectedSchema>;

/** A row of the list: the order, and the nearest arrival among its parcels. */
export const listedOrderSchema = orderSummarySchema.extend({
  expected: expectedSchema.nullable(),
  leadingParcel: z
    .object({ status: shipmentStatusSchema, reason: z.string().nullable() })
    .nullable()
    .optional()
    .describe("Why its parcel stands as it does; counts while it is the order's `parcelStatus`"),
  missing: z
    .array(orderGapSchema.pick({ field: true, kind: true }))
    .optional()
    .describe("Fields that its channel withholds or that cannot be read, where the row lacks one of them"),
});
export type ListedOrder = z.infer<typeof listedOrderSchema>;

const counts = z.record(z.string(), z.number());
export const orderCountsSchema = z.object({ total: z.number(), byStatus: counts, bySync: counts, byChannel: counts });
export type OrderCounts = z.infer<typeof orderCountsSchema>;

/** The numbers above the list; `attention` is counted up to 1,000. */
export const orderListCountsSchema = orderCountsSchema.extend({
  attention: z.number(),
  buckets: z
    .record(z.enum(orderBuckets), z.number())
    .describe("By the drawers of the first screen; they sum to the total"),
});
export type OrderListCounts = z.infer<typeof orderListCountsSchema>;

/** How many orders a filter holds; `exact` false: there are more than `n`. */
export const orderTotalSchema = z.object({ n: z.number(), exact: z.boolean() });
export type OrderTotal = z.infer<typeof orderTotalSchema>;

/** What one action did to one of many orders. */
export const bulkResultSchema = z.object({ id: z.string(), ok: z.boolean(), reason: z.string().nullable() });
export type BulkResult = z.infer<typeof bulkResultSchema>;

/** What of an order only its own page needs. Amounts are minor units of its currency. */
export const orderDetailSchema = z.object({
  subtotal: z.number().nullable(),
  shipping: z.number().nullable(),
  tax: z.number().nullable(),
  discount: z.number().nullable(),
  refunded: z.number().nullable(),
  shippingAddress: addressSchema.nullable(),
  billingAddress: addressSchema.nullable(),
  shippingMethod: z.string().nullable(),
  phone: z.string().nullable(),
  note: z.string().nullable().describe("What the customer wrote"),
  cancelReason: z.string().nullable(),
  fulfilments: z.array(fulfilmentSchema),
  trackingTexts: z
    .array(z.string())
    .optional()
    .describe("What the shop wrote in its fulfilments' number fields that is no tracking number: followed by nobody"),
  test: z.boolean(),
  gaps: z
    .array(orderGapSchema)
    .optional()
    .describe("Fields that the channel withholds or that could not be read; absent on orders read before it was kept"),
  locale: z
    .string()
    .nullable()
    .optional()
    .describe("The customer's language; absent on orders read before it was kept"),
});
export type OrderDetail = z.infer<typeof orderDetailSchema>;

/** One line of an order: `quantity` is what the buyer keeps, `unfulfilled` a part of it; `cancelled` and `refunded` are gone from it. */
export const orderLineSchema = z.object({
  externalId: z.string(),
  sku: z.string().nullable(),
  title: z.string(),
  variant: z.string().nullable(),
  quantity: z.number(),
  unfulfilled: z.number(),
  cancelled: z.number(),
  refunded: z.number(),
  priceMinor: z
    .number()
    .nullable()
    .describe("Null where it is withheld, or finer than the currency: then priceText has it"),
  priceText: z.string().nullable(),
  requiresShipping: z.boolean(),
});
export type OrderLine = z.infer<typeof orderLineSchema>;
