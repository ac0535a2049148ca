import { z } from "@hono/zod-openapi";
import { apiKeySchema, newApiKeySchema } from "@waybill/domain/organisation/answers";
import { roles } from "@waybill/domain/organisation/roles";
import { pageOf, wholePage } from "@waybill/domain/page";
import { accessOf } from "../../auth/access.ts";
import { listKeys, makeKey, revokeKey } from "../../tenancy/keys.ts";
import { body, done, idParam, json, named, newRouter, type RouteParts, secured } from "../kit.ts";

const tags = ["API keys"];

/** Keys for scripts: of one organisation, with one role, shown once, sent as `x-api-key` or as a bearer token. */
export function keyRoutes(parts: RouteParts) {
  const { ctx, auth } = parts;
  return newRouter()
    .openapi(
      secured(
        parts,
        { person: "keys:read" },
        {
          method: "get",
          path: "/api/api-keys",
          summary: "API keys",
          tags,
          responses: { 200: json(pageOf(named(apiKeySchema, "ApiKey"))) },
        },
      ),
      async (c) => c.json(wholePage(await listKeys(ctx, c.get("principal"))), 200),
    )
    .openapi(
      secured(
        parts,
        { person: "keys:write" },
        {
          method: "post",
          path: "/api/api-keys",
          summary: "Make a key; it is shown this once",
          tags,
          request: body(
            z.object({
              name: z.string().trim().min(1).max(80),
              role: z.enum(roles).default("agent"),
              expiresInDays: z.number().int().min(1).max(365).nullable().default(null),
            }),
          ),
          responses: { 201: json(newApiKeySchema, "Made") },
        },
      ),
      async (c) => c.json(await makeKey(ctx, auth, { principal: c.get("principal"), ...c.req.valid("json") }), 201),
    )
    .openapi(
      secured(
        parts,
        { person: "keys:write" },
        {
          method: "delete",
          path: "/api/api-keys/{id}",
          summary: "Revoke a key",
          tags,
          request: { params: idParam },
          responses: { 200: json(done) },
        },
      ),
      async (c) => {
        const { id } = c.req.valid("param");
        await revokeKey(ctx, { principal: c.get("principal"), id });
        accessOf(auth).revoke(id);
        return c.json({ ok: true as const }, 200);
      },
    );
}
