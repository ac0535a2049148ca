import { z } from "zod";
import { runSummarySchema } from "../sync/answers.ts";

export const connectionKindSchema = z.enum(["carrier", "channel", "sender"]);
export type ConnectionKind = z.infer<typeof connectionKindSchema>;

/** An account at a carrier, a sales channel or a mail provider, as lists and live frames show it. Times are UTC ms. */
export const connectionSummarySchema = z.object({
  id: z.string(),
  kind: connectionKindSchema,
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

/** What is left of a platform's call budget, in its own points. */
const budgetSchema = z.object({ available: z.number(), maximum: z.number(), restorePerSecond: z.number() });

/** A connection as its owner sees it: open settings, where to point webhooks, never a secret. */
export const connectionViewSchema = connectionSummarySchema.extend({
  settings: z.record(z.string(), z.string()),
  webhookUrl: z.string(),
  budget: budgetSchema.nullable(),
  createdAt: z.number(),
  previousUntil: z
    .number()
    .nullable()
    .describe(
      "Webhooks that are signed with a replaced secret are accepted until then; null: only the secret in force is",
    ),
  warning: z
    .string()
    .nullable()
    .describe("What could not be set up, in words: webhooks that the platform did not accept"),
  lastRun: runSummarySchema.nullable().describe("Channels: the newest sync run; null before the first"),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** One field of the form by which a platform is connected. */
const settingsFieldSchema = z.object({
  name: z.string(),
  kind: z.enum(["text", "secret", "url"]),
  label: z.string(),
  help: z.string().nullable(),
  placeholder: z.string().nullable(),
  required: z.boolean(),
  advanced: z.boolean(),
  default: z.string().nullable(),
});
export type SettingsField = z.infer<typeof settingsFieldSchema>;

/** How a platform's deliveries are checked, in its own words. */
export const checkWordsSchema = z.object({
  sentence: z.string(),
  scheme: z.string(),
  header: z.string(),
  time: z.string(),
});
export type CheckWords = z.infer<typeof checkWordsSchema>;

/** A platform that can be connected, with its guide and the fields of its form. */
export const catalogueEntrySchema = z.object({
  kind: connectionKindSchema,
  id: z.string(),
  name: z.string(),
  mark: z.string().describe("The letters it is drawn with"),
  about: z.string(),
  docs: z.string(),
  guide: z.object({
    steps: z.array(z.string()).describe("Where the credentials are found, step by step"),
    rights: z.array(z.string()).describe("The rights that they must carry"),
    webhook: z.string().nullable().describe("Where the webhook address goes, when the seller pastes it"),
  }),
  fields: z.array(settingsFieldSchema),
  webhooks: z
    .enum(["account", "parcel", "by_hand"])
    .describe("How its pushes are set up: by us for the account or for each parcel, or by hand in its own pages"),
  check: checkWordsSchema.nullable().describe("How a delivery is checked; null: only its name is known"),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;

const platformNameSchema = z.object({ id: z.string(), name: z.string() });
/** What platforms are called, by the ids that orders, shipments and deliveries have. */
export const platformNamesSchema = z.object({
  carriers: z.array(
    platformNameSchema.extend({
      moves: z.boolean().describe("It moves parcels itself; an aggregator only tells of them"),
    }),
  ),
  channels: z.array(platformNameSchema),
  senders: z.array(platformNameSchema),
});
export type PlatformNames = z.infer<typeof platformNamesSchema>;

/** Whether credentials work: whose they are, or why not. */
export const triedSchema = z.object({ ok: z.boolean(), label: z.string().nullable(), reason: z.string().nullable() });
export type Tried = z.infer<typeof triedSchema>;

/** How a connection is doing, and what hangs on it, so that a disconnect can say what will happen. Counts stop at 1,001. */
export const connectionHealthSchema = z.object({
  connection: connectionViewSchema,
  lastRuns: z.array(runSummarySchema),
  ordersFailed: z.number().describe("Channels: its orders whose sync failed"),
  ordersPending: z.number().describe("Channels: its orders whose sync is still to come"),
  orders: z.number().describe("Channels: all its orders, however many"),
  parcels: z.number().describe("Carriers: parcels that are followed through it now"),
  pushes: z.number().describe("Channels: shipments that are still to be told to it"),
  mails: z.number().describe("Mail providers: mails that wait to be sent"),
});
export type ConnectionHealth = z.infer<typeof connectionHealthSchema>;

export const practiceSchema = z.object({
  available: z.boolean().describe("Whether it can be connected now"),
  connected: z.boolean(),
  connections: z.array(z.string()).describe("The practice connections of this organisation"),
});
export type Practice = z.infer<typeof practiceSchema>;

/** What went with the practice shop. */
export const practiceRemovedSchema = z.object({ connections: z.number(), orders: z.number() });
export type PracticeRemoved = z.infer<typeof practiceRemovedSchema>;
