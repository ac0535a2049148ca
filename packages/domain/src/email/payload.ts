import { z } from "zod";
import { locales } from "../languages/messages.ts";
import { triggers } from "../shipment/notify.ts";
import { etaSchema } from "../shipment/scan.ts";
import { customerSteps, shipmentStatusSchema } from "../status.ts";

const absent = z.string().nullable().default(null);

/** What a mail is made from, as the outbox keeps it: everything but the two links, which are signed when it is rendered. */
export const storedEmailSchema = z.object({
  version: z.literal(1),
  locale: z.enum(locales),
  trigger: z.enum(triggers),
  status: shipmentStatusSchema,
  reason: z.string().nullable(),
  /** The seller as they looked when it was written. The later fields are absent in rows of older versions. */
  seller: z.object({
    name: z.string().nullable(),
    logoUrl: absent,
    accent: absent,
    supportEmail: absent,
    supportUrl: absent,
    returnsUrl: absent,
    footer: absent,
  }),
  /** The customer's name, for a seller's own words. */
  customer: absent,
  /** The seller's own words, as they were when it was written. */
  words: z
    .object({ subject: z.string().nullable(), headline: z.string().nullable(), intro: z.string().nullable() })
    .nullable()
    .default(null),
  /** A mail that a seller sent to themselves, to look at it. */
  test: z.boolean().default(false),
  order: z.object({ number: z.string() }).nullable(),
  /** The step it had reached, by all of its scans; absent in older rows: the status alone tells. */
  step: z.enum(customerSteps).nullable().default(null),
  /** Which of the order's parcels it is, and how many of them had arrived. */
  together: z.object({ nth: z.number(), of: z.number(), arrived: z.number() }).nullable().default(null),
  /** Where it goes, in lines: shown only where the address is what is asked about. */
  address: z.array(z.string()).default([]),
  parcel: z.object({
    /** The carrier's name, for people; "" where nobody knows which it is. */
    carrier: z.string(),
    number: z.string(),
    trackUrl: z.string(),
    signedBy: z.string().nullable(),
  }),
  eta: etaSchema.nullable(),
  /** Whose clock the window is by: the destination's. Null in rows of older versions. */
  destination: z.object({ city: z.string().nullable() }).nullable().default(null),
  /** The day that was promised before (YYYY-MM-DD). */
  previousDate: z.string().nullable(),
  scan: z
    .object({
      local: z.string(),
      precision: z.enum(["second", "minute", "date"]),
      place: z.string().nullable(),
      /** "UTC−5", where its clock is not the destination's. */
      zone: absent,
    })
    .nullable(),
  items: z.array(z.object({ title: z.string(), variant: z.string().nullable(), quantity: z.number() })),
  /** How many parcels bring the items together; absent: this one alone. */
  itemsIn: z.number().optional(),
});

export type StoredEmail = z.infer<typeof storedEmailSchema>;

export type EmailPayload = StoredEmail & { links: { preferences: string; unsubscribe: string } };

export type RenderedEmail = { subject: string; html: string; text: string };
