// `bun run test [--soak] [file …]`: sets up what the tests need, runs them, and ends with "N passed, N failed".
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./lib/chromium.ts";
import { ensureDependencies } from "./lib/dependencies.ts";
import { ensureNode } from "./lib/node.ts";
import { ROOT, run } from "./lib/root.ts";
import { ensureWebApps } from "./lib/web.ts";

/** How long the slow files take, in ms: a guess that is only used to begin with the longest. */
const TIMINGS = join(ROOT, "scripts/lib/test-timings.json");

type Totals = { passed: number; failed: number; skipped: number };

const soak = process.argv.includes("--soak");
const files = process.argv.slice(2).filter((argument) => argument !== "--soak");
const isFresh = !existsSync(join(ROOT, "node_modules/playwright"));
await ensureDependencies();
// Bun remembers that a package was not there: what was installed just now is only found by a new process.
if (isFresh) process.exit(await run([process.execPath, "--no-install", ...process.argv.slice(1)]));
await ensureNode();
const chromium = await ensureChromium();
const wrong = await ensureWebApps();
if (wrong) console.error(wrong);

// One browser for all files. Imported late: playwright is one of the dependencies that were ensured above.
const { BROWSER_ENV, startBrowser } = await import("./lib/test-browser.ts");
const browser = chromium ? await startBrowser(chromium) : null;

const folder = mkdtempSync(join(tmpdir(), "waybill-test-"));
const report = join(folder, "junit.xml");
const timeout = soak ? "900000" : "60000";
// Files side by side, the slowest first. They share nothing: ports are 0, folders temporary. What soaks has the machine alone.
const workers = Math.min(availableParallelism(), 4);
const sideBySide = workers > 1 && !soak ? [`--parallel=${workers}`, "--no-isolate", `--timings=${TIMINGS}`] : [];
const command = [
  process.execPath,
  "--no-install",
  "test",
  ...sideBySide,
  "--timeout",
  timeout,
  "--reporter=junit",
  `--reporter-outfile=${report}`,
];
const env: Record<string, string> = {
  NODE_ENV: "test",
  ...(soak ? { SOAK: "1" } : {}),
  ...(chromium ? { CHROMIUM: chromium } : {}),
  ...(browser ? { [BROWSER_ENV]: browser.address } : {}),
};
const code = await run([...command, ...files], { env });
await browser?.close();
const totals = readTotals(report);
rmSync(folder, { recursive: true, force: true });
// A run that broke off, or ended badly although every test it told of passed, has failed.
if (wrong) totals.failed += 1;
if (code !== 0 && totals.failed === 0) totals.failed += 1;
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);

function readTotals(file: string): Totals {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const head = /<testsuites\b[^>]*>/.exec(readFileSync(file, "utf8"))?.[0] ?? "";
  const number = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  const skipped = number("skipped");
  return { passed: number("tests") - failed - skipped, failed, skipped };
}
