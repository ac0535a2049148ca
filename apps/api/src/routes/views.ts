import { z } from "@hono/zod-openapi";
import { savedViewPlaces, savedViewSchema } from "@waybill/domain/organisation/answers";
import { pageOf, wholePage } from "@waybill/domain/page";
import { changeView, deleteView, listViews, saveView } from "@waybill/engine/organisation/saved-views";
import type { Principal } from "../auth/identity.ts";
import { permissions } from "../auth/roles.ts";
import { body, done, idParam, json, named, newRouter, type RouteParts, secured } from "./kit.ts";

const place = z.enum(savedViewPlaces);
const name = z.string().trim().min(1, "A view needs a name").max(40);
const query = z.string().max(600);
const view = named(savedViewSchema, "View");
const tags = ["Views"];

const mayShare = ({ role }: Principal) => permissions[role].has("orders:write");

/** Saved views of the lists: a filter under a name, one's own or everybody's. A viewer may keep their own. */
export function viewRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/views",
        summary: "Saved views of a list: everybody's, then your own",
        tags,
        request: { query: z.object({ place: place.default("orders") }) },
        responses: { 200: json(pageOf(view)) },
      }),
      async (c) => {
        return c.json(wholePage(await listViews(c.get("scope"), c.req.valid("query"))), 200);
      },
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "post",
        path: "/api/views",
        summary: "Keep a list's filters as a view",
        description: "Shared views need the right to work on orders; API keys can make shared ones only.",
        tags,
        request: body(z.object({ place, name, query, shared: z.boolean().default(false) })),
        responses: { 201: json(view, "Kept") },
      }),
      async (c) =>
        c.json(await saveView(c.get("scope"), { mayShare: mayShare(c.get("principal")), ...c.req.valid("json") }), 201),
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "patch",
        path: "/api/views/{id}",
        summary: "Rename a view, or change its filters",
        tags,
        request: { params: idParam, ...body(z.object({ name: name.optional(), query: query.optional() })) },
        responses: { 200: json(view) },
      }),
      async (c) => {
        const input = { mayShare: mayShare(c.get("principal")), id: c.req.valid("param").id };
        return c.json(await changeView(c.get("scope"), { ...input, ...c.req.valid("json") }), 200);
      },
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "delete",
        path: "/api/views/{id}",
        summary: "Delete a view",
        tags,
        request: { params: idParam },
        responses: { 200: json(done) },
      }),
      async (c) => {
        await deleteView(c.get("scope"), { mayShare: mayShare(c.get("principal")), id: c.req.valid("param").id });
        return c.json({ ok: true as const }, 200);
      },
    );
}
