import { conditionFailed, statementFailure } from "../failures.ts";
import { type Table, toBindings } from "../values.ts";
import type { Caller } from "../waiting.ts";
import type { RemoteStatement } from "./client.ts";

/** Where a statement of the merged batch came from. */
export type Origin = { caller: Caller; index: number; guards: number | null } | null;

/** Raises "integer overflow" unless the statement before it changed enough rows. */
const GUARD = "SELECT CASE WHEN changes() >= ? THEN 1 ELSE abs(-9223372036854775808) END";
const REMEMBER = "INSERT INTO waybill_commits (id, at) VALUES (?, unixepoch())";
const PRUNE = "DELETE FROM waybill_commits WHERE at < unixepoch() - 3600";

type MergedBatch = { statements: RemoteStatement[]; origins: Origin[] };

/** The statements of all callers as one batch that carries its id; `prune`: old ids are deleted on the way. */
export function mergeBatch(input: { id: string; callers: readonly Caller[]; prune: boolean }): MergedBatch {
  const { id, callers, prune } = input;
  const statements: RemoteStatement[] = [{ sql: REMEMBER, args: [id] }];
  const origins: Origin[] = [null];
  const add = (statement: RemoteStatement, origin: Origin) => {
    statements.push(statement);
    origins.push(origin);
  };
  if (prune) add({ sql: PRUNE, args: [] }, null);
  for (const caller of callers) {
    for (const [index, { sql, args, atLeast }] of caller.statements.entries()) {
      add({ sql, args }, { caller, index, guards: null });
      if (atLeast === undefined) continue;
      add({ sql: GUARD, args: toBindings([atLeast]) }, { caller, index, guards: atLeast });
    }
  }
  return { statements, origins };
}

/** Each caller gets the tables of its own statements. */
export function answerAll(callers: readonly Caller[], origins: readonly Origin[], tables: readonly Table[]): void {
  const byCaller = new Map<Caller, Table[]>(callers.map((caller) => [caller, []]));
  for (const [i, origin] of origins.entries()) {
    if (origin !== null && origin.guards === null) byCaller.get(origin.caller)?.push(tables[i] as Table);
  }
  for (const [caller, own] of byCaller) caller.resolve(own);
}

/** Tells the one caller whose statement failed. */
export function rejectCulprit(caller: Caller, origin: Origin | undefined, error: unknown): void {
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
