import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockForServer } from "./lock.ts";

const folder = mkdtempSync(join(tmpdir(), "waybill-lock-"));
const children: Bun.Subprocess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
const file = join(folder, "w.db");

/** Another process that takes the lock, says so, and keeps it. */
async function holder() {
  const code = `import { lockForServer } from ${JSON.stringify(join(import.meta.dir, "lock.ts"))};
    await lockForServer({ file: ${JSON.stringify(file)}, patienceMs: 0 }); console.log("held"); Bun.gc(true); setTimeout(() => {}, 20_000);`;
  const child = Bun.spawn([process.execPath, "--no-install", "-e", code], { stdout: "pipe", stderr: "inherit" });
  children.push(child);
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toContain("held");
  return child;
}

test("a second server on one file is refused in words; a killed one leaves no lock behind", async () => {
  const first = await holder();
  const refused = await lockForServer({ file, patienceMs: 150 }).catch((error: Error) => error.message);
  expect(refused).toStartWith(`Another Waybill server runs on ${file}.`);
  first.kill("SIGKILL");
  await first.exited;
  const unlock = await lockForServer({ file, patienceMs: 0 });
  unlock();
});

test("who waits gets it as soon as the other lets go", async () => {
  const unlock = await lockForServer({ file, patienceMs: 0 });
  const waiting = lockForServer({ file, patienceMs: 5_000 });
  await Bun.sleep(150);
  unlock();
  const second = await waiting;
  expect(await lockForServer({ file, patienceMs: 0 }).catch(() => "refused")).toBe("refused");
  second();
});
