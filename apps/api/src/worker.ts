import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@waybill/db/database";
import { migrate } from "@waybill/db/migrate";
import { openRemote } from "@waybill/db/remote/open";
import type { Hub } from "@waybill/engine/core/context";
import { startEngine, tick } from "@waybill/engine/tick";
import { type App, createApp } from "./app.ts";
import { makeAuth } from "./auth/auth.ts";
import { type ApiCtx, compose } from "./compose.ts";
import { completeConfig, type Environment, readSettings } from "./env.ts";
import { HubObject, makeDurableHub, upgradeDurable } from "./hub/durable.ts";
import type { ExecutionContext, ObjectNamespace } from "./hub/workers-types.ts";

export { HubObject };

export type WorkerEnv = {
  HUB: ObjectNamespace;
  /** The built web apps; absent where only the API is deployed. */
  ASSETS?: { fetch: (request: Request) => Promise<Response> };
} & { readonly [name: string]: unknown };

/**
 * What belongs to one request. workerd ends a request's connections with the request, so nothing that does I/O may outlive
 * it or be shared: each has its own database lane and hub, and the engine's state in memory hangs on that database.
 */
type Scope = {
  env: WorkerEnv;
  defer: (work: Promise<unknown>) => void;
  db: Database;
  hub: Hub;
  /** The socket's own answer: rebuilding it, as middleware does to set headers, would lose the socket. */
  upgraded: Response | null;
};
const scopes = new AsyncLocalStorage<Scope>();

function scope(): Scope {
  const current = scopes.getStore();
  if (current === undefined) throw new Error("This is called outside of a request.");
  return current;
}

type Isolate = { ctx: ApiCtx; app: App };
let isolate: Promise<Isolate> | null = null;
let migrated = false;

/** The app, composed at an isolate's first request: routes and schemas are built once, ports are looked up per request. */
async function compositionOf(env: WorkerEnv, origin: string): Promise<Isolate> {
  const settings = readSettings(strings(env));
  if (settings.appSecret === null) throw new Error("APP_SECRET must be set: wrangler secret put APP_SECRET.");
  const { hostname, port } = new URL(origin);
  const isLocal = hostname === "127.0.0.1" || hostname === "localhost";
  if (settings.publicUrl === null && !isLocal) throw new Error("PUBLIC_URL must be set to the address of this Worker.");
  const config = completeConfig(
    // No simulator runs beside a Worker by itself.
    {
      ...settings,
      publicUrl: settings.publicUrl ?? origin,
      simulatorPort: env.SIMULATOR_PORT ? settings.simulatorPort : 0,
    },
    { appSecret: settings.appSecret, demo: settings.demo ?? false, port: Number(port) || 443 },
  );
  const composed = await compose({
    ...{ config, db: scope().db, hub: scope().hub },
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    defer: (work) => scope().defer(work),
    // biome-ignore lint/suspicious/noConsole: a Worker's log is its console.
    write: (line) => console.log(line.trimEnd()),
  });
  const ctx = Object.defineProperties(composed, {
    db: { get: () => scope().db, enumerable: true },
    hub: { get: () => scope().hub, enumerable: true },
  });
  // better-auth keeps the drizzle instance it is given, so it gets one that finds the request's own.
  const orm = new Proxy({} as Database["orm"], { get: (_, name) => Reflect.get(scope().db.orm, name) });
  const auth = makeAuth({ ...composed, db: { ...scope().db, orm } });
  const app = createApp(ctx, {
    auth,
    assets,
    track: { load: async () => (await import("@waybill/tracking/server")).renderPage },
    upgrade: async (_, socket) => {
      const { env: own, defer } = scope();
      scope().upgraded = await upgradeDurable({ namespace: own.HUB, socket, defer });
      return new Response(null, { status: 204 });
    },
  });
  return { ctx, app };
}

/** The built files, from the assets binding; `wrangler.toml` lays them out as `/…` and `/track/…`. */
async function assets(path: string, request: Request): Promise<Response | null> {
  const binding = scope().env.ASSETS;
  if (binding === undefined) return null;
  const headers = new Headers();
  for (const name of ["accept-encoding", "if-none-match"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const found = await binding.fetch(new Request(new URL(path, request.url), { headers }));
  if (found.status !== 200 && found.status !== 304) return null;
  // A fresh copy: an answer from a binding has headers that cannot be changed.
  return new Response(found.body, found);
}

/** Runs work with the ports of one request or one tick, on a migrated database. */
async function inScope<T>(
  input: { env: WorkerEnv; context: ExecutionContext; origin: string },
  work: (made: Isolate) => Promise<T>,
): Promise<T> {
  const { env, context, origin } = input;
  const settings = readSettings(strings(env));
  const defer = (promise: Promise<unknown>) => context.waitUntil(promise);
  const db = openRemote({ url: settings.databaseUrl, authToken: settings.databaseAuthToken });
  const hub = makeDurableHub(env.HUB, defer);
  return scopes.run({ env, defer, db, hub, upgraded: null }, async () => {
    if (!migrated) {
      await migrate(db);
      migrated = true;
    }
    isolate ??= compositionOf(env, origin);
    const made = await isolate.catch((error: unknown) => {
      // A wrong setting is told to every request, and forgotten with the next deployment's.
      isolate = null;
      throw error;
    });
    startEngine(made.ctx);
    return work(made);
  });
}

function strings(env: WorkerEnv): Environment {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export default {
  /** One request: the same app as on Bun. */
  async fetch(request: Request, env: WorkerEnv, context: ExecutionContext): Promise<Response> {
    return inScope({ env, context, origin: new URL(request.url).origin }, async ({ app }) => {
      const answer = await app.fetch(request, { address: request.headers.get("cf-connecting-ip") });
      return scope().upgraded ?? answer;
    });
  },

  /** The clock's tick (`[triggers]` in wrangler.toml): everything due, once. */
  async scheduled(_: unknown, env: WorkerEnv, context: ExecutionContext): Promise<void> {
    const origin = typeof env.PUBLIC_URL === "string" ? env.PUBLIC_URL : "http://localhost";
    await inScope({ env, context, origin }, ({ ctx }) => tick(ctx));
  },
};
