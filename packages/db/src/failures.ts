import { type AppError, appError } from "@waybill/domain/errors";
import type { AnswerLost, ConditionFailed, UniqueConflict } from "./database.ts";

const UNIQUE = /UNIQUE constraint failed: (.+?)$/m;

export function conditionFailed(at: { index: number; atLeast: number; changes: number | null }): ConditionFailed {
  const found = at.changes === null ? "fewer" : at.changes;
  return Object.assign(new Error(`Statement ${at.index} had to change ${at.atLeast} rows and changed ${found}.`), {
    name: "ConditionFailed",
    isConditionFailed: true as const,
    index: at.index,
  });
}

/** A statement's own failure in words: a unique conflict by its columns, anything else with the statement's text. */
export function statementFailure(at: { error: unknown; index: number | null; sql: string }): Error {
  const message = at.error instanceof Error ? at.error.message : String(at.error);
  const constraint = UNIQUE.exec(message)?.[1];
  if (constraint !== undefined) {
    const conflict: UniqueConflict = Object.assign(new Error(`UNIQUE constraint failed: ${constraint}`), {
      name: "UniqueConflict",
      isUniqueConflict: true as const,
      index: at.index,
      constraint,
    });
    return conflict;
  }
  const text = at.sql.replace(/\s+/g, " ").trim().slice(0, 160);
  return new Error(`${message} (statement ${at.index ?? "?"}: ${text})`, { cause: at.error });
}

export function answerLost(): AnswerLost {
  return Object.assign(new Error("The commit is in the database, but the server's answer was lost. Read again."), {
    name: "AnswerLost",
    isAnswerLost: true as const,
  });
}

/** Nothing of the caller's commit is in the database; the same call may be made again later. */
export function databaseBusy(message: string, cause?: unknown): AppError {
  return appError({ code: "database_busy", status: 503, message, public: false, retryAfter: 5, cause });
}

/** Whether the rows landed cannot be known; a caller must read before it writes again. */
export function commitUncertain(cause: unknown): AppError {
  const message = "The database failed while it committed; whether the rows are on disk is not known.";
  return appError({ code: "commit_uncertain", status: 503, message, public: false, retryAfter: 5, cause });
}
