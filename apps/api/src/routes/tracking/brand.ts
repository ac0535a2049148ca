import { z } from "@hono/zod-openapi";
import { brandLogo } from "@waybill/engine/organisation/settings";
import { found, newRouter, open, type RouteParts } from "../kit.ts";

/**
 * A seller's logo for public pages and mails. The address holds the picture's digest, so it never changes its content; no such
 * organisation, no logo and another logo are the same 404.
 */
export function brandRoutes(parts: RouteParts) {
  const picture = { schema: z.string().openapi({ format: "binary" }) };
  return newRouter().openapi(
    open(parts, {
      method: "get",
      path: "/brand/{org}/{digest}",
      summary: "A seller's logo",
      tags: ["Public"],
      request: { params: z.object({ org: z.string().max(80), digest: z.string().max(40) }) },
      responses: {
        200: {
          description: "The picture",
          content: { "image/png": picture, "image/jpeg": picture, "image/webp": picture },
        },
      },
    }),
    async (c) => {
      const { org, digest } = c.req.valid("param");
      const { type, bytes } = found(await brandLogo(parts.ctx, { orgId: org, digest }), "picture");
      return c.body(bytes, 200, {
        "content-type": type,
        "cache-control": "public, max-age=31536000, immutable",
        // Webmail shows it inside its own pages.
        "cross-origin-resource-policy": "cross-origin",
        "content-security-policy": "default-src 'none'; sandbox",
      });
    },
  );
}
