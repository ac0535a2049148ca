import { html } from "hono/html";
import type { Sim } from "./sim.ts";
import { simState } from "./state-view.ts";

/** The front page: what this world holds, and where its doors are. */
export function summaryPage(sim: Sim) {
  const state = simState(sim);
  const rows = (entries: Record<string, number>) =>
    Object.entries(entries).map(
      ([name, count]) => html`<tr><td>${name.replaceAll("_", " ")}</td><td>${count}</td></tr>`,
    );
  const webhooks = state.webhooks
    .slice(0, 25)
    .map(
      (each) =>
        html`<tr><td>${each.platform}</td><td>${each.topic}</td><td>${each.about}</td><td>${each.outcome}</td><td>${each.status}</td><td>${each.attempts}</td></tr>`,
    );
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5"><title>Waybill simulator</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{padding:.15rem .9rem .15rem 0;text-align:left}code{background:#8882;padding:.1rem .3rem}</style></head>
<body>
<h1>The world outside</h1>
<p>A simulated shop and its carriers, at ${state.clock.speed} times the real pace${state.clock.paused ? " (paused)" : ""}. Nothing here is real, the credentials least of all.</p>
<p>Doors: <code>/shopify</code> <code>/easypost/v2</code> <code>/ups</code> <code>/fedex</code> <code>/resend</code> ·
<a href="/_sim/state">state</a> · <a href="/_sim/credentials">credentials</a></p>
<h2>Orders (${state.counts.orders})</h2><table>${rows(state.counts.ordersByFulfilment)}</table>
<h2>Parcels (${state.counts.parcels})</h2><table>${rows(state.counts.parcelsByStatus)}</table>
<h2>Webhooks</h2><table><tr><th>from</th><th>topic</th><th>about</th><th>outcome</th><th>status</th><th>tries</th></tr>${webhooks}</table>
</body></html>`;
}
