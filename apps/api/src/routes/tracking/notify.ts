import { z } from "@hono/zod-openapi";
import { nearestLocale } from "@waybill/domain/languages/messages";
import { type Trigger, triggers } from "@waybill/domain/shipment/notify";
import { getPreferences, setPreferences, unsubscribe } from "@waybill/engine/notifications/preferences";
import { newRouter, type RouteParts } from "../kit.ts";
import { brokenPage, donePage, preferencesPage } from "./notify-page.ts";

const htmlAnswer = { description: "A page", content: { "text/html": { schema: z.string() } } };

/**
 * Where a recipient chooses what to be told, by the link of a mail: a page that works without script, and the one-click
 * unsubscribe of RFC 8058. An unknown token gets the same status and the same shape as a known one.
 */
export function notifyRoutes({ ctx, guard }: RouteParts) {
  const router = newRouter();
  router.get("/notify/:token", guard.open, async (c) => {
    const preferences = await getPreferences(ctx, c.req.param("token") ?? "");
    // Whoever has no token of ours is nobody we know: their browser says which language they read.
    if (!preferences) return c.html(brokenPage(nearestLocale(c.req.header("accept-language"), "en")), 200);
    const leave = c.req.query("leave") === "1" ? `${c.req.path}/unsubscribe` : null;
    return c.html(preferencesPage(preferences, { saved: c.req.query("saved") === "1", leave }), 200);
  });
  router.post("/notify/:token", guard.open, async (c) => {
    const token = c.req.param("token") ?? "";
    const form = new URLSearchParams(await c.req.text());
    const wants = Object.fromEntries(triggers.map((trigger) => [trigger, form.has(trigger)])) as Record<
      Trigger,
      boolean
    >;
    const muted = form.get("parcel") === "1" ? { muted: form.has("muted") } : {};
    // Only a change of it: other parcels of the order may be muted one by one.
    const all = form.has("mutedOrder");
    const order = form.has("order") && (form.get("order") === "1") !== all ? { mutedOrder: all } : {};
    await setPreferences(ctx, { token, everything: form.get("nothing") !== "1", triggers: wants, ...muted, ...order });
    return c.redirect(`/notify/${encodeURIComponent(token)}?saved=1`, 303);
  });
  router.post("/notify/:token/unsubscribe", guard.open, async (c) => {
    const token = c.req.param("token") ?? "";
    await unsubscribe(ctx, token);
    return c.html(donePage(nearestLocale(c.req.header("accept-language"), "en"), token), 200);
  });
  // A person who opens the link gets the page with one button for it; opening a link changes nothing.
  router.get("/notify/:token/unsubscribe", guard.open, (c) =>
    c.redirect(`/notify/${encodeURIComponent(c.req.param("token") ?? "")}?leave=1`, 303),
  );
  for (const [method, path, summary] of [
    ["get", "/notify/{token}", "A recipient's choices"],
    ["post", "/notify/{token}", "Save a recipient's choices (form)"],
    ["get", "/notify/{token}/unsubscribe", "Leads to the page"],
    ["post", "/notify/{token}/unsubscribe", "One-click unsubscribe (RFC 8058)"],
  ] as const) {
    router.openAPIRegistry.registerPath({
      method,
      path,
      summary,
      tags: ["Public"],
      security: [],
      request: { params: z.object({ token: z.string() }) },
      responses: { 200: htmlAnswer, 303: { description: "See the page" } },
    });
  }
  return router;
}
