import type { Hono } from "hono";
import { z } from "zod";
import { credentials } from "../credentials.ts";
import { fireSchema, fireWebhooks } from "../fire.ts";
import { rotateSecret } from "../shopify/state.ts";
import { forgetReceivers, type Sim } from "../sim.ts";
import { readBody } from "./body.ts";

/** Webhooks on demand, FedEx's webhook (set in its portal, not by its API), and receivers that are gone. */
export function addWebhooks(app: Hono, sim: Sim): void {
  app.post("/webhooks/fire", async (c) => {
    const input = await readBody(c, fireSchema);
    if (input instanceof Response) return input;
    const sent = fireWebhooks(sim, input);
    return typeof sent === "string" ? c.json({ error: sent }, 404) : c.json({ sent });
  });

  app.post("/fedex/webhook", async (c) => {
    const input = await readBody(
      c,
      z.object({ url: z.url().max(200), securityToken: z.string().min(1).default(credentials.fedex.securityToken) }),
    );
    if (input instanceof Response) return input;
    sim.fedex.hooks.set(input.url, { ...input, deaf: 0 });
    return c.json({ url: input.url }, 201);
  });

  app.post("/shopify/rotate", async (c) => {
    const input = await readBody(c, z.object({ oldForMs: z.number().min(0).max(86_400_000).default(1_800_000) }));
    if (input instanceof Response) return input;
    return c.json({ clientSecret: rotateSecret(sim.shopify, sim.options.now() + input.oldForMs) });
  });

  app.post("/forget", async (c) => {
    const input = await readBody(c, z.object({ urls: z.array(z.string().max(300)).max(100) }));
    if (input instanceof Response) return input;
    return c.json({ forgotten: forgetReceivers(sim, new Set(input.urls)) });
  });
}
