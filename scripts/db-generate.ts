// `bun run db:generate [--custom --name=…]`: drizzle-kit writes drizzle/ from the schema, then the migrations are bundled
// into packages/db/src/migrations.gen.ts and the picture of the tables is drawn anew. Running it twice changes nothing.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Migration } from "@waybill/db/migration";
import { dropsTables } from "@waybill/db/rebuild";
import { ER_PAGE, readTables, renderTables, withPictures } from "./lib/er.ts";
import { mendRebuild, type TablesBefore } from "./lib/mend-rebuild.ts";

const FOREIGN_KEYS = /^PRAGMA\s+foreign_keys\s*=\s*(?:OFF|ON|0|1|TRUE|FALSE)\s*;?$/i;

type Step = Pick<Migration, "statements" | "rebuild">;
type Journal = { entries: { when: number; tag: string }[] };

/**
 * The statements of one file. drizzle-kit puts `PRAGMA foreign_keys=OFF` and `=ON` around a rebuild of a table; in a transaction
 * they do nothing, so they are only a mark here, as is any DROP TABLE: `migrate` runs such a step with keys off and checks
 * them before it commits.
 *
 * @throws when it sets another PRAGMA: inside a transaction it would silently do nothing
 */
export function stepOf(input: { tag: string; text: string; before: TablesBefore }): Step {
  const { tag, text, before } = input;
  const written = text.split("--> statement-breakpoint").map((statement) => statement.trim());
  const meant = written.filter((statement) => !FOREIGN_KEYS.test(statement));
  const pragma = meant.find((statement) => /^PRAGMA\b/im.test(statement));
  if (pragma !== undefined) {
    throw new Error(
      `${tag}.sql holds "${pragma}". A step runs in one transaction, where a PRAGMA does nothing: take it out. Only PRAGMA foreign_keys = OFF and ON may stand, each a statement of its own; migrate() sees to them.`,
    );
  }
  const statements = mendRebuild(meant, before);
  const rebuild = meant.length < written.length || dropsTables(statements);
  return { statements, ...(rebuild ? { rebuild } : {}) };
}

/**
 * Reads drizzle-kit's folder: `meta/_journal.json` and one SQL file per migration, statements parted by its breakpoint mark.
 *
 * @throws what `stepOf` throws
 * @example const migrations = await readMigrations("drizzle");
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const journal = JSON.parse(await readFile(`${folder}/meta/_journal.json`, "utf8")) as Journal;
  return Promise.all(
    journal.entries.map(async ({ when, tag }, index) => {
      const text = await readFile(`${folder}/${tag}.sql`, "utf8");
      const hash = createHash("sha256").update(text).digest("hex");
      const before = await tablesBefore(folder, journal.entries[index - 1]);
      const { statements, rebuild } = stepOf({ tag, text, before });
      return { tag, when, hash, statements, ...(rebuild ? { rebuild } : {}) };
    }),
  );
}

async function tablesBefore(folder: string, entry: Journal["entries"][number] | undefined): Promise<TablesBefore> {
  if (entry === undefined) return {};
  const snapshot = `${folder}/meta/${entry.tag.split("_")[0]}_snapshot.json`;
  const { tables } = JSON.parse(await readFile(snapshot, "utf8")) as { tables: Record<string, { columns: object }> };
  return Object.fromEntries(Object.entries(tables).map(([name, { columns }]) => [name, Object.keys(columns)]));
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
