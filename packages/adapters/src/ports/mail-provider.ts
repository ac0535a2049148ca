import type { z } from "zod";
import type { AdapterContext, SettingsSchema } from "./adapter.ts";
import type { Platform, Probe } from "./platform.ts";
import type { RawWebhook } from "./webhook.ts";

export type EmailMessage = {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Extra headers, e.g. List-Unsubscribe. */
  headers: Record<string, string>;
  /** ASCII name/value pairs for the provider's own reports. */
  tags: Record<string, string>;
};

export type SendResult =
  | { outcome: "sent"; providerId: string }
  /** Try again later with the same idempotency key. */
  | { outcome: "retry"; reason: string; retryAfterMs: number | null }
  /** It may have been sent: shown as unknown; retried only while the provider remembers the key. */
  | { outcome: "unknown"; reason: string }
  /** Will never work: parked and shown. */
  | { outcome: "rejected"; reason: string };

/** A provider's receipt for an earlier message. Ranked: sent < delayed < delivered < failed < bounced < complained. */
export type Receipt = {
  providerId: string;
  status: "sent" | "delayed" | "delivered" | "failed" | "bounced" | "complained";
  recipient: string | null;
  reason: string | null;
  at: number;
  /** True when no further mail may go to this address. */
  suppress: boolean;
};

/** The provider's own list of addresses that get no mail: one was put on it, or taken off it, by a person there or by itself. */
export type SuppressionChange = {
  suppression: "added" | "removed";
  address: string;
  /** Why it stands there, in a word or two. */
  reason: string | null;
  at: number;
};

export interface MailProviderDefinition<Schema extends SettingsSchema = SettingsSchema> extends Platform<Schema> {
  /** ms for which the provider remembers an idempotency key; 0: it does not. */
  remembersKeyFor: number;
  send: (ctx: AdapterContext<z.infer<Schema>>, message: EmailMessage, idempotencyKey: string) => Promise<SendResult>;
  parse: (webhook: RawWebhook) => (Receipt | SuppressionChange)[];
  test: Probe<Schema, void>;
  /** Settings that the process's environment may give, by variable: then every organisation sends through it. */
  environment?: Readonly<Record<string, string>>;
}

/**
 * Defines a mail provider: one folder in `senders/`, one test that runs `contract/mail-provider.ts`. (The embedded mailbox is no
 * adapter: it is a table, written by the outbox in its own commit.)
 */
export function defineMailProvider<Schema extends SettingsSchema, const Id extends string>(
  definition: MailProviderDefinition<Schema> & { id: Id },
): MailProviderDefinition<Schema> & { id: Id } {
  return definition;
}
