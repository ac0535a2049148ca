import { Hono } from "hono";
import { credentials } from "../credentials.ts";
import { addHooks } from "./hook-routes.ts";
import { failure, missing } from "./reply.ts";
import { addTrackers } from "./tracker-routes.ts";
import type { EasypostContext } from "./webhooks.ts";

/** Trackers and webhooks as EasyPost's API v2 offers them. */
export function easypostRoutes(context: EasypostContext): Hono {
  const app = new Hono();
  app.use("*", async (c, next) => {
    const expected = `Basic ${Buffer.from(`${credentials.easypost.apiKey}:`).toString("base64")}`;
    const given = c.req.header("authorization") ?? "";
    if (given !== expected && given !== `Bearer ${credentials.easypost.apiKey}`) {
      return c.json(
        failure("APIKEY.INACTIVE", "This API key is not valid. Please use a different API key or contact support."),
        401,
      );
    }
    return next();
  });
  addTrackers(app, context);
  addHooks(app, context);
  app.all("*", (c) => c.json(missing, 404));
  return app;
}
