import type { Hono } from "hono";
import { z } from "zod";
import { faultSettingsSchema } from "../faults.ts";
import { clampSpeed } from "../options.ts";
import { resetSim, type Sim } from "../sim.ts";
import { simState } from "../state-view.ts";
import { restatePromises } from "../world/parcels.ts";
import { tick } from "../world/world.ts";
import { readBody } from "./body.ts";

const configureSchema = z.object({
  speed: z.number().min(1).max(1000).optional(),
  paused: z.boolean().optional(),
  ordersPerMinute: z.number().min(0).max(6000).optional(),
  faults: faultSettingsSchema.optional(),
  outcomes: z
    .object({ clean: z.number().min(0).max(1), retrySucceeds: z.number().min(0).max(1) })
    .partial()
    .optional(),
  natures: z.record(z.string(), z.number().min(0).max(1)).optional(),
  protectedData: z.boolean().optional(),
  habits: z.number().min(0).max(1).optional(),
  throttle: z.boolean().optional(),
  shopifyTokenSeconds: z.number().min(1).optional(),
  retryBaseMs: z.number().min(1).optional(),
  mailDelayMs: z.number().min(0).optional(),
});

/** The settings, the clock and a new beginning. */
export function addWorld(app: Hono, sim: Sim): void {
  app.post("/configure", async (c) => {
    const input = await readBody(c, configureSchema);
    if (input instanceof Response) return input;
    configure(sim, input);
    return c.json(simState(sim));
  });

  app.post("/tick", async (c) => {
    const input = await readBody(
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

  app.post("/reset", async (c) => {
    const input = await readBody(
      c,
      z.object({ seed: z.union([z.string(), z.number()]).optional(), everything: z.boolean().default(false) }),
    );
    if (input instanceof Response) return input;
    resetSim(sim, { seed: String(input.seed ?? sim.options.seed), everything: input.everything });
    return c.json(simState(sim));
  });
}

/** Only what was given changes. */
function configure(sim: Sim, { speed, paused, faults, outcomes, ...rest }: z.infer<typeof configureSchema>): void {
  const { world, options } = sim;
  if (speed !== undefined) {
    options.speed = clampSpeed(speed);
    for (const shop of sim.shops) shop.world.clock.setSpeed(options.speed);
    restatePromises(world);
  }
  if (paused !== undefined) for (const shop of sim.shops) shop.world.clock.pause(paused || !options.autoRun);
  if (faults !== undefined) sim.faults.configure(faults);
  if (outcomes !== undefined) Object.assign(options.outcomes, outcomes);
  Object.assign(options, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)));
}
