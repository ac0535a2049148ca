import { type Database, isAnswerLost, isConditionFailed, type Statement } from "./database.ts";
import type { Migration } from "./migration.ts";
import { migrations as bundled } from "./migrations.gen.ts";
import { rebuildRefusal, rebuildStatements } from "./rebuild.ts";

const CREATE =
  'CREATE TABLE IF NOT EXISTS "__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)';
/** Only one of two processes that start at once passes this, and only in order. */
const CLAIM = `INSERT INTO "__drizzle_migrations" (hash, created_at)
SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM "__drizzle_migrations" WHERE created_at >= ?)`;

/**
 * Brings a database to the newest schema; does nothing when it is there already. Each migration and its mark in
 * `__drizzle_migrations` (drizzle's own table) are one commit, so a crash leaves whole steps only. A step that rebuilds a
 * table runs with foreign keys off and keeps its children, triggers and indices; it is refused when a key would be broken.
 *
 * @returns the tags that this call applied
 * @throws in words when the file is not Waybill's, is newer than this version, or was migrated with other SQL
 * @example await migrate(await openDatabase({ url }));
 */
export async function migrate(db: Database, migrations: readonly Migration[] = bundled): Promise<string[]> {
  const applied: string[] = [];
  const done = await appliedSoFar(db, migrations);
  if (done.size === migrations.length) return applied;
  await db.commit([{ sql: CREATE, args: [] }]).catch(unlessLanded);
  for (const migration of migrations) {
    const { tag, when } = migration;
    if (done.has(when)) continue;
    try {
      await apply(db, migration);
      applied.push(tag);
    } catch (error) {
      const refusal = rebuildRefusal(error);
      if (refusal !== null) {
        throw new Error(`Migration ${tag} was undone: ${refusal}. The database is as it was before.`, { cause: error });
      }
      // Another process took this step between our look and our write.
      if (!isConditionFailed(error)) unlessLanded(error);
    }
  }
  await appliedSoFar(db, migrations);
  return applied;
}

async function apply(db: Database, { when, hash, statements, rebuild }: Migration): Promise<void> {
  const claim: Statement = { sql: CLAIM, args: [hash, when, when], atLeast: 1 };
  const plain = (sql: string): Statement => ({ sql, args: [] });
  if (rebuild) await db.commitWithKeysOff([claim, ...(await rebuildStatements(db, statements)).map(plain)]);
  else await db.commit([claim, ...statements.map(plain)]);
}

/**
 * Which migrations the database lacks, without changing it (for `/readyz`, and for Workers that do not migrate).
 *
 * @example if ((await pendingMigrations(db)).length > 0) return c.text("migrating", 503);
 */
export async function pendingMigrations(db: Database, migrations: readonly Migration[] = bundled): Promise<string[]> {
  const done = await appliedSoFar(db, migrations);
  return migrations.filter(({ when }) => !done.has(when)).map(({ tag }) => tag);
}

async function appliedSoFar(db: Database, migrations: readonly Migration[]): Promise<ReadonlySet<number>> {
  const tables = await db.query<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) NOT IN ('sqlite_', 'libsql_')",
  );
  const names = tables.map(({ name }) => name).filter((name) => name !== "waybill_commits");
  if (!names.includes("__drizzle_migrations")) {
    if (names.length === 0) return new Set();
    const some = names.slice(0, 3).join(", ");
    throw new Error(`DATABASE_URL points to a database that is not Waybill's (it has ${some}). Use a new file.`);
  }
  const rows = await db.query<{ hash: string; at: number }>(
    'SELECT hash, created_at AS at FROM "__drizzle_migrations" ORDER BY created_at',
  );
  for (const { hash, at } of rows) {
    const known = migrations.find(({ when }) => when === Number(at));
    if (known === undefined) {
      const newest = migrations.at(-1)?.tag ?? "none";
      throw new Error(
        `The database was written by another version of Waybill (this one knows its schema up to ${newest}). Run the version that wrote it, or restore a backup.`,
      );
    }
    if (known.hash !== hash) {
      throw new Error(
        `Migration ${known.tag} was changed after this database had applied it. Use the version that wrote the database, or a new file.`,
      );
    }
  }
  return new Set(rows.map(({ at }) => Number(at)));
}

function unlessLanded(error: unknown): void {
  if (!isAnswerLost(error)) throw error;
}
