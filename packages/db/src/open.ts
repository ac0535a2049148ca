import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { assembleDatabase } from "./assemble.ts";
import type { Database, DatabaseLog } from "./database.ts";
import { backupFile } from "./file/backup.ts";
import { openNative } from "./file/native.ts";
import { makeFileReader } from "./file/reader.ts";
import { makeFileWriter } from "./file/writer.ts";
import { openFailure } from "./open-failure.ts";
import { openRemote } from "./remote/open.ts";
import { toBindings } from "./values.ts";

/**
 * The path in a `file:` URL: relative to the working directory, or absolute after one or three slashes.
 *
 * @example filePath("file:data/waybill.db") // "data/waybill.db"
 */
export function filePath(url: string): string {
  const rest = url.replace(/^file:/, "").split("?")[0] as string;
  const path = decoded(rest.startsWith("//") ? rest.replace(/^\/\/(localhost)?/, "") : rest);
  if (path === "" || path.includes(":memory:")) {
    throw new Error(`DATABASE_URL must name a file, for example file:data/waybill.db (it is "${url}").`);
  }
  return path;
}

/** As written where it is no percent-encoding: a file may be named 100%.db. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Opens a database for reading and writing: `file:` through the native driver (durable when `commit` returns), `libsql://`,
 * `https://` or `http://` through HTTP (durable as the server is). Does not migrate: see `migrate`.
 *
 * @throws in words when the file cannot be opened or the URL is of another kind
 * @example const db = await openDatabase({ url: "file:data/waybill.db" });
 */
export async function openDatabase(options: {
  url: string;
  authToken?: string | null;
  log?: DatabaseLog;
  /** Tries against another process that holds the file, about a third of a second each. */
  busyAttempts?: number;
}): Promise<Database> {
  const { url, log } = options;
  if (!url.startsWith("file:")) return openRemote({ url, authToken: options.authToken ?? null, log });
  try {
    return openFile(filePath(url), options);
  } catch (error) {
    throw openFailure(error, url);
  }
}

function openFile(path: string, options: { log?: DatabaseLog; busyAttempts?: number }): Database {
  mkdirSync(dirname(path), { recursive: true });
  const writer = makeFileWriter({
    open: () => openNative({ path, busyTimeoutMs: 200, readOnly: false }),
    onSchemaChange: () => reader.forget(),
    attempts: options.busyAttempts,
    log: options.log,
  });
  const reader = makeFileReader({ open: () => openNative({ path, busyTimeoutMs: 5_000, readOnly: true }) });
  return assembleDatabase({
    kind: "file",
    lanes: {
      read: reader.read,
      write: async (statements, options) =>
        writer.write(
          statements.map(({ sql, args, atLeast }) => ({ sql, args: toBindings(args), atLeast })),
          options,
        ),
    },
    backup: async (file) => backupFile({ from: path, to: file }),
    stats: writer.stats,
    close: async () => {
      await writer.close();
      reader.close();
    },
  });
}
