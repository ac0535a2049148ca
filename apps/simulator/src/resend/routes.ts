import { type Context, Hono } from "hono";
import { z } from "zod";
import { credentials } from "../credentials.ts";
import { hex } from "../world/random.ts";
import { acceptEmail, type Email, type ResendContext } from "./state.ts";

const REQUESTS_PER_SECOND = 10;
const BATCH_MAX = 100;

const addresses = z.union([z.string().min(3), z.array(z.string().min(3)).min(1).max(50)]);
const emailSchema = z.object({
  from: z.string().regex(/@/),
  to: addresses,
  subject: z.string().min(1),
  html: z.string().nullish(),
  text: z.string().nullish(),
  cc: addresses.nullish(),
  bcc: addresses.nullish(),
  reply_to: addresses.nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z
    .array(
      z.object({ name: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/), value: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/) }),
    )
    .nullish(),
  scheduled_at: z.string().nullish(),
});

const failure = (statusCode: number, name: string, message: string) => ({ statusCode, name, message });
const list = (value: string | string[] | null | undefined) =>
  value === null || value === undefined ? [] : [value].flat();

function read(context: ResendContext, value: z.infer<typeof emailSchema>): Email {
  return acceptEmail(context, {
    from: value.from,
    to: list(value.to),
    subject: value.subject,
    html: value.html ?? null,
    text: value.text ?? null,
    cc: list(value.cc),
    bcc: list(value.bcc),
    replyTo: list(value.reply_to),
    headers: value.headers ?? {},
    tags: value.tags ?? [],
  });
}

/** E-mails and webhooks as Resend's API offers them. */
export function resendRoutes(context: ResendContext): Hono {
  const { resend, options, world } = context;
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

  /** Same key and body: the first answer again. Same key, other body: 409. */
  const once = async (c: Context, run: (body: unknown) => { status: 200 | 422; answer: object }) => {
    const key = c.req.header("idempotency-key");
    if (key !== undefined && (key === "" || key.length > 256)) {
      return c.json(failure(400, "invalid_idempotency_key", "The key must be between 1-256 chars."), 400);
    }
    const text = await c.req.text();
    const place = `${c.req.path} ${key}`;
    const before = key === undefined ? undefined : resend.replays.get(place);
    if (before !== undefined) {
      if (before.body === text) return c.json(before.answer);
      return c.json(
        failure(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload."),
        409,
      );
    }
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return c.json(failure(400, "validation_error", "The request body is not valid JSON."), 400);
    }
    const { status, answer } = run(body);
    if (key !== undefined && status === 200) resend.replays.set(place, { body: text, status, answer });
    return c.json(answer, status);
  };
  const invalid = (issue: string) => ({ status: 422 as const, answer: failure(422, "validation_error", issue) });

  app.post("/emails", (c) =>
    once(c, (body) => {
      const parsed = emailSchema.safeParse(body);
      if (!parsed.success) return invalid(z.prettifyError(parsed.error));
      return { status: 200, answer: { id: read(context, parsed.data).id } };
    }),
  );

  app.post("/emails/batch", (c) =>
    once(c, (body) => {
      if (!Array.isArray(body) || body.length === 0 || body.length > BATCH_MAX)
        return invalid("A batch holds 1 to 100 emails.");
      const parsed = body.map((each) => emailSchema.safeParse(each));
      const errors = parsed.flatMap((each, index) =>
        each.success ? [] : [{ index, message: z.prettifyError(each.error) }],
      );
      const permissive = c.req.header("x-batch-validation") === "permissive";
      if (errors.length > 0 && !permissive) return invalid(errors[0]?.message ?? "invalid");
      const data = parsed.flatMap((each) => (each.success ? [{ id: read(context, each.data).id }] : []));
      return { status: 200, answer: permissive ? { data, errors } : { data } };
    }),
  );

  app.get("/emails/:id", (c) => {
    const email = resend.emails.get(c.req.param("id"));
    if (email === undefined) return c.json(failure(404, "not_found", "Email not found"), 404);
    return c.json({
      object: "email",
      id: email.id,
      to: email.to,
      from: email.from,
      created_at: new Date(email.createdAt).toISOString(),
      subject: email.subject,
      html: email.html,
      text: email.text,
      bcc: email.bcc,
      cc: email.cc,
      reply_to: email.replyTo,
      last_event: email.lastEvent,
      scheduled_at: null,
      tags: email.tags,
    });
  });

  const hookSchema = z.object({ endpoint: z.url(), events: z.array(z.string()).default([]) });
  app.post("/webhooks", async (c) => {
    const parsed = hookSchema.safeParse(await c.req.json<unknown>().catch(() => null));
    if (!parsed.success) return c.json(failure(422, "validation_error", z.prettifyError(parsed.error)), 422);
    const secret = `whsec_${Buffer.from(hex(world.random.ids, 24)).toString("base64")}`;
    const hook = { id: `wh_${hex(world.random.ids, 20)}`, ...parsed.data, secret, createdAt: options.now() };
    resend.hooks.set(hook.id, hook);
    return c.json({ object: "webhook", id: hook.id, signing_secret: secret }, 201);
  });
  app.get("/webhooks", (c) => {
    const data = [...resend.hooks.values()].map((hook) => ({
      id: hook.id,
      endpoint: hook.endpoint,
      events: hook.events,
      status: "enabled",
      created_at: new Date(hook.createdAt).toISOString(),
    }));
    return c.json({ object: "list", has_more: false, data });
  });
  app.delete("/webhooks/:id", (c) => {
    const id = c.req.param("id");
    if (!resend.hooks.delete(id)) return c.json(failure(404, "not_found", "Webhook not found"), 404);
    return c.json({ object: "webhook", id, deleted: true });
  });

  app.all("*", (c) => c.json(failure(404, "not_found", "The requested endpoint does not exist"), 404));
  return app;
}
