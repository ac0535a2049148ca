import { z } from "zod";
import { causeSchema, happeningSchema } from "../frame.ts";
import { locales } from "../languages/messages.ts";
import { templatesSchema } from "../organisation/settings.ts";

/** A notification as lists and live frames show it. Times are UTC ms. */
export const notificationSummarySchema = z.object({
  id: z.string(),
  trigger: z.string(),
  medium: z.string().describe("How it goes out: email"),
  recipient: z.string(),
  orderId: z.string().nullable(),
  shipmentId: z.string().nullable(),
  subject: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  attempts: z.number(),
  sender: z.string().nullable(),
  createdAt: z.number(),
  sentAt: z.number().nullable(),
  receiptAt: z.number().nullable(),
});
export type NotificationSummary = z.infer<typeof notificationSummarySchema>;

/** A notification with the names that people know its order and parcel by. */
export const listedNotificationSchema = notificationSummarySchema.extend({
  orderNumber: z.string().nullable(),
  customerName: z.string().nullable(),
  parcelNumber: z.string().nullable(),
  carrier: z.string().nullable(),
  cause: causeSchema.describe("Why it was written"),
  test: z.boolean().describe("A seller's own test mail"),
});
export type ListedNotification = z.infer<typeof listedNotificationSchema>;

/** How many notifications ask for a look, and how many addresses get no mail; each counted to 1,000. */
export const notificationCountsSchema = z.object({
  parked: z.number(),
  failed: z.number(),
  unknown: z.number(),
  bounced: z.number(),
  waiting: z.number(),
  suppressed: z.number(),
});
export type NotificationCounts = z.infer<typeof notificationCountsSchema>;

/** A mail as it goes out. */
const rendered = z.object({ subject: z.string(), html: z.string(), text: z.string() });
const headers = z.record(z.string(), z.string());

/** One notification with the mail it makes. Times are UTC ms. */
export const notificationDetailSchema = listedNotificationSchema.extend({
  nextAt: z.number().nullable().describe("When it is tried next; null when nothing more happens by itself"),
  firstTriedAt: z.number().nullable(),
  providerId: z.string().nullable(),
  senderName: z.string().nullable().describe("Who carried it, for people; null before the first try"),
  canRetry: z.boolean(),
  blocked: z.string().nullable().describe("Why this address gets no mail, when that is so now"),
  locale: z.string().nullable(),
  history: z.array(happeningSchema).describe("What became of it, oldest first"),
  preview: rendered
    .extend({ from: z.string(), headers })
    .nullable()
    .describe("The mail as it goes out; null when this version cannot read it"),
});
export type NotificationDetail = z.infer<typeof notificationDetailSchema>;

/** `mayDouble`: it may have gone out before. */
export const retriedSchema = z.object({ notification: notificationSummarySchema, mayDouble: z.boolean() });
export type Retried = z.infer<typeof retriedSchema>;

/** `left`: so many wait for another press. */
export const retriedParkedSchema = z.object({ queued: z.number(), left: z.number() });
export type RetriedParked = z.infer<typeof retriedParkedSchema>;

/** A mail of the embedded mailbox, as a list shows it. `id` is its notification's. */
export const mailSummarySchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  snippet: z.string(),
  at: z.number(),
});
export type MailSummary = z.infer<typeof mailSummarySchema>;
export const mailSchema = mailSummarySchema.extend({ html: z.string(), text: z.string(), headers });
export type Mail = z.infer<typeof mailSchema>;

/** An address that gets no more mail, and why, in the provider's words. */
export const suppressedSchema = z.object({ address: z.string(), reason: z.string(), at: z.number() });
export type Suppressed = z.infer<typeof suppressedSchema>;

/** What became of an address: held back from now on, or written to again; who said so, and when. */
export const suppressionNewsSchema = z.object({
  address: z.string(),
  held: z.boolean(),
  reason: z.string().describe("Who said so, in words"),
  at: z.number(),
});
export type SuppressionNews = z.infer<typeof suppressionNewsSchema>;

/** `lifted` false: it was not held back. */
export const liftedSchema = z.object({ lifted: z.boolean() });

/** The seller's own words, and what may stand in them. */
export const templatesViewSchema = z.object({
  templates: templatesSchema,
  languages: z.array(z.enum(locales)),
  language: z.enum(locales).describe("For customers whose own language is unknown"),
  placeholders: z.record(z.string(), z.string()),
});
export type TemplatesView = z.infer<typeof templatesViewSchema>;

/** A message as it would go out with some words; `waybill` is what stands behind empty fields. */
export const messagePreviewSchema = rendered.extend({
  waybill: z.object({ subject: z.string(), headline: z.string(), intro: z.string() }),
});
export type MessagePreview = z.infer<typeof messagePreviewSchema>;

/** A test mail that was queued: its notification, and the address it goes to. */
export const testMessageSchema = z.object({ id: z.string(), to: z.string() });
