import type { Hono } from "hono";
import { z } from "zod";
import { hex } from "../world/random.ts";
import { failure } from "./failure.ts";
import type { ResendContext } from "./state.ts";

const hookSchema = z.object({ endpoint: z.url(), events: z.array(z.string()).default([]) });

/** The webhooks of the account: made (the secret is told once), listed, deleted. */
export function addHooks(app: Hono, { resend, world, options }: ResendContext): void {
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
}
