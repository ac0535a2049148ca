import { appError } from "@waybill/domain/errors";
import type { ApiKey, NewApiKey } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import { type Auth, createKey } from "../auth/auth.ts";
import type { Principal } from "../auth/identity.ts";
import { keyRole } from "../auth/principal.ts";
import { atLeast } from "../auth/roles.ts";
import type { ApiCtx } from "../compose.ts";

export async function listKeys(ctx: ApiCtx, { orgId }: Pick<Principal, "orgId">): Promise<ApiKey[]> {
  const rows = await ctx.db.query(
    `SELECT k.id, k.name, k.start, k.metadata, k.created_at, k.last_request, k.expires_at, u.name AS creator FROM apikey AS k
      LEFT JOIN user AS u ON u.id = k.metadata ->> '$.createdBy' WHERE k.reference_id = ? ORDER BY k.created_at DESC LIMIT 200`,
    [orgId],
  );
  return rows.map((row) => ({
    id: String(row.id),
    name: String(row.name ?? ""),
    start: String(row.start ?? ""),
    role: keyRole(row.metadata) ?? "viewer",
    createdAt: Number(row.created_at),
    lastUsedAt: row.last_request === null ? null : Number(row.last_request),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    createdBy: row.creator === null ? null : String(row.creator),
  }));
}

/** Makes a key that may do what `role` may, never more than its maker; the key itself is answered this once. */
export async function makeKey(
  ctx: ApiCtx,
  auth: Auth,
  input: { principal: Principal; name: string; role: Role; expiresInDays: number | null },
): Promise<NewApiKey> {
  const { principal, name, role, expiresInDays } = input;
  if (!atLeast(principal.role, role)) {
    throw appError({ code: "forbidden", status: 403, message: "A key can't have more rights than its maker." });
  }
  const expiresIn = expiresInDays === null ? null : expiresInDays * 86_400;
  const body = {
    organizationId: principal.orgId,
    userId: principal.id,
    name,
    expiresIn,
    metadata: { role, createdBy: principal.id },
  };
  const { id, key } = await createKey(auth, body);
  const view = (await listKeys(ctx, principal)).find((own) => own.id === id);
  if (!view) throw appError({ code: "internal", status: 500, message: "The key was not found after it was made." });
  return { ...view, key };
}

export async function revokeKey(ctx: ApiCtx, input: { principal: Principal; id: string }): Promise<void> {
  const [done] = await ctx.db.commit([
    { sql: "DELETE FROM apikey WHERE id = ? AND reference_id = ?", args: [input.id, input.principal.orgId] },
  ]);
  if (!done?.changes) throw appError({ code: "not_found", status: 404, message: "There is no such key." });
}
