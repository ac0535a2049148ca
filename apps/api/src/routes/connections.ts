import { z } from "@hono/zod-openapi";
import { connectionSummarySchema, runSummarySchema } from "@waybill/domain/views";
import type { Scope } from "@waybill/engine/core/scope";
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
const field = z.object({
  name: z.string(),
  kind: z.enum(["text", "secret", "url"]),
  label: z.string(),
  help: z.string().nullable(),
  placeholder: z.string().nullable(),
  required: z.boolean(),
  advanced: z.boolean(),
  default: z.string().nullable(),
});
const adapter = z
  .object({
    kind: z.enum(["carrier", "channel", "sender"]),
    id: z.string(),
    name: z.string(),
    about: z.string(),
    docs: z.string(),
    fields: z.array(field),
    /** How its pushes are set up: by us for the account or for each parcel, or by hand in its own pages. */
    webhooks: z.enum(["account", "parcel", "by_hand"]),
  })
  .openapi("Adapter");
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
      return c.json(await tryConnection(c.get("scope"), { id, ...rest }), 200);
    },
  );
  return router.openapi(
    secured(parts, "connections:read", {
      method: "get",
      path: "/api/adapters",
      summary: "What can be connected, and the fields each asks for",
      tags: ["Connections"],
      responses: { 200: json(z.array(adapter)) },
    }),
    async (c) => c.json(await adapterCatalogue(parts.ctx), 200),
  );
}

type Noun = (typeof NOUNS)[number];

function addNoun(parts: RouteParts, router: ReturnType<typeof newRouter>, { kind, path, tag }: Noun): void {
  const { ctx } = parts;
  const base = `/api/${path}`;
  const tags = [tag];
  /** The connection, if it is theirs and of this noun: the one 404 for all else. */
  const own = async (scope: Scope, id: string) => {
    const all = await listConnections(scope, { kind });
    const mine = all.find((connection) => connection.id === id);
    return found(mine, kind);
  };
  const connectBody = z.object({ name: z.string().trim().min(1).max(80).optional(), settings });
  const connectNow = async (
    scope: Scope,
    input: { adapter: string; name?: string; settings: Record<string, string> },
  ) => {
    const known = adapterCatalogue(ctx).find((entry) => entry.kind === kind && entry.id === input.adapter);
    if (!known) throw notFound(`${kind} "${input.adapter.slice(0, 40)}"`);
    return connect(scope, { ...input, kind });
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
    async (c) => c.json(await listConnections(c.get("scope"), { kind }), 200),
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
      return c.json(await connectNow(c.get("scope"), c.req.valid("json")), 201);
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
      const { platform: adapter } = c.req.valid("param");
      return c.json(await connectNow(c.get("scope"), { adapter, ...c.req.valid("json") }), 201);
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
    async (c) => c.json(await own(c.get("scope"), c.req.valid("param").id), 200),
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
      const { id } = await own(c.get("scope"), c.req.valid("param").id);
      const change = { id, ...c.req.valid("json") };
      return c.json(await updateConnection(c.get("scope"), change), 200);
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
      const { id } = await own(c.get("scope"), c.req.valid("param").id);
      await disconnect(c.get("scope"), { id });
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
      const { id } = await own(c.get("scope"), c.req.valid("param").id);
      return c.json(await testConnection(c.get("scope"), { id }), 200);
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
      const { id } = await own(c.get("scope"), c.req.valid("param").id);
      const { enabled } = c.req.valid("json");
      return c.json(await toggleConnection(c.get("scope"), { id, enabled }), 200);
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
      const { id } = await own(c.get("scope"), c.req.valid("param").id);
      return c.json(await connectionHealth(c.get("scope"), { id }), 200);
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
      const { id } = await own(c.get("scope"), c.req.valid("param").id);
      return c.json(await listRuns(c.get("scope"), { connectionId: id, limit: c.req.valid("query").limit }), 200);
    },
  );
}
