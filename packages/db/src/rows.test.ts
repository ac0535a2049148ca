import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type Database, isConditionFailed } from "./database.ts";
import { picker, rowsOf } from "./rows.ts";
import { connections } from "./schema/connections.ts";
import { orderLines } from "./schema/orders.ts";
import { databaseKinds, type Opened } from "./testing/databases.ts";

const row = (id: string) => ({
  id,
  orgId: "org_1",
  kind: "channel" as const,
  adapter: "shopify",
  name: "Kraft & Co, Größe 3",
  settings: { shop: "kraft.myshopify.com" },
  sealedSettings: "sealed",
  sealedToken: null,
  sealedPrevious: null,
  previousUntil: null,
  enabled: false,
  health: "failing" as const,
  healthReason: null,
  failures: 3,
  backoffUntil: 1_763_640_000_000,
  lastOkAt: null,
  lastWebhookAt: null,
  watermark: 0,
  nextSyncAt: null,
  budget: { available: 900, maximum: 1000, restorePerSecond: 50.5 },
  createdAt: 1,
  updatedAt: 2,
});

/** As on a runtime that makes no code from text. */
function withoutCodeFromText<T>(run: () => T): T {
  const { Function: real } = globalThis;
  globalThis.Function = (() => {
    throw new EvalError("Code generation from strings disallowed for this context");
  }) as unknown as FunctionConstructor;
  try {
    return run();
  } finally {
    globalThis.Function = real;
  }
}

describe.each(databaseKinds)("rows of a table ($kind)", ({ open }) => {
  let opened: Opened;
  let db: Database;
  beforeAll(async () => {
    opened = await open();
    db = opened.db;
  });
  afterAll(() => opened.close());

  const all = rowsOf(connections);
  const insert = all.insert(all.keys());
  const stored = async (id: string) =>
    (await db.query(`SELECT ${all.columns()} FROM connections WHERE id = ?`, [id]))[0];

  test("what is written is what Drizzle reads, and what is read is what Drizzle wrote", async () => {
    await db.commit([insert(row("con_1"))]);
    expect(await db.orm.select().from(connections).where(eq(connections.id, "con_1")).get()).toEqual(row("con_1"));
    await db.orm.insert(connections).values(row("con_2"));
    const raw = (await stored("con_2")) ?? {};
    expect(all.read(raw)).toEqual(row("con_2"));
    expect(withoutCodeFromText(() => rowsOf(connections)).read(raw)).toEqual(row("con_2"));
  });

  test("columns left out are not in the row, nor asked for", async () => {
    const open = rowsOf(connections, { without: ["sealedSettings", "sealedToken", "sealedPrevious"] });
    expect(open.columns()).not.toContain("sealed");
    expect(open.columns(["id", "orgId"], "c")).toBe("c.id, c.org_id");
    const { sealedSettings: _, sealedToken: __, sealedPrevious: ___, ...visible } = row("con_2");
    expect(open.read((await stored("con_2")) ?? {}) as object).toEqual(visible);
    expect(open.reader(["id", "enabled", "budget"])({ id: "con_2", enabled: 1 })).toEqual({
      ...{ id: "con_2", enabled: true, budget: null },
    });
  });

  test("an update changes the row that is still as it was read, or fails", async () => {
    const update = all.update({
      set: ["failures", "budget"],
      where: ["id", "lastOkAt", "failures"],
      also: "name = 'x'",
    });
    const next = { failures: 4, budget: null };
    const was = { id: "con_1", lastOkAt: null, failures: 3 };
    await db.commit([update(next, was)]);
    expect(all.read((await stored("con_1")) ?? {})).toEqual({ ...row("con_1"), ...next, name: "x" });
    const late = await db.commit([update(next, was)]).catch((error: unknown) => error);
    expect(isConditionFailed(late)).toBe(true);
  });

  test("a row is inserted if its condition holds, which may speak of the row's own values", async () => {
    const once = all.insertIf(
      all.keys(),
      "NOT EXISTS (SELECT 1 FROM connections WHERE org_id = :orgId AND name = :name)",
    );
    await db.commit([once({ ...row("con_3"), name: "only" })]);
    const again = await db.commit([once({ ...row("con_4"), name: "only" })]).catch((error: unknown) => error);
    expect([isConditionFailed(again), await stored("con_4")]).toEqual([true, undefined]);
  });

  test("many rows are one statement", async () => {
    const lines = rowsOf(orderLines);
    const line = (position: number) => ({
      ...{ orderId: "ord_1", externalId: `l${position}`, orgId: "org_1", position, sku: null, title: 'Oak, "tray"' },
      ...{ variant: "XL", quantity: 2, unfulfilled: 1, cancelled: 0, refunded: 1, priceMinor: 1999, priceText: null },
      requiresShipping: position % 2 === 0,
    });
    await db.commit([lines.insertMany(lines.keys())([line(1), line(2)])]);
    expect(await db.orm.select().from(orderLines).orderBy(orderLines.position)).toEqual([line(1), line(2)]);
  });
});

test("names are text and never code", () => {
  const odd = sqliteTable("odd", { 'a"b': text("c`]") });
  expect(rowsOf(odd).read({ "c`]": 'x"' })).toEqual({ 'a"b': 'x"' });
  const pick = picker<Record<string, number>>(["y", "x", "__proto__z"]);
  expect(JSON.stringify(pick({ x: 1, y: 2, z: 3, __proto__z: 4 }))).toBe('{"y":2,"x":1,"__proto__z":4}');
  expect(withoutCodeFromText(() => picker<Record<string, number>>(["y", "x"]))({ x: 1, y: 2, z: 3 })).toEqual({
    y: 2,
    x: 1,
  });
});

test("a column that the table does not have is refused by name when the statement is made", () => {
  expect(() => rowsOf(connections).insert(["nope" as "id"])).toThrow("The table connections has no column for nope.");
});
