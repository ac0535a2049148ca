import { z } from "zod";

/** Where a parcel is, in the words all carriers are mapped to (docs/architecture.md#statuses). */
export const shipmentStatuses = [
  "pre_transit",
  "accepted",
  "in_transit",
  "out_for_delivery",
  "available_for_pickup",
  "delivered",
  "delivery_attempt_failed",
  "exception",
  "delayed",
  "on_hold",
  "returned_to_sender",
  "cancelled",
  "lost",
  "unknown",
] as const;
export type ShipmentStatus = (typeof shipmentStatuses)[number];
export const shipmentStatusSchema = z.enum(shipmentStatuses);

/** What an order shows, computed from its facts (see `order.ts`), never typed in. */
export const orderStatuses = [
  "pending",
  "paid",
  "processing",
  "partially_shipped",
  "shipped",
  "partially_delivered",
  "delivered",
  "completed",
  "on_hold",
  "cancelled",
  "refunded",
  "archived",
  "deleted",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];
export const orderStatusSchema = z.enum(orderStatuses);

/** Does our copy of the order agree with its channel? */
export const syncStates = ["pending", "success", "failed"] as const;
export type SyncState = (typeof syncStates)[number];
export const syncStateSchema = z.enum(syncStates);

/** The five steps a customer sees: Ordered → Shipped → In transit → Out for delivery → Delivered. */
export const customerSteps = ["ordered", "shipped", "in_transit", "out_for_delivery", "delivered"] as const;
export type CustomerStep = (typeof customerSteps)[number];
