import { isConditionFailed } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import type { Locale } from "@waybill/domain/languages/messages";
import type { BrandingView } from "@waybill/domain/organisation/answers";
import {
  type Branding,
  brandingSchema,
  type General,
  generalSchema,
  logoBytes,
  type Retention,
  retentionSchema,
  type Template,
  type Templates,
  templatesSchema,
} from "@waybill/domain/organisation/settings";
import {
  defaultPolicy,
  type NotificationPolicy,
  notificationPolicySchema,
  type Trigger,
} from "@waybill/domain/shipment/notify";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { perDatabase } from "../core/per-database.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";

/** `parsed`: the schema's answer to `value`, so that a logo of 64 KB is not checked with every scan. */
type Setting = { until: number; value: unknown; changedAt: number; parsed?: unknown };
type Held = Map<string, Setting>;
const heldBy = perDatabase((): Held => new Map());
/** Settings change rarely and are asked for with every scan; another process notices a change within this. */
const HOLD_MS = 5_000;
const MOST_HELD = 5_000;

async function setting({ ctx, orgId }: Scope, name: string): Promise<Setting> {
  const own = heldBy(ctx);
  const key = `${orgId} ${name}`;
  const known = own.get(key);
  if (known && known.until > ctx.now()) return known;
  const [row] = await ctx.db.query("SELECT value, changed_at FROM org_settings WHERE org_id = ? AND name = ?", [
    orgId,
    name,
  ]);
  const value: unknown = row ? JSON.parse(String(row.value)) : null;
  const fresh = { until: ctx.now() + HOLD_MS, value, changedAt: Number(row?.changed_at ?? 0) };
  own.set(key, fresh);
  // Logos are asked for by anyone, also of organisations that never were: what is remembered has an end.
  if (own.size > MOST_HELD) own.delete(own.keys().next().value ?? "");
  return fresh;
}

type Store<T> = { name: string; value: T; basedOn?: number | undefined };

/** The last write wins, unless its writer says what it was based on (`changedAt` as it was read) and that is no longer so. */
async function store<T>({ ctx, orgId }: Scope, input: Store<T>): Promise<T> {
  const basedOn = input.basedOn ?? null;
  const write = {
    sql: `INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (org_id, name)
      DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at WHERE ?5 IS NULL OR org_settings.changed_at = ?5`,
    args: [orgId, input.name, JSON.stringify(input.value), ctx.now(), basedOn],
    atLeast: 1,
  };
  try {
    await ctx.db.commit([write]);
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const message = "Somebody else changed these settings since you opened them.";
    throw appError({ code: "changed_elsewhere", status: 409, message });
  } finally {
    heldBy(ctx).delete(`${orgId} ${input.name}`);
  }
  return input.value;
}

type Typed<T> = { name: string; schema: z.ZodType<T>; fallback: T };

/** What is stored, read by its schema; a document of an older shape is the fallback. */
async function typed<T>(scope: Scope, input: Typed<T>): Promise<T> {
  const found = await setting(scope, input.name);
  if (found.parsed !== undefined) return found.parsed as T;
  const parsed = input.schema.safeParse(found.value);
  const value = parsed.success ? parsed.data : input.fallback;
  found.parsed = value;
  return value;
}

/** When a settings document was last changed, UTC ms; 0: never. What a form is based on. */
export async function settingChangedAt(
  scope: Scope,
  input: { name: "general" | "branding" | "notifications" | "retention" },
): Promise<number> {
  return (await setting(scope, input.name)).changedAt;
}

/** What this organisation lets its customers be told. */
export function notificationPolicy(scope: Scope): Promise<NotificationPolicy> {
  return typed(scope, { name: "notifications", schema: notificationPolicySchema, fallback: defaultPolicy });
}

export function setNotificationPolicy(
  scope: Scope,
  input: { policy: NotificationPolicy },
): Promise<NotificationPolicy> {
  return store(scope, { name: "notifications", value: input.policy });
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

/** Short digest of a logo for its address: FNV-1a, an identity and no secret. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** How the seller looks to customers. */
export async function brandingOf(scope: Scope): Promise<BrandingView> {
  const { ctx, orgId } = scope;
  const branding = await typed(scope, { name: "branding", schema: brandingSchema, fallback: unbranded });
  const logoUrl = branding.logo && `${ctx.config.publicUrl}/brand/${orgId}/${digest(branding.logo)}`;
  return { ...branding, logoUrl };
}

export async function setBranding(
  scope: Scope,
  input: { branding: Branding; basedOn?: number | undefined },
): Promise<BrandingView> {
  await store(scope, { name: "branding", value: input.branding, basedOn: input.basedOn });
  return brandingOf(scope);
}

/** Whoever opens a public page. */
const VISITOR: By = { kind: "system", id: "visitor", name: "A visitor" };

/** The logo behind its public address; null alike for another digest, no logo and no such organisation. */
export async function brandLogo(
  ctx: Ctx,
  input: { orgId: string; digest: string },
): Promise<ReturnType<typeof logoBytes>> {
  const { logo } = await brandingOf(makeScope(ctx, { orgId: input.orgId, by: VISITOR }));
  return logo !== null && digest(logo) === input.digest ? logoBytes(logo) : null;
}

export async function setSellerName(scope: Scope, input: { name: string }): Promise<void> {
  const { logoUrl: _, ...branding } = await brandingOf(scope);
  await setBranding(scope, { branding: { ...branding, name: input.name } });
}

/** Time zone of the seller's days, and the language for customers whose own is unknown. */
export function generalSettings(scope: Scope): Promise<General> {
  return typed(scope, { name: "general", schema: generalSchema, fallback: { timeZone: "UTC", language: "en" } });
}

export function setGeneralSettings(
  scope: Scope,
  input: { general: General; basedOn?: number | undefined },
): Promise<General> {
  return store(scope, { name: "general", value: input.general, basedOn: input.basedOn });
}

/** How long what is no longer needed is kept. */
export function retentionOf(scope: Scope): Promise<Retention> {
  return typed(scope, { name: "retention", schema: retentionSchema, fallback: { days: null } });
}

export function setRetention(scope: Scope, input: { retention: Retention }): Promise<Retention> {
  return store(scope, { name: "retention", value: input.retention });
}

/** The words of messages that this seller changed. */
export function messageTemplates(scope: Scope): Promise<Templates> {
  return typed(scope, { name: "templates", schema: templatesSchema, fallback: {} });
}

/** One message in one language; null removes it. Changed inside the document, so that two people who write others both keep theirs. */
export async function setMessageTemplate(
  scope: Scope,
  input: { trigger: Trigger; locale: Locale; template: Template | null },
): Promise<Templates> {
  const { ctx, orgId } = scope;
  const place = `$.${input.trigger}`;
  const inner = `$.${input.locale}`;
  const own = "COALESCE(json_extract(org_settings.value, ?4), '{}')";
  const next = input.template ? `json_set(${own}, ?5, json(?6))` : `json_remove(${own}, ?5)`;
  const first = input.template ? { [input.trigger]: { [input.locale]: input.template } } : {};
  const args = [orgId, JSON.stringify(first), ctx.now(), place, inner];
  await ctx.db.commit([
    {
      sql: `INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?1, 'templates', ?2, ?3) ON CONFLICT (org_id, name)
        DO UPDATE SET value = json_set(org_settings.value, ?4, json(${next})), changed_at = excluded.changed_at`,
      args: input.template ? [...args, JSON.stringify(input.template)] : args,
    },
  ]);
  heldBy(ctx).delete(`${orgId} templates`);
  return messageTemplates(scope);
}

/** Which simulated world this organisation's practice connections belong to; null: none, or one of before this was kept. */
export function practiceWorld(scope: Scope): Promise<string | null> {
  return typed(scope, { name: "practice_world", schema: z.string(), fallback: null });
}

export async function setPracticeWorld(scope: Scope, input: { world: string }): Promise<void> {
  await store(scope, { name: "practice_world", value: input.world });
}
