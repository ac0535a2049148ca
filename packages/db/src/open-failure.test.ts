import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "./migrate.ts";
import { filePath, openDatabase } from "./open.ts";
import { openFailure } from "./open-failure.ts";

const folder = mkdtempSync(join(tmpdir(), "waybill-open-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refusal = async (url: string) => {
  try {
    const db = await openDatabase({ url });
    await db.close();
    return "opened";
  } catch (error) {
    return (error as Error).message;
  }
};

test("a file that is no database, a folder and a place that can't be used are told in words with the path", async () => {
  const noise = join(folder, "noise.db");
  writeFileSync(noise, crypto.getRandomValues(new Uint8Array(20_000)));
  expect(await refusal(`file:${noise}`)).toBe(
    `The database ${noise} is not a database. Choose another file, or restore a backup.`,
  );
  const place = join(folder, "place.db");
  mkdirSync(place);
  expect(await refusal(`file:${place}`)).toStartWith(`The database ${place} can't be opened`);
  const below = join(noise, "w.db");
  expect(await refusal(`file:${below}`)).toMatch(/^The folder of the database .* can't be used \(E\w+\)\./);
});

test("a damaged database is called damaged, and says to restore a backup", async () => {
  const file = join(folder, "damaged.db");
  const db = await openDatabase({ url: `file:${file}` });
  await migrate(db);
  await db.close();
  const bytes = new Uint8Array(await Bun.file(file).arrayBuffer());
  bytes.fill(0xa5, 4_096 * 2, Math.min(bytes.length, 4_096 * 40));
  // The first page's schema tree is damaged as well; its header stays.
  bytes.fill(0xa5, 100, 4_096);
  writeFileSync(file, bytes);
  const said = await openDatabase({ url: `file:${file}` })
    .then(
      async (opened) => migrate(opened).finally(() => opened.close()),
      (error: unknown) => Promise.reject(error),
    )
    .catch((error: unknown) => (openFailure(error, `file:${file}`) as Error).message);
  expect(said).toMatch(/is damaged\. Stop here, keep a copy of it, and restore a backup|is not a database/);
});

test("a database server that does not answer is named by its variable, without the URL, which may hold a token", () => {
  const lost = Object.assign(new Error("Unable to connect"), { code: "ConnectionRefused" });
  const said = (openFailure(lost, "http://user:secret@127.0.0.1:9") as Error).message;
  expect(said).toContain("DATABASE_URL does not answer");
  expect(said).not.toContain("secret");
});

test("a percent sign that is no encoding is part of the name", () => {
  expect(filePath("file:data/100%.db")).toBe("data/100%.db");
  expect(filePath("file:data/a%20b.db")).toBe("data/a b.db");
});
