import { z } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import { catchUpSchema } from "@waybill/domain/frame";
import { currentSeq, readSince } from "@waybill/engine/core/log";
import { publicCatchUp, resolveTrackToken } from "@waybill/engine/tracking/page";
import type { Context } from "hono";
import { scopeOf } from "../auth/identity.ts";
import { keyOf, principalOf } from "../auth/principal.ts";
import { permissions } from "../auth/roles.ts";
import type { AppEnv } from "../http/env.ts";
import { authorizeLive, type LivePorts, type LiveSocket, liveTarget } from "../live.ts";
import { found, json, named, newRouter, open, type RouteParts, secured } from "./kit.ts";

/** Opens the socket in the runtime's own way; null when the request is no handshake. */
export type Upgrade = (
  c: Context<AppEnv>,
  socket: LiveSocket,
) => Promise<Response | undefined | null> | Response | undefined | null;

const catchUp = named(catchUpSchema, "CatchUp");
const since = z.object({
  since: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(500).default(500),
});
/** Sockets for sellers and for the public page, and the catch-up that closes their gaps. */
export function liveRoutes(parts: RouteParts, upgrade: Upgrade) {
  const { ctx } = parts;
  const ports = livePorts(parts);
  const socket = (c: Context<AppEnv>) => openSocket({ c, ports, upgrade });
  const router = newRouter();
  // An office of many tabs comes back at once after a restart: counted by who they are, not by their one address.
  router.get("/live", parts.guard.anyone, socket);
  router.get("/live/track/:token", parts.guard.open, socket);
  describeSockets(router);
  return router
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/live/events",
        summary: "Events after a seq",
        tags: ["Live"],
        request: { query: since },
        responses: { 200: json(catchUp, "Frames, oldest first, or reset") },
      }),
      async (c) => {
        const { since, limit } = c.req.valid("query");
        return c.json(await readSince(c.get("scope"), { since, limit }), 200);
      },
    )
    .openapi(
      open(parts, {
        method: "get",
        path: "/live/track/{token}/events",
        summary: "A parcel's public events after a version",
        tags: ["Live"],
        request: { params: z.object({ token: z.string() }), query: since },
        responses: { 200: json(catchUp, "Frames, oldest first, or reset") },
      }),
      async (c) => {
        const { token } = c.req.valid("param");
        return c.json(found(await publicCatchUp(ctx, { token, ...c.req.valid("query") }), "parcel"), 200);
      },
    );
}

/** Who may open a socket and what it starts from, answered by the engine. */
function livePorts({ ctx, auth }: RouteParts): Omit<LivePorts, "upgrade"> {
  const { publicUrl, corsOrigins } = ctx.config;
  return {
    config: { publicUrl, corsOrigins },
    principalOf: async (request) => {
      const principal = await principalOf(ctx, auth, request.headers);
      if (!principal || !permissions[principal.role].has("orders:read")) return null;
      const { orgId, id } = principal;
      const seq = () => currentSeq(scopeOf(ctx, principal));
      return { orgId, id, via: keyOf(request.headers) ? "api_key" : "session", seq };
    },
    shipmentOf: (token) => resolveTrackToken(ctx, token),
    trackSeq: async (shipmentId) => {
      const [row] = await ctx.db.query("SELECT MAX(version) AS version FROM events WHERE stream = ?", [shipmentId]);
      return Number(row?.version ?? 0);
    },
  };
}

async function openSocket(input: { c: Context<AppEnv>; ports: Omit<LivePorts, "upgrade">; upgrade: Upgrade }) {
  const { c, ports, upgrade } = input;
  const target = liveTarget(c.req.path);
  if (!target) throw appError({ code: "not_found", status: 404, message: "There is nothing here." });
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    c.header("upgrade", "websocket");
    throw appError({ code: "upgrade_required", status: 426, message: "This address speaks WebSocket." });
  }
  const grant = await authorizeLive({ request: c.req.raw, target, ports });
  if (!grant.ok) throw appError({ code: grant.code, status: grant.status, message: grant.message });
  const answer = await upgrade(c, grant.socket);
  if (answer === null)
    throw appError({ code: "bad_handshake", status: 400, message: "This is not a WebSocket handshake." });
  // Bun has taken the connection over; what is returned then is not sent.
  return answer ?? new Response(null);
}

/** A socket is not a route of OpenAPI's own kind: it is described by hand. */
function describeSockets(router: ReturnType<typeof newRouter>): void {
  for (const [path, summary] of [
    ["/live", "The organisation's events (WebSocket)"],
    ["/live/track/{token}", "One parcel's public events (WebSocket)"],
  ] as const) {
    router.openAPIRegistry.registerPath({
      method: "get",
      path,
      summary,
      description:
        "First `hello` with the newest seq, then batches of frames. A client applies a frame only if `seq === cursor + 1`, else it catches up over HTTP.",
      tags: ["Live"],
      security: path === "/live" ? [{ session: [] }, { apiKey: [] }] : [],
      ...(path === "/live" ? {} : { request: { params: z.object({ token: z.string() }) } }),
      responses: {
        101: { description: "The socket is open" },
        401: { description: "Nobody is signed in" },
        403: { description: "The origin is not allowed" },
        404: { description: "No such parcel" },
        426: { description: "Not a WebSocket handshake" },
      },
    });
  }
}
