import { Hono } from "hono";
import { connectionsOf, credentialsOf } from "../connections.ts";
import type { Sim } from "../sim.ts";
import { simState } from "../state-view.ts";
import { runDue } from "../world/world.ts";
import { addGoods } from "./goods-routes.ts";
import { addWebhooks } from "./webhook-routes.ts";
import { addWorld } from "./world-routes.ts";

/** The hand on the world: everything under `/_sim`. No platform has this; it is for demos and tests. */
export function controlRoutes(sim: Sim): Hono {
  const app = new Hono();
  app.use("*", async (_, next) => {
    if (sim.options.autoRun) for (const shop of sim.shops) runDue(shop.world);
    await next();
  });

  app.get("/state", (c) => c.json(simState(sim)));
  app.get("/world", (c) => c.json({ id: sim.worldId }));
  app.get("/credentials", (c) => c.json(credentialsOf(sim)));
  app.get("/connections", (c) => c.json(connectionsOf(sim)));

  addWorld(app, sim);
  addGoods(app, sim);
  addWebhooks(app, sim);
  return app;
}
