import { z } from "zod";
import { zoneSchema } from "../zones/answers.ts";
import { roles } from "./roles.ts";
import { brandingSchema, generalSchema } from "./settings.ts";

const role = z.enum(roles);

export const organisationSchema = z.object({ id: z.string(), name: z.string(), slug: z.string() });
export type Organisation = z.infer<typeof organisationSchema>;
const ownOrganisationSchema = organisationSchema.extend({ role });
export type OwnOrganisation = z.infer<typeof ownOrganisationSchema>;

/** Who is calling, in which organisation, with which rights. */
export const meSchema = z.object({
  kind: z.enum(["user", "api_key"]),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organisation: organisationSchema.nullable().describe("Null while the person belongs to no organisation"),
  role: role.nullable(),
  permissions: z.array(z.string()),
  organisations: z.array(ownOrganisationSchema),
  demo: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

export const memberSchema = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: z.number(),
});
export type Member = z.infer<typeof memberSchema>;

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role,
  expiresAt: z.number(),
  url: z.string(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** An invitation as the invited person sees it, by names. */
export const ownInvitationSchema = z.object({ organisation: z.string(), inviter: z.string(), role });
export type OwnInvitation = z.infer<typeof ownInvitationSchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  start: z.string(),
  role,
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  createdBy: z
    .string()
    .nullable()
    .describe("Who made it, by name; null when their account is gone or the key is older than this note"),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
/** A key when it is made: shown this once. */
export const newApiKeySchema = apiKeySchema.extend({ key: z.string() });
export type NewApiKey = z.infer<typeof newApiKeySchema>;

/** Sent back as `basedOn`, so that a change by somebody else in between is a 409 instead of being overwritten. UTC ms. */
const changedAt = z.number().int();
export const organisationNameSchema = z.string().trim().min(1, "An organisation needs a name").max(80);
export const generalAnswerSchema = generalSchema.extend({
  ...{ name: organisationNameSchema, changedAt },
  timeZoneOffsets: zoneSchema.shape.timeZoneOffsets,
});
export type GeneralAnswer = z.infer<typeof generalAnswerSchema>;

/** With the logo's public address: it holds the logo's digest, so it may be cached for ever. */
const brandingViewSchema = brandingSchema.extend({ logoUrl: z.string().nullable() });
export type BrandingView = z.infer<typeof brandingViewSchema>;
export const brandingAnswerSchema = brandingViewSchema.extend({ changedAt });
export type BrandingAnswer = z.infer<typeof brandingAnswerSchema>;

export const savedViewPlaces = ["orders", "shipments"] as const;
export type SavedViewPlace = (typeof savedViewPlaces)[number];
/** A filter under a name, one's own or everybody's. */
export const savedViewSchema = z.object({
  id: z.string(),
  place: z.enum(savedViewPlaces),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** What is kept of a customer, before it is erased; `numbers` are the orders'. */
export const customerFoundSchema = z.object({
  orders: z.number(),
  numbers: z.array(z.string()),
  shipments: z.number(),
  notifications: z.number(),
  reports: z.number(),
});
export type CustomerFound = z.infer<typeof customerFoundSchema>;

export const customerErasedSchema = z.object({
  orders: z.number(),
  shipments: z.number(),
  notifications: z.number(),
  deliveries: z.number().describe("Raw deliveries whose bodies are gone"),
  left: z.number().describe("Raw deliveries that also speak of other customers' parcels: they stay whole"),
});
export type CustomerErased = z.infer<typeof customerErasedSchema>;
