import type { ScanMeaning } from "@waybill/domain/shipment/meanings";
import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import type { z } from "zod";
import type { KnownCarrierId } from "../carriers/known.ts";
import type { NumberShape } from "../numbers/format.ts";
import type { AdapterContext, SettingsSchema } from "./adapter.ts";
import type { Platform, Probe } from "./platform.ts";
import type { RawWebhook } from "./webhook.ts";

/** A parcel to ask about. `handle` is the aggregator's own id from an earlier update or registration. */
export type TrackRef = {
  number: string;
  /** The carrier that moves it ("ups", "usps"…); for an aggregator it differs from the adapter's id. */
  carrier: string;
  handle: string | null;
  uniqueId: string | null;
  /** UTC ms; narrows reused numbers. */
  shippedAt: number | null;
};

/** One answer per asked number: a tracking update, or why there is none. */
export type PollAnswer = { number: string } & (
  | { outcome: "update"; update: TrackingUpdate }
  | { outcome: "not_found" | "failed"; reason: string }
);

export type NumberFormat = NumberShape & {
  /** Our id of the carrier that moves it, when it is not the adapter itself: an aggregator's formats are other carriers'. */
  carrier?: KnownCarrierId;
};

export interface CarrierDefinition<Schema extends SettingsSchema = SettingsSchema> extends Platform<Schema> {
  /** Verified raw bytes → what they say about parcels. Throws `notUnderstood` with words. Pure: the same bytes, the same updates. */
  parse: (webhook: RawWebhook) => TrackingUpdate[];
  /** A sample webhook body of this platform for a number, for "send a test webhook". */
  sample: (number: string, now: number) => string;
  /** Asks about parcels; `batch` numbers a call at most. Throws AdapterError for whole-call failures. */
  poll: { batch: number; fetch: (ctx: AdapterContext<z.infer<Schema>>, refs: TrackRef[]) => Promise<PollAnswer[]> };
  /** Asks the platform to push events about this parcel to `webhookUrl`; absent when pushes are set up by account. May return a handle and a first update. */
  register?: (
    ctx: AdapterContext<z.infer<Schema>>,
    ref: TrackRef,
    webhookUrl: string,
  ) => Promise<{ handle: string | null; update: TrackingUpdate | null; expiresAt: number | null }>;
  /** Sets up account-wide webhooks once when the connection is made (EasyPost `POST /webhooks`). */
  subscribe?: (ctx: AdapterContext<z.infer<Schema>>, webhookUrl: string) => Promise<void>;
  test: Probe<Schema, void>;
  /** What one of its scan codes says in our own words, where its table of codes tells more than a status; null: nothing more. */
  scanMeaning?: (code: string) => ScanMeaning | null;
  numbers: readonly NumberFormat[];
  /** Carriers whose parcels this adapter can follow ("ups"; aggregators: many, or "*"). */
  covers: readonly string[];
  /** How shops and people write its name, beside the id and the name. Case and punctuation do not matter. */
  aliases: readonly string[];
  /** The carrier's public tracking page. */
  trackingUrl: (number: string) => string | null;
}

/**
 * Defines a carrier: one folder in `carriers/`, one test that runs `contract/carrier.ts`.
 *
 * @example export default defineCarrier({ id: "ups", name: "UPS", … });
 */
export function defineCarrier<Schema extends SettingsSchema, const Id extends string>(
  definition: CarrierDefinition<Schema> & { id: Id },
): CarrierDefinition<Schema> & { id: Id } {
  return definition;
}
