import { Hono } from "hono";
import { apiFaults } from "./api-faults.ts";
import { controlRoutes } from "./control/routes.ts";
import { easypostRoutes } from "./easypost/routes.ts";
import { fedexRoutes } from "./fedex/routes.ts";
import { summaryPage } from "./page.ts";
import { resendRoutes } from "./resend/routes.ts";
import { shopifyRoutes } from "./shopify/routes.ts";
import type { Sim } from "./sim.ts";
import { upsRoutes } from "./ups/routes.ts";

/** Every platform under its own path, each behind its own faults. */
export function simulatorApp(sim: Sim): Hono {
  const app = new Hono();
  app.use("/easypost/*", apiFaults(sim, "easypost"));
  app.use("/ups/*", apiFaults(sim, "ups"));
  app.use("/fedex/*", apiFaults(sim, "fedex"));
  app.use("/resend/*", apiFaults(sim, "resend"));
  for (const shop of sim.shops) {
    const { path } = shop.world.shop;
    app.use(`${path}/*`, apiFaults(sim, "shopify", shop.shopify));
    app.route(path, shopifyRoutes(shop));
  }
  app.route("/easypost/v2", easypostRoutes(sim));
  app.route("/ups", upsRoutes(sim));
  app.route("/fedex", fedexRoutes(sim));
  app.route("/resend", resendRoutes(sim));
  app.route("/_sim", controlRoutes(sim));
  app.get("/", (c) => c.html(summaryPage(sim)));
  return app;
}
