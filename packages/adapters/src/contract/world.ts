import { existsSync, readFileSync } from "node:fs";
import type { AdapterContext, StoredToken } from "../ports/adapter.ts";

// What every contract suite needs of the world: official samples, an adapter context, and a platform that answers over real HTTP.

const SHARED = new URL("../../../../../shared/", import.meta.url);

/** The official samples lie beside the repository; without them the tests that need them are skipped by name. */
export const hasShared = existsSync(SHARED);

/** A file of the official samples as text, e.g. `shared("fixtures/ups/track-details.response.json")`. */
export function shared(path: string): string {
  return readFileSync(new URL(path, SHARED), "utf8");
}

export const sharedJson = (path: string): unknown => JSON.parse(shared(path)) as unknown;

/** A context over real fetch, with an in-memory token store that refreshes single-flight, as the engine's does. */
export function testContext<S>(of: {
  settings: S;
  now?: number;
  /** ms after which a call is given up; keeps the time-out test short. */
  patience?: number;
  token?: StoredToken | null;
}): AdapterContext<S> & { stored: () => StoredToken | null } {
  let token = of.token ?? null;
  let flight: Promise<StoredToken> | null = null;
  return {
    settings: of.settings,
    fetch: (input, init) => {
      const patience = AbortSignal.timeout(of.patience ?? 2_000);
      return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, patience]) : patience });
    },
    now: () => of.now ?? 1_790_000_000_000,
    sleep: () => Promise.resolve(),
    tokens: {
      get: () => token,
      refresh: (get) => {
        flight ??= get(token)
          .then((fresh) => {
            token = fresh;
            return fresh;
          })
          .finally(() => {
            flight = null;
          });
        return flight;
      },
    },
    stored: () => token,
  };
}

export type Seen = { method: string; path: string; headers: Record<string, string>; body: string };

/** A platform on a free local port; `answer` may be swapped while it runs. Every request is kept in `seen`. */
export function startPlatform(answer: (request: Seen) => Response | Promise<Response>) {
  const seen: Seen[] = [];
  const platform = { answer, seen, url: "", stop: () => server.stop(true) };
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const url = new URL(request.url);
      const entry = {
        method: request.method,
        path: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      seen.push(entry);
      return platform.answer(entry);
    },
  });
  platform.url = `http://127.0.0.1:${server.port}`;
  return platform;
}

/** An answer that never comes. */
export const silence = () => new Promise<Response>(() => {});

/** Every place of a JSON value, as paths, the root included. */
export function pathsOf(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Array.isArray(value)
    ? value.flatMap((entry, i) => pathsOf(entry, [...at, i]))
    : Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...at, key]));
  return [at, ...inner];
}

/** A copy of a JSON value with one place replaced. */
export function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return by;
  if (Array.isArray(value)) return value.map((entry, i) => (i === head ? replaced(entry, rest, by) : entry));
  const record = value as Record<string, unknown>;
  return { ...record, [head]: replaced(record[head], rest, by) };
}

/** What carriers and channels have been seen to put where something else belongs. */
export const nonsense: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  "",
  "x",
  "   ",
  "\u0000\ud800 ✓ ÅÄÖ 漢字",
  "99999999",
  "2026-02-31T99:99:99Z",
  true,
  [],
  {},
  [[[null]]],
  { toString: 1, __proto__: null, length: -1 },
];
