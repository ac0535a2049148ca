import type { SqlValue, Statement } from "./database.ts";

/** What stands in a column beside the value itself. */
type Kind = "plain" | "flag" | "json";
export type Column = { key: string; name: string; kind: Kind; notNull: boolean };

function written(column: Column, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (column.kind === "json") return JSON.stringify(value);
  return column.kind === "flag" ? (value ? 1 : 0) : (value as SqlValue);
}

type Target = { table: string; named: (keys: readonly string[]) => Column[] };
type Key<Full> = keyof Full & string;

/** The statements that make rows of a table. */
export function insertsInto<Full>({ table, named }: Target) {
  return {
    /** Writes a row; columns that are not named take their default. `tail`: what follows the values ("ON CONFLICT DO NOTHING"). */
    insert: <K extends Key<Full>>(keys: readonly K[], tail = ""): ((row: Pick<Full, K>) => Statement) => {
      const columns = named(keys);
      const marks = columns.map(() => "?").join(", ");
      const sql =
        `INSERT INTO ${table} (${columns.map((column) => column.name).join(", ")}) VALUES (${marks}) ${tail}`.trim();
      return (row) => ({ sql, args: columns.map((column) => written(column, row[column.key as K])) });
    },

    /** Writes a row if a condition holds, else nothing, which the guard tells. In `condition`, `:key` is the row's own value. */
    insertIf: <K extends Key<Full>>(keys: readonly K[], condition: string): ((row: Pick<Full, K>) => Statement) => {
      const columns = named(keys);
      const place = (key: string) => `?${keys.indexOf(key as K) + 1}`;
      const names = columns.map((column) => column.name).join(", ");
      const where = condition.replace(/:(\w+)/g, (_, key: string) => place(key));
      const sql = `INSERT INTO ${table} (${names}) SELECT ${keys.map(place).join(", ")} WHERE ${where}`;
      return (row) => ({ sql, args: columns.map((column) => written(column, row[column.key as K])), atLeast: 1 });
    },

    /** Writes many rows of one JSON array with one statement (docs/performance.md#bulk-writes). */
    insertMany: <K extends Key<Full>>(keys: readonly K[]): ((rows: readonly Pick<Full, K>[]) => Statement) => {
      const columns = named(keys);
      const value = ({ key, kind }: Column) => `value ${kind === "json" ? "->" : "->>"} '$.${key}'`;
      const names = columns.map((column) => column.name).join(", ");
      const sql = `INSERT INTO ${table} (${names}) SELECT ${columns.map(value).join(", ")} FROM json_each(?)`;
      return (rows) => ({ sql, args: [JSON.stringify(rows)] });
    },
  };
}

/** The statement that changes a row of a table. */
export function updateOf<Full>({ table, named }: Target) {
  return {
    /**
     * Sets columns of the one row that is still as `where` says, or fails (`atLeast`). `also`: what is set in SQL
     * ("version = version + 1").
     *
     * @example const move = outboxRows.update({ set: ["state"], where: ["id", "state"] }); move({ state: "sent" }, row)
     */
    update: <K extends Key<Full>, W extends Key<Full>>(input: {
      set: readonly K[];
      where: readonly W[];
      also?: string;
      and?: string;
    }): ((next: Pick<Full, K>, was: Pick<Full, W>) => Statement) => {
      const sets = named(input.set);
      const wheres = named(input.where);
      const set = [...sets.map((column) => `${column.name} = ?`), ...(input.also ? [input.also] : [])].join(", ");
      const where = wheres.map((column) => `${column.name} ${column.notNull ? "=" : "IS"} ?`).join(" AND ");
      const sql = `UPDATE ${table} SET ${set} WHERE ${where}${input.and ? ` AND ${input.and}` : ""}`;
      return (next, was) => ({
        sql,
        args: [
          ...sets.map((column) => written(column, next[column.key as K])),
          ...wheres.map((column) => written(column, was[column.key as W])),
        ],
        atLeast: 1,
      });
    },
  };
}
