import type { DatabaseLog, SqlValue } from "../database.ts";
import { commitUncertain, conditionFailed, databaseBusy, statementFailure } from "../failures.ts";
import type { Table } from "../values.ts";
import { type Connection, isStatementFault, SQLITE_BUSY, sqliteCode } from "./native.ts";

export type BoundStatement = { sql: string; args: SqlValue[]; atLeast?: number };
type WriterStats = { commits: number; callers: number; reopened: number; waiting: number };
export type Writer = {
  write: (statements: readonly BoundStatement[]) => Promise<Table[]>;
  stats: () => WriterStats;
  /** Refuses new callers, answers those that wait, closes the connection. */
  close: () => Promise<void>;
};

type Caller = {
  statements: readonly BoundStatement[];
  resolve: (tables: Table[]) => void;
  reject: (error: unknown) => void;
};
type Outcome = { tables: Table[] } | { error: unknown };

/** Bounds the latency of everybody in a merged commit (about 10 ms of work). */
const STATEMENTS_PER_COMMIT = 1_000;
/** Past this the process is drowning: callers are told to come back instead of filling the memory. */
const WAITING_CALLERS = 20_000;
const HELD =
  "Another process holds the database file. Waybill allows one server per file; stop the other process or give this one its own DATABASE_URL.";

/** A commit that failed as a whole. `uncertain`: COMMIT itself failed and left no transaction to roll back. */
type BatchFailure = { failure: unknown; uncertain: boolean };

/**
 * The one writer of a local file: callers of one turn of the event loop share one transaction and one fsync, and none is
 * answered before COMMIT has returned. When somebody's statements fail, the batch is run again with a
 * savepoint for each, so every caller keeps its own all-or-nothing. (docs/performance.md#commits: about
 * four times the speed of a commit per caller.)
 *
 * A BUSY, or anything else that is not one statement's fault, is answered by closing the connection, opening a new one
 * and running the same callers again: after a BUSY a connection can report success for rows that never reach the disk.
 * The busy timeout is short because the driver blocks the event loop while it waits; the patience is in `attempts`.
 *
 * @example const writer = makeFileWriter({ open: () => openNative({ path, busyTimeoutMs: 200, readOnly: false }) });
 */
export function makeFileWriter(options: {
  open: () => Connection;
  /** Called after DDL was committed. */
  onSchemaChange?: () => void;
  /** Tries against BUSY, each one busy timeout plus a pause long: 25 × (200 + 20…200) ms is about 8 s. */
  attempts?: number;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
  log?: DatabaseLog;
}): Writer {
  const attempts = options.attempts ?? 25;
  const sleep = options.sleep ?? ((ms) => new Promise<void>((done) => setTimeout(done, ms)));
  const random = options.random ?? Math.random;
  let connection: Connection | null = options.open();
  let waiting: Caller[] = [];
  let running = false;
  let closed = false;
  let whenIdle: (() => void)[] = [];
  const counted = { commits: 0, callers: 0, reopened: 0 };

  function reopen(): Connection {
    const old = connection;
    connection = null;
    if (old !== null) {
      // A statement or transaction left open would outlive close() until the garbage collector comes by.
      attempt(() => old.exec("ROLLBACK"));
      attempt(() => old.close());
      counted.reopened += 1;
    }
    connection = options.open();
    return connection;
  }

  function take(): Caller[] {
    let statements = 0;
    let count = 0;
    for (const caller of waiting) {
      statements += caller.statements.length;
      if (count > 0 && statements > STATEMENTS_PER_COMMIT) break;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = count === waiting.length ? [] : waiting.slice(count);
    return batch;
  }

  /** One transaction. Answers its callers after COMMIT, or answers nobody and says why. */
  function commitMerged(callers: readonly Caller[]): BatchFailure | null {
    let outcomes: Outcome[];
    let committing = false;
    try {
      const open = connection ?? reopen();
      open.exec("BEGIN IMMEDIATE");
      // Savepoints cost as much as a small write, and almost every commit goes through: without them first.
      outcomes = callers.map((caller) => runCaller(open, caller.statements, false));
      if (outcomes.some((outcome) => "error" in outcome)) {
        open.exec("ROLLBACK");
        open.exec("BEGIN IMMEDIATE");
        outcomes = callers.map((caller) => runCaller(open, caller.statements, true));
      }
      committing = true;
      open.exec("COMMIT");
      if (open.inTransaction()) return { failure: new Error("COMMIT left the transaction open."), uncertain: false };
    } catch (failure) {
      // A transaction that is still open after a failed COMMIT has written nothing; one that is gone may have.
      return { failure, uncertain: committing && connection?.inTransaction() !== true };
    }
    counted.commits += 1;
    counted.callers += callers.length;
    if (callers.some((caller) => caller.statements.some((statement) => isSchemaChange(statement.sql)))) {
      connection?.forget();
      options.onSchemaChange?.();
    }
    callers.forEach((caller, i) => {
      const outcome = outcomes[i] as Outcome;
      if ("tables" in outcome) caller.resolve(outcome.tables);
      else caller.reject(outcome.error);
    });
    return null;
  }

  async function recover(callers: readonly Caller[], first: BatchFailure): Promise<void> {
    let failed: BatchFailure | null = first;
    for (let tried = 1; failed !== null; tried++) {
      const { failure, uncertain } = failed;
      const busy = sqliteCode(failure) === SQLITE_BUSY;
      options.log?.warn("database commit failed; reopening", { reason: String(failure), busy, tried });
      attempt(reopen);
      if (uncertain) return rejectAll(callers, commitUncertain(failure));
      if (!busy && callers.length > 1) {
        // One caller may have broken the whole (OR ROLLBACK, out of memory): alone, it only breaks itself.
        for (const caller of callers) {
          const alone = commitMerged([caller]);
          if (alone !== null) await recover([caller], alone);
        }
        return;
      }
      if (!busy && tried >= 2) return rejectAll(callers, statementFailure(blame(callers, failure)));
      if (tried >= attempts) return rejectAll(callers, databaseBusy(HELD, failure));
      await sleep(20 + random() * 180);
      failed = commitMerged(callers);
    }
  }

  function turn(): void {
    const batch = take();
    const failed = batch.length === 0 ? null : commitMerged(batch);
    if (failed === null) next();
    else void recover(batch, failed).then(next, next);
  }

  function next(): void {
    if (waiting.length > 0) {
      // Not a microtask: the turn of the event loop in between is what lets the next callers gather.
      setImmediate(turn);
      return;
    }
    running = false;
    for (const done of whenIdle) done();
    whenIdle = [];
  }

  return {
    write: (statements) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(databaseBusy("The database is closed."));
        if (statements.length === 0) return resolve([]);
        if (waiting.length >= WAITING_CALLERS) return reject(databaseBusy("Too many writes are waiting."));
        waiting.push({ statements, resolve, reject });
        if (running) return;
        running = true;
        setImmediate(turn);
      }),
    stats: () => ({ ...counted, waiting: waiting.length }),
    close: async () => {
      closed = true;
      if (running) await new Promise<void>((done) => whenIdle.push(done));
      // The driver closes a connection for good only when its statements are collected, so the WAL is put away by hand.
      attempt(() => connection?.statement("PRAGMA wal_checkpoint(TRUNCATE)").all([]));
      attempt(() => connection?.close());
      connection = null;
    },
  };
}

/** Runs one caller's statements; its own mistakes undo only its own rows, anything else is thrown. */
function runCaller(connection: Connection, statements: readonly BoundStatement[], guarded: boolean): Outcome {
  if (guarded) connection.exec("SAVEPOINT caller");
  const tables: Table[] = [];
  let error: unknown = null;
  for (const [index, { sql, args, atLeast }] of statements.entries()) {
    try {
      const prepared = connection.statement(sql);
      if (prepared.reader) {
        const values = prepared.all(args);
        tables.push({
          columns: prepared.columns(),
          values,
          changes: prepared.returning ? values.length : 0,
          rowid: null,
        });
      } else {
        tables.push({ columns: [], values: [], ...prepared.run(args) });
      }
    } catch (failure) {
      if (!isStatementFault(failure) || !connection.inTransaction()) throw failure;
      error = statementFailure({ error: failure, index, sql });
      break;
    }
    const changes = (tables[index] as Table).changes;
    if (atLeast !== undefined && changes < atLeast) {
      error = conditionFailed({ index, atLeast, changes });
      break;
    }
  }
  if (guarded) {
    if (error !== null) connection.exec("ROLLBACK TO caller");
    connection.exec("RELEASE caller");
  }
  return error === null ? { tables } : { error };
}

function blame(callers: readonly Caller[], error: unknown): { error: unknown; index: number | null; sql: string } {
  const statements = callers.length === 1 ? (callers[0]?.statements ?? []) : [];
  return { error, index: statements.length === 1 ? 0 : null, sql: statements.map(({ sql }) => sql).join("; ") };
}

function rejectAll(callers: readonly Caller[], error: unknown): void {
  for (const caller of callers) caller.reject(error);
}

function isSchemaChange(sql: string): boolean {
  return /^\s*(create|alter|drop)\b/i.test(sql);
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // The connection is being thrown away; the next commit opens a new one and reports what is wrong then.
  }
}
