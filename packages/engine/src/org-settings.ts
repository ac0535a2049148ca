import { defaultPolicy, type NotificationPolicy, notificationPolicySchema } from "@waybill/domain/notify";
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

async function store(ctx: Ctx, of: { orgId: string; name: string; value: unknown }): Promise<void> {
  await ctx.db.commit([
    {
      sql: "INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT (org_id, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
      args: [of.orgId, of.name, JSON.stringify(of.value), ctx.now()],
    },
  ]);
  held.get(ctx.db)?.delete(`${of.orgId} ${of.name}`);
}

/** What this organisation lets its customers be told. */
export async function notificationPolicy(ctx: Ctx, orgId: string): Promise<NotificationPolicy> {
  const stored = await setting(ctx, orgId, "notifications");
  if (stored === null) return defaultPolicy;
  const parsed = notificationPolicySchema.safeParse(stored);
  return parsed.success ? parsed.data : defaultPolicy;
}

export async function setNotificationPolicy(
  ctx: Ctx,
  of: { orgId: string; policy: NotificationPolicy },
): Promise<NotificationPolicy> {
  await store(ctx, { orgId: of.orgId, name: "notifications", value: of.policy });
  return of.policy;
}

/** The seller's name as customers see it. */
export async function sellerName(ctx: Ctx, orgId: string): Promise<string> {
  const branding = (await setting(ctx, orgId, "branding")) as { name?: string } | null;
  return branding?.name ?? "Your seller";
}

export async function setSellerName(ctx: Ctx, of: { orgId: string; name: string }): Promise<void> {
  await store(ctx, { orgId: of.orgId, name: "branding", value: { name: of.name } });
}
