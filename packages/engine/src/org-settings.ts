import { defaultPolicy, type NotificationPolicy, notificationPolicySchema } from "@waybill/domain/notify";
import {
  type Branding,
  brandingSchema,
  type General,
  generalSchema,
  type Templates,
  templatesSchema,
} from "@waybill/domain/org-settings";
import type { z } from "zod";
import type { Ctx } from "./context.ts";

type Held = Map<string, { until: number; value: unknown }>;
const held = new WeakMap<Ctx["db"], Held>();
/** Settings change rarely and are asked for with every scan; another process notices a change within this. */
const HOLD = 5_000;

async function setting(ctx: Ctx, orgId: string, name: string): Promise<unknown> {
  const own = held.get(ctx.db) ?? new Map();
  held.set(ctx.db, own);
  const key = `${orgId} ${name}`;
  const known = own.get(key);
  if (known && known.until > ctx.now()) return known.value;
  const [row] = await ctx.db.query("SELECT value FROM org_settings WHERE org_id = ? AND name = ?", [orgId, name]);
  const value: unknown = row ? JSON.parse(String(row.value)) : null;
  own.set(key, { until: ctx.now() + HOLD, value });
  return value;
}

async function store<T>(ctx: Ctx, of: { orgId: string; name: string; value: T }): Promise<T> {
  await ctx.db.commit([
    {
      sql: "INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT (org_id, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
      args: [of.orgId, of.name, JSON.stringify(of.value), ctx.now()],
    },
  ]);
  held.get(ctx.db)?.delete(`${of.orgId} ${of.name}`);
  return of.value;
}

/** What is stored, read by its schema; a document of an older shape is the fallback. */
async function typed<T>(ctx: Ctx, of: { orgId: string; name: string; schema: z.ZodType<T>; fallback: T }): Promise<T> {
  const parsed = of.schema.safeParse(await setting(ctx, of.orgId, of.name));
  return parsed.success ? parsed.data : of.fallback;
}

/** What this organisation lets its customers be told. */
export function notificationPolicy(ctx: Ctx, orgId: string): Promise<NotificationPolicy> {
  return typed(ctx, { orgId, name: "notifications", schema: notificationPolicySchema, fallback: defaultPolicy });
}

export function setNotificationPolicy(
  ctx: Ctx,
  of: { orgId: string; policy: NotificationPolicy },
): Promise<NotificationPolicy> {
  return store(ctx, { orgId: of.orgId, name: "notifications", value: of.policy });
}

const unbranded: Branding = {
  name: "Your seller",
  logo: null,
  accent: null,
  supportEmail: null,
  supportUrl: null,
  returnsUrl: null,
  footer: null,
};
/** With the logo's public address: it holds the logo's digest, so it may be cached for ever. */
export type BrandingView = Branding & { logoUrl: string | null };

/** Short digest of a logo for its address: FNV-1a, an identity and no secret. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** How the seller looks to customers. */
export async function brandingOf(ctx: Ctx, orgId: string): Promise<BrandingView> {
  const branding = await typed(ctx, { orgId, name: "branding", schema: brandingSchema, fallback: unbranded });
  const logoUrl = branding.logo && `${ctx.config.publicUrl}/brand/${orgId}/${digest(branding.logo)}`;
  return { ...branding, logoUrl };
}

export async function setBranding(ctx: Ctx, of: { orgId: string; branding: Branding }): Promise<BrandingView> {
  await store(ctx, { orgId: of.orgId, name: "branding", value: of.branding });
  return brandingOf(ctx, of.orgId);
}

/** The seller's name as customers see it. */
export async function sellerName(ctx: Ctx, orgId: string): Promise<string> {
  return (await brandingOf(ctx, orgId)).name;
}

export async function setSellerName(ctx: Ctx, of: { orgId: string; name: string }): Promise<void> {
  const { logoUrl: _, ...branding } = await brandingOf(ctx, of.orgId);
  await setBranding(ctx, { orgId: of.orgId, branding: { ...branding, name: of.name } });
}

/** Time zone of the seller's days, and the language for customers whose own is unknown. */
export function generalSettings(ctx: Ctx, orgId: string): Promise<General> {
  return typed(ctx, { orgId, name: "general", schema: generalSchema, fallback: { timeZone: "UTC", language: "en" } });
}

export function setGeneralSettings(ctx: Ctx, of: { orgId: string; general: General }): Promise<General> {
  return store(ctx, { orgId: of.orgId, name: "general", value: of.general });
}

/** The words of messages that this seller changed. */
export function messageTemplates(ctx: Ctx, orgId: string): Promise<Templates> {
  return typed(ctx, { orgId, name: "templates", schema: templatesSchema, fallback: {} });
}

export function setMessageTemplates(ctx: Ctx, of: { orgId: string; templates: Templates }): Promise<Templates> {
  return store(ctx, { orgId: of.orgId, name: "templates", value: of.templates });
}
