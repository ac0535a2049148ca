import type { Database } from "./database.ts";

/** An object that a rebuilt table would lose, or that would refer to nothing while the table is away. */
type Kept = { type: "index" | "trigger" | "view"; name: string; table: string; sql: string };

const OBJECTS =
  "SELECT type, name, tbl_name AS \"table\", sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger', 'view') ORDER BY rowid";
const SEQUENCE = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'";

/** `json_extract` refuses a path that does not begin with $ and repeats it: the one way to fail with words of our own in SQL. */
const SAY = "waybill: ";
const KEYS_ARE_OFF = `SELECT json_extract('{}', '${SAY}the database keeps foreign keys on, so its tables cannot be rebuilt') FROM pragma_foreign_keys WHERE foreign_keys <> 0`;
const NO_KEY_IS_BROKEN = `SELECT json_extract('{}', '${SAY}rows would refer to nothing: ' || group_concat(words, ', ')
  || ', ' || (SELECT COUNT(*) FROM pragma_foreign_key_check) || ' in all')
  FROM (SELECT "table" || ' row ' || COALESCE(rowid, '?') || ' (' || parent || ')' AS words FROM pragma_foreign_key_check LIMIT 5)`;
/** A rename makes SQLite read every trigger and view again and fail on one that refers to what is gone. */
const NOTHING_REFERS_TO_NOTHING = [
  "CREATE TABLE __waybill_probe (x)",
  "ALTER TABLE __waybill_probe RENAME TO __waybill_probed",
  "DROP TABLE __waybill_probed",
];

const NAME = String.raw`(?:IF (?:NOT )?EXISTS\s+)?(?:["\`]?main["\`]?\.)?[\`"[]?([A-Za-z_][\w$]*)`;
const dropsOf = (what: string, sql: string) => new RegExp(String.raw`^\s*DROP\s+${what}\s+${NAME}`, "i").exec(sql)?.[1];
const createsOf = (what: string, sql: string) =>
  new RegExp(String.raw`^\s*CREATE\s+(?:TEMP(?:ORARY)?\s+|UNIQUE\s+|VIRTUAL\s+)?${what}\s+${NAME}`, "i").exec(
    withoutNotes(sql),
  )?.[1];
const renamesTo = (sql: string) =>
  new RegExp(String.raw`^\s*ALTER\s+TABLE\s+\S+\s+RENAME\s+TO\s+${NAME}`, "i").exec(sql)?.[1];

/** drizzle's and our own steps may begin with `--` lines. */
const withoutNotes = (sql: string) => sql.replace(/^(?:\s*--.*\n)+/, "");
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Does a step take a table away? Then its children go as well, by ON DELETE CASCADE, unless keys are off meanwhile. */
export function dropsTables(statements: readonly string[]): boolean {
  return statements.some((sql) => dropsOf("TABLE", withoutNotes(sql)) !== undefined);
}

/**
 * The statements of a step that rebuilds tables (create `__new_x`, copy, drop `x`, rename), completed so that nothing is lost:
 * triggers and views step aside while a table is away and come back, indices that the step does not name are made again, an
 * AUTOINCREMENT goes on where it was. To be run with foreign keys off; it fails in words when they are on, and when a key,
 * trigger or view refers to nothing at the end.
 */
export async function rebuildStatements(db: Database, statements: readonly string[]): Promise<string[]> {
  const plain = statements.map(withoutNotes);
  const dropped = plain.flatMap((sql) => dropsOf("TABLE", sql) ?? []);
  if (dropped.length === 0) return [KEYS_ARE_OFF, ...statements, NO_KEY_IS_BROKEN];
  const first = plain.findIndex((sql) => dropsOf("TABLE", sql) !== undefined);
  const back = 1 + plain.findLastIndex((sql) => dropsOf("TABLE", sql) !== undefined || renamesTo(sql) !== undefined);
  const made = new Set(plain.slice(0, back).flatMap((sql) => renamesTo(sql) ?? createsOf("TABLE", sql) ?? []));
  const gone = new Set(dropped.filter((name) => !made.has(name)));

  const objects = await db.query<Kept>(OBJECTS);
  const aside = objects.filter(({ type }) => type !== "index");
  const lost = objects.filter(({ type, table }) => type !== "index" || dropped.includes(table));
  const restored = lost.filter((one) => !gone.has(one.table) && !isOfTheStep({ one, plain, back }));
  const sequences =
    (await db.query(SEQUENCE)).length > 0 ? keepSequences(dropped.filter((name) => made.has(name))) : null;
  return [
    KEYS_ARE_OFF,
    ...statements.slice(0, first),
    ...(sequences?.before ?? []),
    ...aside.map(({ type, name }) => `DROP ${type} IF EXISTS ${quoted(name)}`),
    ...statements.slice(first, back),
    ...(sequences?.after ?? []),
    ...restored.map(({ sql }) => sql),
    ...statements.slice(back),
    ...NOTHING_REFERS_TO_NOTHING,
    ...restored.flatMap(watchedColumns),
    NO_KEY_IS_BROKEN,
  ];
}

/** What the step says itself about an object stands: dropped before the table comes back, or made anew by it. */
function isOfTheStep(input: { one: Kept; plain: readonly string[]; back: number }): boolean {
  const { one, plain, back } = input;
  const drop = plain.findIndex((sql) => dropsOf(one.type, sql) === one.name);
  const create = plain.findIndex((sql) => createsOf(one.type, sql) === one.name);
  if (drop >= back && (create === -1 || drop < create)) return false;
  return drop !== -1 || create !== -1;
}

/** AUTOINCREMENT promises that no id is used twice, also when the newest rows are deleted: a new table only knows its rows. */
function keepSequences(tables: readonly string[]): { before: string[]; after: string[] } {
  const mark = "waybill:kept:";
  const names = tables.map(literal).join(", ");
  const kept = `name IN (${tables.map((name) => literal(mark + name)).join(", ")})`;
  const bare = `substr(name, ${mark.length + 1})`;
  if (tables.length === 0) return { before: [], after: [] };
  return {
    before: [
      `INSERT INTO sqlite_sequence (name, seq) SELECT '${mark}' || name, seq FROM sqlite_sequence WHERE name IN (${names})`,
    ],
    after: [
      `DELETE FROM sqlite_sequence WHERE name IN (${names}) AND '${mark}' || name IN (SELECT name FROM sqlite_sequence)`,
      `UPDATE sqlite_sequence SET name = ${bare} WHERE ${kept}`,
    ],
  };
}

/** A trigger `UPDATE OF` a column that is gone would be silent for ever: compiled for no row, it fails here. */
function watchedColumns({ type, table, sql }: Kept): string[] {
  const columns = type === "trigger" ? /\bUPDATE\s+OF\s+([\s\S]+?)\s+ON\b/i.exec(sql)?.[1] : undefined;
  if (columns === undefined) return [];
  const sets = columns.split(",").map((column) => `${column.trim()} = ${column.trim()}`);
  return [`UPDATE ${quoted(table)} SET ${sets.join(", ")} WHERE 0`];
}

/** The words that one of our own checks failed with; null for any other error. */
export function rebuildRefusal(error: unknown): string | null {
  const text = error instanceof Error ? error.message : String(error);
  return new RegExp(`bad JSON path: '${SAY}((?:[^']|'')*)'`).exec(text)?.[1]?.replaceAll("''", "'") ?? null;
}
