import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getTableName, is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { readMigrations } from "../../../scripts/db-generate.ts";
import type { Statement } from "./database.ts";
import { migrate, pendingMigrations } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations.gen.ts";
import { openDatabase } from "./open.ts";
import { matchOrders, SEARCH_ORDERS } from "./search.ts";
import { testDatabase } from "./testing/testing.ts";

const drizzleFolder = fileURLToPath(new URL("../../../drizzle", import.meta.url));
const script = fileURLToPath(new URL("./testing/process.ts", import.meta.url));

async function emptyDatabase() {
  const folder = mkdtempSync(join(tmpdir(), "waybill-migrate-"));
  const path = join(folder, "empty.db");
  const db = await openDatabase({ url: `file:${path}` });
  const close = async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, path, close };
}

const step = (tag: string, when: number, statements: string[]): Migration => ({ tag, when, hash: tag, statements });
const tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'own_%' ORDER BY name";

describe("migrate", () => {
  test("brings an empty file to the newest schema, and then does nothing", async () => {
    const { db, close } = await emptyDatabase();
    const tags = migrations.map(({ tag }) => tag);
    expect(await pendingMigrations(db)).toEqual(tags);
    expect(await migrate(db)).toEqual(tags);
    expect(await pendingMigrations(db)).toEqual([]);
    const before = db.stats().commits;
    expect(await migrate(db)).toEqual([]);
    expect(db.stats().commits).toBe(before);
    await close();
  });

  test("two processes that start at once share the work", async () => {
    const { path, close } = await emptyDatabase();
    const children = [1, 2, 3].map(() =>
      Bun.spawn([process.execPath, "--no-install", script, "migrate", path], { stdout: "pipe", stderr: "inherit" }),
    );
    const said = await Promise.all(children.map((child) => new Response(child.stdout).text()));
    expect(await Promise.all(children.map((child) => child.exited))).toEqual([0, 0, 0]);
    expect(said.flatMap((line) => JSON.parse(line) as string[]).sort()).toEqual(
      migrations.map(({ tag }) => tag).sort(),
    );
    await close();
  });

  test("a step that fails leaves nothing of itself, and the steps before it whole", async () => {
    const { db, close } = await emptyDatabase();
    const first = step("0000_a", 1, ["CREATE TABLE own_a (x)"]);
    const broken = step("0001_b", 2, ["CREATE TABLE own_b (x)", "INSERT INTO nowhere VALUES (1)"]);
    await expect(migrate(db, [first, broken])).rejects.toThrow("no such table: nowhere");
    expect(await db.query(tables)).toEqual([{ name: "own_a" }]);
    expect(await migrate(db, [first, step("0001_b", 2, ["CREATE TABLE own_b (x)"])])).toEqual(["0001_b"]);
    expect(await db.query(tables)).toEqual([{ name: "own_a" }, { name: "own_b" }]);
    await close();
  });

  test("a database of a newer version, of changed migrations or of somebody else is refused in words", async () => {
    const { db, close } = await emptyDatabase();
    const steps = [step("0000_a", 1, ["CREATE TABLE own_a (x)"]), step("0001_b", 2, ["CREATE TABLE own_b (x)"])];
    await migrate(db, steps);
    await expect(migrate(db, steps.slice(0, 1))).rejects.toThrow("another version of Waybill");
    const changed = [steps[0] as Migration, { ...(steps[1] as Migration), hash: "other" }];
    await expect(migrate(db, changed)).rejects.toThrow("0001_b was changed after");
    await close();

    const foreign = await emptyDatabase();
    await foreign.db.commit([{ sql: "CREATE TABLE customers (x)", args: [] }]);
    await expect(migrate(foreign.db)).rejects.toThrow("not Waybill's (it has customers)");
    await foreign.close();
  });

  test("statements prepared before a schema change answer with the new columns after it", async () => {
    const { db, close } = await emptyDatabase();
    await db.commit([{ sql: "CREATE TABLE own_a (x)", args: [] }]);
    await db.commit([{ sql: "INSERT INTO own_a VALUES (1)", args: [] }]);
    expect(await db.query("SELECT * FROM own_a")).toEqual([{ x: 1 }]);
    await db.commit([{ sql: "ALTER TABLE own_a ADD COLUMN y DEFAULT 2", args: [] }]);
    expect(await db.query("SELECT * FROM own_a")).toEqual([{ x: 1, y: 2 }]);
    await close();
  });

  test("migrations.gen.ts is what drizzle/ says (else: bun run db:generate)", async () => {
    expect(migrations).toEqual(await readMigrations(drizzleFolder));
  });

  test("every table and column of the schema is in the migrated database", async () => {
    const t = await testDatabase();
    const glob = new Bun.Glob("*.ts");
    let seen = 0;
    for await (const file of glob.scan(fileURLToPath(new URL("./schema", import.meta.url)))) {
      const module: Record<string, unknown> = await import(`./schema/${file}`);
      for (const table of Object.values(module).filter((one) => is(one, SQLiteTable))) {
        const rows = await t.db.query<{ name: string; notnull: number }>(
          'SELECT name, "notnull" FROM pragma_table_info(?)',
          [getTableName(table)],
        );
        const columns = getTableConfig(table).columns.map(({ name, notNull }) => ({ name, notnull: Number(notNull) }));
        expect(rows).toEqual(columns);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(20);
    await t.close();
  });
});

describe("what the triggers keep", () => {
  const order = (id: number, verb: string, status: string, tail = ""): Statement => ({
    sql: `${verb} INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment,
      status, sync_state, created_at, changed_at) VALUES (?, 'org_1', 'c', 'shopify', ?, '#1', 1, 1, 'paid', ?, 'success', 1, 1) ${tail}`,
    args: [`ord_${id}`, `e${id}`, status],
  });

  test("order_counts equals a count of orders after any writes, conflicts and all", async () => {
    const t = await testDatabase();
    const writes = fc.record({
      id: fc.integer({ min: 0, max: 8 }),
      status: fc.constantFrom("paid", "shipped", "delivered"),
      how: fc.constantFrom("insert", "ignore", "upsert", "update", "delete", "sync", "toShip", "test", "placed"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(writes, { maxLength: 40 }), async (all) => {
        await t.db.commit([{ sql: "DELETE FROM orders", args: [] }]);
        await Promise.allSettled(
          all.map(({ id, status, how }) => {
            const on = "ON CONFLICT (connection_id, external_id) DO UPDATE SET status = excluded.status";
            if (how === "insert") return t.db.commit([order(id, "INSERT", status)]);
            if (how === "ignore") return t.db.commit([order(id, "INSERT OR IGNORE", status)]);
            if (how === "upsert") return t.db.commit([order(id, "INSERT", status, on)]);
            const args = [`ord_${id}`];
            if (how === "delete") return t.db.commit([{ sql: "DELETE FROM orders WHERE id = ?", args }]);
            const sets: Record<string, string> = {
              ...{ sync: "sync_state = 'failed'", toShip: "to_ship = 3 - to_ship", test: "test = 1 - test" },
              placed: "placed_at = placed_at + 1800000",
            };
            const set = sets[how] ?? `status = '${status}'`;
            return t.db.commit([{ sql: `UPDATE orders SET ${set} WHERE id = ?`, args }]);
          }),
        );
        const counted = `SELECT org_id, channel, status, sync_state, to_ship > 0 AS to_ship, test, COUNT(*) AS n FROM orders
          GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 3, 4, 5, 6`;
        const kept = "SELECT * FROM order_counts WHERE n <> 0 ORDER BY 3, 4, 5, 6";
        expect(await t.db.query(kept)).toEqual(await t.db.query(counted));
        const days = `SELECT org_id, placed_at / 1800000 AS slot, connection_id, COUNT(*) AS n FROM orders WHERE test = 0
          GROUP BY 1, 2, 3 ORDER BY 2`;
        const slots = "SELECT * FROM order_slots WHERE n <> 0 ORDER BY 2";
        expect(await t.db.query(slots)).toEqual(await t.db.query(days));
      }),
      { numRuns: 60 },
    );
    await t.close();
  });

  test("a deleted order is no longer found", async () => {
    const t = await testDatabase();
    const { indexOrder } = await import("./search.ts");
    await t.db.commit([
      order(1, "INSERT", "paid"),
      indexOrder({ orgId: "org_1", orderId: "ord_1", words: ["Zoë", null, "#1001"] }),
    ]);
    const find = async (typed: string, org = "org_1") =>
      (await t.db.query(SEARCH_ORDERS, [matchOrders(org, typed) as string, Number.MAX_SAFE_INTEGER, 10])).length;
    expect([await find("zoe"), await find("100"), await find("zoe 1001"), await find("zoe 7")]).toEqual([1, 1, 1, 0]);
    expect(await find("zoe", "org_2")).toBe(0);
    // Written again, it is found by the new words only.
    await t.db.commit([indexOrder({ orgId: "org_1", orderId: "ord_1", words: ["Anna"] })]);
    expect([await find("zoe"), await find("anna")]).toEqual([0, 1]);
    await t.db.commit([{ sql: "DELETE FROM orders WHERE id = 'ord_1'", args: [], atLeast: 1 }]);
    expect(await find("anna")).toBe(0);
    await t.close();
  });

  test("whatever a person types, the search never fails", async () => {
    const t = await testDatabase();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (typed) => {
        const match = matchOrders("org_1", typed);
        if (match !== null) await t.db.query(SEARCH_ORDERS, [match, 1, 10]);
      }),
      { numRuns: 300 },
    );
    for (const typed of ['"', "a* OR b", "NEAR(", "text:x", "-", "x", "", "ß", 'AND "', "org:org2"]) {
      const match = matchOrders("org_1", typed);
      if (match !== null) expect(await t.db.query(SEARCH_ORDERS, [match, 1, 10])).toEqual([]);
    }
    await t.close();
  });
});
