import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { and, eq, sql } from "drizzle-orm";
import { type Database, isUniqueConflict } from "./database.ts";
import { inbox } from "./schema/inbox.ts";
import { orgSettings } from "./schema/orgs.ts";
import { databaseKinds, type Opened } from "./testing/databases.ts";

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error) => error,
  );
}

describe.each(databaseKinds)("drizzle over a database ($kind)", ({ open }) => {
  let opened: Opened;
  let db: Database;
  beforeAll(async () => {
    opened = await open();
    db = opened.db;
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await db.commit(["org_settings", "inbox"].map((table) => ({ sql: `DELETE FROM ${table}`, args: [] })));
  });

  test("drizzle reads with the schema and writes through the commit lane", async () => {
    const before = db.stats().callers;
    const row = { orgId: "o", name: "brand", value: { colour: "green" }, changedAt: 5 };
    await db.orm.insert(orgSettings).values(row);
    const mine = and(eq(orgSettings.orgId, "o"), eq(orgSettings.name, "brand"));
    expect(await db.orm.select().from(orgSettings).where(mine).get()).toEqual(row);
    expect(await db.orm.select().from(orgSettings).where(eq(orgSettings.orgId, "none")).get()).toBeUndefined();
    expect(await db.orm.select().from(orgSettings).where(eq(orgSettings.orgId, "none"))).toEqual([]);
    expect(
      await db.orm.update(orgSettings).set({ changedAt: 6 }).where(mine).returning({ at: orgSettings.changedAt }),
    ).toEqual([{ at: 6 }]);
    const many = db.orm.$with("many").as(db.orm.select({ name: orgSettings.name }).from(orgSettings));
    expect(await db.orm.with(many).select().from(many)).toEqual([{ name: "brand" }]);
    const upsert = db.orm.insert(orgSettings).values({ ...row, changedAt: 7 });
    await upsert.onConflictDoUpdate({
      target: [orgSettings.orgId, orgSettings.name],
      set: { changedAt: sql`excluded.changed_at` },
    });
    const both = await db.orm.batch([db.orm.select().from(orgSettings), db.orm.delete(orgSettings).returning()]);
    expect(both).toEqual([[{ ...row, changedAt: 7 }], [{ ...row, changedAt: 7 }]]);
    expect(db.stats().callers - before).toBe(4);
  });

  test("drizzle's statements go into a commit by toSQL, blobs and booleans included", async () => {
    const body = Buffer.from([1, 2, 255]);
    const delivery = {
      orgId: "o",
      connectionId: "c",
      kind: "carrier",
      adapter: "ups",
      key: "k",
      receivedAt: 1,
    } as const;
    const built = db.orm
      .insert(inbox)
      .values({ ...delivery, headers: { a: "b" }, body, verified: "hmac" })
      .toSQL();
    await db.commit([{ sql: built.sql, args: built.params as string[] }]);
    const found = await db.orm.select().from(inbox).get();
    expect(found).toMatchObject({ headers: { a: "b" }, state: "received" });
    expect(Buffer.compare(found?.body ?? Buffer.alloc(0), body)).toBe(0);
  });

  test("drizzle's failures are the database's own and never list the values", async () => {
    const row = { orgId: "o", name: "a secret value", value: {}, changedAt: 5 };
    await db.orm.insert(orgSettings).values(row);
    const error = await reasonOf(db.orm.insert(orgSettings).values(row).execute());
    expect(isUniqueConflict(error)).toBe(true);
    expect(Bun.inspect(error)).not.toContain("a secret value");
  });

  test("an interactive transaction is refused in words and leaves nothing open", async () => {
    const error = await reasonOf(db.orm.transaction(async (tx) => tx.insert(orgSettings).values({} as never)));
    expect(String(error)).toContain("There are no interactive transactions");
    await db.orm.insert(orgSettings).values({ orgId: "o", name: "after", value: {}, changedAt: 1 });
    expect(await db.query("SELECT name FROM org_settings")).toEqual([{ name: "after" }]);
  });
});
