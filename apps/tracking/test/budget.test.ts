import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { locales } from "@waybill/domain/languages/messages";
import { dist, isBuilt, renderer } from "./built.ts";

const KB = 1024;
const zipped = (file: string) => Bun.gzipSync(readFileSync(dist(file)), { level: 9 }).length;

// Small enough for a bad phone line: all script of the page with one language is 25 KB gzipped, the styles are 15 KB.
test.skipIf(!isBuilt)("what the page loads stays small, in every language", async () => {
  const render = await renderer();
  const files = readdirSync(dist("assets"));
  const scripts = files.filter((name) => name.endsWith(".js"));
  for (const locale of locales) {
    const others = new RegExp(`-(?!${locale}-)(${locales.join("|")})-[\\w-]{8}\\.js$`);
    const loaded = scripts.filter((name) => !others.test(name));
    for (const words of [`messages-${locale}-`, `page-${locale}-`])
      expect(loaded.filter((name) => name.startsWith(words))).toHaveLength(1);
    expect(scripts.length - loaded.length).toBe(2 * (locales.length - 1));
    const size = loaded.reduce((sum, name) => sum + zipped(`assets/${name}`), 0);
    expect([locale, size < 25 * KB ? "within 25 KB" : size]).toEqual([locale, "within 25 KB"]);
    const { html } = render({ page: { kind: "dead" }, locale, chosen: false, now: 0 });
    expect(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1]?.length ?? Number.NaN).toBeLessThan(15 * KB);
    expect(Bun.gzipSync(html).length).toBeLessThan(14 * KB);
  }
});

test.skipIf(!isBuilt)(
  "a parcel's page names its own language's files, so that they come with the script and not after it",
  () => {
    const text = readFileSync(dist("server/entry.js"), "utf8");
    for (const locale of locales) {
      const named = new RegExp(`\\b${locale}:\\[([^\\]]+)\\]`).exec(text)?.[1] ?? "";
      for (const words of ["messages", "page"])
        expect([locale, named]).toEqual([locale, expect.stringContaining(`/${words}-${locale}-`)]);
    }
  },
);

test.skipIf(!isBuilt)("the page asks nobody else: no address of another site in its files, one font of our own", () => {
  const files = readdirSync(dist("assets"));
  expect(files.filter((name) => /\.woff2?$/.test(name))).toHaveLength(1);
  for (const name of files.filter((file) => /\.(js|css)$/.test(file))) {
    const found = readFileSync(dist(`assets/${name}`), "utf8").match(/https?:\/\/[\w.-]+/g) ?? [];
    expect([name, found.filter((url) => url !== "http://www.w3.org")]).toEqual([name, []]);
  }
});

test.skipIf(!isBuilt)("the renderer is one file that needs nothing beside it", () => {
  expect(readdirSync(dist("server"))).toEqual(["entry.js"]);
  const text = readFileSync(dist("server/entry.js"), "utf8");
  expect(text.match(/\bfrom\s*["'][^"']+["']|\brequire\(|\bimport\(["'`]/g)).toBeNull();
});
