import { carriers, channels, senders } from "@waybill/adapters/registry.gen";
import type { Database } from "@waybill/db/database";
import type { Config, Ctx, Hub, Log } from "@waybill/engine/core/context";
import { mailSecrets } from "./env.ts";
import { guardFetch } from "./http/fetch-guard.ts";
import { makeLog } from "./observe/log.ts";
import { type Metrics, makeMetrics } from "./observe/meter.ts";

/** What a runtime brings; everything else is made here. */
type Parts = {
  db: Database;
  hub: Hub;
  config: Config;
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
  /** UTC ms. */
  now: () => number;
  /** Keeps work alive after the answer: a set awaited at shutdown on Bun, `waitUntil` on Workers. */
  defer: (work: Promise<unknown>) => void;
  /** Where log lines go (each ends in a newline). */
  write: (line: string) => void;
  /** Name → addresses, where the runtime can tell; lets the fetch guard see through names that point inside. */
  resolve?: (host: string) => Promise<readonly string[]>;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
  /** Tests may bring their own platforms. */
  adapters?: Ctx["adapters"];
  log?: Log;
};

/** A context whose meter can also be read out. */
export type ApiCtx = Ctx & { meter: Metrics };

/**
 * Composes the one context of production, Workers and tests.
 *
 * @example const ctx = await compose({ db, hub, config, fetch, now: Date.now, defer, write });
 */
export async function compose(parts: Parts): Promise<ApiCtx> {
  const { config } = parts;
  const log =
    parts.log ??
    makeLog({
      level: config.logLevel,
      now: parts.now,
      write: parts.write,
      secrets: [config.appSecret, config.databaseAuthToken, ...mailSecrets(config)],
    });
  return {
    db: parts.db,
    hub: parts.hub,
    adapters: parts.adapters ?? ({ carriers, channels, senders } as unknown as Ctx["adapters"]),
    fetch: guardFetch({
      fetch: parts.fetch,
      allowPrivate: config.allowPrivateNetworks,
      except: config.simulatorUrl,
      resolve: parts.resolve,
    }),
    now: parts.now,
    sleep: parts.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms))),
    random: parts.random ?? Math.random,
    defer: (work) => {
      parts.defer(work.catch((error: unknown) => log.error("deferred work failed", { error })));
    },
    log,
    meter: makeMetrics(),
    config,
  };
}
