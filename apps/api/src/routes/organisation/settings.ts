import { z } from "@hono/zod-openapi";
import type { BrandingAnswer, GeneralAnswer } from "@waybill/domain/organisation/answers";
import {
  brandingAnswerSchema,
  generalAnswerSchema,
  organisationNameSchema,
} from "@waybill/domain/organisation/answers";
import { brandingSchema, generalSchema, retentionSchema } from "@waybill/domain/organisation/settings";
import { notificationPolicySchema } from "@waybill/domain/shipment/notify";
import { zoneAround } from "@waybill/domain/zones/rules";
import type { Scope } from "@waybill/engine/core/scope";
import {
  brandingOf,
  generalSettings,
  notificationPolicy,
  retentionOf,
  setBranding,
  setGeneralSettings,
  setNotificationPolicy,
  setRetention,
  settingChangedAt,
} from "@waybill/engine/organisation/settings";
import { organisationById, renameOrganisation } from "../../tenancy/organisations.ts";
import { body, found, json, named, newRouter, type RouteParts, secured } from "../kit.ts";

const tags = ["Settings"];
/** `changedAt` as it was read: with it, a change by somebody else in between is a 409 instead of being overwritten. */
const basedOn = z.number().int().optional();
/** No shop's orders are older. */
const FIRST_DAY = Date.UTC(2005, 0, 1);
const general = named(generalAnswerSchema, "General");
const branding = named(brandingAnswerSchema, "Branding");

async function generalOf(ctx: RouteParts["ctx"], scope: Scope): Promise<GeneralAnswer> {
  const [settings, { name }, changedAt] = await Promise.all([
    generalSettings(scope),
    organisationById(ctx, scope.orgId).then((own) => found(own, "organisation")),
    settingChangedAt(scope, { name: "general" }),
  ]);
  // Filters may look at any day of the past.
  const { timeZoneOffsets } = zoneAround(settings.timeZone, { now: ctx.now(), from: FIRST_DAY });
  return { ...settings, timeZoneOffsets, name, changedAt };
}

/** The organisation's own settings. */
export function settingsRoutes(parts: RouteParts) {
  const { ctx } = parts;
  const brandingWithAge = async (scope: Scope): Promise<BrandingAnswer> => ({
    ...(await brandingOf(scope)),
    changedAt: await settingChangedAt(scope, { name: "branding" }),
  });
  return newRouter()
    .openapi(
      secured(parts, "settings:read", {
        method: "get",
        path: "/api/settings/general",
        summary: "The organisation's name, its time zone, its customers' default language",
        tags,
        responses: { 200: json(general) },
      }),
      async (c) => c.json(await generalOf(ctx, c.get("scope")), 200),
    )
    .openapi(
      secured(parts, "settings:write", {
        method: "put",
        path: "/api/settings/general",
        summary: "Change name, time zone and default language",
        tags,
        request: body(generalSchema.extend({ name: organisationNameSchema, basedOn })),
        responses: { 200: json(general) },
      }),
      async (c) => {
        const scope = c.get("scope");
        const { name, basedOn, ...settings } = c.req.valid("json");
        await setGeneralSettings(scope, { general: settings, basedOn });
        await renameOrganisation(ctx, { orgId: scope.orgId, name });
        return c.json(await generalOf(ctx, scope), 200);
      },
    )
    .openapi(
      secured(parts, "settings:read", {
        method: "get",
        path: "/api/settings/branding",
        summary: "How the seller looks to customers",
        tags,
        responses: { 200: json(branding) },
      }),
      async (c) => c.json(await brandingWithAge(c.get("scope")), 200),
    )
    .openapi(
      secured(parts, "settings:write", {
        method: "put",
        path: "/api/settings/branding",
        summary: "Change how the seller looks to customers",
        tags,
        request: body(brandingSchema.extend({ basedOn })),
        responses: { 200: json(branding) },
      }),
      async (c) => {
        const { basedOn, ...own } = c.req.valid("json");
        await setBranding(c.get("scope"), { branding: own, basedOn });
        return c.json(await brandingWithAge(c.get("scope")), 200);
      },
    )
    .openapi(
      secured(parts, "settings:read", {
        method: "get",
        path: "/api/settings/notifications",
        summary: "Which events are mailed to customers",
        tags,
        responses: { 200: json(notificationPolicySchema) },
      }),
      async (c) => c.json(await notificationPolicy(c.get("scope")), 200),
    )
    .openapi(
      secured(parts, "settings:write", {
        method: "put",
        path: "/api/settings/notifications",
        summary: "Choose which events are mailed to customers",
        tags,
        request: body(notificationPolicySchema),
        responses: { 200: json(notificationPolicySchema) },
      }),
      async (c) => {
        const policy = c.req.valid("json");
        return c.json(await setNotificationPolicy(c.get("scope"), { policy }), 200);
      },
    )
    .openapi(
      secured(parts, "settings:read", {
        method: "get",
        path: "/api/settings/retention",
        summary: "How long what is no longer needed is kept",
        tags,
        responses: { 200: json(retentionSchema) },
      }),
      async (c) => c.json(await retentionOf(c.get("scope")), 200),
    )
    .openapi(
      secured(parts, "settings:write", {
        method: "put",
        path: "/api/settings/retention",
        summary: "Forget old mails, runs, receipts and duplicates after some days; null: never",
        tags,
        request: body(retentionSchema),
        responses: { 200: json(retentionSchema) },
      }),
      async (c) => {
        const retention = c.req.valid("json");
        return c.json(await setRetention(c.get("scope"), { retention }), 200);
      },
    );
}
