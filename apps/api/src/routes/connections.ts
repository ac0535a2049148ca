import { z } from "@hono/zod-openapi";
import { connectionSummarySchema, runSummarySchema } from "@waybill/domain/views";
import { adapterCatalogue } from "@waybill/engine/setup/catalogue";
import {
  disconnect,
  testConnection,
  toggleConnection,
  tryConnection,
  updateConnection,
} from "@waybill/engine/setup/change";
import { connect } from "@waybill/engine/setup/connect";
import { connectionHealth } from "@waybill/engine/setup/dependents";
import { listConnections } from "@waybill/engine/setup/read";
import { listRuns } from "@waybill/engine/sync/runs";
import { byOf } from "../auth/identity.ts";
import { body, done, found, idParam, json, named, newRouter, notFound, type RouteParts, secured } from "./kit.ts";

const view = connectionSummarySchema
  .extend({
    settings: z.record(z.string(), z.string()),
    webhookUrl: z.string(),
    budget: z.object({ available: z.number(), maximum: z.number(), restorePerSecond: z.number() }).nullable(),
    createdAt: z.number(),
    /** Something to know about, in words: webhooks could not be set up … */
    warning: z.string().nullable(),
    /** Channels: the newest sync run. */
    lastRun: runSummarySchema.nullable(),
  })
  .openapi("Connection");
const settings = z.record(z.string().max(60), z.string().max(5_000));
const tested = z.object({ ok: z.boolean(), label: z.string().nullable(), reason: z.string().nullable() });

const connectionHealthSchema = z.object({
  connection: view,
  lastRuns: z.array(runSummarySchema),
  ordersFailed: z.number(),
  ordersPending: z.number(),
  orders: z.number(),
  parcels: z.number(),
  pushes: z.number(),
  mails: z.number(),
});

const NOUNS = [
  { kind: "carrier", path: "carriers", tag: "Carriers" },
  { kind: "channel", path: "platforms", tag: "Platforms" },
  { kind: "sender", path: "senders", tag: "Senders" },
] as const;

/**
 * Accounts at carriers, channels (`/api/platforms`) and mail senders: the same verbs under three nouns. Secrets go in and
 * never come out.
 */
export function connectionRoutes(parts: RouteParts) {
  const router = newRouter();
  for (const noun of NOUNS) addNoun(parts, router, noun);
  router.openapi(
    secured(parts, "connections:write", {
      method: "post",
      path: "/api/adapters/test",
      summary: "Try settings without keeping anything",
      tags: ["Connections"],
      request: body(
        z.object({
          kind: z.enum(["carrier", "channel", "sender"]),
          adapter: z.string().min(1).max(60),
          settings,
          /** Its stored secrets stand in for those left out. */
          connectionId: z.string().max(80).optional(),
        }),
      ),
      responses: { 200: json(tested) },
    }),
    async (c) => {
      const { connectionId: id, ...rest } = c.req.valid("json");
      return c.json(await tryConnection(parts.ctx, { orgId: c.get("principal").orgId, id, ...rest }), 200);
    },
  );
  return router;
}

type Noun = (typeof NOUNS)[number];

function addNoun(parts: RouteParts, router: ReturnType<typeof newRouter>, { kind, path, tag }: Noun): void {
  const { ctx } = parts;
  const base = `/api/${path}`;
  const tags = [tag];
  /** The connection, if it is theirs and of this noun: the one 404 for all else. */
  const own = async (orgId: string, id: string) => {
    const all = await listConnections(ctx, { orgId, kind });
    const mine = all.find((connection) => connection.id === id);
    return found(mine, kind);
  };
  const connectBody = z.object({ name: z.string().trim().min(1).max(80).optional(), settings });
  const connectNow = async (input: {
    orgId: string;
    adapter: string;
    name?: string;
    settings: Record<string, string>;
    by: ReturnType<typeof byOf>;
  }) => {
    const known = adapterCatalogue(ctx).find((entry) => entry.kind === kind && entry.id === input.adapter);
    if (!known) throw notFound(`${kind} "${input.adapter.slice(0, 40)}"`);
    return connect(ctx, { ...input, kind });
  };
  const created = { 201: json(view, "Connected; the credentials were tried first") };

  router.openapi(
    secured(parts, "connections:read", {
      method: "get",
      path: base,
      summary: `Connected ${path}`,
      tags,
      responses: { 200: json(z.array(view)) },
    }),
    async (c) => c.json(await listConnections(ctx, { orgId: c.get("principal").orgId, kind }), 200),
  );
  router.openapi(
    secured(parts, "connections:write", {
      method: "post",
      path: base,
      summary: `Connect a ${kind}`,
      tags,
      request: body(connectBody.extend({ adapter: z.string().min(1).max(60) })),
      responses: created,
    }),
    async (c) => {
      const principal = c.get("principal");
      return c.json(await connectNow({ orgId: principal.orgId, by: byOf(principal), ...c.req.valid("json") }), 201);
    },
  );
  router.openapi(
    secured(parts, "connections:write", {
      method: "post",
      path: `${base}/{platform}/connect`,
      summary: `Connect a ${kind} of this platform`,
      tags,
      request: { params: z.object({ platform: z.string().min(1).max(60) }), ...body(connectBody) },
      responses: created,
    }),
    async (c) => {
      const principal = c.get("principal");
      const { platform: adapter } = c.req.valid("param");
      return c.json(
        await connectNow({ orgId: principal.orgId, by: byOf(principal), adapter, ...c.req.valid("json") }),
        201,
      );
    },
  );
  router.openapi(
    secured(parts, "connections:read", {
      method: "get",
      path: `${base}/{id}`,
      summary: "One connection",
      tags,
      request: { params: idParam },
      responses: { 200: json(view) },
    }),
    async (c) => c.json(await own(c.get("principal").orgId, c.req.valid("param").id), 200),
  );
  router.openapi(
    secured(parts, "connections:write", {
      method: "patch",
      path: `${base}/{id}`,
      summary: "Rename it or change its settings; a secret left out stays, unless the address is moved",
      tags,
      request: { params: idParam, ...body(connectBody.partial()) },
      responses: { 200: json(view) },
    }),
    async (c) => {
      const principal = c.get("principal");
      const { id } = await own(principal.orgId, c.req.valid("param").id);
      const change = { orgId: principal.orgId, id, by: byOf(principal), ...c.req.valid("json") };
      return c.json(await updateConnection(ctx, change), 200);
    },
  );
  router.openapi(
    secured(parts, "connections:write", {
      method: "delete",
      path: `${base}/{id}`,
      summary: "Disconnect; orders and parcels stay",
      tags,
      request: { params: idParam },
      responses: { 200: json(done) },
    }),
    async (c) => {
      const principal = c.get("principal");
      const { id } = await own(principal.orgId, c.req.valid("param").id);
      await disconnect(ctx, { orgId: principal.orgId, id, by: byOf(principal) });
      return c.json({ ok: true as const }, 200);
    },
  );
  router.openapi(
    secured(parts, "connections:write", {
      method: "post",
      path: `${base}/{id}/test`,
      summary: "Try the credentials",
      tags,
      request: { params: idParam },
      responses: { 200: json(tested) },
    }),
    async (c) => {
      const { orgId } = c.get("principal");
      const { id } = await own(orgId, c.req.valid("param").id);
      return c.json(await testConnection(ctx, { orgId, id }), 200);
    },
  );
  router.openapi(
    secured(parts, "connections:write", {
      method: "put",
      path: `${base}/{id}/toggle`,
      summary: "Pause or resume",
      tags,
      request: { params: idParam, ...body(z.object({ enabled: z.boolean() })) },
      responses: { 200: json(view) },
    }),
    async (c) => {
      const principal = c.get("principal");
      const { id } = await own(principal.orgId, c.req.valid("param").id);
      const { enabled } = c.req.valid("json");
      return c.json(await toggleConnection(ctx, { orgId: principal.orgId, id, enabled, by: byOf(principal) }), 200);
    },
  );
  router.openapi(
    secured(parts, "connections:read", {
      method: "get",
      path: `${base}/{id}/health`,
      summary: "How it is doing, and why",
      tags,
      request: { params: idParam },
      responses: { 200: json(connectionHealthSchema) },
    }),
    async (c) => {
      const { orgId } = c.get("principal");
      const { id } = await own(orgId, c.req.valid("param").id);
      return c.json(await connectionHealth(ctx, { orgId, id }), 200);
    },
  );
  if (kind !== "channel") return;
  router.openapi(
    secured(parts, "connections:read", {
      method: "get",
      path: `${base}/{id}/runs`,
      summary: "Its sync runs, newest first",
      tags,
      request: { params: idParam, query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }) },
      responses: { 200: json(z.array(named(runSummarySchema, "SyncRun"))) },
    }),
    async (c) => {
      const { orgId } = c.get("principal");
      const { id } = await own(orgId, c.req.valid("param").id);
      return c.json(await listRuns(ctx, { orgId, connectionId: id, limit: c.req.valid("query").limit }), 200);
    },
  );
}
