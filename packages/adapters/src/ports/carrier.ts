import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import type { z } from "zod";
import type { AdapterContext, RawWebhook, SettingsSchema, WebhookScheme } from "./adapter.ts";

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

/** A shape of tracking number. `check` says whether the check digit holds: it ranks, it never rejects. */
export type NumberFormat = {
  name: string;
  pattern: RegExp;
  /** null: the format has no known check digit. */
  check: ((normalised: string) => boolean) | null;
  /** Our id of the carrier that moves it, when it is not the adapter itself (SurePost is "usps" last mile …). */
  carrier?: string;
};

export type CarrierDefinition<Schema extends SettingsSchema = SettingsSchema> = {
  id: string;
  name: string;
  /** What the connect screen says about it, one sentence. */
  about: string;
  /** The platform's documentation page. */
  docs: string;
  settings: Schema;
  webhook: WebhookScheme<z.infer<Schema>>;
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
  /** Cheap call that proves the credentials; throws AdapterError in words. */
  test: (ctx: AdapterContext<z.infer<Schema>>) => Promise<void>;
  numbers: readonly NumberFormat[];
  /** Carriers whose parcels this adapter can follow ("ups"; aggregators: many, or "*"). */
  covers: readonly string[];
  /** The carrier's public tracking page. */
  trackingUrl: (number: string) => string | null;
};

/**
 * Defines a carrier: one file in `carriers/`, one test that runs `contract/carrier.ts`.
 *
 * @example export default defineCarrier({ id: "ups", name: "UPS", … });
 */
export function defineCarrier<Schema extends SettingsSchema>(
  definition: CarrierDefinition<Schema>,
): CarrierDefinition<Schema> {
  return definition;
}
