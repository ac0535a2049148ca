import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./root.ts";

/**
 * wrangler needs Node itself: the `node` package brings it by an install script, which an installer may have skipped. When
 * it can't be had, the Workers tests say so and are skipped.
 */
export async function ensureNode(): Promise<void> {
  const folder = join(ROOT, "node_modules/node");
  if (existsSync(join(folder, "bin/node")) || !existsSync(folder)) return;
  await run([process.execPath, "--no-install", "installArchSpecificPackage.js"], { cwd: folder, quiet: true });
  if (!existsSync(join(folder, "bin/node")))
    console.log("Node 22 could not be installed: the Workers tests are skipped.");
}
