import { appError } from "@waybill/domain/errors";
import { newId } from "@waybill/domain/ids";
import type { Organisation, OwnOrganisation } from "@waybill/domain/organisation/answers";
import { isZone } from "@waybill/domain/zones/rules";
import { makeScope } from "@waybill/engine/core/scope";
import { generalSettings, setGeneralSettings, setSellerName } from "@waybill/engine/organisation/settings";
import type { Auth } from "../auth/auth.ts";
import type { Person } from "../auth/identity.ts";
import { isRole } from "../auth/roles.ts";
import type { ApiCtx } from "../compose.ts";
import { lastOwner, NOT_THE_LAST_OWNER } from "./members.ts";

/** The organisations of a person with their role in each, oldest membership first. */
export async function organisationsOf(ctx: ApiCtx, userId: string): Promise<OwnOrganisation[]> {
  const rows = await ctx.db.query(
    `SELECT o.id, o.name, o.slug, m.role FROM member m JOIN organization o ON o.id = m.organization_id
      WHERE m.user_id = ? ORDER BY m.created_at, o.id`,
    [userId],
  );
  return rows.flatMap((row) =>
    isRole(row.role) ? [{ id: String(row.id), name: String(row.name), slug: String(row.slug), role: row.role }] : [],
  );
}

export async function organisationById(ctx: ApiCtx, id: string): Promise<Organisation | null> {
  const [row] = await ctx.db.query("SELECT id, name, slug FROM organization WHERE id = ?", [id]);
  return row ? { id: String(row.id), name: String(row.name), slug: String(row.slug) } : null;
}

/**
 * Founds an organisation with this person as its owner; it is the one they look at from now on. The organisation and its
 * first member are one commit.
 */
export async function createOrganisation(
  ctx: ApiCtx,
  input: { person: Pick<Person, "id" | "name">; name: string; timeZone?: string | null | undefined },
): Promise<Organisation> {
  const { person, name } = input;
  const now = ctx.now();
  const id = newId("org", now);
  const slug = `${slugOf(name)}-${id.slice(-6)}`;
  await ctx.db.commit([
    { sql: "INSERT INTO organization (id, name, slug, created_at) VALUES (?, ?, ?, ?)", args: [id, name, slug, now] },
    {
      sql: "INSERT INTO member (id, organization_id, user_id, role, created_at) VALUES (?, ?, ?, 'owner', ?)",
      args: [newId("itm", now), id, person.id, now],
    },
  ]);
  const scope = makeScope(ctx, { orgId: id, by: { kind: "user", id: person.id, name: person.name } });
  await setSellerName(scope, { name });
  const timeZone = input.timeZone && isZone(input.timeZone) ? input.timeZone : null;
  if (timeZone) await setGeneralSettings(scope, { general: { ...(await generalSettings(scope)), timeZone } });
  return { id, name, slug };
}

/** Another name for an organisation; its address and its links stay. */
export async function renameOrganisation(ctx: ApiCtx, input: { orgId: string; name: string }): Promise<void> {
  await ctx.db.commit([{ sql: "UPDATE organization SET name = ? WHERE id = ?", args: [input.name, input.orgId] }]);
}

/** Gives up one's own membership; the last owner can't. */
export async function leaveOrganisation(ctx: ApiCtx, input: { userId: string; id: string }): Promise<void> {
  const [row] = await ctx.db.query("SELECT role FROM member WHERE organization_id = ? AND user_id = ?", [
    input.id,
    input.userId,
  ]);
  if (!row) throw appError({ code: "not_found", status: 404, message: "There is no such organisation." });
  const [done] = await ctx.db.commit([
    {
      sql: `DELETE FROM member WHERE organization_id = ? AND user_id = ? AND ${NOT_THE_LAST_OWNER}`,
      args: [input.id, input.userId],
    },
  ]);
  if (!done?.changes) throw lastOwner();
}

function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 40) || "shop";
}

/** Makes another of one's organisations the active one of this session. */
export async function switchOrganisation(auth: Auth, input: { headers: Headers; id: string }): Promise<void> {
  await auth.api.setActiveOrganization({ headers: input.headers, body: { organizationId: input.id } }).catch(() => {
    throw appError({ code: "not_found", status: 404, message: "There is no such organisation." });
  });
}

/** Accepts an invitation; better-auth checks its state, its age and that it was sent to this person's address. */
export async function acceptInvitation(auth: Auth, input: { headers: Headers; id: string }): Promise<void> {
  await auth.api.acceptInvitation({ headers: input.headers, body: { invitationId: input.id } }).catch(() => {
    const message = "There is no such invitation for your address. It may have been used, withdrawn or be too old.";
    throw appError({ code: "not_found", status: 404, message });
  });
}
