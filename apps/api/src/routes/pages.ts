import type { OpenAPIHono } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import type { Assets } from "../assets.ts";
import type { AppEnv } from "../http-env.ts";
import { NOTIFY_CSS } from "./notify.ts";

/** Paths that are never a page: an unknown one below them is a 404 in the API's own shape. */
const NOT_PAGES = /^\/(api|webhooks|live|notify|docs|metrics|healthz|readyz|openapi\.json)(\/|$)/;

/** The web apps: the tracking page under `/track/…`, the dashboard for everything else. */
export function pageRoutes(app: OpenAPIHono<AppEnv>, assets: Assets): void {
  app.get("/notify.css", (c) => {
    c.header("cache-control", "public, max-age=3600");
    return c.body(NOTIFY_CSS, 200, { "content-type": "text/css; charset=utf-8" });
  });
  app.get("/track/*", async (c) => {
    const file = /\.\w+$/.test(c.req.path) ? await assets(c.req.path, c.req.raw) : null;
    if (file) return file;
    if (c.req.path.startsWith("/track/assets/")) throw nothing();
    // The token is a key to the page: it goes to no search engine and no other site.
    const headers = { "referrer-policy": "no-referrer", "x-robots-tag": "noindex" };
    return page(await assets("/track/index.html", c.req.raw), headers);
  });
  app.get("/*", async (c) => {
    if (NOT_PAGES.test(c.req.path)) throw nothing();
    const file = c.req.path === "/" ? null : await assets(c.req.path, c.req.raw);
    if (file) return file;
    if (/\.\w+$/.test(c.req.path)) throw nothing();
    return page(await assets("/index.html", c.req.raw), {});
  });
}

function page(found: Response | null, headers: Record<string, string>): Response {
  if (!found) {
    throw appError({
      code: "not_built",
      status: 503,
      message: "The web pages are not built yet: run `bun run build`.",
      public: true,
    });
  }
  for (const [name, value] of Object.entries(headers)) found.headers.set(name, value);
  return found;
}

const nothing = () => appError({ code: "not_found", status: 404, message: "There is nothing here." });
