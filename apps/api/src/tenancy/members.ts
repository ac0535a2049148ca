import { appError } from "@waybill/domain/errors";
import { newId } from "@waybill/domain/ids";
import type { Invitation, Member, OwnInvitation } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import type { Principal } from "../auth/identity.ts";
import { isRole } from "../auth/roles.ts";
import type { ApiCtx } from "../compose.ts";

/** An invitation is good for this long. */
const INVITATION_LIFE_MS = 7 * 86_400_000;

export async function listMembers(ctx: ApiCtx, { orgId }: Pick<Principal, "orgId">): Promise<Member[]> {
  const rows = await ctx.db.query(
    `SELECT m.id, m.user_id, m.role, m.created_at, u.name, u.email FROM member m JOIN user u ON u.id = m.user_id
      WHERE m.organization_id = ? ORDER BY m.created_at, m.id LIMIT 500`,
    [orgId],
  );
  return rows.flatMap((row) => {
    const { role } = row;
    if (!isRole(role)) return [];
    return [
      {
        id: String(row.id),
        userId: String(row.user_id),
        name: String(row.name),
        email: String(row.email),
        role,
        joinedAt: Number(row.created_at),
      },
    ];
  });
}

async function memberById(ctx: ApiCtx, principal: Principal, id: string): Promise<Member> {
  const found = (await listMembers(ctx, principal)).find((member) => member.id === id);
  if (!found) throw appError({ code: "not_found", status: 404, message: "There is no such member." });
  if (found.role === "owner") ownersOnly(principal);
  return found;
}

function ownersOnly(principal: Principal): void {
  if (principal.role === "owner") return;
  throw appError({ code: "forbidden", status: 403, message: "Only an owner makes or unmakes owners." });
}

/** In one statement with the change, so that two owners can't unmake each other at once. */
export const NOT_THE_LAST_OWNER = `(role <> 'owner' OR (SELECT COUNT(*) FROM member AS o
  WHERE o.organization_id = member.organization_id AND o.role = 'owner') > 1)`;

export const lastOwner = () =>
  appError({
    code: "last_owner",
    status: 422,
    message: "An organisation keeps at least one owner. Make another first.",
  });

/** Answers whose role it is, by user id. */
export async function changeRole(
  ctx: ApiCtx,
  input: { principal: Principal; id: string; role: Role },
): Promise<string> {
  const { principal, id, role } = input;
  if (role === "owner") ownersOnly(principal);
  const { userId } = await memberById(ctx, principal, id);
  const guard = role === "owner" ? "1" : NOT_THE_LAST_OWNER;
  const [done] = await ctx.db.commit([
    {
      sql: `UPDATE member SET role = ? WHERE id = ? AND organization_id = ? AND ${guard}`,
      args: [role, id, principal.orgId],
    },
  ]);
  if (!done?.changes) throw lastOwner();
  return userId;
}

/** Answers who it was, by user id. */
export async function removeMember(ctx: ApiCtx, input: { principal: Principal; id: string }): Promise<string> {
  const { principal, id } = input;
  const { userId } = await memberById(ctx, principal, id);
  const [done] = await ctx.db.commit([
    {
      sql: `DELETE FROM member WHERE id = ? AND organization_id = ? AND ${NOT_THE_LAST_OWNER}`,
      args: [id, principal.orgId],
    },
  ]);
  if (!done?.changes) throw lastOwner();
  return userId;
}

export async function listInvitations(ctx: ApiCtx, { orgId }: Pick<Principal, "orgId">): Promise<Invitation[]> {
  const rows = await ctx.db.query(
    `SELECT id, email, role, expires_at FROM invitation
      WHERE organization_id = ? AND status = 'pending' AND expires_at > ? ORDER BY created_at DESC LIMIT 200`,
    [orgId, ctx.now()],
  );
  return rows.flatMap((row) => {
    const { role } = row;
    const id = String(row.id);
    return isRole(role)
      ? [{ id, email: String(row.email), role, expiresAt: Number(row.expires_at), url: urlOf(ctx, id) }]
      : [];
  });
}

const urlOf = (ctx: ApiCtx, id: string) => `${ctx.config.publicUrl}/invite/${id}`;

/** Invites an address; the link is handed over by the inviter. Inviting again replaces the earlier invitation. */
export async function invite(
  ctx: ApiCtx,
  input: { principal: Principal; email: string; role: Role },
): Promise<Invitation> {
  const { principal, role } = input;
  if (role === "owner") ownersOnly(principal);
  const email = input.email.toLowerCase();
  const now = ctx.now();
  const id = newId("itm", now);
  const expiresAt = now + INVITATION_LIFE_MS;
  await ctx.db.commit([
    {
      sql: "UPDATE invitation SET status = 'canceled' WHERE organization_id = ? AND email = ? AND status = 'pending'",
      args: [principal.orgId, email],
    },
    {
      sql: `INSERT INTO invitation (id, organization_id, email, role, status, expires_at, created_at, inviter_id)
        VALUES (?, ?, ?, ?, 'pending', ?, ?, ?)`,
      args: [id, principal.orgId, email, role, expiresAt, now, principal.id],
    },
  ]);
  return { id, email, role, expiresAt, url: urlOf(ctx, id) };
}

/**
 * What an invitation says to the person it was made for; null for anyone else's, and for a used, withdrawn or old one.
 */
export async function invitationFor(ctx: ApiCtx, input: { id: string; email: string }): Promise<OwnInvitation | null> {
  const [row] = await ctx.db.query(
    `SELECT o.name AS organisation, u.name AS inviter, i.role FROM invitation AS i
      JOIN organization AS o ON o.id = i.organization_id JOIN user AS u ON u.id = i.inviter_id
      WHERE i.id = ? AND lower(i.email) = lower(?) AND i.status = 'pending' AND i.expires_at > ?`,
    [input.id, input.email, ctx.now()],
  );
  if (!row || !isRole(row.role)) return null;
  return { organisation: String(row.organisation), inviter: String(row.inviter), role: row.role };
}

export async function withdrawInvitation(ctx: ApiCtx, input: { principal: Principal; id: string }): Promise<void> {
  const { principal, id } = input;
  const [done] = await ctx.db.commit([
    {
      sql: "UPDATE invitation SET status = 'canceled' WHERE id = ? AND organization_id = ? AND status = 'pending'",
      args: [id, principal.orgId],
    },
  ]);
  if (!done?.changes) throw appError({ code: "not_found", status: 404, message: "There is no such invitation." });
}
