import { z } from "@hono/zod-openapi";
import { invitationSchema, memberSchema } from "@waybill/domain/organisation/answers";
import { roles } from "@waybill/domain/organisation/roles";
import { pageOf, wholePage } from "@waybill/domain/page";
import { accessOf } from "../../auth/access.ts";
import {
  changeRole,
  invite,
  listInvitations,
  listMembers,
  removeMember,
  withdrawInvitation,
} from "../../tenancy/members.ts";
import { body, done, idParam, json, named, newRouter, type RouteParts, secured } from "../kit.ts";

const role = z.enum(roles);
const member = named(memberSchema, "Member");
const invitation = named(invitationSchema, "Invitation");
const tags = ["Members"];

/** Who is in the organisation, with which role, and who is invited. */
export function memberRoutes(parts: RouteParts) {
  return newRouter().route("/", peopleRoutes(parts)).route("/", invitationRoutes(parts));
}

/** Who belongs to the organisation, in which role. */
function peopleRoutes(parts: RouteParts) {
  const { ctx, auth } = parts;
  return newRouter()
    .openapi(
      secured(parts, "members:read", {
        method: "get",
        path: "/api/members",
        summary: "Members",
        tags,
        responses: { 200: json(pageOf(member)) },
      }),
      async (c) => c.json(wholePage(await listMembers(ctx, c.get("principal"))), 200),
    )
    .openapi(
      secured(
        parts,
        { person: "members:write" },
        {
          method: "patch",
          path: "/api/members/{id}",
          summary: "Change a role",
          description: "Only an owner makes or unmakes owners; the last owner stays.",
          tags,
          request: { params: idParam, ...body(z.object({ role })) },
          responses: { 200: json(done) },
        },
      ),
      async (c) => {
        const input = { principal: c.get("principal"), id: c.req.valid("param").id, ...c.req.valid("json") };
        accessOf(auth).revoke(await changeRole(ctx, input));
        return c.json({ ok: true as const }, 200);
      },
    )
    .openapi(
      secured(
        parts,
        { person: "members:write" },
        {
          method: "delete",
          path: "/api/members/{id}",
          summary: "Remove a member",
          tags,
          request: { params: idParam },
          responses: { 200: json(done) },
        },
      ),
      async (c) => {
        const input = { principal: c.get("principal"), id: c.req.valid("param").id };
        accessOf(auth).revoke(await removeMember(ctx, input));
        return c.json({ ok: true as const }, 200);
      },
    );
}

/** Who is asked to join. */
function invitationRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter()
    .openapi(
      secured(
        parts,
        { person: "members:write" },
        {
          method: "get",
          path: "/api/invitations",
          summary: "Open invitations",
          tags,
          responses: { 200: json(pageOf(invitation)) },
        },
      ),
      async (c) => c.json(wholePage(await listInvitations(ctx, c.get("principal"))), 200),
    )
    .openapi(
      secured(
        parts,
        { person: "members:write" },
        {
          method: "post",
          path: "/api/invitations",
          summary: "Invite someone; hand them the link",
          tags,
          request: body(z.object({ email: z.email().max(254), role })),
          responses: { 201: json(invitation, "Invited") },
        },
      ),
      async (c) => {
        return c.json(await invite(ctx, { principal: c.get("principal"), ...c.req.valid("json") }), 201);
      },
    )
    .openapi(
      secured(
        parts,
        { person: "members:write" },
        {
          method: "delete",
          path: "/api/invitations/{id}",
          summary: "Withdraw an invitation",
          tags,
          request: { params: idParam },
          responses: { 200: json(done) },
        },
      ),
      async (c) => {
        await withdrawInvitation(ctx, { principal: c.get("principal"), id: c.req.valid("param").id });
        return c.json({ ok: true as const }, 200);
      },
    );
}
