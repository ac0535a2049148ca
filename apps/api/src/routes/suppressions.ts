import { z } from "@hono/zod-openapi";
import { liftedSchema, suppressedSchema } from "@waybill/domain/notification/answers";
import { pageOf } from "@waybill/domain/page";
import { liftSuppression, listSuppressed } from "@waybill/engine/notifications/suppressions";
import { body, json, named, newRouter, paging, type RouteParts, secured } from "./kit.ts";

const suppressed = named(suppressedSchema, "SuppressedAddress");
const tags = ["Notifications"];

/** Addresses that a provider's receipt closed, and opening them again. */
export function suppressionRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "notifications:read", {
        method: "get",
        path: "/api/suppressions",
        summary: "Addresses that get no more mail, newest first",
        tags,
        request: {
          // Its cursor holds an address.
          query: z.object({ ...paging, cursor: z.string().max(600).optional() }),
        },
        responses: { 200: json(pageOf(suppressed)) },
      }),
      async (c) => {
        return c.json(await listSuppressed(c.get("scope"), c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "notifications:write", {
        method: "post",
        path: "/api/suppressions/lift",
        summary: "Let mail go to an address again",
        tags,
        request: body(z.object({ address: z.string().max(254) })),
        responses: { 200: json(liftedSchema, "`lifted` false: it was not held back") },
      }),
      async (c) => {
        return c.json({ lifted: await liftSuppression(c.get("scope"), c.req.valid("json")) }, 200);
      },
    );
}
