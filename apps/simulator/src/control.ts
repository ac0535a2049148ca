import { type Context, Hono } from "hono";
import { z } from "zod";
import { connectionsOf, credentialsOf } from "./connections.ts";
import { credentials } from "./credentials.ts";
import { faultSettingsSchema } from "./faults.ts";
import { fireSchema, fireWebhooks } from "./fire.ts";
import { clampSpeed } from "./options.ts";
import { forgetReceivers, resetSim, type Sim, worldOf } from "./sim.ts";
import { simState } from "./state-view.ts";
import { shipOrder } from "./world/fulfilment.ts";
import { normaliseNumber } from "./world/numbers.ts";
import { advanceParcel, registerParcel, restatePromises } from "./world/parcels.ts";
import { receiveOrder } from "./world/shop-life.ts";
import type { Order } from "./world/types.ts";
import { runDue, tick, type World } from "./world/world.ts";

const carriers = z.enum(["ups", "fedex", "usps"]);

const configureSchema = z.object({
  speed: z.number().min(1).max(1000).optional(),
  paused: z.boolean().optional(),
  ordersPerMinute: z.number().min(0).max(6000).optional(),
  faults: faultSettingsSchema.optional(),
  outcomes: z
    .object({ clean: z.number().min(0).max(1), retrySucceeds: z.number().min(0).max(1) })
    .partial()
    .optional(),
  throttle: z.boolean().optional(),
  shopifyTokenSeconds: z.number().min(1).optional(),
  retryBaseMs: z.number().min(1).optional(),
  mailDelayMs: z.number().min(0).optional(),
});

async function read<T>(c: Context, schema: z.ZodType<T>): Promise<T | Response> {
  const text = await c.req.text();
  let body: unknown = {};
  try {
    if (text.trim() !== "") body = JSON.parse(text);
  } catch {
    return c.json({ error: "The body is not valid JSON." }, 400);
  }
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : c.json({ error: z.prettifyError(parsed.error) }, 400);
}

function findOrder(sim: Sim, id: string): { world: World; order: Order } | undefined {
  const plain = decodeURIComponent(id).replace(/^gid:\/\/shopify\/Order\//, "");
  for (const { world } of sim.shops) {
    const order =
      world.orderById.get(plain) ?? world.orders.find((each) => each.name === plain || each.name === `#${plain}`);
    if (order !== undefined) return { world, order };
  }
  return undefined;
}

function orderSummary(order: Order): object {
  return {
    id: `gid://shopify/Order/${order.id}`,
    name: order.name,
    financial: order.financial,
    fault: order.fault?.kind ?? null,
    trackingNumbers: order.fulfilments.flatMap((each) => each.tracking.map((tracking) => tracking.number)),
  };
}

/** The hand on the world: everything under `/_sim`. No platform has this; it is for demos and tests. */
export function controlRoutes(sim: Sim): Hono {
  const { world, options } = sim;
  const app = new Hono();
  app.use("*", async (_, next) => {
    if (options.autoRun) for (const shop of sim.shops) runDue(shop.world);
    await next();
  });

  app.get("/state", (c) => c.json(simState(sim)));
  app.get("/world", (c) => c.json({ id: sim.worldId }));
  app.get("/credentials", (c) => c.json(credentialsOf(sim)));

  app.get("/connections", (c) => c.json(connectionsOf(sim)));

  app.post("/configure", async (c) => {
    const input = await read(c, configureSchema);
    if (input instanceof Response) return input;
    const { speed, paused, faults, outcomes, ...rest } = input;
    if (speed !== undefined) {
      options.speed = clampSpeed(speed);
      for (const shop of sim.shops) shop.world.clock.setSpeed(options.speed);
      restatePromises(world);
    }
    if (paused !== undefined) for (const shop of sim.shops) shop.world.clock.pause(paused || !options.autoRun);
    if (faults !== undefined) sim.faults.configure(faults);
    if (outcomes !== undefined) Object.assign(options.outcomes, outcomes);
    Object.assign(options, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)));
    return c.json(simState(sim));
  });

  app.post("/orders", async (c) => {
    const input = await read(c, z.object({ count: z.number().int().min(1).max(100_000).default(1) }));
    if (input instanceof Response) return input;
    const orders = Array.from({ length: input.count }, () => receiveOrder(world));
    return c.json({ created: orders.length, orders: orders.slice(0, 100).map(orderSummary) }, 201);
  });

  app.post("/orders/:id/ship", async (c) => {
    const input = await read(c, z.object({ carrier: carriers.optional() }));
    if (input instanceof Response) return input;
    const found = findOrder(sim, c.req.param("id"));
    if (found === undefined) return c.json({ error: "No such order." }, 404);
    const { order } = found;
    const made = shipOrder(found.world, order, input.carrier);
    if (made.length === 0) return c.json({ error: "Nothing is left to ship." }, 409);
    return c.json({ order: orderSummary(order), fulfilments: made.length });
  });

  app.post("/parcels", async (c) => {
    const input = await read(c, z.object({ carrier: carriers.optional(), number: z.string().min(5).max(40) }));
    if (input instanceof Response) return input;
    const parcel = registerParcel(world, input);
    return c.json(
      { number: parcel.number, carrier: parcel.carrier, scans: parcel.scans, left: parcel.plan.length },
      201,
    );
  });

  app.post("/parcels/:number/advance", async (c) => {
    const input = await read(c, z.object({ steps: z.number().int().min(1).max(50).default(1) }));
    if (input instanceof Response) return input;
    const parcel = world.parcels.get(normaliseNumber(c.req.param("number")));
    if (parcel === undefined) return c.json({ error: "No such parcel." }, 404);
    const made = advanceParcel(worldOf(sim, parcel), parcel, input.steps);
    return c.json({ number: parcel.number, made, left: parcel.plan.length, last: parcel.scans.at(-1) });
  });

  app.post("/tick", async (c) => {
    const input = await read(
      c,
      z.object({
        ms: z
          .number()
          .min(0)
          .max(90 * 86_400_000),
      }),
    );
    if (input instanceof Response) return input;
    for (const shop of sim.shops) tick(shop.world, input.ms);
    return c.json({ clock: simState(sim).clock });
  });

  app.post("/webhooks/fire", async (c) => {
    const input = await read(c, fireSchema);
    if (input instanceof Response) return input;
    const sent = fireWebhooks(sim, input);
    return typeof sent === "string" ? c.json({ error: sent }, 404) : c.json({ sent });
  });

  app.post("/fedex/webhook", async (c) => {
    const input = await read(
      c,
      z.object({ url: z.url().max(200), securityToken: z.string().min(1).default(credentials.fedex.securityToken) }),
    );
    if (input instanceof Response) return input;
    sim.fedex.hooks.set(input.url, { ...input, deaf: 0 });
    return c.json({ url: input.url }, 201);
  });

  app.post("/forget", async (c) => {
    const input = await read(c, z.object({ urls: z.array(z.string().max(300)).max(100) }));
    if (input instanceof Response) return input;
    return c.json({ forgotten: forgetReceivers(sim, new Set(input.urls)) });
  });

  app.post("/reset", async (c) => {
    const input = await read(
      c,
      z.object({ seed: z.union([z.string(), z.number()]).optional(), everything: z.boolean().default(false) }),
    );
    if (input instanceof Response) return input;
    resetSim(sim, { seed: String(input.seed ?? options.seed), everything: input.everything });
    return c.json(simState(sim));
  });

  return app;
}
