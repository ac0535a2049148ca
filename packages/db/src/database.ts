import type { SqliteRemoteDatabase } from "drizzle-orm/sqlite-proxy";

export type SqlValue = string | number | bigint | null | Uint8Array;
export type Row = Record<string, unknown>;

/** One statement of a commit. */
export type Statement = {
  sql: string;
  args: readonly SqlValue[];
  /** The whole commit is refused with `ConditionFailed` when fewer rows than this are changed. */
  atLeast?: number;
};
type StatementResult = {
  changes: number;
  rows: Row[];
  /** Of a plain INSERT: the new row's integer key. Cheaper than RETURNING; null after anything that yields rows. */
  rowid: number | null;
};

/** Thrown by `commit` when a statement's `atLeast` did not hold; nothing of that caller's commit is written. */
export type ConditionFailed = Error & { readonly isConditionFailed: true; readonly index: number };
export function isConditionFailed(value: unknown): value is ConditionFailed {
  return value instanceof Error && (value as { isConditionFailed?: unknown }).isConditionFailed === true;
}

/** A unique index refused the commit (the log's optimistic lock, a notification's key); `index` is the statement when known. */
export type UniqueConflict = Error & {
  readonly isUniqueConflict: true;
  readonly index: number | null;
  readonly constraint: string;
};
export function isUniqueConflict(value: unknown): value is UniqueConflict {
  return value instanceof Error && (value as { isUniqueConflict?: unknown }).isUniqueConflict === true;
}

/**
 * Remote databases only: the commit landed, but its answer (changes, RETURNING rows) was lost to a time-out. Nothing may be
 * written again without reading first.
 */
export type AnswerLost = Error & { readonly isAnswerLost: true };
export function isAnswerLost(value: unknown): value is AnswerLost {
  return value instanceof Error && (value as { isAnswerLost?: unknown }).isAnswerLost === true;
}

/** What the database layer says about itself; the engine's `Log` fits. */
export type DatabaseLog = { warn: (message: string, fields?: Record<string, unknown>) => void };

/**
 * The database as the engine sees it. Writes go through `commit` only; it answers when the rows are on disk (file) or the
 * server has committed them (remote), and merges concurrent callers into one transaction. `orm` routes its writes there too.
 */
export type Database = {
  kind: "file" | "remote";
  /** Drizzle over both lanes, for reads written with the schema and for better-auth. */
  orm: SqliteRemoteDatabase<Record<string, never>>;
  /** A plain read on the reading connection; sees everything committed before the call. */
  query: <T extends Row = Row>(sql: string, args?: readonly SqlValue[]) => Promise<T[]>;
  /** All or nothing for this caller; another caller's failure does not touch it. */
  commit: (statements: readonly Statement[]) => Promise<StatementResult[]>;
  /**
   * A commit of its own with foreign keys off while it runs, on again after it whatever happens. For `migrate` only: what
   * checks the keys is among its statements (`rebuild.ts`).
   */
  commitWithKeysOff: (statements: readonly Statement[]) => Promise<void>;
  /** A consistent copy of the whole database to a new file while it runs (file databases only). */
  backup: (file: string) => Promise<void>;
  /** Merged commits, callers per commit, reopen count, waiting callers: for /metrics. */
  stats: () => { commits: number; callers: number; reopened: number; waiting: number };
  close: () => Promise<void>;
};
