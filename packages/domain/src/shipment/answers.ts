import { z } from "zod";
import { problemKinds } from "../problem-report/kinds.ts";
import { customerSteps, shipmentStatusSchema } from "../status.ts";
import { etaClockSchema } from "../zones/answers.ts";
import { scanMeanings } from "./meanings.ts";
import { etaSchema, placeSchema, proofSchema, scanTimeSchema } from "./scan.ts";
import { shipmentStates } from "./states.ts";

/** A parcel as lists, live frames and its own page show it. All times are UTC ms. */
export const shipmentSummarySchema = z.object({
  id: z.string(),
  orderId: z.string().nullable(),
  carrier: z.string(),
  number: z.string(),
  connectionId: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  trackToken: z.string(),
  status: shipmentStatusSchema,
  reason: z.string().nullable(),
  statusAt: z.number().nullable(),
  deliveredAt: z.number().nullable(),
  postDelivery: z.boolean(),
  eta: etaSchema.nullable(),
  proof: proofSchema.nullable(),
  scanCount: z.number(),
  lastMessage: z.string().nullable(),
  lastPlace: z.string().nullable(),
  lines: z.array(z.object({ externalLineId: z.string(), quantity: z.number() })),
  shippedAt: z.number(),
  lastHeardAt: z.number().nullable(),
  nextPollAt: z.number().nullable(),
  pollNote: z.string().nullable(),
  pushState: z.enum(["none", "pending", "success", "failed"]),
  pushReason: z.string().nullable(),
  changedAt: z.number(),
  /** The first ETA ever told. */
  promised: etaSchema.nullable(),
  /** When the expected day or window has passed; null: nothing is expected. */
  dueAt: z.number().nullable(),
  /** When it last moved: its newest scan, else when it was handed in. */
  movedAt: z.number().nullable(),
  /** The channel's fulfilments that travel in it; parcels that share one hold its goods together. */
  fulfilmentIds: z.array(z.string()),
  /** When its number left the order (replaced or withdrawn at the channel); it counts for the order no longer. */
  leftAt: z.number().nullable(),
  /** The parcel that took its place. */
  replacedBy: z.string().nullable(),
});
export type ShipmentSummary = z.infer<typeof shipmentSummarySchema>;

/** One line of a timeline on screen; `cause` is the inbox row that first brought it. */
export const timelineItemSchema = z.object({
  key: z.string(),
  code: z.string(),
  status: shipmentStatusSchema.nullable(),
  reason: z.string().nullable(),
  meaning: z
    .enum(scanMeanings)
    .nullable()
    .optional()
    .describe("What it says in our words, as far as its code tells; absent in live frames"),
  message: z.string(),
  time: scanTimeSchema,
  place: placeSchema.nullable(),
  inboxId: z.number().nullable(),
});
export type TimelineItem = z.infer<typeof timelineItemSchema>;

/** The public link's state: the seller sees whether the customer can still open it. UTC ms. */
const publicLinkSchema = z.object({ revokedAt: z.number().nullable(), expiresAt: z.number().nullable() });
export type PublicLink = z.infer<typeof publicLinkSchema>;

/** Whose clock a parcel's expected day and window are by. */
const etaClock = etaClockSchema.nullish().describe("The destination's; null: nobody knows it");

/** A parcel with its timeline, newest scan first. */
export const shipmentViewSchema = shipmentSummarySchema.extend({
  timeline: z.array(timelineItemSchema),
  step: z.enum(customerSteps).describe("The step that mails and the customer's page show"),
  together: z
    .object({ nth: z.number(), of: z.number(), arrived: z.number() })
    .nullable()
    .describe("Which of its order's parcels it is, and how many have arrived; null: there is no other"),
  link: publicLinkSchema,
  etaClock,
});
export type ShipmentView = z.infer<typeof shipmentViewSchema>;

/** A parcel in the list, with what people call its order. */
export const listedShipmentSchema = shipmentSummarySchema.extend({
  orderNumber: z.string().nullable(),
  customerName: z.string().nullable(),
  etaClock,
  reported: z.enum(problemKinds).nullable().describe("What its customer's newest open report says is wrong"),
});
export type ListedShipment = z.infer<typeof listedShipmentSchema>;

/** `exact` false: there are more than `n`. */
const boundedSchema = z.object({ n: z.number(), exact: z.boolean() });
export type Bounded = z.infer<typeof boundedSchema>;

/** How many parcels each tab holds. */
export const shipmentCountsSchema = z.record(z.enum(shipmentStates), boundedSchema);
export type ShipmentCounts = z.infer<typeof shipmentCountsSchema>;

/** What a tracking number looks like. */
const guessSchema = z.object({
  carrier: z.string().describe("Our id of the carrier that moves the parcel"),
  via: z.string().describe("The adapter that can follow it"),
  format: z.string().nullable().describe("The shape's name; null when only the hint speaks for this carrier"),
  confidence: z.number().describe("0 to 1, to compare and to show; not a probability"),
  checkPassed: z.boolean().nullable().describe("Null: the shape has no known check digit"),
});
export type Guess = z.infer<typeof guessSchema>;

/** A guess about what was typed, pasted or scanned, with the number that was read out of it. */
export const detectedSchema = guessSchema.extend({
  number: z.string().describe("The number itself, without what a label, a scanner or a person puts around it"),
});
export type Detected = z.infer<typeof detectedSchema>;

export const addedShipmentSchema = z.object({ shipment: shipmentSummarySchema, guesses: z.array(guessSchema) });
export type AddedShipment = z.infer<typeof addedShipmentSchema>;
