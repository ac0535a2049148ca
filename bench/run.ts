// `bun run bench [name…]`: runs all benches or the named ones, prints one table and writes bench/results.json.
// Sizes and their variables are in lib/settings.ts; BENCH_QUICK=1 only proves that everything runs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { accept } from "./cases/accept.ts";
import { fanout } from "./cases/fanout.ts";
import { importing } from "./cases/import.ts";
import { latency } from "./cases/latency.ts";
import { orders } from "./cases/orders.ts";
import { page } from "./cases/page.ts";
import { processing } from "./cases/process.ts";
import { screen } from "./cases/screen.ts";
import { starting } from "./cases/start.ts";
import { cleanUp, ROOT, say } from "./lib/process.ts";
import { kept, type Measured, table } from "./lib/result.ts";

const benches: Record<string, () => Promise<Measured[]>> = {
  start: starting,
  accept,
  process: processing,
  latency,
  fanout,
  orders,
  import: importing,
  page,
  screen,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  say(`There is no bench named ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void cleanUp().finally(() => process.exit(1)));
}

const results: Measured[] = [];
const broken: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const startedAt = performance.now();
  say(`${name} …`);
  try {
    results.push(...(await bench()));
    say(`${name} took ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  } catch (error) {
    broken.push(name);
    say(`${name} broke off: ${error instanceof Error ? error.message : String(error)}`);
  }
  await cleanUp();
}
writeFileSync(join(ROOT, "bench/results.json"), `${JSON.stringify(kept(results), null, 2)}\n`);
console.log(`\n${table(results)}`);
if (broken.length > 0) say(`\nBroken off: ${broken.join(", ")}.`);
process.exit(broken.length > 0 ? 1 : 0);
