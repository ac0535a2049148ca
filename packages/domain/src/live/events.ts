import { z } from "zod";
import {
  connectionSummarySchema,
  notificationSummarySchema,
  orderSummarySchema,
  problemReportSchema,
  runSummarySchema,
  shipmentSummarySchema,
  timelineItemSchema,
} from "../views.ts";

/** Why something happened. Every event has one; the screen shows it as a sentence with a link. */
export const causeSchema = z.object({
  kind: z.enum(["webhook", "poll", "sync", "user", "api_key", "system", "replay", "customer"]),
  /** Inbox row ("inb_12"), run id, user id, key id … */
  id: z.string().nullable(),
  /** "EasyPost evt_…, verified by HMAC-SHA256" */
  text: z.string(),
});
export type Cause = z.infer<typeof causeSchema>;

/** What each kind of event carries. A new kind of event is one line here. */
export const eventData = {
  "order.created": z.object({ order: orderSummarySchema }),
  "order.updated": z.object({ order: orderSummarySchema, changed: z.array(z.string()) }),
  "order.noted": z.object({ order: orderSummarySchema, note: z.string() }),
  "shipment.created": z.object({ shipment: shipmentSummarySchema }),
  "shipment.updated": z.object({
    shipment: shipmentSummarySchema,
    /** Present when the status moved. */
    from: z.string().nullable(),
    scans: z.array(timelineItemSchema),
  }),
  "notification.changed": z.object({ notification: notificationSummarySchema }),
  "sync.changed": z.object({ run: runSummarySchema }),
  "connection.changed": z.object({ connection: connectionSummarySchema }),
  /** A customer told of a problem, or a seller settled it. The stream is the shipment's. */
  "report.changed": z.object({ report: problemReportSchema }),
} as const;
export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;

/** A new event, before it has a place in the log. */
export type NewEvent = {
  [T in EventType]: { type: T; stream: string; data: EventData<T> };
}[EventType];

/**
 * What travels on a socket and from the catch-up: oldest first, `seq` gap-free per organisation (per shipment on the
 * public page, where it is the stream's version).
 */
export const frameSchema = z.object({
  seq: z.number().int(),
  type: z.string(),
  at: z.number().int(),
  stream: z.string(),
  data: z.unknown(),
});
export type Frame = z.infer<typeof frameSchema>;

/** One message on the socket: `hello` first, then batches of frames, or `reset` when continuity cannot be proved. */
export type LiveMessage =
  | { kind: "hello"; seq: number; at: number }
  | { kind: "frames"; frames: Frame[] }
  | { kind: "reset"; reason: string };

/** The answer of `GET /live/events?since=` : frames after `since`, whether more follow, or reset. */
export type CatchUp =
  | { reset: true; seq: number; reason: string }
  | { reset: false; frames: Frame[]; seq: number; more: boolean };
