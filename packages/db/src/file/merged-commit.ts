import { conditionFailed, statementFailure } from "../failures.ts";
import type { Table } from "../values.ts";
import type { BoundStatement, Caller } from "../waiting.ts";
import { type Connection, isStatementFault } from "./native.ts";

type Outcome = { tables: Table[] } | { error: unknown };

/** A commit that failed as a whole. `uncertain`: COMMIT itself failed and left no transaction to roll back. */
export type BatchFailure = { failure: unknown; uncertain: boolean };

export type MergedCommit = ReturnType<typeof makeMergedCommit>;

/** The writing connection, and a transaction for many callers on it. */
export function makeMergedCommit(options: { open: () => Connection; onSchemaChange?: (() => void) | undefined }) {
  let connection: Connection | null = options.open();
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

  /** One transaction. Answers its callers after COMMIT, or answers nobody and says why. */
  function commit(callers: readonly Caller[]): BatchFailure | null {
    if (!callers.some(({ keysOff }) => keysOff)) return transact(callers);
    // In a transaction the PRAGMA does nothing, so it stands around it.
    try {
      const open = connection ?? reopen();
      open.exec("PRAGMA foreign_keys = OFF");
      return transact(callers);
    } catch (failure) {
      return { failure, uncertain: false };
    } finally {
      if (connection !== null && !hasKeysOnAgain(connection)) {
        attempt(() => connection?.close());
        connection = null;
      }
    }
  }

  function transact(callers: readonly Caller[]): BatchFailure | null {
    let outcomes: Outcome[];
    let committing = false;
    try {
      const open = connection ?? reopen();
      outcomes = runAll(open, callers);
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
    answerAll(callers, outcomes);
    return null;
  }

  function close(): void {
    // The driver closes a connection for good only when its statements are collected, so the WAL is put away by hand.
    attempt(() => connection?.statement("PRAGMA wal_checkpoint(TRUNCATE)").all([]));
    attempt(() => connection?.close());
    connection = null;
  }

  return { commit, reopen, close, counted };
}

/** Begins a transaction and runs everybody in it. */
function runAll(open: Connection, callers: readonly Caller[]): Outcome[] {
  open.exec("BEGIN IMMEDIATE");
  // Savepoints cost as much as a small write, and almost every commit goes through: without them first.
  const outcomes = callers.map((caller) => runCaller(open, caller.statements, false));
  if (!outcomes.some((outcome) => "error" in outcome)) return outcomes;
  open.exec("ROLLBACK");
  open.exec("BEGIN IMMEDIATE");
  return callers.map((caller) => runCaller(open, caller.statements, true));
}

function answerAll(callers: readonly Caller[], outcomes: readonly Outcome[]): void {
  callers.forEach((caller, i) => {
    const outcome = outcomes[i] as Outcome;
    if ("tables" in outcome) caller.resolve(outcome.tables);
    else caller.reject(outcome.error);
  });
}

/** Switches foreign keys on after a commit without them. A connection that does not obey is to be thrown away. */
function hasKeysOnAgain(connection: Connection): boolean {
  let on = false;
  attempt(() => connection.inTransaction() && connection.exec("ROLLBACK"));
  attempt(() => connection.exec("PRAGMA foreign_keys = ON"));
  attempt(() => {
    on = connection.statement("PRAGMA foreign_keys").all([])[0]?.[0] === 1;
  });
  return on;
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

function isSchemaChange(sql: string): boolean {
  return /^\s*(create|alter|drop)\b/i.test(sql);
}

export function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // The connection is being thrown away; the next commit opens a new one and reports what is wrong then.
  }
}
