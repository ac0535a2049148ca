import { drizzle, type SqliteRemoteDatabase } from "drizzle-orm/sqlite-proxy";
import type { Statement } from "./database.ts";
import type { Table } from "./values.ts";

/** The two ways into a database: reads see all that was committed before the call, writes go through the group commit. */
export type Lanes = {
  read: (sql: string, args: readonly unknown[]) => Promise<Table>;
  write: (
    statements: readonly (Omit<Statement, "args"> & { args: readonly unknown[] })[],
    options?: { keysOff: boolean },
  ) => Promise<Table[]>;
};

type Method = "run" | "all" | "values" | "get";

const NO_TRANSACTION =
  "There are no interactive transactions: one that is forgotten blocks every write. Use db.commit([...]) or orm.batch([...]).";

/** Reads the first word, and for WITH looks behind the literals for a write. In doubt it is a write, which also answers rows. */
export function laneOf(sql: string): "read" | "write" {
  const word = /^[\s(]*([a-z]+)/i.exec(sql)?.[1]?.toLowerCase() ?? "";
  if (["begin", "commit", "rollback", "savepoint", "release", "end"].includes(word)) throw new Error(NO_TRANSACTION);
  if (word === "select" || word === "values" || word === "explain" || word === "pragma") return "read";
  if (word !== "with") return "write";
  const bare = sql.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'|`[^`]*`/g, " ");
  return /\b(insert|update|delete|replace)\b/i.test(bare) ? "write" : "read";
}

function answer(table: Table, method: Method) {
  // sqlite-proxy takes the single row of `get` as a flat array of values, and no row as undefined.
  const rows = (method === "get" ? table.values[0] : table.values) as unknown[];
  return { rows, rowsAffected: table.changes };
}

/**
 * Drizzle over both lanes. Queries built with it can also be turned into statements for `commit` with `.toSQL()`.
 *
 * @example await db.orm.select().from(orders).where(eq(orders.id, id)).get();
 */
export function makeOrm(lanes: Lanes): SqliteRemoteDatabase<Record<string, never>> {
  const orm = drizzle(
    async (sql, params, method) => {
      if (laneOf(sql) === "read") return answer(await lanes.read(sql, params), method);
      const [table] = await lanes.write([{ sql, args: params }]);
      return answer(table as Table, method);
    },
    async (queries) => {
      if (queries.every((query) => laneOf(query.sql) === "read")) {
        const tables = await Promise.all(queries.map((query) => lanes.read(query.sql, query.params)));
        return tables.map((table, i) => answer(table, (queries[i] as { method: Method }).method));
      }
      const tables = await lanes.write(queries.map((query) => ({ sql: query.sql, args: query.params })));
      return tables.map((table, i) => answer(table, (queries[i] as { method: Method }).method));
    },
  );
  throwPlainly(orm);
  return orm;
}

type PreparedQuery = {
  queryWithCache: (sql: string, params: unknown[], query: () => Promise<unknown>) => Promise<unknown>;
};
type Session = { prepareQuery: (...args: unknown[]) => PreparedQuery };

/**
 * Drizzle wraps every failure in an error whose message lists the bound values: password hashes and tokens would reach the
 * log, and `isUniqueConflict` would see only the wrapper. Its one hook around a query is replaced by a plain call.
 */
function throwPlainly(orm: SqliteRemoteDatabase<Record<string, never>>): void {
  const { session } = orm as unknown as { session: Session };
  const prepare = session.prepareQuery.bind(session);
  session.prepareQuery = (...args) => {
    const query = prepare(...args);
    query.queryWithCache = (_sql, _params, run) => run();
    return query;
  };
}
