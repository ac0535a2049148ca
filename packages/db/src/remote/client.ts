import { type Client, createClient, type InArgs, type ResultSet } from "@libsql/client/web";
import type { SqlValue } from "../database.ts";
import { fromDriver, type Table } from "../values.ts";

export type RemoteStatement = { sql: string; args: SqlValue[] };
export type RemoteClient = {
  read: (statement: RemoteStatement) => Promise<Table>;
  /** All or nothing, `BEGIN IMMEDIATE` on the server, one HTTP request. */
  writeAll: (statements: readonly RemoteStatement[]) => Promise<Table[]>;
  /**
   * The same with foreign keys off. Each request is a connection of its own on the server and the PRAGMA ends with it, so it
   * travels in the same request, before BEGIN.
   */
  writeAllKeysOff: (statements: readonly RemoteStatement[]) => Promise<Table[]>;
  close: () => void;
};

const REBUILD_PATIENCE = 30;

type Fetch = (input: Request, init?: RequestInit) => Promise<Response>;

/** The libSQL client over HTTP with a time limit on every request; no native module, so Workers can load it. */
export function makeRemoteClient(options: {
  url: string;
  authToken: string | null;
  fetch?: Fetch;
  timeoutMs: number;
}): RemoteClient {
  const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const connect = (timeoutMs: number): Client =>
    createClient({
      url: options.url,
      authToken: options.authToken ?? undefined,
      // "number" would throw on integers past 2^53; `fromDriver` makes numbers of the others.
      intMode: "bigint",
      fetch: (request: Request) => send(request, { signal: AbortSignal.timeout(timeoutMs) }),
    });
  const client = connect(options.timeoutMs);
  return {
    read: async ({ sql, args }) => toTable(sql, await client.execute({ sql, args: args as InArgs })),
    writeAll: async (statements) => {
      const results = await client.batch(
        statements.map(({ sql, args }) => ({ sql, args: args as InArgs })),
        "write",
      );
      return results.map((result, i) => toTable((statements[i] as RemoteStatement).sql, result));
    },
    writeAllKeysOff: async (statements) => {
      // Copies whole tables, so it may take its time.
      const patient = connect(options.timeoutMs * REBUILD_PATIENCE);
      try {
        const results = await patient.migrate(statements.map(({ sql, args }) => ({ sql, args: args as InArgs })));
        return results.map((result, i) => toTable((statements[i] as RemoteStatement).sql, result));
      } finally {
        patient.close();
      }
    },
    close: () => client.close(),
  };
}

function toTable(sql: string, result: ResultSet): Table {
  const width = result.columns.length;
  const values = fromDriver(result.rows.map((row) => Array.from({ length: width }, (_, i) => row[i] as unknown)));
  const changes = width === 0 ? result.rowsAffected : /\breturning\b/i.test(sql) ? values.length : 0;
  const rowid = width > 0 || result.lastInsertRowid === undefined ? null : Number(result.lastInsertRowid);
  return { columns: result.columns, values, changes, rowid };
}
