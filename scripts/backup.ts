// `bun run backup FILE`: a consistent copy of the local database while a server writes to it.
import { backupFile } from "../packages/db/src/file/backup.ts";
import { filePath } from "../packages/db/src/open.ts";

const [to] = process.argv.slice(2);
const url = process.env.DATABASE_URL ?? "file:data/waybill.db";
if (to === undefined) {
  console.error("Usage: bun run backup FILE   (copies the database that DATABASE_URL names; FILE must not exist)");
  process.exit(2);
}
if (!url.startsWith("file:")) {
  console.error("DATABASE_URL names a server; its backups are the server's own. Nothing was copied.");
  process.exit(2);
}
try {
  backupFile({ from: filePath(url), to });
  console.log(`Copied ${filePath(url)} to ${to} (${Bun.file(to).size} bytes).`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
