import { expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { migrate } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations.gen.ts";
import { openDatabase } from "./open.ts";
import { openRemote } from "./remote/open.ts";
import { seedOrders } from "./seed.ts";
import { everythingIn, fillFamilies } from "./testing/families.ts";
import { loosen, nextStep } from "./testing/loosen.ts";
import { hasSqld, startSqld } from "./testing/sqld.ts";
import { testDatabase } from "./testing/testing.ts";

const script = fileURLToPath(new URL("./testing/process.ts", import.meta.url));
/** Holds a step where it stands for minutes. */
const SLOW =
  "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 2000000000) SELECT MAX(n) FROM t";
const WHERE = ["before the table is dropped", "while the table is away", "before the commit"] as const;

async function heldStep(table: string, where: (typeof WHERE)[number]): Promise<{ step: Migration; held: Migration }> {
  const step = await nextStep((tables) => loosen(tables, table));
  const drop = step.statements.findIndex((sql) => sql.startsWith("DROP TABLE"));
  const at = { [WHERE[0]]: drop, [WHERE[1]]: drop + 1, [WHERE[2]]: step.statements.length }[where] ?? 0;
  return { step, held: { ...step, statements: step.statements.toSpliced(at, 0, SLOW) } };
}

test.each(WHERE)("a process killed %s leaves the file as it was, keys on, and the step can be run", async (where) => {
  const t = await testDatabase();
  await fillFamilies(t.db);
  await seedOrders({ db: t.db, orgId: "org_1", count: 20, now: 1_000_000_000, channels: ["shopify"] });
  const before = await everythingIn(t.db);
  await t.db.close();
  const { step, held } = await heldStep("user", where);
  await Bun.write(`${t.path}.step.json`, JSON.stringify(held));
  const child = Bun.spawn([process.execPath, "--no-install", script, "rebuild", t.path], { stdout: "pipe" });
  const said = await child.stdout.getReader().read();
  expect(new TextDecoder().decode(said.value)).toContain("ready");
  await Bun.sleep(300);
  expect(child.exitCode).toBe(null);
  child.kill("SIGKILL");
  await child.exited;

  const db = await openDatabase({ url: t.url });
  expect(await everythingIn(db)).toEqual(before);
  expect(await migrate(db, [...migrations, step])).toEqual([step.tag]);
  expect(await everythingIn(db)).toEqual(before);
  await db.close();
  await t.close();
});

test.skipIf(!hasSqld)("a server killed while a table is away comes back as it was (needs sqld)", async () => {
  const first = await startSqld();
  const db = openRemote({ url: first.url, authToken: null, attempts: 1 });
  await migrate(db);
  await fillFamilies(db);
  const before = await everythingIn(db);
  expect(before.rows.account?.length).toBe(2);
  const { step, held } = await heldStep("user", "while the table is away");
  const failed = migrate(db, [...migrations, held]).catch((error: { code?: unknown }) => error.code);
  await Bun.sleep(400);
  await first.kill();
  expect(["commit_uncertain", "database_busy"]).toContain(String(await failed));
  await db.close();

  const second = await startSqld(first.folder);
  const again = openRemote({ url: second.url, authToken: null });
  expect(await everythingIn(again)).toEqual(before);
  expect(await migrate(again, [...migrations, step])).toEqual([step.tag]);
  expect(await everythingIn(again)).toEqual(before);
  await again.close();
  await second.close();
});
