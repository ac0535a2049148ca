// `bun run db:generate [--custom --name=…]`: drizzle-kit writes drizzle/ from the schema, then the migrations are bundled
// into packages/db/src/migrations.gen.ts and the picture of the tables is drawn anew. Running it twice changes nothing.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Migration } from "@waybill/db/migration";
import { ER_PAGE, readTables, renderTables, withPictures } from "./lib/er.ts";

type Journal = { entries: { when: number; tag: string }[] };

/**
 * Reads drizzle-kit's folder: `meta/_journal.json` and one SQL file per migration, statements parted by its breakpoint mark.
 *
 * @throws when a migration sets a PRAGMA: inside a transaction it would silently do nothing
 * @example const migrations = await readMigrations("drizzle");
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const journal = JSON.parse(await readFile(`${folder}/meta/_journal.json`, "utf8")) as Journal;
  return Promise.all(
    journal.entries.map(async ({ when, tag }) => {
      const text = await readFile(`${folder}/${tag}.sql`, "utf8");
      const statements = text.split("--> statement-breakpoint").map((statement) => statement.trim());
      const pragma = statements.find((statement) => /^PRAGMA\b/im.test(statement));
      if (pragma !== undefined) {
        throw new Error(
          `${tag}.sql holds "${pragma}", which does nothing in a transaction. Rewrite the step without it.`,
        );
      }
      return { tag, when, hash: createHash("sha256").update(text).digest("hex"), statements };
    }),
  );
}

/** The text of `migrations.gen.ts`. */
export async function renderMigrations(folder: string): Promise<string> {
  const migrations = await readMigrations(folder);
  return `// Written by \`bun run db:generate\` from drizzle/. Do not edit.
import type { Migration } from "./migration.ts";

export const migrations: readonly Migration[] = ${JSON.stringify(migrations, null, 2)};
`;
}

if (import.meta.main) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const kit = Bun.spawn([process.execPath, "node_modules/drizzle-kit/bin.cjs", "generate", ...process.argv.slice(2)], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await kit.exited;
  if (code !== 0) process.exit(code);

  const page = await Bun.file(`${root}${ER_PAGE}`).text();
  await keep(`${root}packages/db/src/migrations.gen.ts`, await renderMigrations(`${root}drizzle`));
  await keep(`${root}${ER_PAGE}`, withPictures(page, renderTables(await readTables())));
}

async function keep(file: string, text: string): Promise<void> {
  const before = await Bun.file(file)
    .text()
    .catch(() => "");
  if (before !== text) await Bun.write(file, text);
  console.log(`${basename(file)} ${before === text ? "is up to date" : "written"}.`);
}
