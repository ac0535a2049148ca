import { z } from "@hono/zod-openapi";
import {
  type ConnectionKind,
  connectionHealthSchema,
  connectionKindSchema,
  connectionViewSchema,
  triedSchema,
} from "@waybill/domain/connection/answers";
import { pageOf, wholePage } from "@waybill/domain/page";
import { runSummarySchema } from "@waybill/domain/sync/answers";
import type { Scope } from "@waybill/engine/core/scope";
import { adapterCatalogue } from "@waybill/engine/setup/catalogue";
import { disconnect, testConnection, toggleConnection, tryConnection } from "@waybill/engine/setup/change";
import { connect } from "@waybill/engine/setup/connect";
import { connectionHealth } from "@waybill/engine/setup/dependents";
import { listConnections } from "@waybill/engine/setup/read";
import { stopPreviousSecrets, updateConnection } from "@waybill/engine/setup/update";
import { listRuns } from "@waybill/engine/sync/runs";
import { body, done, found, idParam, json, named, newRouter, notFound, type RouteParts, secured } from "./kit.ts";
import { runPaging } from "./sync.ts";

const view = named(connectionViewSchema, "Connection");
const settings = z.record(z.string().max(60), z.string().max(5_000));
type Noun = { kind: ConnectionKind; path: "carriers" | "platforms" | "senders"; tag: string };

/**
 * Accounts at carriers, channels (`/api/platforms`) and mail providers (`/api/senders`): the same verbs under three nouns.
 * Secrets go in and never come out.
 */
export function connectionRoutes(parts: RouteParts) {
  return newRouter()
    .route("/", nounRoutes(parts, { kind: "carrier", path: "carriers", tag: "Carriers" }))
    .route("/", nounRoutes(parts, { kind: "channel", path: "platforms", tag: "Platforms" }))
    .route("/", nounRoutes(parts, { kind: "sender", path: "senders", tag: "Senders" }))
    .route("/", runRoutes(parts))
    .openapi(
      secured(parts, "connections:write", {
        method: "post",
        path: "/api/adapters/test",
        summary: "Try settings without keeping anything",
        tags: ["Connections"],
        request: body(
          z.object({
            kind: connectionKindSchema,
            adapter: z.string().min(1).max(60),
            settings,
            /** Its stored secrets stand in for those left out. */
            connectionId: z.string().max(80).optional(),
          }),
        ),
        responses: { 200: json(triedSchema) },
      }),
      async (c) => {
        const { connectionId: id, ...rest } = c.req.valid("json");
        return c.json(await tryConnection(c.get("scope"), { id, ...rest }), 200);
      },
    );
}

/** The connection, if it is theirs and of this kind: the one 404 for all else. */
async function ownConnection(scope: Scope, input: { kind: ConnectionKind; id: string }) {
  const all = await listConnections(scope, input);
  const mine = all.find((connection) => connection.id === input.id);
  return found(mine, input.kind);
}

/** The pulls of one channel. */
function runRoutes(parts: RouteParts) {
  return newRouter().openapi(
    secured(parts, "connections:read", {
      method: "get",
      path: "/api/platforms/{id}/runs",
      summary: "Its sync runs, newest first",
      tags: ["Platforms"],
      request: { params: idParam, query: z.object(runPaging) },
      responses: { 200: json(pageOf(named(runSummarySchema, "SyncRun"))) },
    }),
    async (c) => {
      const scope = c.get("scope");
      const { id } = await ownConnection(scope, { kind: "channel", ...c.req.valid("param") });
      return c.json(await listRuns(scope, { connectionId: id, ...c.req.valid("query") }), 200);
    },
  );
}

/** The three say the same of different things, so their routes are written once; the type knows the paths of all three. */
function nounRoutes(parts: RouteParts, noun: Noun) {
  return newRouter()
    .route("/", connectRoutes(parts, noun))
    .route("/", oneRoutes(parts, noun))
    .route("/", conditionRoutes(parts, noun));
}

const connectBody = z.object({ name: z.string().trim().min(1).max(80).optional(), settings });

/** Those that are connected, and connecting one more. */
function connectRoutes(parts: RouteParts, { kind, path, tag }: Noun) {
  const { ctx } = parts;
  const base = `/api/${path}` as const;
  const tags = [tag];
  const connectNow = async (
    scope: Scope,
    input: { adapter: string; name?: string; settings: Record<string, string> },
  ) => {
    const known = adapterCatalogue(ctx).find((entry) => entry.kind === kind && entry.id === input.adapter);
    if (!known) throw notFound(`${kind} "${input.adapter.slice(0, 40)}"`);
    return connect(scope, { ...input, kind });
  };
  const created = { 201: json(view, "Connected; the credentials were tried first") };
  return newRouter()
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path: base,
        summary: `Connected ${path}`,
        tags,
        responses: { 200: json(pageOf(view)) },
      }),
      async (c) => c.json(wholePage(await listConnections(c.get("scope"), { kind })), 200),
    )
    .openapi(
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
    )
    .openapi(
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
}

/** One of them: seen, changed, disconnected. */
function oneRoutes(parts: RouteParts, { kind, path, tag }: Noun) {
  const base = `/api/${path}` as const;
  const tags = [tag];
  const own = (scope: Scope, id: string) => ownConnection(scope, { kind, id });
  return newRouter()
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path: `${base}/{id}`,
        summary: "One connection",
        tags,
        request: { params: idParam },
        responses: { 200: json(view) },
      }),
      async (c) => c.json(await own(c.get("scope"), c.req.valid("param").id), 200),
    )
    .openapi(
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
    )
    .openapi(
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
}

/** How one is doing: tried, paused, looked at. */
function conditionRoutes(parts: RouteParts, { kind, path, tag }: Noun) {
  const base = `/api/${path}` as const;
  const tags = [tag];
  const own = (scope: Scope, id: string) => ownConnection(scope, { kind, id });
  return newRouter()
    .openapi(
      secured(parts, "connections:write", {
        method: "post",
        path: `${base}/{id}/test`,
        summary: "Try the credentials",
        tags,
        request: { params: idParam },
        responses: { 200: json(triedSchema) },
      }),
      async (c) => {
        const { id } = await own(c.get("scope"), c.req.valid("param").id);
        return c.json(await testConnection(c.get("scope"), { id }), 200);
      },
    )
    .openapi(
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
    )
    .openapi(
      secured(parts, "connections:write", {
        method: "delete",
        path: `${base}/{id}/previous-secret`,
        summary: "Stop accepting webhooks by a replaced secret",
        tags,
        request: { params: idParam },
        responses: { 200: json(view) },
      }),
      async (c) => {
        const { id } = await own(c.get("scope"), c.req.valid("param").id);
        return c.json(await stopPreviousSecrets(c.get("scope"), { id }), 200);
      },
    )
    .openapi(
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
}
