import { assembleDatabase } from "../assemble.ts";
import type { Database, DatabaseLog } from "../database.ts";
import { toBindings } from "../values.ts";
import { makeRemoteClient } from "./client.ts";
import { makeRemoteWriter } from "./writer.ts";

/**
 * Opens a database on a server (Turso, libsql-server) over HTTP, without any native module. `commit` answers when the server
 * has committed; how durable that is, is the server's (libsql-server does not sync every commit to disk).
 *
 * On Workers the write lane lives in the isolate that opened it: open one per organisation in its Durable Object.
 *
 * @example const db = openRemote({ url: "libsql://waybill.turso.io", authToken: env.DATABASE_AUTH_TOKEN });
 */
export function openRemote(options: {
  url: string;
  authToken: string | null;
  fetch?: (input: Request, init?: RequestInit) => Promise<Response>;
  /** How long one request may take before it is given up and looked up, ms. */
  timeoutMs?: number;
  attempts?: number;
  sleep?: (ms: number) => Promise<void>;
  log?: DatabaseLog;
}): Database {
  const { url, authToken, fetch, log, attempts, sleep } = options;
  if (!/^(libsql|https?):\/\//.test(url)) {
    throw new Error("DATABASE_URL must begin with file:, libsql://, https:// or http://.");
  }
  const client = makeRemoteClient({ url, authToken, fetch, timeoutMs: options.timeoutMs ?? 10_000 });
  const writer = makeRemoteWriter({ client, log, attempts, sleep });
  return assembleDatabase({
    kind: "remote",
    lanes: {
      read: async (sql, args) => {
        const statement = { sql, args: toBindings(args) };
        try {
          return await client.read(statement);
        } catch (error) {
          // A kept-alive socket that the server closed meanwhile fails the first request on it; a read may simply go again.
          if (String((error as { code?: unknown } | null)?.code ?? "").startsWith("SQLITE_")) throw error;
          return client.read(statement);
        }
      },
      write: async (statements, options) =>
        writer.write(
          statements.map(({ sql, args, atLeast }) => ({ sql, args: toBindings(args), atLeast })),
          options,
        ),
    },
    backup: async () => {
      throw new Error("A database on a server is backed up by its server; Waybill copies only local files.");
    },
    stats: writer.stats,
    close: writer.close,
  });
}
