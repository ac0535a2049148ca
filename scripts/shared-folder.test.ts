import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ROOT } from "./lib/root.ts";

/** Official samples lie beside the repository. A path to them that is one step off would skip its tests without a word. */
const SHARED = resolve(ROOT, "../shared");

const files = [...new Bun.Glob("{packages,apps,scripts,bench}/**/*.{ts,tsx}").scanSync({ cwd: ROOT })].filter(
  (file) => !/(^|\/)(node_modules|dist)\//.test(file),
);
const looks = files.flatMap((file) =>
  [
    ...readFileSync(join(ROOT, file), "utf8").matchAll(
      /new URL\("((?:\.\.\/)+shared\/[\w./-]*)", import\.meta\.url\)/g,
    ),
  ].map(([, path = ""]) => ({ file, path, target: resolve(ROOT, dirname(file), path) })),
);

test("every path to the official samples leads to the folder beside the repository", () => {
  expect(looks.length).toBeGreaterThan(0);
  expect(looks.filter(({ target }) => target !== SHARED && !target.startsWith(`${SHARED}/`))).toEqual([]);
});

test.skipIf(!existsSync(join(SHARED, "README.md")))("and finds something there (an extra: needs ../shared)", () => {
  expect(looks.filter(({ target }) => !existsSync(target))).toEqual([]);
});
