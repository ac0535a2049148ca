import { afterAll, beforeAll, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { mayMove, moves, statesOf } from "@waybill/domain/moves";
import { comesFrom, movesSql } from "./states.ts";

const door = moves({
  open: { to: ["shut"] },
  shut: { to: ["open", "locked"] },
  locked: { to: ["shut"] },
  gone: { to: [] },
});
const states = statesOf(door);
const pairs = states.flatMap((from) => states.map((to) => ({ from, to })));

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
const holds = async (sql: string, args: string[]) =>
  Number((await database.db.query(`SELECT ${sql} AS held FROM (SELECT ? AS was, ? AS next)`, args))[0]?.held) === 1;

test("the database's guards say what the table says, for every pair of states", async () => {
  const bulk = movesSql(door, { from: "was", to: "next" });
  for (const { from, to } of pairs) {
    const allowed = mayMove(door, from, to);
    const one = comesFrom(door, to, { column: "was", stays: true });
    const moving = comesFrom(door, to, { column: "was" });
    const args = [from, to];
    expect([from, to, await holds(bulk, args), await holds(one, args), await holds(moving, args)]).toEqual([
      ...[from, to, allowed, allowed, allowed && from !== to],
    ]);
  }
});
