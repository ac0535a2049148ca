import { z } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import { zonesVersion } from "@waybill/domain/zones/rules";
import { queueDepths } from "@waybill/engine/screens/overview";
import type { Context } from "hono";
import { principalOf } from "../auth/principal.ts";
import { permissions } from "../auth/roles.ts";
import type { AppEnv } from "../http/env.ts";
import type { Gauge } from "../observe/meter.ts";
import { json, newRouter, plain, type RouteParts } from "./kit.ts";

/** Longest that /readyz waits for the database, ms. */
const READY_WITHIN_MS = 2_000;
const health = z.object({ ok: z.boolean() }).openapi("Health");
const alive = z
  .object({
    ok: z.boolean(),
    demo: z.boolean(),
    timeZones: z.string().describe("Edition of the time zone rules in force"),
  })
  .openapi("Alive");
/** What a proxy on this machine adds for somebody from elsewhere. */
const PROXIED = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"];
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Is it alive, is it ready, and how is it doing. */
export function opsRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter()
    .openapi(
      plain({
        method: "get",
        path: "/healthz",
        summary: "The process answers, whether it offers the demo, and how new its time zones are",
        tags: ["Operations"],
        security: [],
        responses: { 200: json(alive) },
      }),
      (c) => c.json({ ok: true, demo: ctx.config.demo, timeZones: zonesVersion() }, 200),
    )
    .openapi(
      plain({
        method: "get",
        path: "/readyz",
        summary: "The database answers",
        tags: ["Operations"],
        security: [],
        responses: { 200: json(health, "Ready"), 503: json(health, "Not ready") },
      }),
      async (c) => {
        const ready = await Promise.race([
          ctx.db.query("SELECT 1 FROM connections LIMIT 1").then(
            () => true,
            () => false,
          ),
          ctx.sleep(READY_WITHIN_MS).then(() => false),
        ]);
        return ready ? c.json({ ok: true }, 200) : c.json({ ok: false }, 503);
      },
    )
    .openapi(
      plain({
        method: "get",
        path: "/metrics",
        summary: "Prometheus metrics",
        description:
          "Open to this machine itself (a scraper beside the server); from elsewhere an admin's session or API key.",
        tags: ["Operations"],
        security: [{}, { session: [] }, { apiKey: [] }],
        responses: { 200: { description: "Prometheus text", content: { "text/plain": { schema: z.string() } } } },
      }),
      async (c) => {
        await mayReadMetrics(parts, c);
        return c.text(ctx.meter.expose(await gauges(parts)), 200, {
          "content-type": "text/plain; version=0.0.4; charset=utf-8",
        });
      },
    );
}

async function mayReadMetrics({ ctx, auth }: RouteParts, c: Context<AppEnv>): Promise<void> {
  const direct = c.env?.address ?? "";
  if (LOOPBACK.test(direct) && !PROXIED.some((name) => c.req.header(name) !== undefined)) return;
  const principal = await principalOf(ctx, auth, c.req.raw.headers);
  if (principal && permissions[principal.role].has("metrics:read")) return;
  const message = "Metrics are for this machine, or for an admin's API key.";
  throw appError({ code: "unauthenticated", status: principal ? 403 : 401, message });
}

async function gauges({ ctx }: RouteParts): Promise<Gauge[]> {
  const { syncLagSeconds, ...depths } = await queueDepths(ctx);
  const queues = Object.entries(depths);
  const { commits, callers, reopened, waiting } = ctx.db.stats();
  return [
    ...queues.map(([queue, value]) => ({
      name: "queue_depth",
      help: "Rows that are due or waiting.",
      labels: { queue },
      value,
    })),
    {
      name: "sync_lag_seconds",
      help: "Since the least recently answered channel answered well.",
      value: syncLagSeconds,
    },
    { name: "live_sockets", help: "Open live sockets.", value: ctx.hub.sockets() },
    { name: "db_commits", help: "Merged commits since start.", value: commits },
    { name: "db_commit_callers", help: "Callers answered by those commits.", value: callers },
    { name: "db_reopened", help: "Times the writing connection was closed and opened again.", value: reopened },
    { name: "db_waiting", help: "Callers waiting for a commit.", value: waiting },
    ...processGauges(),
  ];
}

/** Memory of this process, where the runtime tells. */
function processGauges(): Gauge[] {
  const runtime = globalThis as { process?: { memoryUsage?: () => { rss: number; heapUsed: number } } };
  const memory = runtime.process?.memoryUsage?.();
  if (!memory) return [];
  return [
    { name: "process_resident_memory_bytes", help: "Resident memory.", value: memory.rss },
    { name: "process_heap_bytes", help: "Used heap.", value: memory.heapUsed },
  ];
}
