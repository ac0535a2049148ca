import { afterEach, expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../open.ts";
import { type TestDatabase, testDatabase } from "../testing/testing.ts";
import { openNative } from "./native.ts";

const script = fileURLToPath(new URL("../testing/process.ts", import.meta.url));

const started: { kill: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.kill();
});

function start(role: string, path: string) {
  const child = Bun.spawn([process.execPath, "--no-install", script, role, path], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines: string[] = [];
  const reading = (async () => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = parts.pop() as string;
      lines.push(...parts);
    }
  })();
  const running = {
    lines,
    until: async (found: (lines: readonly string[]) => boolean) => {
      for (let waited = 0; waited < 15_000; waited += 20) {
        if (found(lines)) return;
        await Bun.sleep(20);
      }
      throw new Error(`The ${role} process did not get there; it said ${lines.length} lines.`);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await child.exited;
      await reading;
    },
  };
  started.push(running);
  return running;
}

/** Rows that a killed writer acknowledged, and those of them that the file does not have. */
async function audit(t: TestDatabase, lines: readonly string[]) {
  const acknowledged = lines.filter((line) => line.startsWith("ack ")).map((line) => line.split(" ")[1] as string);
  const db = await openDatabase({ url: t.url });
  const rows = await db.query<{ name: string }>("SELECT name FROM org_settings");
  const check = await db.query("PRAGMA integrity_check");
  await db.close();
  const names = new Set(rows.map(({ name }) => name));
  return { acknowledged, lost: acknowledged.filter((name) => !names.has(name)), check };
}

const busyAcks = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith("ack ") && Number(line.split(" ")[2]) > 1).length;

test("a row acknowledged in spite of BUSY is on disk after kill -9, three times over", async () => {
  const t = await testDatabase();
  try {
    for (let round = 0; round < 3; round++) {
      await t.db.commit([{ sql: "DELETE FROM org_settings", args: [] }]);
      const holder = start("hold", t.path);
      await holder.until((lines) => lines.length > 0);
      const writer = start("write", t.path);
      // Only acknowledgements after at least two reopened connections prove anything about BUSY.
      await writer.until((lines) => busyAcks(lines) > 20 + round * 17);
      await writer.kill();
      await holder.kill();
      const { acknowledged, lost, check } = await audit(t, writer.lines);
      expect(acknowledged.length).toBeGreaterThan(20);
      expect(lost).toEqual([]);
      expect(check).toEqual([{ integrity_check: "ok" }]);
    }
  } finally {
    await t.close();
  }
}, 60_000);

test("a writer that never gets the file says so in words and acknowledges nothing", async () => {
  const t = await testDatabase();
  const holder = await openDatabase({ url: t.url });
  const waiting = await openDatabase({ url: t.url, busyAttempts: 2 });
  const blocker = openNative({ path: t.path, busyTimeoutMs: 0, readOnly: false });
  try {
    blocker.exec("BEGIN IMMEDIATE");
    const insert = { sql: "INSERT INTO org_settings VALUES ('o', 'n', '{}', 1)", args: [] };
    const failures = await Promise.allSettled([waiting.commit([insert]), waiting.commit([insert])]);
    expect(failures.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const reason = (failures[0] as PromiseRejectedResult).reason;
    expect(reason.message).toContain("Another process holds the database file");
    expect(reason.status).toBe(503);
    blocker.exec("ROLLBACK");
    expect(await waiting.query("SELECT name FROM org_settings")).toEqual([]);
    // And it recovers alone.
    expect((await waiting.commit([insert]))[0]?.changes).toBe(1);
    expect(waiting.stats().reopened).toBeGreaterThan(0);
  } finally {
    blocker.close();
    await waiting.close();
    await holder.close();
    await t.close();
  }
});

// The reason for all of this, kept as a fact that can be checked: the day this fails, the client has been repaired.
test("the plain client after one BUSY acknowledges rows that never reach the disk", async () => {
  const t = await testDatabase();
  try {
    const holder = start("hold", t.path);
    await holder.until((lines) => lines.length > 0);
    const writer = start("naive", t.path);
    await writer.until((lines) => lines.includes("error SQLITE_BUSY"));
    const before = writer.lines.length;
    await holder.kill();
    await writer.until((lines) => lines.slice(before).filter((line) => line.startsWith("ack ")).length >= 10);
    await writer.kill();
    const { lost } = await audit(t, writer.lines);
    expect(lost.length).toBeGreaterThan(0);
  } finally {
    await t.close();
  }
}, 30_000);
