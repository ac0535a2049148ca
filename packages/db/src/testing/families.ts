// Rows for every table that refers to another one or is referred to, and everything that a database holds.
import type { Database, Row } from "../database.ts";

type Key = { child: string; column: string; parent: string; parentColumn: string };
/** Every foreign key of the database, as SQLite lists them. */
export async function foreignKeys(db: Database): Promise<Key[]> {
  return db.query<Key>(`SELECT m.name AS child, f."from" AS "column", f."table" AS parent, f."to" AS parentColumn
    FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2`);
}

export type Column = { name: string; type: string; notnull: number; pk: number };
/** Two rows for every table that refers or is referred to; a key refers to the row of the same number. */
export async function fillFamilies(db: Database): Promise<void> {
  const all = await foreignKeys(db);
  const order: string[] = [];
  const visit = (table: string) => {
    if (order.includes(table)) return;
    for (const key of all) if (key.child === table && key.parent !== table) visit(key.parent);
    order.push(table);
  };
  for (const key of all) visit(key.child);
  for (const table of order) {
    const columns = await db.query<Column>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', [table]);
    const value = (column: Column, n: number) => {
      const key = all.find((one) => one.child === table && one.column === column.name);
      if (key) return `${key.parent}-${key.parentColumn}-${n}`;
      return column.type.toLowerCase() === "integer" ? n : `${table}-${column.name}-${n}`;
    };
    await db.commit(
      [1, 2].map((n) => ({
        sql: `INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
        args: columns.map((column) => value(column, n)),
      })),
    );
  }
}

const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'waybill_%' AND name NOT LIKE 'orders_fts%' AND name NOT LIKE '%drizzle%'";
const OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' ORDER BY type, name";

type Everything = { rows: Record<string, Row[]>; objects: Row[]; keys: Row[] };

/** Every row of every table, every index, trigger and view, and whether a connection has its foreign keys on. */
export async function everythingIn(db: Database): Promise<Everything> {
  const tables = (await db.query<{ name: string }>(TABLES)).map(({ name }) => name);
  const rows = await Promise.all(
    tables.map(async (table) => [table, await db.query(`SELECT * FROM "${table}" ORDER BY 1, 2`)] as const),
  );
  return {
    rows: Object.fromEntries(rows),
    objects: await db.query(OBJECTS),
    keys: await db.query("SELECT foreign_keys FROM pragma_foreign_keys"),
  };
}
