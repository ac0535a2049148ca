import { expect, test } from "bun:test";
import { assertMove, mayMove, moves, statesBefore, statesOf } from "./moves.ts";

const door = moves({ open: { to: ["shut"] }, shut: { to: ["open", "locked"] }, locked: { to: ["shut"] } });

test("a table answers its states, where each may come from, and whether a move is in it; to stay is no move", () => {
  expect(statesOf(door)).toEqual(["open", "shut", "locked"]);
  expect(statesBefore(door, "shut")).toEqual(["open", "locked"]);
  expect([mayMove(door, "open", "shut"), mayMove(door, "open", "locked"), mayMove(door, "open", "open")]).toEqual([
    ...[true, false, true],
  ]);
});

test("a forbidden move is thrown with its code, in words, as a mistake of ours", () => {
  expect(() => assertMove(door, { of: "door", from: "shut", to: "locked" })).not.toThrow();
  expect(() => assertMove(door, { of: "door", from: "open", to: "locked" })).toThrow(
    expect.objectContaining({
      ...{ code: "forbidden_move", status: 500, public: false },
      message: 'A door does not go from "open" to "locked".',
    }),
  );
});
