import { expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { filePath, openDatabase } from "../open.ts";
import { seedOrders } from "../seed.ts";
import { testDatabase } from "../testing/testing.ts";

const script = fileURLToPath(new URL("../../../../scripts/backup.ts", import.meta.url));

function backup(databaseUrl: string, to: string) {
  return Bun.spawn([process.execPath, "--no-install", script, to], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdout: "pipe",
    stderr: "pipe",
  });
}

test("bun run backup copies one instant of a database that is being written", async () => {
  const t = await testDatabase();
  await seedOrders({ channels: ["shopify"], db: t.db, orgId: "org_1", count: 3_000, now: Date.UTC(2026, 10, 1) });
  const to = join(dirname(t.path), "copy.db");
  // Two rows a commit that must never be seen apart.
  let written = 0;
  let stop = false;
  const pair = (n: number, side: string) => ({
    sql: "INSERT INTO org_settings VALUES (?, ?, '{}', 1)",
    args: [`p${n}`, side],
  });
  const writing = (async () => {
    while (!stop) {
      await t.db.commit([pair(written, "left"), pair(written, "right")]);
      written += 1;
    }
  })();
  const child = backup(t.url, to);
  const before = written;
  expect(await child.exited).toBe(0);
  const during = written - before;
  stop = true;
  await writing;
  expect(during).toBeGreaterThan(0);

  const copy = await openDatabase({ url: `file:${to}` });
  expect(await copy.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  const halves = "SELECT org_id FROM org_settings GROUP BY org_id HAVING COUNT(*) <> 2";
  expect(await copy.query(halves)).toEqual([]);
  const counts = "SELECT (SELECT COUNT(*) FROM orders) AS orders, (SELECT SUM(n) FROM order_counts) AS counted";
  expect(await copy.query(counts)).toEqual([{ orders: 3_000, counted: 3_000 }]);
  // A copy is a database like any other: it can be written.
  await copy.commit([pair(-1, "left")]);
  await copy.close();
  await t.close();
});

test("a backup never overwrites, and leaves no half file", async () => {
  const t = await testDatabase();
  const to = join(dirname(t.path), "copy.db");
  writeFileSync(to, "precious");
  await expect(t.db.backup(to)).rejects.toThrow("never overwrites");
  expect(await Bun.file(to).text()).toBe("precious");
  const child = backup(t.url, to);
  expect(await child.exited).toBe(1);
  expect(await new Response(child.stderr).text()).toContain("never overwrites");
  await expect(t.db.backup(join(dirname(t.path), "no", "such", "folder.db"))).rejects.toThrow();
  const absent = backup(`file:${join(dirname(t.path), "absent.db")}`, `${to}.2`);
  expect(await absent.exited).toBe(1);
  expect(existsSync(join(dirname(t.path), "absent.db"))).toBe(false);
  await t.db.backup(`${to}.3`);
  expect([existsSync(`${to}.3`), existsSync(`${to}.3.partial`)]).toEqual([true, false]);
  await t.close();
});

test("the same seed gives the same orders, with lines, search and counters that agree", async () => {
  const [a, b] = await Promise.all([testDatabase(), testDatabase()]);
  const now = Date.UTC(2026, 10, 1);
  for (const { db } of [a, b]) {
    await seedOrders({ db, orgId: "org_1", count: 1_500, now, channels: ["shopify", "etsy"] });
    await seedOrders({ channels: ["shopify"], db, orgId: "org_1", count: 200, now: now + 1, from: 1_500 });
  }
  const all = "SELECT * FROM orders ORDER BY rid";
  expect(await a.db.query(all)).toEqual(await b.db.query(all));
  const sums = `SELECT (SELECT COUNT(*) FROM orders) AS orders, (SELECT SUM(n) FROM order_counts) AS counted,
    (SELECT COUNT(*) FROM orders_fts WHERE orders_fts MATCH 'org:org1') AS found,
    (SELECT COUNT(DISTINCT order_id) FROM order_lines) AS lined,
    (SELECT COUNT(*) FROM orders WHERE units <> (SELECT SUM(quantity) FROM order_lines WHERE order_id = orders.id)) AS wrong`;
  expect(await a.db.query(sums)).toEqual([{ orders: 1_700, counted: 1_700, found: 1_700, lined: 1_700, wrong: 0 }]);
  await Promise.all([a.close(), b.close()]);
});

test("file URLs", async () => {
  expect(filePath("file:data/waybill.db")).toBe("data/waybill.db");
  expect(filePath("file:/srv/a%20b.db")).toBe("/srv/a b.db");
  expect(filePath("file:///srv/waybill.db?mode=rwc")).toBe("/srv/waybill.db");
  expect(filePath("file://localhost/srv/waybill.db")).toBe("/srv/waybill.db");
  for (const bad of ["file:", "file::memory:"]) expect(() => filePath(bad)).toThrow("must name a file");
  await expect(openDatabase({ url: "postgres://x" })).rejects.toThrow("DATABASE_URL must begin with");
});
