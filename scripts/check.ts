// `bun run check`: types, lint and format, who may import whom, and tidy. Each is run even when another failed.
import { ensureDependencies } from "./lib/dependencies.ts";
import { run } from "./lib/root.ts";

await ensureDependencies();
const bun = [process.execPath, "--no-install"];
const checks: [string, string[]][] = [
  ["types", [...bun, "node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.json"]],
  ["lint and format", [...bun, "node_modules/@biomejs/biome/bin/biome", "check", "--diagnostic-level=warn"]],
  ["boundaries", [...bun, "test", "apps/api/test/boundaries.test.ts"]],
  ["tidy", [...bun, "test", "scripts/tidy.test.ts"]],
];
const failed: string[] = [];
for (const [name, command] of checks) {
  console.log(`— ${name}`);
  if ((await run(command)) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}.`);
process.exit(failed.length === 0 ? 0 : 1);
