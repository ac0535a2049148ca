import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isBuilt } from "./world.ts";

const dist = (path: string) => fileURLToPath(new URL(`../dist/${path.replace(/^\//, "")}`, import.meta.url));
const weight = (path: string) => Bun.gzipSync(readFileSync(dist(path))).length / 1024;

/** A script and all that it imports before it runs. */
function withImports(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const code = readFileSync(dist(entry), "utf8");
  for (const [, file] of code.matchAll(/(?:^|[;}\s])import(?:[^"'()]*?from)?\s*["']\.\/([^"']+)["']/g)) {
    if (file) withImports(`/assets/${file}`, seen);
  }
  return seen;
}

describe.skipIf(!isBuilt)("what the dashboard weighs (needs built pages)", () => {
  const html = () => readFileSync(dist("index.html"), "utf8");
  const first = () => [...html().matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");

  test("the first load is at most 90 KB of gzipped script", () => {
    const files = new Set(first().flatMap((path) => (path.startsWith("/assets/") ? [...withImports(path)] : [path])));
    expect(files.size).toBeGreaterThan(1);
    const total = [...files].reduce((sum, path) => sum + weight(path), 0);
    expect(total).toBeLessThanOrEqual(90);
  });

  test("charts and the other pages come when they are asked for", () => {
    const code = first()
      .filter((path) => path.startsWith("/assets/"))
      .flatMap((path) => [...withImports(path)])
      .map((path) => readFileSync(dist(path), "utf8"))
      .join("\n");
    // A class name of uPlot's own, and the heading of a dialog that nobody has asked for yet.
    for (const words of ["u-legend", "Keys on this page"])
      expect([words, code.includes(words)]).toEqual([words, false]);
  });

  test("nothing is loaded from elsewhere", () => {
    expect(html()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
