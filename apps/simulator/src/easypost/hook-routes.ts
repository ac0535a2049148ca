import type { Context, Hono } from "hono";
import { hex } from "../world/random.ts";
import { isoSeconds } from "../world/times.ts";
import { failure, missing, object, text } from "./reply.ts";
import type { EasypostContext, Hook } from "./webhooks.ts";

/** The webhooks of the account: made, listed, given a new secret, deleted. */
export function addHooks(app: Hono, context: EasypostContext): void {
  const { hooks } = context.easypost;
  app.post("/webhooks", (c) => createHook(context, c));
  app.get("/webhooks", (c) => c.json({ webhooks: [...hooks.values()].map(hookBody) }));
  app.get("/webhooks/:id", (c) => {
    const hook = hooks.get(c.req.param("id"));
    return hook === undefined ? c.json(missing, 404) : c.json(hookBody(hook));
  });
  app.on(["PATCH", "PUT"], "/webhooks/:id", async (c) => {
    const hook = hooks.get(c.req.param("id"));
    if (hook === undefined) return c.json(missing, 404);
    const input = await hookInput(c);
    if (text(input.webhook_secret) !== undefined) hook.secret = text(input.webhook_secret) ?? null;
    if (input.custom_headers !== undefined) hook.customHeaders = headersOf(input.custom_headers);
    hook.disabledAt = null;
    return c.json(hookBody(hook));
  });
  app.delete("/webhooks/:id", (c) => {
    if (!hooks.delete(c.req.param("id"))) return c.json(missing, 404);
    return c.json({});
  });
}

async function createHook({ easypost, world, options }: EasypostContext, c: Context): Promise<Response> {
  const input = await hookInput(c);
  const url = text(input.url);
  if (url === undefined || !URL.canParse(url))
    return c.json(failure("WEBHOOK.URL.INVALID", "The webhook URL is not valid."), 422);
  if ([...easypost.hooks.values()].some((hook) => hook.url === url)) {
    return c.json(failure("WEBHOOK.DUPLICATE", "A webhook with this URL exists already."), 422);
  }
  const hook: Hook = {
    id: `hook_${hex(world.random.ids, 32)}`,
    url,
    secret: text(input.webhook_secret) ?? null,
    customHeaders: headersOf(input.custom_headers),
    createdAt: options.now(),
    disabledAt: null,
  };
  easypost.hooks.set(hook.id, hook);
  return c.json(hookBody(hook), 201);
}

/** The fields, bare or wrapped in `webhook`. */
async function hookInput(c: Context) {
  const body = object(await c.req.json<unknown>().catch(() => null));
  return object(body.webhook ?? body);
}

function headersOf(value: unknown): Hook["customHeaders"] {
  return (Array.isArray(value) ? value : []).flatMap((each: unknown) => {
    const { name, value: content } = object(each);
    return typeof name === "string" && typeof content === "string" ? [{ name, value: content }] : [];
  });
}

function hookBody(hook: Hook): object {
  return {
    id: hook.id,
    object: "Webhook",
    mode: "test",
    url: hook.url,
    created_at: isoSeconds(hook.createdAt),
    disabled_at: hook.disabledAt === null ? null : isoSeconds(hook.disabledAt),
    custom_headers: hook.customHeaders,
  };
}
