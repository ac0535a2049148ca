import type { DatabaseLog } from "../database.ts";
import { answerLost, commitUncertain, conditionFailed, databaseBusy, statementFailure } from "../failures.ts";
import type { BoundStatement, Writer } from "../file/writer.ts";
import { type Table, toBindings } from "../values.ts";
import type { RemoteClient, RemoteStatement } from "./client.ts";
import { sortRemoteFailure } from "./failure.ts";

type Caller = {
  statements: readonly BoundStatement[];
  resolve: (tables: Table[]) => void;
  reject: (error: unknown) => void;
};
/** Where a statement of the merged batch came from. */
type Origin = { caller: Caller; index: number; guards: number | null } | null;

type Attempt = { tables: Table[]; error: null } | { tables: null; error: unknown };

const STATEMENTS_PER_COMMIT = 1_000;
const WAITING_CALLERS = 20_000;
const PRUNE_EVERY = 500;
/** Raises "integer overflow" unless the statement before it changed enough rows. */
const GUARD = "SELECT CASE WHEN changes() >= ? THEN 1 ELSE abs(-9223372036854775808) END";
const CREATE = "CREATE TABLE IF NOT EXISTS waybill_commits (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID";
const REMEMBER = "INSERT INTO waybill_commits (id, at) VALUES (?, unixepoch())";
const PRUNE = "DELETE FROM waybill_commits WHERE at < unixepoch() - 3600";

/**
 * The one write lane of a process to a libSQL server: a single request in flight, callers merged while it waits (a server
 * with many parallel writers can wedge, docs/performance.md#remote-servers). The durability of a commit is the server's: libsql-server runs
 * `synchronous=NORMAL`, so a commit survives its process and may not survive a power cut.
 *
 * Each batch carries an id in `waybill_commits`. After a time-out the id is looked up before anything is sent again, and a
 * second sending of a batch that landed late is refused by the id, so no row is written twice.
 *
 * @example const writer = makeRemoteWriter({ client: makeRemoteClient({ url, authToken, timeoutMs: 10_000 }) });
 */
export function makeRemoteWriter(options: {
  client: RemoteClient;
  attempts?: number;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
  log?: DatabaseLog;
}): Writer {
  const { client } = options;
  const attempts = options.attempts ?? 6;
  const sleep = options.sleep ?? ((ms) => new Promise<void>((done) => setTimeout(done, ms)));
  const random = options.random ?? Math.random;
  let waiting: Caller[] = [];
  let running: Promise<void> | null = null;
  let closed = false;
  const counted = { commits: 0, callers: 0, reopened: 0 };

  async function landed(id: string): Promise<boolean | null> {
    try {
      const found = await client.read({ sql: "SELECT 1 FROM waybill_commits WHERE id = ?", args: [id] });
      return found.values.length > 0;
    } catch (error) {
      return /no such table/i.test(String(error)) ? false : null;
    }
  }

  function build(id: string, callers: readonly Caller[]): { statements: RemoteStatement[]; origins: Origin[] } {
    const statements: RemoteStatement[] = [{ sql: REMEMBER, args: [id] }];
    const origins: Origin[] = [null];
    const add = (statement: RemoteStatement, origin: Origin) => {
      statements.push(statement);
      origins.push(origin);
    };
    if (counted.commits % PRUNE_EVERY === 0) add({ sql: PRUNE, args: [] }, null);
    for (const caller of callers) {
      for (const [index, { sql, args, atLeast }] of caller.statements.entries()) {
        add({ sql, args }, { caller, index, guards: null });
        if (atLeast === undefined) continue;
        add({ sql: GUARD, args: toBindings([atLeast]) }, { caller, index, guards: atLeast });
      }
    }
    return { statements, origins };
  }

  /** Sends until the callers are answered; never throws. */
  async function settle(callers: readonly Caller[]): Promise<void> {
    const id = crypto.randomUUID();
    const { statements, origins } = build(id, callers);
    let inDoubt = false;
    for (let tried = 1; ; tried++) {
      const { tables, error } = await once(id, statements, inDoubt);
      if (tables !== null) return answerAll(callers, origins, tables);
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
        const origin = sorted.kind === "statement" ? origins[sorted.index] : null;
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
      options.log?.warn("database server failed a commit", { kind: sorted.kind, reason: String(error), tried });
      inDoubt ||= sorted.kind === "unknown";
      if (tried >= attempts) {
        const words = "The database server does not answer; nothing was written.";
        return rejectAll(callers, inDoubt ? commitUncertain(error) : databaseBusy(words, error));
      }
      await sleep(50 * 2 ** tried * (0.5 + random()));
    }
  }

  async function once(id: string, statements: RemoteStatement[], inDoubt: boolean): Promise<Attempt> {
    if (inDoubt) {
      counted.reopened += 1;
      const found = await landed(id);
      if (found === true) return { tables: null, error: "landed" };
      if (found === null) return { tables: null, error: "not known" };
    }
    try {
      return { tables: await client.writeAll(statements), error: null };
    } catch (error) {
      return { tables: null, error };
    }
  }

  function answerAll(callers: readonly Caller[], origins: readonly Origin[], tables: readonly Table[]): void {
    counted.commits += 1;
    counted.callers += callers.length;
    const byCaller = new Map<Caller, Table[]>(callers.map((caller) => [caller, []]));
    for (const [i, origin] of origins.entries()) {
      if (origin !== null && origin.guards === null) byCaller.get(origin.caller)?.push(tables[i] as Table);
    }
    for (const [caller, own] of byCaller) caller.resolve(own);
  }

  async function drain(): Promise<void> {
    // A microtask: callers of the same turn share the first request as well.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch: Caller[] = [];
      let statements = 0;
      for (const caller of waiting) {
        statements += caller.statements.length;
        if (batch.length > 0 && statements > STATEMENTS_PER_COMMIT) break;
        batch.push(caller);
      }
      waiting = waiting.slice(batch.length);
      await settle(batch);
    }
    running = null;
  }

  return {
    write: (statements) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(databaseBusy("The database is closed."));
        if (statements.length === 0) return resolve([]);
        if (waiting.length >= WAITING_CALLERS) return reject(databaseBusy("Too many writes are waiting."));
        waiting.push({ statements, resolve, reject });
        running ??= drain();
      }),
    stats: () => ({ ...counted, waiting: waiting.length }),
    close: async () => {
      closed = true;
      await running;
      client.close();
    },
  };
}

/** Tells the one caller whose statement failed. */
function rejectCulprit(caller: Caller, origin: Origin | undefined, error: unknown): void {
  const index = origin?.index ?? (caller.statements.length === 1 ? 0 : null);
  const guards = origin?.guards ?? null;
  const sql =
    index === null ? caller.statements.map((one) => one.sql).join("; ") : (caller.statements[index]?.sql ?? "");
  caller.reject(
    guards !== null && index !== null && /integer overflow/i.test(String(error))
      ? conditionFailed({ index, atLeast: guards, changes: null })
      : statementFailure({ error, index, sql }),
  );
}

function rejectAll(callers: readonly Caller[], error: unknown): void {
  for (const caller of callers) caller.reject(error);
}
