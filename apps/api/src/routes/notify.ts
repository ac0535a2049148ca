import { z } from "@hono/zod-openapi";
import { type Trigger, triggers } from "@waybill/domain/notify";
import { getPreferences, type Preferences, setPreferences, unsubscribe } from "@waybill/engine/preferences";
import { html } from "hono/html";
import { newRouter, type RouteParts } from "./kit.ts";

const LABELS: Record<Trigger, string> = {
  shipped: "It was shipped",
  out_for_delivery: "It is out for delivery",
  delivered: "It was delivered",
  problem: "There is a problem",
  delayed: "It will be late",
};
const htmlAnswer = { description: "A page", content: { "text/html": { schema: z.string() } } };

/**
 * Where a recipient chooses what to be told, by the link of a mail: a page that works without script, and the one-click
 * unsubscribe of RFC 8058. An unknown token gets the same status and the same shape as a known one.
 */
export function notifyRoutes({ ctx, guard }: RouteParts) {
  const router = newRouter();
  router.get("/notify/:token", guard.open, async (c) => {
    const preferences = await getPreferences(ctx, c.req.param("token") ?? "");
    return c.html(page(preferences, c.req.query("saved") === "1"), 200);
  });
  router.post("/notify/:token", guard.open, async (c) => {
    const token = c.req.param("token") ?? "";
    const form = new URLSearchParams(await c.req.text());
    const wants = Object.fromEntries(triggers.map((trigger) => [trigger, form.has(trigger)])) as Record<
      Trigger,
      boolean
    >;
    const muted = form.get("parcel") === "1" ? { muted: form.has("muted") } : {};
    await setPreferences(ctx, { token, everything: form.get("nothing") !== "1", triggers: wants, ...muted });
    return c.redirect(`/notify/${encodeURIComponent(token)}?saved=1`, 303);
  });
  router.post("/notify/:token/unsubscribe", guard.open, async (c) => {
    await unsubscribe(ctx, c.req.param("token") ?? "");
    return c.html(done(), 200);
  });
  // A person who opens the header's link in a browser gets the page; opening a link changes nothing.
  router.get("/notify/:token/unsubscribe", guard.open, (c) =>
    c.redirect(`/notify/${encodeURIComponent(c.req.param("token") ?? "")}`, 303),
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

type Markup = ReturnType<typeof html>;

function layout(title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><link rel="stylesheet" href="/notify.css"></head>
<body><main>${content}</main></body>
</html>`;
}

function done(): Markup {
  return layout(
    "You will get no more mail",
    html`<h1>You will get no more mail</h1><p>This seller no longer writes to this address about its parcels.</p>`,
  );
}

function page(preferences: Preferences | null, saved: boolean): Markup {
  if (!preferences) {
    return layout(
      "This link does not work",
      html`<h1>This link does not work</h1><p>It may be incomplete: open it from the mail itself, or copy all of it. If it still does not work, ask the seller.</p>`,
    );
  }
  const { address, seller, everything, triggers: wanted, muted } = preferences;
  const from = seller ?? "the seller";
  const box = (name: string, label: string, checked: boolean) =>
    html`<label><input type="checkbox" name="${name}" value="1" ${checked ? "checked" : ""}> ${label}</label>`;
  return layout(
    "What would you like to be told?",
    html`<h1>What would you like to be told?</h1>
${saved ? html`<p class="saved" role="status">Saved.</p>` : ""}
<p>Mail from ${from} to <b>${address}</b> about your parcels.</p>
<form method="post">
<fieldset><legend>Write to me when</legend>${triggers.map((trigger) => box(trigger, LABELS[trigger], wanted[trigger]))}</fieldset>
${muted === null ? "" : html`<fieldset><legend>This parcel</legend><input type="hidden" name="parcel" value="1">${box("muted", "Say nothing more about this parcel", muted)}</fieldset>`}
<fieldset><legend>Or</legend>${box("nothing", `No mail at all from ${from}`, !everything)}</fieldset>
<button type="submit">Save</button>
</form>`,
  );
}

/** The page's one style sheet; served by us because the page's policy allows no other. */
export const NOTIFY_CSS = `:root{color-scheme:light dark}body{margin:0;font:16px/1.45 system-ui,sans-serif;background:#fbfaf6;color:#1b2130}
main{max-width:560px;margin:0 auto;padding:32px 20px}h1{font-size:28px;line-height:1.15;margin:0 0 16px}
fieldset{border:1px solid #dedbd2;border-radius:6px;margin:0 0 16px;padding:12px 16px}legend{padding:0 4px;font-size:14px}
label{display:block;padding:8px 0;cursor:pointer}input{accent-color:#a8632a;width:18px;height:18px;vertical-align:-3px;margin-right:8px}
button{font:inherit;background:#d08a45;color:#1b2130;border:0;border-radius:6px;padding:12px 20px;cursor:pointer}
button:focus-visible,input:focus-visible{outline:2px solid #1b2130;outline-offset:2px}.saved{border-left:3px solid #3c8f5a;padding-left:12px}
@media (prefers-color-scheme:dark){body{background:#12161f;color:#e9e7e1}fieldset{border-color:#333a47}button:focus-visible,input:focus-visible{outline-color:#e9e7e1}}
`;
