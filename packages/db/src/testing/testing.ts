import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../database.ts";
import { migrate } from "../migrate.ts";
import { openDatabase } from "../open.ts";

export type TestDatabase = { db: Database; url: string; path: string; close: () => Promise<void> };

let template: Promise<Uint8Array> | undefined;

/** One migrated file per test process, kept as bytes and written for each test: migrating costs more than the test. */
async function migratedTemplate(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "waybill-template-"));
  try {
    const path = join(folder, "template.db");
    const db = await openDatabase({ url: `file:${path}` });
    await migrate(db);
    // close() moves the WAL into the file, so the file alone is the database.
    await db.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A fresh, migrated database in a temporary folder of its own, with the production writer; removed by `close`.
 *
 * @example const { db, close } = await testDatabase();
 */
export async function testDatabase(): Promise<TestDatabase> {
  template ??= migratedTemplate();
  const source = await template;
  const folder = mkdtempSync(join(tmpdir(), "waybill-test-"));
  const path = join(folder, "test.db");
  writeFileSync(path, source);
  const url = `file:${path}`;
  const db = await openDatabase({ url });
  return {
    db,
    url,
    path,
    close: async () => {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
