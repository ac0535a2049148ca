import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ROOT, run } from "./root.ts";

const STAMP = join(ROOT, "node_modules/.waybill-installed");

function wanted(): string {
  const hash = createHash("sha256").update(process.platform).update(process.arch);
  const manifests = ["packages", "apps"].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => join(folder, name, "package.json")),
  );
  for (const file of ["bun.lock", "package.json", "bunfig.toml", ...manifests.sort()]) {
    const path = join(ROOT, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** Installs the locked dependencies when they are absent or not those of bun.lock, then writes what is generated. */
export async function ensureDependencies(): Promise<void> {
  const want = wanted();
  const have = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : "";
  if (have !== want) {
    console.log("Installing dependencies …");
    const code = await run([process.execPath, "install", "--frozen-lockfile"]);
    if (code !== 0) fail("The dependencies could not be installed (see above). Is the npm registry reachable?");
    writeFileSync(STAMP, want);
  }
  const registry = await run([process.execPath, "--no-install", "packages/adapters/src/gen.ts"]);
  if (registry !== 0) fail("The adapter registry could not be written (see above).");
}
