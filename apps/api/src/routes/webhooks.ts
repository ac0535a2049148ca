import { z } from "@hono/zod-openapi";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { appError } from "@waybill/domain/errors";
import { answerChallenge, type Challenged } from "@waybill/engine/inbox/handshake";
import { receive } from "@waybill/engine/inbox/receive";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { MAX_BODY_BYTES, tooLarge } from "../http/edge.ts";
import type { AppEnv } from "../http/env.ts";
import type { Observer } from "../observe/middleware.ts";
import { newRouter, type RouteParts } from "./kit.ts";

const KINDS = { carriers: "carrier", channels: "channel", senders: "sender" } as const;
const STATUS = { accepted: 202, duplicate: 200, rejected: 401, unknown_connection: 404 } as const;

/**
 * `POST /webhooks/{carriers,channels,senders}/:connection`: raw bytes in; 202 new, 200 seen before, 401 not verified, 404
 * no such connection, 413 over 1 MB. Answered after the row is on disk. A platform that asks the address a question first gets its
 * answer here, by `GET` or `POST` as its adapter says, and leaves no row. No other middleware runs on this path, and there
 * is no limit by address: a carrier sends bursts from one address, and refusing costs us one HMAC.
 */
export function webhookRoutes({ ctx }: RouteParts, observer: Observer) {
  const router = newRouter();
  for (const [path, kind] of Object.entries(KINDS)) {
    const url = `/webhooks/${path}/:connection`;
    const observed = (answerOf: (c: Context<AppEnv>) => Promise<Response>) => async (c: Context<AppEnv>) => {
      const startedAt = observer.begin(c);
      c.header("x-request-id", c.get("requestId"));
      const answer = await answerOf(c).catch((error: unknown) => observer.onError(error, c));
      observer.end(c, startedAt, answer.status);
      return answer;
    };
    router.on(
      ["GET", "POST"],
      url,
      observed((c) => handle(c, kind)),
    );
    router.all(url, observed(refused));
    router.openAPIRegistry.registerPath(documented(path));
    router.openAPIRegistry.registerPath(documentedChallenge(path));
  }
  return router;

  async function handle(c: Context<AppEnv>, kind: ConnectionKind): Promise<Response> {
    const connectionId = c.req.param("connection") ?? "";
    c.get("wide").connection = connectionId.slice(0, 60);
    const webhook = {
      headers: Object.fromEntries(c.req.raw.headers),
      body: await readBody(c.req.raw),
      url: ctx.config.publicUrl + pathAndQuery(c.req.url),
    };
    const method = c.req.method === "POST" ? "POST" : "GET";
    const challenged = await answerChallenge(ctx, { kind, connectionId, method, webhook });
    if (challenged === null && method === "GET") return refused(c);
    const received = challenged ?? (await receive(ctx, { kind, connectionId, webhook }));
    const { outcome } = received;
    c.get("wide").outcome = outcome;
    if (outcome === "answered") return challengeAnswer(c, received.answer);
    // The reason of a refusal is for the operator's log, never for the caller.
    return c.json({ outcome }, STATUS[outcome] as ContentfulStatusCode);
  }
}

function refused(c: Context<AppEnv>): Promise<never> {
  c.header("allow", "POST");
  const message = "Webhooks are posted: this address takes POST only.";
  return Promise.reject(appError({ code: "method_not_allowed", status: 405, message }));
}

/** What was echoed came from outside: it is text or JSON, and no browser may guess that it is more. */
function challengeAnswer(c: Context<AppEnv>, answer: Extract<Challenged, { answer: unknown }>["answer"]): Response {
  c.header("x-content-type-options", "nosniff");
  return "text" in answer ? c.text(answer.text) : c.json(answer.json as object);
}

/** The address as the platform was given it, whatever a proxy made of it: Twilio-style schemes sign the URL. */
function pathAndQuery(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** The whole body, or 413 as soon as it is known to be too large. */
async function readBody(request: Request): Promise<Uint8Array> {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (length > MAX_BODY_BYTES) throw tooLarge();
  if (!Number.isNaN(length) || !request.body) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge();
    return bytes;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function documented(path: string) {
  const kind = path.slice(0, -1);
  const answer = (description: string) => ({
    description,
    content: {
      "application/json": {
        schema: z.object({ outcome: z.enum(["accepted", "duplicate", "rejected", "unknown_connection"]) }),
      },
    },
  });
  return {
    method: "post" as const,
    path: `/webhooks/${path}/{connection}`,
    summary: `A ${kind}'s webhook`,
    description:
      "The raw bytes are verified by the platform's own signature scheme; the address is shown with the connection.",
    tags: ["Webhooks"],
    security: [],
    request: { params: z.object({ connection: z.string() }) },
    responses: {
      202: answer("New, verified and on disk"),
      200: answer("Seen before"),
      401: answer("The signature was refused; nothing was kept"),
      404: answer("No such connection"),
      413: { description: "Over 1 MB" },
    },
  };
}

function documentedChallenge(path: string) {
  return {
    method: "get" as const,
    path: `/webhooks/${path}/{connection}`,
    summary: `A ${path.slice(0, -1)}'s challenge`,
    description: "For platforms that ask the address a question before they send anything. Nothing is kept.",
    tags: ["Webhooks"],
    security: [],
    request: { params: z.object({ connection: z.string() }) },
    responses: {
      200: { description: "The answer, as the platform wants it: text or JSON" },
      401: { description: "It could not be proved" },
      404: { description: "No such connection" },
      405: { description: "This platform asks no question" },
    },
  };
}
