import { z } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import { type Me, meSchema, organisationSchema, ownInvitationSchema } from "@waybill/domain/organisation/answers";
import type { Context } from "hono";
import { accessOf } from "../../auth/access.ts";
import { personOf, principalOf } from "../../auth/principal.ts";
import { permissions } from "../../auth/roles.ts";
import type { AppEnv } from "../../http/env.ts";
import { invitationFor } from "../../tenancy/members.ts";
import {
  acceptInvitation,
  createOrganisation,
  leaveOrganisation,
  organisationById,
  organisationsOf,
  switchOrganisation,
} from "../../tenancy/organisations.ts";
import { body, done, found, idParam, json, named, newRouter, plain, type RouteParts } from "../kit.ts";

const organisation = named(organisationSchema, "Organisation");
const me = named(meSchema, "Me");
const common = { tags: ["Me"], security: [{ session: [] }] };
const nobody = { 401: { description: "Nobody is signed in" } };

const founded = z.object({
  name: z.string().trim().min(1).max(80),
  timeZone: z
    .string()
    .max(60)
    .nullish()
    .describe("Where its days begin, as the founder's browser names it; UTC where we do not know that name"),
});

/** Who is calling, and the organisations a person belongs to. */
export function meRoutes(parts: RouteParts) {
  return newRouter().route("/", ownRoutes(parts)).route("/", joinRoutes(parts));
}

/** Who is signed in, and in which organisations. */
function ownRoutes(parts: RouteParts) {
  const { ctx, auth, guard } = parts;
  return newRouter()
    .openapi(
      plain({
        ...common,
        method: "get",
        path: "/api/me",
        summary: "Who is calling, in which organisation, with which rights",
        security: [{ session: [] }, { apiKey: [] }],
        middleware: guard.anyone,
        responses: { 200: json(me), ...nobody },
      }),
      async (c) => c.json(await whoAmI(parts, c), 200),
    )
    .openapi(
      plain({
        ...common,
        method: "post",
        path: "/api/organisations",
        summary: "Found an organisation and become its owner",
        request: body(founded),
        middleware: guard.signedIn,
        responses: { 201: json(organisation, "Founded; it is the active one now"), ...nobody },
      }),
      async (c) => {
        const made = await createOrganisation(ctx, { person: c.get("person"), ...c.req.valid("json") });
        await switchOrganisation(auth, { headers: c.req.raw.headers, id: made.id });
        accessOf(auth).forget(c.get("person").id);
        return c.json(made, 201);
      },
    )
    .openapi(
      plain({
        ...common,
        method: "put",
        path: "/api/organisations/active",
        summary: "Look at another of one's organisations",
        request: body(z.object({ id: z.string().max(80) })),
        middleware: guard.signedIn,
        responses: { 200: json(done), ...nobody },
      }),
      async (c) => {
        await switchOrganisation(auth, { headers: c.req.raw.headers, ...c.req.valid("json") });
        accessOf(auth).forget(c.get("person").id);
        return c.json({ ok: true as const }, 200);
      },
    )
    .openapi(
      plain({
        ...common,
        method: "post",
        path: "/api/organisations/leave",
        summary: "Give up one's membership; the last owner can't",
        request: body(z.object({ id: z.string().max(80) })),
        middleware: guard.signedIn,
        responses: { 200: json(done), ...nobody },
      }),
      async (c) => {
        const { id: userId } = c.get("person");
        await leaveOrganisation(ctx, { userId, ...c.req.valid("json") });
        accessOf(auth).revoke(userId);
        return c.json({ ok: true as const }, 200);
      },
    );
}

/** An invitation as its reader sees it, and joining by it. */
function joinRoutes({ ctx, auth, guard }: RouteParts) {
  return newRouter()
    .openapi(
      plain({
        ...common,
        method: "get",
        path: "/api/invitations/{id}",
        summary: "An invitation that was sent to one's own address",
        request: { params: idParam },
        middleware: guard.signedIn,
        responses: {
          200: json(ownInvitationSchema),
          404: { description: "Not for you, used, withdrawn or too old" },
          ...nobody,
        },
      }),
      async (c) => {
        const { email } = c.get("person");
        return c.json(found(await invitationFor(ctx, { id: c.req.valid("param").id, email }), "invitation"), 200);
      },
    )
    .openapi(
      plain({
        ...common,
        method: "post",
        path: "/api/invitations/accept/{id}",
        summary: "Accept an invitation that was sent to one's own address",
        request: { params: idParam },
        middleware: guard.signedIn,
        responses: { 200: json(done), ...nobody },
      }),
      async (c) => {
        await acceptInvitation(auth, { headers: c.req.raw.headers, id: c.req.valid("param").id });
        accessOf(auth).forget(c.get("person").id);
        return c.json({ ok: true as const }, 200);
      },
    );
}

/** A key is its organisation; a person may belong to none yet. */
async function whoAmI({ ctx, auth }: RouteParts, c: Context<AppEnv>): Promise<Me> {
  const { headers } = c.req.raw;
  const principal = await principalOf(ctx, auth, headers);
  const person = principal?.kind === "api_key" ? null : await personOf(ctx, auth, headers);
  if (!principal && !person) throw appError({ code: "unauthenticated", status: 401, message: "Nobody is signed in." });
  const user = {
    id: principal?.id ?? person?.id ?? "",
    name: principal?.name ?? person?.name ?? "",
    email: person?.email ?? "",
  };
  return {
    kind: principal?.kind ?? "user",
    user,
    organisation: principal ? await organisationById(ctx, principal.orgId) : null,
    role: principal?.role ?? null,
    permissions: principal ? [...permissions[principal.role]] : [],
    organisations: person ? await organisationsOf(ctx, person.id) : [],
    demo: ctx.config.demo,
  };
}
