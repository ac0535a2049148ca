import type { OpenAPIHono } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import type { Assets } from "../assets/assets.ts";
import type { AppEnv } from "../http/env.ts";
import { NOTIFY_CSS } from "./tracking/notify-page.ts";

/** Paths that are never a page: an unknown one below them is a 404 in the API's own shape. */
const NOT_PAGES = /^\/(api|webhooks|live|notify|docs|metrics|healthz|readyz|openapi\.json)(\/|$)/;

/** The dashboard, for every path that nothing else answers. */
export function pageRoutes(app: OpenAPIHono<AppEnv>, assets: Assets): void {
  app.get("/notify.css", (c) => {
    c.header("cache-control", "public, max-age=3600");
    return c.body(NOTIFY_CSS, 200, { "content-type": "text/css; charset=utf-8" });
  });
  app.get("/*", async (c) => {
    if (NOT_PAGES.test(c.req.path)) throw nothing();
    const file = c.req.path === "/" ? null : await assets(c.req.path, c.req.raw);
    if (file) return file;
    if (/\.\w+$/.test(c.req.path)) throw nothing();
    return page(await assets("/index.html", c.req.raw));
  });
}

function page(found: Response | null): Response {
  if (!found) {
    throw appError({
      code: "not_built",
      status: 503,
      message: "The web pages are not built yet: run `bun run build`.",
      public: true,
    });
  }
  return found;
}

const nothing = () => appError({ code: "not_found", status: 404, message: "There is nothing here." });
