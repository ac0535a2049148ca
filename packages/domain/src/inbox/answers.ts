import { z } from "zod";
import { checkWordsSchema } from "../connection/answers.ts";
import { happeningSchema } from "../frame.ts";
import { orderStatusSchema, shipmentStatusSchema } from "../status.ts";

/** A delivery (a webhook or a poll's answer) as the list shows it. Times are UTC ms. */
export const inboxSummarySchema = z.object({
  id: z.number(),
  connectionId: z.string(),
  kind: z.string(),
  adapter: z.string(),
  key: z.string().describe("The delivery's own id, by which copies are known"),
  receivedAt: z.number(),
  verified: z.string(),
  state: z.string(),
  note: z.string().nullable(),
  effects: z.array(z.string()).describe("Ids of what it changed: shipments, orders, notifications"),
  size: z.number().describe("Bytes"),
  processedAt: z.number().nullable(),
  copies: z
    .number()
    .describe("How often it came again and was kept; a copy that is recognised at once is answered and not kept"),
});
export type InboxSummary = z.infer<typeof inboxSummarySchema>;

/** One thing that a delivery changed, by the name people use; `orderId` leads to the page that shows it. */
const inboxEffectSchema = z.object({
  kind: z.enum(["order", "shipment", "notification", "unknown"]),
  id: z.string(),
  name: z.string().nullable(),
  status: z.string().nullable(),
  orderId: z.string().nullable(),
});
export type InboxEffect = z.infer<typeof inboxEffectSchema>;

export const inboxDetailSchema = inboxSummarySchema.extend({
  url: z.string(),
  check: checkWordsSchema.nullable().describe("How it was checked, in its platform's words"),
  headers: z.record(z.string(), z.string()),
  bodyText: z.string(),
  bodyBase64: z.string().nullable().describe("Only when the body is no valid UTF-8"),
  changed: z.array(inboxEffectSchema).describe("What it changed, by name"),
  events: z.array(happeningSchema).describe("What the log says it caused, oldest first"),
  copyIds: z.array(z.number()).describe("Its copies, newest first"),
  copyOf: z.number().nullable().describe("Of a copy: the delivery that was processed"),
});
export type InboxDetail = z.infer<typeof inboxDetailSchema>;

/** What reading one delivery again led to. */
export const rereadSchema = inboxDetailSchema.extend({
  again: z.object({
    stateBefore: z.string(),
    same: z.boolean().describe("True when its state is what it was and nothing new happened because of it"),
    events: z.number().describe("Things that happened because of it just now"),
    done: z.boolean().describe("False: it waits in a queue; the result shows when it is its turn"),
  }),
});
export type Reread = z.infer<typeof rereadSchema>;

/** How many deliveries a filter has; `more`: it has more than were counted. */
export const inboxCountSchema = z.object({ deliveries: z.number(), more: z.boolean() });
export type InboxCount = z.infer<typeof inboxCountSchema>;

const stateSchema = z.object({ status: shipmentStatusSchema, reason: z.string().nullable() });
/** A parcel that a replay calls otherwise than it was called. */
const replayedParcelSchema = z.object({
  id: z.string(),
  number: z.string(),
  carrier: z.string(),
  orderId: z.string().nullable(),
  from: stateSchema,
  to: stateSchema,
});
export type ReplayedParcel = z.infer<typeof replayedParcelSchema>;
const replayedOrderSchema = z.object({
  id: z.string(),
  number: z.string(),
  from: orderStatusSchema,
  to: orderStatusSchema,
});
export type ReplayedOrder = z.infer<typeof replayedOrderSchema>;

/** What a replay did; equal hashes, equal state. */
const replayedSchema = z.object({
  deliveries: z.number(),
  shipments: z.number(),
  changed: z.number().describe("Parcels of which anything came out otherwise"),
  restated: z.number().describe("Those of them whose status or its reason changed"),
  parcels: z.array(replayedParcelSchema).describe("These, the first 200 of them"),
  reordered: z.number().describe("Orders whose status changed"),
  orders: z.array(replayedOrderSchema).describe("These, the first 200 of them"),
  hashBefore: z.string(),
  hashAfter: z.string(),
});
export type Replayed = z.infer<typeof replayedSchema>;
const rangeReplayedSchema = replayedSchema.extend({
  again: z
    .number()
    .describe("Deliveries that were read again by themselves: not understood, failed, or without a parcel behind them"),
  states: z.record(z.string(), z.number()).describe("How those stand now, by state"),
});
export type RangeReplayed = z.infer<typeof rangeReplayedSchema>;
/** A whole replay, or one of a range: only that has `again` and `states`. */
export const anyReplayedSchema = rangeReplayedSchema.partial({ again: true, states: true });
export type AnyReplayed = z.infer<typeof anyReplayedSchema>;

/** What became of a sample webhook; a refusal's reason is what a real webhook would meet as well. */
export const testSentSchema = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.enum(["accepted", "duplicate"]), inboxId: z.number().nullable(), reason: z.null() }),
  z.object({ outcome: z.literal("rejected"), inboxId: z.null(), reason: z.string() }),
]);
export type TestSent = z.infer<typeof testSentSchema>;
