import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Native from "libsql";
import { openFailure } from "../open-failure.ts";
import { SQLITE_BUSY, sqliteCode } from "./native.ts";

const PAUSE_MS = 100;
/** A lock that only its closure knows is collected with it, and let go of. */
const held = new Set<InstanceType<typeof Native>>();

/**
 * Makes this process the one server of a database file: two would both run its jobs and each keep its own live sockets. The
 * lock is the operating system's, on an empty file beside the database, so a process that was killed holds none. Tools that
 * read or write beside the server (`backup`, `replay`) don't take it.
 *
 * @returns lets go of it
 * @throws in words when another process keeps it for longer than `patienceMs` (a server that is stopping lets go in time)
 * @example const unlock = await lockForServer({ file: "data/waybill.db", patienceMs: 5_000 });
 */
export async function lockForServer(options: { file: string; patienceMs: number }): Promise<() => void> {
  const { file, patienceMs } = options;
  for (let waited = 0; ; waited += PAUSE_MS) {
    const unlock = attempt(file);
    if (unlock) return unlock;
    if (waited >= patienceMs) {
      throw new Error(
        `Another Waybill server runs on ${file}. One file has one server: stop the other, or give this one its own DATABASE_URL.`,
      );
    }
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

function attempt(file: string): (() => void) | null {
  let lock: InstanceType<typeof Native>;
  try {
    mkdirSync(dirname(file), { recursive: true });
    lock = new Native(`${file}-server`, { timeout: 0 });
  } catch (error) {
    throw openFailure(error, `file:${file}`);
  }
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === SQLITE_BUSY) return null;
    throw openFailure(error, `file:${file}`);
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    // The driver closes late: what is held is let go of by hand.
    if (lock.open) lock.exec("ROLLBACK");
    lock.close();
  };
}
