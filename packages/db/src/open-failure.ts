import { errorText } from "@waybill/domain/errors";
import { sqliteCode } from "./file/native.ts";

/** SQLite's primary result codes that tell about the file rather than about a statement. */
const WORDS: Record<number, string> = {
  8: "may only be read: this user may not write to it or to its folder",
  10: "can't be read or written: the disk reports an error",
  11: "is damaged. Stop here, keep a copy of it, and restore a backup (`bun run backup` makes them)",
  13: "can't grow: the disk is full",
  14: "can't be opened: it is a folder, or this user may not read and write it and its folder",
  26: "is not a database. Choose another file, or restore a backup",
};
const FILE_SYSTEM = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "EISDIR", "ENOSPC", "EEXIST"]);

/**
 * What stands in the way of opening a database, for the person who started the program. Anything else is given back as it is.
 *
 * @example catch (error) { throw openFailure(error, "file:data/waybill.db"); }
 */
export function openFailure(error: unknown, url: string): unknown {
  const isFile = url.startsWith("file:");
  if (!isFile) {
    const code = String((error as { code?: unknown } | null)?.code ?? "");
    const lost = /ECONN|ENOTFOUND|ETIMEDOUT|Unable to connect|fetch failed|ConnectionRefused/i;
    if (!lost.test(`${code} ${errorText(error)}`)) return error;
    return new Error(`The database server of DATABASE_URL does not answer (${errorText(error)}). Is it running?`, {
      cause: error,
    });
  }
  const path = url.replace(/^file:(\/\/)?/, "").split("?")[0];
  const said =
    WORDS[sqliteCode(error) ?? -1] ?? (/Unable to open connection/.test(errorText(error)) ? WORDS[14] : null);
  if (said) return new Error(`The database ${path} ${said}.`, { cause: error });
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== "string" || !FILE_SYSTEM.has(code)) return error;
  return new Error(`The folder of the database ${path} can't be used (${code}). Choose another with DATABASE_URL.`, {
    cause: error,
  });
}
