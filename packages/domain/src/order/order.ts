import { z } from "zod";
import { CURRENCY_CODE } from "../currency.ts";
import { moneySchema } from "../money.ts";
import type { OrderStatus } from "../status.ts";

export const addressSchema = z.object({
  name: z.string().nullable(),
  company: z.string().nullable(),
  line1: z.string().nullable(),
  line2: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
  phone: z.string().nullable(),
});
export type Address = z.infer<typeof addressSchema>;

const lineItemSchema = z.object({
  externalId: z.string(),
  sku: z.string().nullable(),
  title: z.string(),
  variant: z.string().nullable(),
  /** Units the buyer keeps on the order. */
  quantity: z.number().int().min(0),
  /** Units not yet fulfilled according to the channel. */
  unfulfilled: z.number().int().min(0),
  cancelled: z.number().int().min(0),
  refunded: z.number().int().min(0),
  unitPrice: moneySchema,
  requiresShipping: z.boolean(),
});
export type LineItem = z.infer<typeof lineItemSchema>;

export const fulfilmentSchema = z.object({
  externalId: z.string(),
  cancelled: z.boolean(),
  tracking: z.array(z.object({ company: z.string().nullable(), number: z.string(), url: z.string().nullable() })),
  lines: z.array(z.object({ externalLineId: z.string(), quantity: z.number().int() })),
  createdAt: z.number().int(),
});
export type Fulfilment = z.infer<typeof fulfilmentSchema>;

/** An order as its channel states it: what every channel adapter produces. Times are UTC ms. */
export const channelOrderSchema = z.object({
  externalId: z.string(),
  /** The number people know ("#1001"). */
  number: z.string(),
  placedAt: z.number().int(),
  /** The channel's own version of the order; an older one never overwrites a newer one. */
  updatedAt: z.number().int(),
  currency: z.string().regex(CURRENCY_CODE),
  total: moneySchema,
  subtotal: moneySchema.nullable(),
  shipping: moneySchema.nullable(),
  tax: moneySchema.nullable(),
  discount: moneySchema.nullable(),
  refunded: moneySchema.nullable(),
  payment: z.enum(["pending", "authorized", "paid", "partially_refunded", "refunded", "voided"]),
  onHold: z.boolean(),
  cancelledAt: z.number().int().nullable(),
  cancelReason: z.string().nullable(),
  customer: z.object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() }),
  shippingAddress: addressSchema.nullable(),
  billingAddress: addressSchema.nullable(),
  shippingMethod: z.string().nullable(),
  note: z.string().nullable(),
  /** The customer's language where the channel tells it: "fr-CA". */
  locale: z.string().nullable().optional(),
  test: z.boolean(),
  lines: z.array(lineItemSchema),
  fulfilments: z.array(fulfilmentSchema),
  /** The raw platform payload, kept beside the unified row. */
  raw: z.unknown(),
});
export type ChannelOrder = z.infer<typeof channelOrderSchema>;

/** The independent facts that the displayed status is computed from. Counts are units over all lines that need shipping. */
export type OrderFacts = {
  payment: ChannelOrder["payment"];
  onHold: boolean;
  cancelled: boolean;
  units: number;
  shipped: number;
  delivered: number;
  /** Someone began to pack: a label exists or the seller said so. */
  processing: boolean;
  /** The seller closed it by hand. */
  completed: boolean;
};

/**
 * The one status an order shows (docs/architecture.md#statuses). Bad news first, then how far the goods are, then the money.
 *
 * @example orderStatus({ payment: "paid", onHold: false, cancelled: false, units: 3, shipped: 1, delivered: 0, processing: true, completed: false })
 * // "partially_shipped"
 */
export function orderStatus(facts: OrderFacts): OrderStatus {
  const { units, shipped, delivered } = facts;
  if (facts.cancelled) return "cancelled";
  if (facts.payment === "refunded") return "refunded";
  if (facts.payment === "voided") return "cancelled";
  if (facts.completed) return "completed";
  if (units > 0 && delivered >= units) return "delivered";
  if (delivered > 0) return "partially_delivered";
  if (units > 0 && shipped >= units) return "shipped";
  if (shipped > 0) return "partially_shipped";
  if (facts.onHold) return "on_hold";
  if (facts.payment === "pending" || facts.payment === "authorized") return "pending";
  return facts.processing ? "processing" : "paid";
}
