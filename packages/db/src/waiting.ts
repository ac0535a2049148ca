import type { SqlValue } from "./database.ts";
import { databaseBusy } from "./failures.ts";
import type { Table } from "./values.ts";

export type BoundStatement = { sql: string; args: SqlValue[]; atLeast?: number };
type WriterStats = { commits: number; callers: number; reopened: number; waiting: number };
export type Writer = {
  /** `keysOff`: a commit of its own, with foreign keys off while it runs (a migration that rebuilds tables). */
  write: (statements: readonly BoundStatement[], options?: { keysOff: boolean }) => Promise<Table[]>;
  stats: () => WriterStats;
  /** Refuses new callers, answers those that wait, closes the connection. */
  close: () => Promise<void>;
};

/** Somebody who waits for a commit. */
export type Caller = {
  statements: readonly BoundStatement[];
  keysOff?: boolean | undefined;
  resolve: (tables: Table[]) => void;
  reject: (error: unknown) => void;
};

/** Bounds the latency of everybody in a merged commit (about 10 ms of work). */
const STATEMENTS_PER_COMMIT = 1_000;
/** Past this the process is drowning: callers are told to come back instead of filling the memory. */
const WAITING_CALLERS = 20_000;

/** Why nothing more may wait; null when it may. */
export function refusal(closed: boolean, waiting: number): Error | null {
  if (closed) return databaseBusy("The database is closed.");
  if (waiting >= WAITING_CALLERS) return databaseBusy("Too many writes are waiting.");
  return null;
}

/** How many of those that wait share the next commit: at least one, however many statements it has; who has keys off, alone. */
export function batchSize(waiting: readonly Caller[]): number {
  let statements = 0;
  let count = 0;
  for (const caller of waiting) {
    statements += caller.statements.length;
    if (count > 0 && (caller.keysOff || statements > STATEMENTS_PER_COMMIT)) break;
    count += 1;
    if (caller.keysOff) break;
  }
  return count;
}

export function rejectAll(callers: readonly Caller[], error: unknown): void {
  for (const caller of callers) caller.reject(error);
}
