import type { SqlValue, Statement } from "@waybill/db/database";
import { type Locale, nearestLocale } from "@waybill/domain/languages/messages";
import { mailAddress, type Trigger, triggers } from "@waybill/domain/shipment/notify";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";
import { brandingOf, generalSettings } from "../organisation/settings.ts";
import { type PreferenceSubject, readPreferenceToken } from "./preference-token.ts";

/** What a recipient gets of one seller. */
export type Preferences = {
  address: string;
  seller: string | null;
  /** False: nothing at all. */
  everything: boolean;
  triggers: Record<Trigger, boolean>;
  /** This parcel is muted; null when the link is about no parcel. */
  muted: boolean | null;
  /** All parcels of its order are; null when the order has no other. */
  mutedOrder: boolean | null;
  /** What people call the two. */
  parcel: string | null;
  order: string | null;
  /** The customer's language as their order told it, else the seller's. */
  locale: Locale;
  brand: { logoUrl: string | null; accent: string | null };
};

const RECIPIENT: By = { kind: "system", id: "recipient", name: "A mail's recipient" };

type Parcel = { id: string; number: string; order: string | null; locale: string | null };

/** The parcel a link is about and the others of its order, itself first; empty when it is about none. */
async function parcelsOf(ctx: Ctx, subject: PreferenceSubject): Promise<Parcel[]> {
  if (!subject.shipmentId) return [];
  const rows = await ctx.db.query(
    `SELECT s.id, s.number, o.number AS order_number, o.detail ->> '$.locale' AS locale FROM shipments own
     JOIN shipments s ON s.id = own.id OR (s.order_id = own.order_id AND s.org_id = own.org_id)
     LEFT JOIN orders o ON o.id = s.order_id WHERE own.id = ? AND own.org_id = ? ORDER BY s.id <> own.id, s.id LIMIT 100`,
    [subject.shipmentId, subject.orgId],
  );
  const str = (value: unknown) => (value ? String(value) : null);
  return rows.map((row) => ({
    id: String(row.id),
    number: String(row.number),
    order: str(row.order_number),
    locale: str(row.locale),
  }));
}

/** What the bearer of a token gets now; null for a token that is not ours. */
export async function getPreferences(ctx: Ctx, token: string): Promise<Preferences | null> {
  const subject = await readPreferenceToken(ctx, token);
  if (!subject) return null;
  const { orgId } = subject;
  // The token is ours, so the organisation that it names may be spoken for.
  const scope = makeScope(ctx, { orgId, by: RECIPIENT });
  const [rows, [seller], parcels, branding, general] = await Promise.all([
    ctx.db.query("SELECT trigger, scope FROM preferences WHERE org_id = ? AND address = ?", [orgId, subject.address]),
    ctx.db.query(`SELECT ${SELLER_NAME} AS name`, [orgId]),
    parcelsOf(ctx, subject),
    brandingOf(scope),
    generalSettings(scope),
  ]);
  const off = new Set(rows.map((row) => `${row.trigger}|${row.scope}`));
  const entries = triggers.map((trigger) => [trigger, !off.has(`${trigger}|*`)]);
  const own = parcels[0];
  return {
    address: subject.address,
    seller: seller?.name ? String(seller.name) : null,
    everything: !off.has("*|*"),
    triggers: Object.fromEntries(entries) as Preferences["triggers"],
    muted: subject.shipmentId ? off.has(`*|${subject.shipmentId}`) : null,
    mutedOrder: parcels.length > 1 ? parcels.every(({ id }) => off.has(`*|${id}`)) : null,
    parcel: own?.number ?? null,
    order: own?.order ?? null,
    locale: nearestLocale(own?.locale, general.language),
    brand: { logoUrl: branding.logoUrl, accent: branding.accent },
  };
}

/** A seller's name as its customers know it, in SQL; ?1 is the organisation. */
export const SELLER_NAME = `COALESCE(
  (SELECT NULLIF(value ->> '$.name', '') FROM org_settings WHERE org_id = ?1 AND name = 'branding'),
  (SELECT name FROM organization WHERE id = ?1))`;

/**
 * Changes what is given and leaves the rest; answers the result, null for a token that is not ours. Doing it twice is the
 * same as once.
 *
 * @example await setPreferences(ctx, { token, triggers: { shipped: false }, muted: true });
 */
export async function setPreferences(
  ctx: Ctx,
  input: {
    token: string;
    everything?: boolean;
    triggers?: Partial<Record<Trigger, boolean>>;
    muted?: boolean;
    /** All parcels of the order that there are now. */
    mutedOrder?: boolean;
  },
): Promise<Preferences | null> {
  const subject = await readPreferenceToken(ctx, input.token);
  if (!subject) return null;
  const statements: Statement[] = [];
  const set = (trigger: string, scope: string, on: boolean) => {
    statements.push(preferenceStatement(subject, { trigger, scope, on, at: ctx.now() }));
  };
  if (input.everything !== undefined) set("*", "*", input.everything);
  for (const trigger of triggers) {
    const on = input.triggers?.[trigger];
    if (on !== undefined) set(trigger, "*", on);
  }
  if (input.mutedOrder !== undefined) {
    for (const { id } of await parcelsOf(ctx, subject)) set("*", id, !input.mutedOrder);
  }
  if (input.muted !== undefined && subject.shipmentId && input.mutedOrder !== true) {
    set("*", subject.shipmentId, !input.muted);
  }
  if (statements.length > 0) await ctx.db.commit(statements);
  return getPreferences(ctx, input.token);
}

/** What a recipient wants (`on`) or not, of a trigger and a parcel; "*": of all. Written twice it is the same as once. */
export function preferenceStatement(
  subject: Pick<PreferenceSubject, "orgId" | "address">,
  input: { trigger: string; scope: string; on: boolean; at: number },
): Statement {
  const key: SqlValue[] = [subject.orgId, subject.address, input.trigger, input.scope];
  if (input.on) {
    return {
      sql: "DELETE FROM preferences WHERE org_id = ? AND address = ? AND trigger = ? AND scope = ?",
      args: key,
    };
  }
  return {
    sql: "INSERT INTO preferences (org_id, address, trigger, scope, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    args: [...key, input.at],
  };
}

/**
 * The one click of RFC 8058: no more mail of this seller to this address. Says nothing, so that the route answers the same
 * whatever the token is.
 */
export async function unsubscribe(ctx: Ctx, token: string): Promise<void> {
  await setPreferences(ctx, { token, everything: false });
}

/** Why an address must not get a message now, in words; null when it may. Read at the moment of sending. */
export async function blockedBy(
  { ctx, orgId }: Scope,
  input: { recipient: string; trigger: string; shipmentId: string | null },
): Promise<string | null> {
  const address = mailAddress(input.recipient) ?? input.recipient;
  const [rows, [held], [left]] = await Promise.all([
    ctx.db.query(
      "SELECT trigger, scope FROM preferences WHERE org_id = ? AND address = ? AND trigger IN ('*', ?) AND scope IN ('*', ?)",
      [orgId, address, input.trigger, input.shipmentId ?? "*"],
    ),
    ctx.db.query("SELECT reason FROM suppressions WHERE org_id = ? AND address = ?", [orgId, address]),
    ctx.db.query("SELECT 1 FROM shipments WHERE id = ? AND left_at IS NOT NULL", [input.shipmentId]),
  ]);
  if (left) return "The number was taken from the order before this went out.";
  if (held) return `No more mail goes to this address: ${held.reason}`;
  const all = (trigger: string, scope: string) => rows.some((r) => r.trigger === trigger && r.scope === scope);
  if (all("*", "*")) return "The recipient unsubscribed from all messages.";
  if (input.shipmentId && all("*", input.shipmentId)) return "The recipient muted this parcel.";
  return rows.some((r) => r.trigger === input.trigger) ? "The recipient does not want this kind of message." : null;
}
