import type { Hono } from "hono";
import { z } from "zod";
import { failure } from "./failure.ts";
import { type ResendContext, suppress, unsuppress } from "./state.ts";

const added = z.object({ email: z.email() });

/** The account's list of addresses that get no mail: read, added to and taken from, each told by webhook. */
export function addSuppressions(app: Hono, context: ResendContext): void {
  const { suppressions } = context.resend;
  app.get("/suppressions", (c) => c.json({ object: "list", has_more: false, data: [...suppressions.values()] }));
  app.post("/suppressions", async (c) => {
    const parsed = added.safeParse(await c.req.json<unknown>().catch(() => null));
    if (!parsed.success) return c.json(failure(422, "validation_error", z.prettifyError(parsed.error)), 422);
    const { id } = suppress(context, { ...parsed.data, origin: "manual", source_id: null });
    return c.json({ object: "suppression", id }, 201);
  });
  app.delete("/suppressions/:id", (c) => {
    const removed = unsuppress(context, c.req.param("id"));
    if (!removed) return c.json(failure(404, "not_found", "Suppression not found"), 404);
    return c.json({ object: "suppression", id: removed.id, deleted: true });
  });
}
