import { type Moves, mayMove, statesBefore, statesOf } from "@waybill/domain/moves";

const quoted = (states: readonly string[]) => states.map((state) => `'${state}'`).join(", ");

/**
 * The guard of a write to one state: from where it may come, `stays` with the state itself. States are our own words, never data.
 *
 * @example `UPDATE sync_runs SET state = 'cancelled' WHERE id = ? AND ${comesFrom(runMoves, "cancelled")}`
 */
export function comesFrom<S extends string>(
  moves: Moves<S>,
  to: S,
  options: { column?: string; stays?: boolean } = {},
): string {
  const { column = "state", stays = false } = options;
  return `${column} IN (${quoted([...(stays ? [to] : []), ...statesBefore(moves, to)])})`;
}

/** The guard of a write whose rows go to several states: `to` is the SQL of each row's next one. To stay is allowed. */
export function movesSql<S extends string>(moves: Moves<S>, input: { from: string; to: string }): string {
  const states = statesOf(moves);
  const pairs = states.flatMap((from) => states.filter((to) => mayMove(moves, from, to)).map((to) => [from, to]));
  return `(${input.from}, ${input.to}) IN (VALUES ${pairs.map((pair) => `(${quoted(pair)})`).join(", ")})`;
}
