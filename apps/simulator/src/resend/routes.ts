import { Hono } from "hono";
import { credentials } from "../credentials.ts";
import { addEmails } from "./email-routes.ts";
import { failure } from "./failure.ts";
import { addHooks } from "./hook-routes.ts";
import type { ResendContext } from "./state.ts";
import { addSuppressions } from "./suppression-routes.ts";

const REQUESTS_PER_SECOND = 10;

/** E-mails and webhooks as Resend's API offers them. */
export function resendRoutes(context: ResendContext): Hono {
  const { resend, options } = context;
  const app = new Hono();
  app.use("*", async (c, next) => {
    const given = c.req.header("authorization") ?? "";
    if (given === "")
      return c.json(failure(401, "missing_api_key", "Missing API key in the authorization header"), 401);
    if (given !== `Bearer ${credentials.resend.apiKey}`)
      return c.json(failure(403, "invalid_api_key", "API key is invalid"), 403);
    const second = Math.floor(options.now() / 1000);
    if (resend.window.second !== second) resend.window = { second, used: 0 };
    resend.window.used += 1;
    c.header("ratelimit-limit", String(REQUESTS_PER_SECOND));
    c.header("ratelimit-remaining", String(Math.max(0, REQUESTS_PER_SECOND - resend.window.used)));
    c.header("ratelimit-reset", "1");
    if (options.throttle && resend.window.used > REQUESTS_PER_SECOND) {
      c.header("retry-after", "1");
      return c.json(
        failure(429, "rate_limit_exceeded", "Too many requests. You can only make 10 requests per second."),
        429,
      );
    }
    return next();
  });
  addEmails(app, context);
  addHooks(app, context);
  addSuppressions(app, context);
  app.all("*", (c) => c.json(failure(404, "not_found", "The requested endpoint does not exist"), 404));
  return app;
}
