import { appError } from "@waybill/domain/errors";
import { demoSessionSchema } from "@waybill/domain/session/answers";
import { demoSession } from "../demo/session.ts";
import { resetDemo } from "../demo/world.ts";
import { done, json, newRouter, open, type RouteParts, secured } from "./kit.ts";

/** The demo's one click, and its fresh start. Both answer 404 where there is no demo. */
export function demoRoutes(parts: RouteParts) {
  const { ctx, auth, guard } = parts;
  const demoOnly = () => {
    if (!ctx.config.demo) throw appError({ code: "not_found", status: 404, message: "There is no demo here." });
  };
  /**
   * The demo signs in whoever asks, so a page elsewhere that points its own name at this machine (DNS rebinding) could ask
   * too: the name asked for must be one of ours, or no name at all.
   */
  const ownNameOnly = (host: string) => {
    const { publicUrl, corsOrigins } = ctx.config;
    const name = host.toLowerCase().replace(/:\d+$/, "");
    if (/^(localhost|[^:]*\.localhost|[\d.]+|\[[0-9a-f:.]+\])$/.test(name)) return;
    if ([publicUrl, ...corsOrigins].some((url) => new URL(url).hostname === name)) return;
    const message = "This demo is opened under another name. Set PUBLIC_URL to the address that it is opened at.";
    throw appError({ code: "host_refused", status: 421, message });
  };
  return newRouter()
    .openapi(
      open(parts, {
        method: "post",
        path: "/api/demo/session",
        summary: "Sign in to the demo; also answers an API key for scripts",
        tags: ["Demo"],
        responses: {
          200: json(demoSessionSchema, "Signed in"),
        },
      }),
      async (c) => {
        demoOnly();
        guard.sameSite(c);
        ownNameOnly(c.req.header("host") ?? new URL(c.req.url).host);
        const { cookies, ...answer } = await demoSession(ctx, auth, c.req.raw.headers);
        for (const cookie of cookies) c.header("set-cookie", cookie, { append: true });
        return c.json(answer, 200);
      },
    )
    .openapi(
      secured(parts, "demo:reset", {
        method: "post",
        path: "/api/demo/reset",
        summary: "A fresh world: orders, parcels and mails are forgotten and arrive anew",
        tags: ["Demo"],
        responses: { 200: json(done) },
      }),
      async (c) => {
        demoOnly();
        await resetDemo(ctx, auth, c.get("scope"));
        return c.json({ ok: true as const }, 200);
      },
    );
}
