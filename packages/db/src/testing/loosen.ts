// What drizzle-kit really writes when a NOT NULL is loosened, for tests that rebuild a table.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { generateSQLiteMigration } from "drizzle-kit/api";
import { stepOf } from "../../../../scripts/db-generate.ts";
import type { Migration } from "../migration.ts";
import { migrations } from "../migrations.gen.ts";

type Snapshot = Parameters<typeof generateSQLiteMigration>[0];
type Column = { name: string; notNull: boolean; primaryKey: boolean };
type Tables = Record<string, { columns: Record<string, Column> }>;

const folder = fileURLToPath(new URL("../../../../drizzle/meta/", import.meta.url));
const newest = migrations.at(-1) as Migration;

async function snapshot(): Promise<Snapshot> {
  return JSON.parse(await readFile(`${folder}${newest.tag.split("_")[0]}_snapshot.json`, "utf8")) as Snapshot;
}

/**
 * The next migration, in which `change` was made to the tables of the schema.
 *
 * @example await nextStep((tables) => { tables.orders.columns.number.notNull = false; })
 */
export async function nextStep(change: (tables: Tables) => void): Promise<Migration> {
  const before = await snapshot();
  const after = structuredClone(before);
  change(after.tables as unknown as Tables);
  const text = (await generateSQLiteMigration(before, after)).join("--> statement-breakpoint\n");
  const tables = before.tables as unknown as Tables;
  const columns = Object.fromEntries(Object.entries(tables).map(([name, one]) => [name, Object.keys(one.columns)]));
  const hash = createHash("sha256").update(text).digest("hex");
  const tag = "9999_next";
  return { tag, when: newest.when + 1, hash, ...stepOf({ tag, text, before: columns }) };
}

/** Loosens the first NOT NULL of a table that is no key. */
export function loosen(tables: Tables, table: string): void {
  const all = Object.values(tables[table]?.columns ?? {});
  const column = all.find(({ notNull, primaryKey, name }) => notNull && !primaryKey && !/(^|_)(id|rid)$/.test(name));
  if (column === undefined) throw new Error(`${table} has no NOT NULL to loosen.`);
  column.notNull = false;
}
