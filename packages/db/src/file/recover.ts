import type { DatabaseLog } from "../database.ts";
import { commitUncertain, databaseBusy, statementFailure } from "../failures.ts";
import { type Caller, rejectAll } from "../waiting.ts";
import { attempt, type BatchFailure, type MergedCommit } from "./merged-commit.ts";
import { SQLITE_BUSY, sqliteCode } from "./native.ts";

const HELD =
  "Another process holds the database file. Waybill allows one server per file; stop the other process or give this one its own DATABASE_URL.";

type Recovery = {
  merged: MergedCommit;
  attempts: number;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  log?: DatabaseLog | undefined;
};

/** After a commit that failed as a whole: a new connection, and the same callers again until each has its answer. */
export async function recover(means: Recovery, callers: readonly Caller[], first: BatchFailure): Promise<void> {
  const { merged, attempts, sleep, random, log } = means;
  let failed: BatchFailure | null = first;
  for (let tried = 1; failed !== null; tried++) {
    const { failure, uncertain } = failed;
    const busy = sqliteCode(failure) === SQLITE_BUSY;
    log?.warn("database commit failed; reopening", { reason: String(failure), busy, tried });
    attempt(merged.reopen);
    if (uncertain) return rejectAll(callers, commitUncertain(failure));
    if (!busy && callers.length > 1) {
      // One caller may have broken the whole (OR ROLLBACK, out of memory): alone, it only breaks itself.
      for (const caller of callers) {
        const alone = merged.commit([caller]);
        if (alone !== null) await recover(means, [caller], alone);
      }
      return;
    }
    if (!busy && tried >= 2) return rejectAll(callers, statementFailure(blame(callers, failure)));
    if (tried >= attempts) return rejectAll(callers, databaseBusy(HELD, failure));
    await sleep(20 + random() * 180);
    failed = merged.commit(callers);
  }
}

function blame(callers: readonly Caller[], error: unknown): { error: unknown; index: number | null; sql: string } {
  const statements = callers.length === 1 ? (callers[0]?.statements ?? []) : [];
  return { error, index: statements.length === 1 ? 0 : null, sql: statements.map(({ sql }) => sql).join("; ") };
}
