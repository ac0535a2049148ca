import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { errorText } from "@waybill/domain/errors";
import { openNative, sqliteCode } from "./native.ts";

const SQLITE_FULL = 13;

/**
 * A consistent copy of a database file, taken on its own connection while others read and write (`VACUUM INTO`: one read
 * transaction, so the copy is the state of one instant). The copy appears under its name only when it is whole and synced.
 *
 * Runs to its end before it returns (about 1 s per 400 MB): a server copies from another process, see `bun run backup`.
 *
 * @throws when `to` exists or `from` does not
 * @example backupFile({ from: "data/waybill.db", to: "backups/monday.db" });
 */
export function backupFile(options: { from: string; to: string }): void {
  const { from, to } = options;
  if (!existsSync(from)) throw new Error(`There is no database at ${from}.`);
  if (existsSync(to)) throw new Error(`${to} exists; a backup never overwrites. Give another name.`);
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  // Read-only would forbid VACUUM, which writes only the new file.
  const connection = openNative({ path: from, busyTimeoutMs: 5_000, readOnly: false });
  try {
    connection.statement("VACUUM INTO ?").run([partial]);
    const file = openSync(partial, "r+");
    fsyncSync(file);
    closeSync(file);
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { force: true });
    if (sqliteCode(error) === SQLITE_FULL)
      throw new Error(`The disk is full: ${to} was not written.`, { cause: error });
    if (/unable to open database/i.test(errorText(error)))
      throw new Error(`${to} can't be written. Does its folder exist, and may this user write to it?`, {
        cause: error,
      });
    throw error;
  } finally {
    connection.close();
  }
}
