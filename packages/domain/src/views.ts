import { z } from "zod";
import { etaSchema, placeSchema, proofSchema, scanTimeSchema } from "./shipment/scan.ts";
import { orderStatusSchema, shipmentStatusSchema, syncStateSchema } from "./status.ts";

/**
 * The shapes that travel: the API answers them, the log carries them, the screens show them. One definition for the three,
 * so a live frame can replace a row that was read over HTTP. All times are UTC ms unless a name says "local".
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
  parcelStatus: shipmentStatusSchema.nullable(),
  syncState: syncStateSchema,
  syncReason: z.string().nullable(),
  changedAt: z.number(),
});
export type OrderSummary = z.infer<typeof orderSummarySchema>;

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
});
export type ShipmentSummary = z.infer<typeof shipmentSummarySchema>;

/** One line of a timeline on screen; `cause` is the inbox row that first brought it. */
export const timelineItemSchema = z.object({
  key: z.string(),
  code: z.string(),
  status: shipmentStatusSchema.nullable(),
  reason: z.string().nullable(),
  message: z.string(),
  time: scanTimeSchema,
  place: placeSchema.nullable(),
  inboxId: z.number().nullable(),
});
export type TimelineItem = z.infer<typeof timelineItemSchema>;

export const runSummarySchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  trigger: z.enum(["manual", "schedule", "first"]),
  state: z.enum(["running", "waiting", "done", "failed", "cancelled"]),
  seen: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  failed: z.number(),
  pending: z.number(),
  pages: z.number(),
  reason: z.string().nullable(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

export const connectionSummarySchema = z.object({
  id: z.string(),
  kind: z.enum(["carrier", "channel", "sender"]),
  adapter: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  health: z.enum(["new", "ok", "failing", "disconnected"]),
  healthReason: z.string().nullable(),
  failures: z.number(),
  backoffUntil: z.number().nullable(),
  lastOkAt: z.number().nullable(),
  lastWebhookAt: z.number().nullable(),
  nextSyncAt: z.number().nullable(),
});
export type ConnectionSummary = z.infer<typeof connectionSummarySchema>;

export const notificationSummarySchema = z.object({
  id: z.string(),
  trigger: z.string(),
  channel: z.string(),
  recipient: z.string(),
  orderId: z.string().nullable(),
  shipmentId: z.string().nullable(),
  subject: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  attempts: z.number(),
  sender: z.string().nullable(),
  createdAt: z.number(),
  sentAt: z.number().nullable(),
  receiptAt: z.number().nullable(),
});
export type NotificationSummary = z.infer<typeof notificationSummarySchema>;

export const problemKinds = ["not_arrived", "damaged", "missing_items", "wrong_address", "other"] as const;
/** "Something is wrong", as a customer wrote it on the public page. */
export const problemReportSchema = z.object({
  id: z.string(),
  shipmentId: z.string(),
  orderId: z.string().nullable(),
  kind: z.enum(problemKinds),
  message: z.string(),
  contact: z.string().nullable(),
  state: z.enum(["open", "closed"]),
  closedBy: z.string().nullable(),
  closedAt: z.number().nullable(),
  createdAt: z.number(),
});
export type ProblemReport = z.infer<typeof problemReportSchema>;
