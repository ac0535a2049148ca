import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "@waybill/db/migrate";
import { migrations } from "@waybill/db/migrations.gen";
import { openDatabase } from "@waybill/db/open";
import { seedOrders } from "@waybill/db/seed";
import { addOrganisation, ORG } from "./prepare.ts";
import { cacheFolder, exists, ROOT, say } from "./process.ts";

/** Newest seeded order, UTC ms; fixed, so that a cached file is like a new one. */
export const NEWEST = Date.UTC(2026, 10, 1);

/** A seeded file, kept between runs under the hash of everything that shapes it; this run's key is added. */
export async function shopOf(count: number): Promise<string> {
  const seed = readFileSync(join(ROOT, "packages/db/src/seed.ts"));
  const shape = createHash("sha256")
    .update(migrations.map(({ hash }) => hash).join())
    .update(seed)
    .digest("hex");
  const prefix = `orders-${shape.slice(0, 12)}-`;
  const folder = cacheFolder();
  for (const name of readdirSync(folder))
    if (name.startsWith("orders-") && !name.startsWith(prefix)) rmSync(join(folder, name), { force: true });
  const path = join(folder, `${prefix}${count}.db`);
  if (!exists(path)) {
    say(`  seeding ${count} orders (kept for the next run)`);
    const unfinished = `${path}.${process.pid}`;
    const db = await openDatabase({ url: `file:${unfinished}` });
    await migrate(db);
    await seedOrders({ db, orgId: ORG, count, now: NEWEST, channels: ["shopify", "etsy", "amazon"] });
    await db.close();
    renameSync(unfinished, path);
    for (const suffix of ["-wal", "-shm"]) rmSync(unfinished + suffix, { force: true });
  }
  const db = await openDatabase({ url: `file:${path}` });
  await addOrganisation(db, Date.now());
  await db.close();
  return path;
}
