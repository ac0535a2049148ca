import Native from "libsql";
import type { SqlValue } from "../database.ts";
import { fromDriver } from "../values.ts";

/** One statement text on one connection, prepared once. */
type Prepared = {
  /** It yields rows: SELECT, PRAGMA or RETURNING. */
  reader: boolean;
  returning: boolean;
  columns: () => readonly string[];
  run: (args: SqlValue[]) => { changes: number; rowid: number };
  all: (args: SqlValue[]) => unknown[][];
};

/** A connection of the native libSQL driver (better-sqlite3's API) with a bounded cache of prepared statements. */
export type Connection = {
  exec: (sql: string) => void;
  statement: (sql: string) => Prepared;
  inTransaction: () => boolean;
  /** After DDL: prepared SELECTs of the old shape must not answer with old column names. */
  forget: () => void;
  close: () => void;
};

const CACHED_STATEMENTS = 300;

/**
 * Opens a local database file. PRAGMAs belong to the connection, so they are set here and nowhere else.
 *
 * @example const connection = openNative({ path: "data/waybill.db", busyTimeoutMs: 200, readOnly: false });
 */
export function openNative(options: { path: string; busyTimeoutMs: number; readOnly: boolean }): Connection {
  const database = new Native(options.path, { timeout: options.busyTimeoutMs });
  const cache = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    const statement = database.prepare(sql);
    const reader = statement.reader;
    if (reader) statement.raw(true).safeIntegers(true);
    let columns: readonly string[] | undefined;
    return {
      reader,
      returning: reader && /\breturning\b/i.test(sql),
      columns: () => {
        columns ??= reader ? statement.columns().map((column) => column.name) : [];
        return columns;
      },
      run: (args) => {
        const { changes, lastInsertRowid } = statement.run(args);
        return { changes, rowid: Number(lastInsertRowid) };
      },
      all: (args) => fromDriver(statement.all(args) as unknown[][]),
    };
  }

  // Only the first connection to a new file changes its journal mode; asking again writes nothing.
  if (!options.readOnly) database.prepare("PRAGMA journal_mode = WAL").all();
  // FULL: a commit is on disk when it returns. 1,000 pages: checkpoints every few ms of load instead of one long pause.
  database.prepare("PRAGMA synchronous = FULL").all();
  database.prepare("PRAGMA wal_autocheckpoint = 1000").all();
  database.prepare("PRAGMA foreign_keys = ON").all();
  if (options.readOnly) database.prepare("PRAGMA query_only = 1").all();

  return {
    exec: (sql) => database.exec(sql),
    statement: (sql) => {
      const known = cache.get(sql);
      if (known !== undefined) {
        // A Map keeps insertion order: taking out and putting back makes it least-recently-used first.
        cache.delete(sql);
        cache.set(sql, known);
        return known;
      }
      const prepared = prepare(sql);
      cache.set(sql, prepared);
      if (cache.size > CACHED_STATEMENTS) {
        const oldest = cache.keys().next().value;
        if (oldest !== undefined) cache.delete(oldest);
      }
      return prepared;
    },
    inTransaction: () => database.inTransaction,
    forget: () => cache.clear(),
    close: () => {
      cache.clear();
      database.close();
    },
  };
}

/** SQLite's primary result code, or null for errors that are not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  const raw = (error as { rawCode?: unknown } | null)?.rawCode;
  return typeof raw === "number" ? raw & 0xff : null;
}

export const SQLITE_BUSY = 5;
/** ERROR, TOOBIG, CONSTRAINT, MISMATCH, AUTH, RANGE: the statement is wrong, the connection is sound. */
const STATEMENT_FAULTS: ReadonlySet<number> = new Set([1, 18, 19, 20, 23, 25]);

/** Is this the fault of one statement (and so of one caller), rather than of the file or the connection? */
export function isStatementFault(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === null ? error instanceof TypeError : STATEMENT_FAULTS.has(code);
}
