import type { DatabaseLog } from "../database.ts";
import { answerLost, commitUncertain, databaseBusy } from "../failures.ts";
import type { Table } from "../values.ts";
import { type Caller, rejectAll } from "../waiting.ts";
import type { RemoteClient, RemoteStatement } from "./client.ts";
import { sortRemoteFailure } from "./failure.ts";
import { answerAll, mergeBatch, type Origin, rejectCulprit } from "./merged-batch.ts";

type Attempt = { tables: Table[]; error: null } | { tables: null; error: unknown };

const PRUNE_EVERY = 500;
const CREATE = "CREATE TABLE IF NOT EXISTS waybill_commits (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID";

type Means = {
  client: RemoteClient;
  attempts: number;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  log?: DatabaseLog | undefined;
  counted: { commits: number; callers: number; reopened: number };
};

/** One commit for many callers: sent, looked up when in doubt, sent again, until each of them has its answer. */
export function makeSettle({ client, attempts, sleep, random, log, counted }: Means) {
  /** Sends until the callers are answered; never throws. */
  async function settle(callers: readonly Caller[]): Promise<void> {
    const id = crypto.randomUUID();
    const { statements, origins } = mergeBatch({ id, callers, prune: counted.commits % PRUNE_EVERY === 0 });
    let inDoubt = false;
    for (let tried = 1; ; tried++) {
      if (inDoubt) counted.reopened += 1;
      const keysOff = callers.some((caller) => caller.keysOff);
      const { tables, error } = await once({ client, id, statements, inDoubt, keysOff });
      if (tables !== null) {
        counted.commits += 1;
        counted.callers += callers.length;
        return answerAll(callers, origins, tables);
      }
      if (error === "landed") return rejectAll(callers, answerLost());
      const sorted = error === "not known" ? ({ kind: "unknown" } as const) : sortRemoteFailure(error);
      if (sorted.kind === "statement" && sorted.index === 0 && /no such table/i.test(String(error)) && tried === 1) {
        await client.writeAll([{ sql: CREATE, args: [] }]).catch(() => undefined);
        continue;
      }
      if (sorted.kind === "refused")
        return rejectAll(callers, databaseBusy(`The database server refused: ${error}`, error));
      if (sorted.kind === "statement" && sorted.index === 0 && /UNIQUE/i.test(String(error))) {
        return rejectAll(callers, answerLost());
      }
      if (sorted.kind === "statement" || sorted.kind === "rejected") {
        return without(callers, { origin: sorted.kind === "statement" ? origins[sorted.index] : null, error });
      }
      log?.warn("database server failed a commit", { kind: sorted.kind, reason: String(error), tried });
      inDoubt ||= sorted.kind === "unknown";
      if (tried >= attempts) {
        const words = "The database server does not answer; nothing was written.";
        return rejectAll(callers, inDoubt ? commitUncertain(error) : databaseBusy(words, error));
      }
      await sleep(50 * 2 ** tried * (0.5 + random()));
    }
  }

  /** Everything was rolled back because of one caller: it alone is refused, the others are settled without it. */
  async function without(
    callers: readonly Caller[],
    { origin, error }: { origin: Origin | undefined; error: unknown },
  ): Promise<void> {
    const culprit = origin?.caller ?? (callers.length === 1 ? callers[0] : undefined);
    if (culprit === undefined) {
      // Nobody knows who it was: each goes alone.
      for (const caller of callers) await settle([caller]);
      return;
    }
    // Everything was rolled back because of one caller. Those before it have just been seen to work and go first, so
    // that what it is told is true of the committed state; those after it were never run.
    const at = callers.indexOf(culprit);
    if (at > 0) await settle(callers.slice(0, at));
    rejectCulprit(culprit, origin, error);
    return at + 1 < callers.length ? settle(callers.slice(at + 1)) : undefined;
  }

  return settle;
}

async function once(input: {
  client: RemoteClient;
  id: string;
  statements: RemoteStatement[];
  inDoubt: boolean;
  keysOff: boolean;
}): Promise<Attempt> {
  const { client, id, statements, inDoubt, keysOff } = input;
  if (inDoubt) {
    const found = await landed(client, id);
    if (found === true) return { tables: null, error: "landed" };
    if (found === null) return { tables: null, error: "not known" };
  }
  try {
    const write = keysOff ? client.writeAllKeysOff : client.writeAll;
    return { tables: await write(statements), error: null };
  } catch (error) {
    return { tables: null, error };
  }
}

async function landed(client: RemoteClient, id: string): Promise<boolean | null> {
  try {
    const found = await client.read({ sql: "SELECT 1 FROM waybill_commits WHERE id = ?", args: [id] });
    return found.values.length > 0;
  } catch (error) {
    return /no such table/i.test(String(error)) ? false : null;
  }
}
