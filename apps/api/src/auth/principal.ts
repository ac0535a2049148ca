import { defaultKeyHasher } from "@better-auth/api-key";
import type { ApiCtx } from "../compose.ts";
import { accessOf, type Known } from "./access.ts";
import type { Auth } from "./auth.ts";
import { KEY_PREFIX } from "./auth.ts";
import type { Person, Principal } from "./identity.ts";
import { isRole } from "./roles.ts";

/** How often the "last used" of a key is written, ms: a key used a thousand times a second costs one write a minute. */
const LAST_USED_EVERY_MS = 60_000;

/** The key a caller sent, in `x-api-key` or as a bearer token; null when it sent none. */
export function keyOf(headers: Headers): string | null {
  const own = headers.get("x-api-key");
  if (own) return own.trim();
  const bearer = /^bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "");
  return bearer?.[1] ?? null;
}

/**
 * Who calls: an API key first, else the session cookie with the person's active organisation (or the first they joined).
 * Null: nobody, a wrong key, an expired session, or a person without an organisation.
 *
 * @example const principal = await principalOf(ctx, auth, request.headers);
 */
export async function principalOf(ctx: ApiCtx, auth: Auth, headers: Headers): Promise<Principal | null> {
  const key = keyOf(headers);
  if (key) return keyPrincipal(ctx, key);
  return (await session(ctx, auth, headers))?.principal ?? null;
}

/**
 * Read by its hash here rather than by the plugin's `verifyApiKey`, which writes a row for every call.
 */
async function keyPrincipal(ctx: ApiCtx, key: string): Promise<Principal | null> {
  if (!key.startsWith(KEY_PREFIX) || key.length > 200) return null;
  const [row] = await ctx.db.query(
    "SELECT id, name, reference_id, metadata, last_request, expires_at, enabled FROM apikey WHERE key = ?",
    [await defaultKeyHasher(key)],
  );
  const now = ctx.now();
  if (!row?.enabled || (row.expires_at !== null && Number(row.expires_at) <= now)) return null;
  const role = keyRole(row.metadata);
  if (!role) return null;
  if (now - Number(row.last_request ?? 0) > LAST_USED_EVERY_MS) {
    ctx.defer(ctx.db.commit([{ sql: "UPDATE apikey SET last_request = ? WHERE id = ?", args: [now, String(row.id)] }]));
  }
  return {
    kind: "api_key",
    id: String(row.id),
    name: String(row.name ?? "API key"),
    orgId: String(row.reference_id),
    role,
  };
}

/** The role a key was given; null when its metadata is not ours. */
export function keyRole(metadata: unknown) {
  try {
    const role = (JSON.parse(String(metadata)) as { role?: unknown } | null)?.role;
    return isRole(role) ? role : null;
  } catch {
    return null;
  }
}

/** The person a session cookie stands for; null without a good one. */
export async function personOf(ctx: ApiCtx, auth: Auth, headers: Headers): Promise<Person | null> {
  return (await session(ctx, auth, headers))?.person ?? null;
}

async function session(ctx: ApiCtx, auth: Auth, headers: Headers): Promise<Known | null> {
  const cookie = headers.get("cookie");
  if (!cookie?.includes("waybill.session_token")) return null;
  return accessOf(auth).of(cookie, ctx.now(), async () => {
    const found = await auth.api.getSession({ headers });
    if (!found) return null;
    const { user, session } = found;
    const person = {
      id: user.id,
      name: user.name,
      email: user.email,
      activeOrgId: session.activeOrganizationId ?? null,
      expiresAt: new Date(session.expiresAt).getTime(),
    };
    return { person, principal: await memberPrincipal(ctx, person) };
  });
}

async function memberPrincipal(ctx: ApiCtx, person: Person): Promise<Principal | null> {
  const [row] = await ctx.db.query(
    `SELECT organization_id, role FROM member WHERE user_id = ?
      ORDER BY (organization_id = ?) DESC, created_at, organization_id LIMIT 1`,
    [person.id, person.activeOrgId],
  );
  if (!row || !isRole(row.role)) return null;
  return { kind: "user", id: person.id, name: person.name, orgId: String(row.organization_id), role: row.role };
}
