import { afterAll, beforeAll, expect, test } from "bun:test";
import { isConditionFailed, isUniqueConflict } from "@waybill/db/database";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { retryOnConflict } from "./retry-on-conflict.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const counted: unknown[] = [];
const ctx = { meter: { count: (...input: unknown[]) => void counted.push(input), observe: () => {} } };
/** The database's own refusals: a guard that does not hold, and a key that is taken. */
const outrun = () =>
  database.db.commit([{ sql: "UPDATE jobs SET kind = 'x' WHERE id = 'none'", args: [], atLeast: 1 }]);
const put = "INSERT INTO suppressions (org_id, address, reason, at) VALUES ('o', 'a', 'r', 1)";
const twice = () => database.db.commit([put, put].map((sql) => ({ sql, args: [] })));

async function runs(options: { unique?: boolean; attempts?: number }, fail: (run: number) => Promise<unknown>) {
  let run = 0;
  counted.length = 0;
  const result = await retryOnConflict({ ctx, what: "probe", ...options }, () => fail(++run)).catch((e: unknown) => e);
  return { run, result };
}

test("runs again while another writer was faster, counts each time, and answers what the last run did", async () => {
  const { run, result } = await runs({}, async (n) => (n < 3 ? await outrun() : "written"));
  expect([run, result]).toEqual([3, "written"]);
  const count = ["waybill_write_conflicts_total", { what: "probe" }];
  expect(counted).toEqual([count, count]);
});

test("gives up after its attempts with the conflict itself", async () => {
  const { run, result } = await runs({ attempts: 4 }, outrun);
  expect([run, isConditionFailed(result)]).toEqual([4, true]);
});

test("a key that is taken is a conflict only where two may make the same row; anything else is thrown at once", async () => {
  const alone = await runs({}, twice);
  expect([alone.run, isUniqueConflict(alone.result)]).toEqual([1, true]);
  const both = await runs({ unique: true, attempts: 2 }, twice);
  expect([both.run, isUniqueConflict(both.result)]).toEqual([2, true]);
  const other = await runs({ unique: true }, () => Promise.reject(new Error("disk full")));
  expect([other.run, counted.length]).toEqual([1, 0]);
});
