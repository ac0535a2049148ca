import { getTableColumns, getTableName, type InferSelectModel } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Row } from "./database.ts";
import { type Column, insertsInto, updateOf } from "./row-statements.ts";

/** A row of a table as code holds it: the schema's names and types, JSON parsed, flags as booleans. */
export type RowOf<T extends SQLiteTable, Without extends keyof InferSelectModel<T> = never> = Omit<
  InferSelectModel<T>,
  Without
>;

const kindOf = (column: SQLiteColumn): Column["kind"] =>
  column.dataType === "json" ? "json" : column.dataType === "boolean" ? "flag" : "plain";

/** A column's name in the database, and whether a value of it may be NULL: a comparison with one that may is `IS`. */
function columnsOf(table: SQLiteTable): Map<string, Column> {
  const columns = Object.entries(getTableColumns(table)) as [string, SQLiteColumn][];
  return new Map(
    columns.map(([key, column]) => [key, { key, name: column.name, kind: kindOf(column), notNull: column.notNull }]),
  );
}

/**
 * A function that makes one object literal from its argument `from`. As source text it is as fast as one written by hand (a loop over
 * names takes three times as long, and this runs for each row that is read); where a runtime makes no code from text, the loop does.
 * Names and expressions come from the schema, never from data.
 */
function literal<From, To>(fields: readonly { key: string; source: string; of: (from: From) => unknown }[]) {
  try {
    const body = fields.map(({ key, source }) => `${JSON.stringify(key)}: ${source}`).join(", ");
    return new Function("from", `return { ${body} };`) as (from: From) => To;
  } catch {
    return (from: From) => Object.fromEntries(fields.map(({ key, of }) => [key, of(from)])) as To;
  }
}

const field = ({ key, name, kind }: Column) => {
  const value = `from[${JSON.stringify(name)}]`;
  const source = {
    plain: `${value} ?? null`,
    flag: `Boolean(${value})`,
    json: `${value} == null ? null : JSON.parse(${value})`,
  };
  const of = (from: Row) => {
    const found = from[name] ?? null;
    if (kind === "flag") return Boolean(found);
    return kind === "json" && found !== null ? (JSON.parse(String(found)) as unknown) : found;
  };
  return { key, source: source[kind], of };
};

/**
 * Copies named properties of an object, in this order.
 *
 * @example const runSummary = picker<RunSummary>(Object.keys(runSummarySchema.shape)); runSummary(row)
 */
export const picker = <T extends object>(keys: readonly string[]): ((from: T) => T) =>
  literal<T, T>(
    keys.map((key) => ({ key, source: `from[${JSON.stringify(key)}]`, of: (from) => from[key as keyof T] })),
  );

/**
 * What code needs of a table, from its schema alone: the reader of its rows and the statements that write them. Each text is made
 * once. `without`: columns that the row does not have (secrets, what only SQL looks at).
 *
 * @example
 * const runs = rowsOf(syncRuns, { without: ["version"] });
 * const rows = (await ctx.db.query(`SELECT ${runs.columns()} FROM sync_runs`)).map(runs.read);
 */
export function rowsOf<T extends SQLiteTable, Without extends keyof InferSelectModel<T> & string = never>(
  table: T,
  options: { without?: readonly Without[] } = {},
) {
  type Full = InferSelectModel<T>;
  type Kept = RowOf<T, Without>;
  const name = getTableName(table);
  const all = columnsOf(table);
  const columnOf = (key: string): Column => {
    const column = all.get(key);
    if (!column) throw new Error(`The table ${name} has no column for ${key}.`);
    return column;
  };
  const kept = [...all.values()].filter(
    (column) => !(options.without as readonly string[] | undefined)?.includes(column.key),
  );
  const named = (keys: readonly string[]) => keys.map(columnOf);

  return {
    /** Column names for a SELECT, those of the row unless others are asked for; `of`: the table's name in the query. */
    columns: (
      keys: readonly (keyof Full & string)[] = kept.map((column) => column.key as keyof Full & string),
      input = "",
    ) =>
      named(keys)
        .map((column) => (input ? `${input}.${column.name}` : column.name))
        .join(", "),

    /** A row as the database answers it. A column that was not asked for is null. */
    read: literal<Row, Kept>(kept.map(field)),

    /** A reader of some columns. */
    reader: <K extends keyof Full & string>(keys: readonly K[]) => literal<Row, Pick<Full, K>>(named(keys).map(field)),

    ...insertsInto<Full>({ table: name, named }),
    ...updateOf<Full>({ table: name, named }),

    /** The keys of a row, all or without some. */
    keys: <O extends keyof Kept & string = never>(without: readonly O[] = []) =>
      kept.map((column) => column.key).filter((key) => !(without as readonly string[]).includes(key)) as Exclude<
        keyof Kept & string,
        O
      >[],

    /** `a = excluded.a, b = excluded.b`, for an upsert's DO UPDATE SET. */
    excluded: (keys: readonly (keyof Full & string)[]) =>
      named(keys)
        .map((column) => `${column.name} = excluded.${column.name}`)
        .join(", "),
  };
}
