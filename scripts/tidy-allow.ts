// `bun --no-install scripts/tidy-allow.ts`: what tidy finds, check by check. With `--write` the allow-list follows files that moved and
// counts that fell; it is never written longer or larger than it was.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/root.ts";
import { type Allowed, allowedBy, differences, LIST, totalOf } from "./lib/tidy/allow.ts";
import { findAll } from "./lib/tidy/checks.ts";
import { readProject } from "./lib/tidy/project.ts";

const file = join(ROOT, LIST);
const old = JSON.parse(readFileSync(file, "utf8")) as Record<string, Allowed>;
const write = process.argv.includes("--write");
const next: Record<string, Allowed> = {};
let refused = false;
for (const [name, findings] of Object.entries(findAll(readProject()))) {
  const allowed = old[name] ?? {};
  next[name] = allowedBy(findings);
  const [before, now] = [totalOf(allowed), totalOf(next[name])];
  const grown = now.entries > before.entries || now.sum > before.sum;
  console.log(
    `${name}: { entries: ${now.entries}, sum: ${now.sum} }, allowed { entries: ${before.entries}, sum: ${before.sum} }`,
  );
  const changes = grown || !write ? differences(findings, allowed) : renamed(allowed, next[name]);
  for (const line of changes) console.log(`  ${line}`);
  refused ||= grown;
}
if (!write) process.exit(0);
if (refused) {
  console.error(`${LIST} stays as it was: it may only shrink. Mend what is listed above.`);
  process.exit(1);
}
writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`);
console.log(
  `${LIST} is written. Put the first numbers of each line into CEILING of scripts/tidy.test.ts where they fell.`,
);

/** Entries that came and went: each pair should be one thing that moved. */
function renamed(before: Allowed, now: Allowed): string[] {
  const gone = Object.keys(before).filter((key) => !(key in now));
  const come = Object.keys(now).filter((key) => !(key in before));
  return [...gone.map((key) => `- ${key}`), ...come.map((key) => `+ ${key}`)];
}
