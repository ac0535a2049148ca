import { z } from "zod";
import { connectionSummarySchema } from "../connection/answers.ts";
import type { Frame } from "../frame.ts";
import { notificationSummarySchema, suppressionNewsSchema } from "../notification/answers.ts";
import { orderSummarySchema } from "../order/answers.ts";
import { problemReportSchema } from "../problem-report/answers.ts";
import { shipmentSummarySchema, timelineItemSchema } from "../shipment/answers.ts";
import { runSummarySchema } from "../sync/answers.ts";

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
  /** An address gets no more mail, or gets mail again. The stream is the address', under a name that does not tell it. */
  "suppression.changed": z.object({ suppression: suppressionNewsSchema }),
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

/** One message on the socket: `hello` first, then batches of frames, or `reset` when continuity cannot be proved. */
export type LiveMessage =
  | { kind: "hello"; seq: number; at: number }
  | { kind: "frames"; frames: Frame[] }
  | { kind: "reset"; reason: string };
