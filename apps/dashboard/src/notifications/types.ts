import type { Cause, Frame } from "@waybill/domain/live/events";
import type { NotificationSummary } from "@waybill/domain/views";

/** What `GET /api/notifications` lists: a notification with the names of its order and parcel. */
export type Listed = NotificationSummary & {
  orderNumber: string | null;
  customerName: string | null;
  parcelNumber: string | null;
  carrier: string | null;
  cause: Cause;
  test: boolean;
};

/** What `GET /api/notifications/:id` answers. */
export type Detail = Listed & {
  nextAt: number | null;
  firstTriedAt: number | null;
  providerId: string | null;
  senderName: string | null;
  canRetry: boolean;
  blocked: string | null;
  locale: string | null;
  history: (Frame & { cause: Cause })[];
  preview: { subject: string; html: string; text: string; from: string; headers: Record<string, string> } | null;
};

export type Counts = Record<"parked" | "failed" | "unknown" | "bounced" | "waiting" | "suppressed", number>;
export type Suppressed = { address: string; reason: string; at: number };

export type Trigger = "shipped" | "out_for_delivery" | "delivered" | "problem" | "delayed";
export type Part = "subject" | "headline" | "intro";
export type Template = Record<Part, string | null>;
export type TemplatesView = {
  templates: Partial<Record<Trigger, Partial<Record<string, Template>>>>;
  languages: string[];
  language: string;
  placeholders: Record<string, string>;
};
export type Preview = { subject: string; html: string; text: string; waybill: Record<Part, string> };
export type Policy = { triggers: Record<Trigger, boolean> };
