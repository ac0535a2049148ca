import type { Cause, Frame } from "@waybill/domain/live/events";
import type { CheckWords, InboxDetail as Kept, InboxSummary as Row } from "../api/types.ts";

/** A delivery in the list; `copies`: how often it came again and was kept. */
export type InboxRow = Row & { copies: number };
export type Happening = Frame & { cause: Cause };
export type Effect = {
  kind: "order" | "shipment" | "notification" | "unknown";
  id: string;
  name: string | null;
  status: string | null;
  orderId: string | null;
};
export type Delivery = Kept & {
  url: string;
  check: CheckWords | null;
  copies: number;
  changed: Effect[];
  events: Happening[];
  copyIds: number[];
  copyOf: number | null;
};
export type Again = { stateBefore: string; same: boolean; events: number; done: boolean };
export type Reread = Delivery & { again: Again };
export type Replayed = {
  deliveries: number;
  shipments: number;
  changed: number;
  hashBefore: string;
  hashAfter: string;
  again?: number;
  states?: Record<string, number>;
};
export type TestSent = {
  outcome: "accepted" | "duplicate" | "rejected";
  inboxId: number | null;
  reason: string | null;
};
