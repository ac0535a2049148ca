import { appError } from "./errors.ts";

/** The states of a noun and where each may go from there. To stay as it is, is no move. */
export type Moves<S extends string> = Readonly<Record<S, { readonly to: readonly S[] }>>;

/**
 * Names the states of a noun and their moves: a state that is not there does not compile.
 *
 * @example export const doorMoves = moves({ open: { to: ["shut"] }, shut: { to: ["open", "locked"] }, locked: { to: ["shut"] } });
 */
export const moves = <const S extends string>(table: Record<S, { to: readonly NoInfer<S>[] }>): Moves<S> => table;

/** All states, in the order of the table. */
export const statesOf = <S extends string>(table: Moves<S>) => Object.keys(table) as [S, ...S[]];

export const mayMove = <S extends string>(table: Moves<S>, from: S, to: S): boolean =>
  from === to || table[from].to.includes(to);

/** The states from which something may come to be `to`, without `to` itself. */
export const statesBefore = <S extends string>(table: Moves<S>, to: S): S[] =>
  statesOf(table).filter((from) => from !== to && table[from].to.includes(to));

/**
 * For a row in hand, before it is written.
 *
 * @throws AppError `forbidden_move`: a mistake of ours, not of the caller
 */
export function assertMove<S extends string>(table: Moves<S>, move: { of: string; from: S; to: S }): void {
  const { of, from, to } = move;
  if (mayMove(table, from, to)) return;
  throw appError({ code: "forbidden_move", status: 500, message: `A ${of} does not go from "${from}" to "${to}".` });
}
