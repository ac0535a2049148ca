import type { ChannelOrder } from "@waybill/domain/order/order";
import type { z } from "zod";
import type { AdapterContext, SettingsSchema } from "./adapter.ts";
import type { Platform, Probe } from "./platform.ts";
import type { RawWebhook } from "./webhook.ts";

/**
 * One order as pulled: merged when `ok`; quarantined with words when not. `transient` problems are retried by themselves
 * and shown as pending, the others as failed.
 */
export type PulledOrder =
  | { ok: true; order: ChannelOrder }
  | {
      ok: false;
      externalId: string;
      number: string | null;
      placedAt: number | null;
      reason: string;
      transient: boolean;
      raw: unknown;
    };

export type OrderPage = {
  orders: PulledOrder[];
  /** Opaque; persisted in the same commit as this page's orders. Null: the last page. */
  next: string | null;
  /** The largest `updatedAt` seen on this page, UTC ms. */
  newestUpdate: number | null;
  /** The platform's remaining call budget, when it says, for the screen. */
  budget: { available: number; maximum: number; restorePerSecond: number } | null;
};

/** What a channel's webhook asks of us. A push is a hint: the order is re-read. */
export type ChannelHint =
  | { kind: "order_changed"; externalId: string; topic: string }
  | { kind: "order_deleted"; externalId: string; topic: string }
  | { kind: "disconnected"; topic: string; reason: string }
  | { kind: "ignored"; topic: string; reason: string };

export type FulfilmentRequest = {
  orderExternalId: string;
  tracking: { company: string; number: string; url: string | null };
  /** Is this number the parcel's, under whatever spelling? Absent: it is where it differs in blanks, hyphens and case only. */
  isSameNumber?: (number: string) => boolean;
  /** Channel line-item ids and quantities; Waybill always names them. Null: all that remains and needs shipping. */
  lines: { externalLineId: string; quantity: number }[] | null;
  notifyCustomer: boolean;
};
export type FulfilmentResult = { externalFulfilmentIds: string[]; note: string | null };

export interface ChannelDefinition<Schema extends SettingsSchema = SettingsSchema> extends Platform<Schema> {
  /** Verified bytes → hints. Throws `notUnderstood`. */
  parse: (webhook: RawWebhook) => ChannelHint[];
  sample: (externalOrderId: string, now: number) => { body: string; headers: Record<string, string> };
  /**
   * A page of orders changed since `updatedSince` (UTC ms, inclusive; null: everything), oldest change first. Overlap is the
   * caller's: the same order may come twice and merging it twice is harmless.
   */
  pull: (
    ctx: AdapterContext<z.infer<Schema>>,
    input: { updatedSince: number | null; cursor: string | null; limit: number },
  ) => Promise<OrderPage>;
  /** Re-reads one order. Null: the channel no longer has it. */
  read: (ctx: AdapterContext<z.infer<Schema>>, externalId: string) => Promise<PulledOrder | null>;
  /** Tells the channel that lines were shipped. Safe to repeat: looks for the tracking number first. */
  fulfil: (ctx: AdapterContext<z.infer<Schema>>, request: FulfilmentRequest) => Promise<FulfilmentResult>;
  /** Creates missing webhook subscriptions towards `webhookUrl`; repeatable. Returns the topics in force. */
  subscribe: (ctx: AdapterContext<z.infer<Schema>>, webhookUrl: string) => Promise<string[]>;
  /** Also answers what the shop is called. */
  test: Probe<Schema, { label: string }>;
  /** The order's page in the channel's own admin, when there is one. */
  adminUrl?: (settings: z.infer<Schema>, externalId: string) => string | null;
}

/**
 * Defines a sales channel: one folder in `channels/`, one test that runs `contract/channel.ts`.
 *
 * @example export default defineChannel({ id: "shopify", name: "Shopify", … });
 */
export function defineChannel<Schema extends SettingsSchema, const Id extends string>(
  definition: ChannelDefinition<Schema> & { id: Id },
): ChannelDefinition<Schema> & { id: Id } {
  return definition;
}
