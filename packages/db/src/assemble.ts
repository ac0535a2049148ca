import type { Database } from "./database.ts";
import { type Lanes, laneOf, makeOrm } from "./orm.ts";
import { toRows } from "./values.ts";

/** Puts the face that the engine sees on two lanes; the same for files and servers. */
export function assembleDatabase(
  parts: { lanes: Lanes } & Pick<Database, "kind" | "backup" | "stats" | "close">,
): Database {
  const { lanes, ...rest } = parts;
  return {
    ...rest,
    orm: makeOrm(lanes),
    query: async (sql, args = []) => {
      if (laneOf(sql) === "write") throw new Error("`query` only reads; writes go through `commit`.");
      return toRows(await lanes.read(sql, args));
    },
    commit: async (statements) => {
      const tables = await lanes.write(statements);
      return tables.map((table) => ({ changes: table.changes, rows: toRows(table), rowid: table.rowid }));
    },
    commitWithKeysOff: async (statements) => {
      await lanes.write(statements, { keysOff: true });
    },
  };
}
