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
  /** Null where the channel withholds it or where it is finer than the currency; then `unitPriceText` has it. */
  unitPrice: moneySchema.nullable(),
  /** The channel's own decimal text of a price finer than the currency's minor unit: "0.0125". */
  unitPriceText: z.string().nullable().optional(),
  requiresShipping: z.boolean(),
});
export type LineItem = z.infer<typeof lineItemSchema>;

/** How the shop itself says that goods reached their buyer; it counts where no carrier tells. */
const arrivalKinds = ["ready_for_pickup", "picked_up", "delivered"] as const;

export const fulfilmentSchema = z.object({
  externalId: z.string(),
  cancelled: z.boolean(),
  /** `number` is what a person typed into the shop's field, as it stands: one number, several, or words. */
  tracking: z.array(z.object({ company: z.string().nullable(), number: z.string(), url: z.string().nullable() })),
  lines: z.array(z.object({ externalLineId: z.string(), quantity: z.number().int() })),
  createdAt: z.number().int(),
  /** The shop's own word about the arrival; `at` UTC ms where it says when. */
  arrival: z
    .object({ kind: z.enum(arrivalKinds), at: z.number().int().nullable() })
    .nullable()
    .optional(),
});
export type Fulfilment = z.infer<typeof fulfilmentSchema>;

/**
 * What of an order could not be had: a field the channel withholds from us, or one that says something no reader understands.
 * It costs that field and never the order.
 */
export const orderGapSchema = z.object({
  /** Our name of the field: "customer.email", "total", "lines.unitPrice". */
  field: z.string(),
  kind: z.enum(["withheld", "unreadable"]),
  /** A sentence for people: "The shop withholds the e-mail address." */
  words: z.string(),
});
export type OrderGap = z.infer<typeof orderGapSchema>;

export const payments = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "voided",
  "unknown",
] as const;

/** An order as its channel states it: what every channel adapter produces. Times are UTC ms. */
export const channelOrderSchema = z.object({
  externalId: z.string(),
  /** The number people know ("#1001"). */
  number: z.string(),
  placedAt: z.number().int(),
  /** The channel's own version of the order; an older one never overwrites a newer one. */
  updatedAt: z.number().int(),
  /** The shop's currency; null where it is withheld or unknown to us. */
  currency: z.string().regex(CURRENCY_CODE).nullable(),
  total: moneySchema.nullable(),
  /** What the buyer saw and paid, where it is another currency than the shop's. */
  buyerTotal: moneySchema.nullable().optional(),
  subtotal: moneySchema.nullable(),
  shipping: moneySchema.nullable(),
  tax: moneySchema.nullable(),
  discount: moneySchema.nullable(),
  refunded: moneySchema.nullable(),
  payment: z.enum(payments),
  /** Paid at the door: ready to ship while the payment is pending. */
  cashOnDelivery: z.boolean().optional(),
  onHold: z.boolean(),
  cancelledAt: z.number().int().nullable(),
  cancelReason: z.string().nullable(),
  /** Put away by the shop. Shops archive what they have shipped, so it ends only an order with nothing under way. */
  archivedAt: z.number().int().nullable().optional(),
  customer: z.object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() }),
  shippingAddress: addressSchema.nullable(),
  billingAddress: addressSchema.nullable(),
  shippingMethod: z.string().nullable(),
  note: z.string().nullable(),
  /** The customer's language where the channel tells it: "fr-CA". */
  locale: z.string().nullable().optional(),
  /** A trial order of the shop: marked, and outside counts, totals and mails. */
  test: z.boolean(),
  /** What was withheld or could not be read; absent: nothing. */
  gaps: z.array(orderGapSchema).optional(),
  lines: z.array(lineItemSchema),
  fulfilments: z.array(fulfilmentSchema),
  /** The raw platform payload, kept beside the unified row. */
  raw: z.unknown(),
});
export type ChannelOrder = z.infer<typeof channelOrderSchema>;

/** The independent facts that the displayed status is computed from. Counts are units over all lines that need shipping. */
export type OrderFacts = {
  payment: ChannelOrder["payment"];
  cashOnDelivery: boolean;
  onHold: boolean;
  cancelled: boolean;
  archived: boolean;
  deleted: boolean;
  /** It has been read from its channel: an order without lines is really without. */
  read: boolean;
  /** Units that the buyer keeps on the order, whether or not they need shipping. */
  kept: number;
  /** Units that the buyer keeps on the order and that need shipping. */
  units: number;
  shipped: number;
  delivered: number;
  /** Units that the channel still expects to be shipped. */
  left: number;
  /** A parcel has arrived, though its fulfilment has not yet as a whole. */
  parcelArrived: boolean;
  /** Some money went back. */
  moneyBack: boolean;
  /** Someone began to pack: a label exists or the seller said so. */
  processing: boolean;
  /** The seller closed it by hand. */
  completed: boolean;
};

/**
 * The one status an order shows (docs/architecture.md#statuses). Its end first, then how far the goods are, then the money.
 *
 * @example orderStatus({ payment: "paid", read: true, kept: 3, units: 3, shipped: 1, left: 2, delivered: 0, processing: true, … })
 * // "partially_shipped"
 */
export function orderStatus(facts: OrderFacts): OrderStatus {
  const { shipped, delivered, left } = facts;
  if (facts.deleted) return "deleted";
  if (facts.cancelled) return "cancelled";
  if (facts.payment === "refunded") return "refunded";
  // Nobody will pay it: it ends, unless its goods are already with a carrier; then it is where they are.
  if (facts.payment === "voided" && facts.shipped === 0) return "cancelled";
  if (facts.completed) return "completed";
  if (facts.read && shipped === 0 && left === 0 && facts.units === 0) return withoutGoods(facts);
  if (facts.archived && shipped === 0) return "archived";
  // What was put away is not expected any more: the parcels under way are all there is.
  const expected = shipped + (facts.archived ? 0 : left);
  if (expected > 0 && delivered >= expected) return "delivered";
  if (delivered > 0 || facts.parcelArrived) return "partially_delivered";
  if (expected > 0 && shipped >= expected) return "shipped";
  if (shipped > 0) return "partially_shipped";
  if (facts.onHold) return "on_hold";
  if (unpaid(facts)) return "pending";
  return facts.processing ? "processing" : "paid";
}

const waiting: ReadonlySet<ChannelOrder["payment"]> = new Set(["pending", "authorized", "partially_paid", "unknown"]);
const unpaid = (facts: OrderFacts) => waiting.has(facts.payment) && !facts.cashOnDelivery;

/** Everything was removed or refunded, or nothing ever needed shipping. */
function withoutGoods(facts: OrderFacts): OrderStatus {
  if (facts.kept === 0 && facts.moneyBack) return "refunded";
  if (facts.kept === 0) return "cancelled";
  return unpaid(facts) ? "pending" : "completed";
}

/** Where there is nothing to do for an order any more, whatever its lines say. */
const ended: ReadonlySet<OrderStatus> = new Set(["cancelled", "refunded", "completed", "archived", "deleted"]);

/**
 * Units a person still has to ship: what the channel expects, unless the order has ended. It decides "To ship", whatever else has
 * happened to the order.
 */
export const leftToShip = (facts: OrderFacts): number =>
  ended.has(orderStatus(facts)) || facts.archived || facts.payment === "voided" ? 0 : facts.left;
