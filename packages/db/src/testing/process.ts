// Runs as a process of its own in tests that kill it: `bun process.ts ROLE FILE`. One line on stdout per acknowledged
// row, written before anything else can happen, so that a SIGKILL cannot take back what was said.
import { writeSync } from "node:fs";
import { createClient } from "@libsql/client";
import { openNative } from "../file/native.ts";
import { migrate } from "../migrate.ts";
import type { Migration } from "../migration.ts";
import { migrations } from "../migrations.gen.ts";
import { openDatabase } from "../open.ts";

const [role, path] = process.argv.slice(2) as [string, string];
const say = (line: string) => writeSync(1, `${line}\n`);
const INSERT = "INSERT INTO org_settings (org_id, name, value, changed_at) VALUES ('o', ?, '{}', 1)";

/** The production writer, several callers at a time, until it is killed. */
async function write(): Promise<void> {
  const db = await openDatabase({ url: `file:${path}` });
  say("ready");
  let row = 0;
  const lane = async () => {
    for (;;) {
      const name = `w${row++}`;
      await db.commit([{ sql: INSERT, args: [name] }]);
      say(`ack ${name} ${db.stats().reopened}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

/** What a service does that trusts the client: insert, catch BUSY, go on with the next row. */
async function naive(): Promise<void> {
  const client = createClient({ url: `file:${path}`, concurrency: 1 });
  say("ready");
  for (let row = 0; ; row++) {
    try {
      await client.execute({ sql: INSERT, args: [`n${row}`] });
      say(`ack n${row} 0`);
    } catch (error) {
      say(`error ${(error as { code?: string }).code}`);
    }
    await Bun.sleep(5);
  }
}

/** A second writer that keeps the file to itself most of the time. */
async function hold(): Promise<void> {
  const connection = openNative({ path, busyTimeoutMs: 10_000, readOnly: false });
  for (let row = 0; ; row++) {
    connection.exec("BEGIN IMMEDIATE");
    connection.statement(INSERT).run([`h${row}`]);
    if (row === 0) say("ready");
    await Bun.sleep(600);
    connection.exec("COMMIT");
    await Bun.sleep(60);
  }
}

/** Migrates with one step more, which a file holds as JSON, and is killed meanwhile. */
async function rebuild(): Promise<void> {
  const db = await openDatabase({ url: `file:${path}` });
  const step = (await Bun.file(`${path}.step.json`).json()) as Migration;
  say("ready");
  await migrate(db, [...migrations, step]);
  say("done");
}

async function migrateOnly(): Promise<void> {
  const db = await openDatabase({ url: `file:${path}` });
  say(JSON.stringify(await migrate(db)));
  await db.close();
}

const roles: Record<string, () => Promise<void>> = { write, naive, hold, migrate: migrateOnly, rebuild };
await roles[role]?.();
