import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Database } from "@waybill/db/database";
import { lockForServer } from "@waybill/db/file/lock";
import { migrate } from "@waybill/db/migrate";
import { filePath, openDatabase } from "@waybill/db/open";
import { openFailure } from "@waybill/db/open-failure";
import { errorText } from "@waybill/domain/errors";
import type { Ctx } from "@waybill/engine/core/context";
import { drain, recover, startEngine, tick } from "@waybill/engine/tick";
import { createApp } from "./app.ts";
import { bunAssets } from "./assets/bun.ts";
import { bunRenderer } from "./assets/track-bun.ts";
import { makeAuth } from "./auth/auth.ts";
import { localSecret } from "./auth/secret-file.ts";
import { type ApiCtx, compose } from "./compose.ts";
import { makeDeferSet } from "./defer-set.ts";
import { isDemoDatabase } from "./demo/session.ts";
import { connectDemo } from "./demo/world.ts";
import { completeConfig, type Environment, mailSecrets, readSettings } from "./env.ts";
import type { Limits } from "./http/rate-limit.ts";
import { type BunHub, makeBunHub, type SocketData } from "./hub/bun.ts";
import { buffered, makeLog } from "./observe/log.ts";

const ROOT = resolve(import.meta.dir, "../../..");
/** Between two looks for due work, ms. */
const TICK_MS = 1_000;
/** How long a shutdown waits for answers, then for deferred work, ms. */
const GRACE_MS = 8_000;
/** How long a start waits for the server before it to let go of the database file, ms. */
const LOCK_PATIENCE_MS = 10_000;

export type StartOptions = {
  /** The variables of docs/architecture.md#configuration; `PORT: "0"` takes any free port. */
  env?: Environment;
  write?: (text: string) => void;
  limits?: Partial<Limits>;
  adapters?: Ctx["adapters"];
  now?: () => number;
  fetch?: (input: string | URL, init?: RequestInit) => Promise<Response>;
  /** False: nothing is done by the clock; a test calls the verbs itself. */
  tick?: boolean;
  /** How long to wait for the server before it to let go of the database file. */
  lockPatienceMs?: number;
};
export type RunningServer = { url: string; port: number; ctx: ApiCtx; stop: () => Promise<void> };

/**
 * Opens and migrates the database, composes the app and serves it. Tests start it with `PORT: "0"` and a database in a
 * temporary folder. Throws in words when the port is taken, a variable is wrong or the database can't be opened.
 *
 * @example const { url, ctx, stop } = await startServer({ env: { PORT: "0", DATABASE_URL: "file:data/test.db", DEMO: "0" } });
 */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const settings = readSettings(options.env ?? process.env);
  const now = options.now ?? Date.now;
  const write = options.write ?? buffered((text) => void process.stdout.write(text), setImmediate);
  const file = settings.databaseUrl.startsWith("file:") ? filePath(settings.databaseUrl) : null;
  const unlock =
    file === null
      ? () => undefined
      : await lockForServer({ file, patienceMs: options.lockPatienceMs ?? LOCK_PATIENCE_MS });
  const appSecret = settings.appSecret ?? localSecret(file ?? "data/waybill.db");
  const secrets = [appSecret, settings.databaseAuthToken, ...mailSecrets(settings)];
  const log = makeLog({ level: settings.logLevel, now, write, secrets });

  const hub = makeBunHub({ now });
  let db: Database | null = null;
  try {
    db = await openDatabase({ url: settings.databaseUrl, authToken: settings.databaseAuthToken, log });
    await migrate(db).catch((error: unknown) => {
      throw openFailure(error, settings.databaseUrl);
    });
    const demo = settings.demo ?? (await isDemoDatabase(db));
    const { server, ready } = listen({ hub, host: settings.host, port: settings.port });
    const port = server.port ?? settings.port;
    const deferred = makeDeferSet();
    const ctx = await compose({
      db,
      hub,
      log,
      now,
      write,
      config: completeConfig(settings, { appSecret, demo, port }),
      fetch: options.fetch ?? fetch,
      defer: deferred.defer,
      adapters: options.adapters,
      resolve: async (host) => (await Bun.dns.lookup(host)).map(({ address }) => address),
    });
    const auth = makeAuth(ctx);
    const app = createApp(ctx, {
      auth,
      limits: options.limits,
      cut: hub.cut,
      assets: bunAssets(roots()),
      track: bunRenderer(resolve(ROOT, "apps/tracking/dist/server/entry.js")),
      upgrade: (c, socket) => (hub.upgrade(server, c.req.raw, socket) ? undefined : null),
    });
    startEngine(ctx);
    await recover(ctx);
    ready((request, address) => app.fetch(request, { address, server }));
    const stopping = new AbortController();
    if (options.tick !== false) void runTicks(ctx, stopping.signal);
    if (ctx.config.simulatorUrl) ctx.defer(connectDemo(ctx, auth, stopping.signal));
    const url = `http://${settings.host === "0.0.0.0" || settings.host === "::" ? "localhost" : settings.host}:${port}`;
    log.info("started", { url, database: settings.databaseUrl.split("?")[0], demo });
    return {
      url,
      port,
      ctx,
      stop: once(() => shutDown({ ctx, server, hub, stopping, unlock, drainDeferred: deferred.drain })),
    };
  } catch (error) {
    await hub.close();
    await db?.close();
    unlock();
    throw error;
  }
}

type Handle = (request: Request, address: string | null) => Response | Promise<Response>;
type Server = Bun.Server<SocketData>;

/** Listens at once, so that the port is known to the composition; requests wait for the app, which is a moment away. */
function listen(options: { hub: BunHub; host: string; port: number }): {
  server: Server;
  ready: (handle: Handle) => void;
} {
  const { hub, host, port } = options;
  const app = Promise.withResolvers<Handle>();
  let handle: Handle | null = null;
  const serve = () =>
    Bun.serve<SocketData>({
      hostname: host,
      port,
      // Long enough for a slow page of orders, short enough for a dead phone.
      idleTimeout: 60,
      // Refused by the app in its own words at 1 MB; this is the wall behind it.
      maxRequestBodySize: 8 * 1024 * 1024,
      fetch: (request, server) => {
        const address = server.requestIP(request)?.address ?? null;
        return handle ? handle(request, address) : app.promise.then((late) => late(request, address));
      },
      websocket: hub.websocket,
    });
  try {
    const server = serve();
    hub.attach(server);
    const ready = (made: Handle) => {
      handle = made;
      app.resolve(made);
    };
    return { server, ready };
  } catch (error) {
    throw listenFailure(error, { host, port });
  }
}

function listenFailure(error: unknown, { host, port }: { host: string; port: number }): unknown {
  switch ((error as { code?: unknown }).code) {
    case "EADDRINUSE":
      return new Error(`Port ${port} is taken by another program. Stop it, or choose another with PORT=….`);
    case "EACCES":
      return new Error(`Port ${port} needs more rights than this user has. Choose one above 1023 with PORT=….`);
    case "EADDRNOTAVAIL":
    case "EINVAL":
    case "ENOTFOUND":
      return new Error(`HOST=${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every network.`);
    default:
      return error;
  }
}

function roots() {
  const scalar = resolve(ROOT, "node_modules/@scalar/api-reference/dist/browser/standalone.js");
  return {
    dashboard: resolve(ROOT, "apps/dashboard/dist"),
    tracking: resolve(ROOT, "apps/tracking/dist"),
    scalar: existsSync(scalar) ? scalar : null,
  };
}

/** Due work once a second; a part that is still at it is left out, so a long pull holds nothing up. */
async function runTicks(ctx: Ctx, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    ctx.defer(tick(ctx));
    await pause(TICK_MS, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

/** Stops accepting, tells sockets to come back (1012), lets answers and deferred work end, closes the database. */
async function shutDown(input: {
  ctx: Ctx;
  server: Server;
  hub: BunHub;
  stopping: AbortController;
  unlock: () => void;
  drainDeferred: () => Promise<void>;
}): Promise<void> {
  const { ctx, server, hub, stopping, unlock, drainDeferred } = input;
  stopping.abort();
  const answered = server.stop();
  await hub.close();
  const deadline = new Promise((done) => setTimeout(done, GRACE_MS).unref());
  await Promise.race([answered, deadline]);
  await server.stop(true);
  await Promise.race([drain(ctx).then(drainDeferred), deadline]);
  await ctx.db.close();
  unlock();
  ctx.log.info("stopped");
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work();
    return running;
  };
}

if (import.meta.main) {
  try {
    const { stop } = await startServer();
    const end = () => void stop().then(() => process.exit(0));
    process.on("SIGTERM", end);
    process.on("SIGINT", end);
  } catch (error) {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  }
}
