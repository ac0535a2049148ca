import { describe, expect, test } from "bun:test";
import { allowedBy } from "./allow.ts";
import { importCircles } from "./circles.ts";
import { deadExports, deadFiles } from "./dead-code.ts";
import { floorBreaches } from "./floors.ts";
import { importGraph } from "./import-graph.ts";
import { importsOf } from "./links.ts";
import { makeProject } from "./project.ts";
import { parseSource } from "./source.ts";

const project = (texts: Record<string, string>) => makeProject(new Map(Object.entries(texts)));
const manifests = {
  "packages/a/package.json": JSON.stringify({
    name: "@waybill/a",
    exports: { "./*.css": "./src/*.css", "./icon": "./src/icon.tsx", "./*": "./src/*.ts" },
  }),
  "apps/t/package.json": JSON.stringify({
    name: "@waybill/t",
    exports: { "./server": { types: "./src/entry.tsx", default: "./dist/entry.js" } },
  }),
};

describe("who imports what", () => {
  test("all forms, with the names that are taken", () => {
    const imports = (text: string) => importsOf(parseSource("a.tsx", text)).map(({ from, names }) => [from, names]);
    expect(imports('import a, { b as c, type D } from "x";')).toEqual([["x", ["default", "b", "D"]]]);
    expect(
      imports('import "x.css"; export { a, b as c } from "y"; export * from "z"; export * as n from "w";'),
    ).toEqual([
      ["x.css", []],
      ["y", ["a", "b"]],
      ["z", []],
      ["w", "*"],
    ]);
    expect(imports('import * as n from "x"; n.a(); type T = n.B; const y = <n.C />;')).toEqual([
      ["x", ["a", "B", "C"]],
    ]);
    expect(imports('import * as n from "x"; n.a(); hand(n);')).toEqual([["x", "*"]]);
    expect(imports('const { a, b: c } = await import("x");')).toEqual([["x", ["a", "b"]]]);
    expect(imports('lazy(async () => (await import("x")).Page); import("y").then(({ a }) => a); import("z");')).toEqual(
      [
        ["x", ["Page"]],
        ["y", ["a"]],
        ["z", "*"],
      ],
    );
    expect(imports('const [{ a }, { b }] = await Promise.all([import("x"), import("y")]);')).toEqual([
      ["x", ["a"]],
      ["y", ["b"]],
    ]);
    expect(imports('type A = import("x").B; type C = typeof import("y"); import(z);')).toEqual([
      ["x", ["B"]],
      ["y", "*"],
    ]);
  });

  test("a specifier leads to a file: beside it, or by a package's exports map", () => {
    const files = {
      "packages/a/src/b.ts": "",
      "packages/a/src/in/c.ts": "",
      "packages/a/src/icon.tsx": "",
      "packages/a/src/t.css": "",
      "apps/t/src/entry.tsx": "",
    };
    const { resolve } = project({ ...manifests, ...files });
    const from = "packages/a/src/in/c.ts";
    expect(
      [
        "../b.ts",
        "../b",
        "@waybill/a/in/c",
        "@waybill/a/icon",
        "@waybill/a/t.css",
        "@waybill/t/server",
        "../t.css?inline",
      ].map((one) => resolve(from, one)),
    ).toEqual([
      "packages/a/src/b.ts",
      "packages/a/src/b.ts",
      "packages/a/src/in/c.ts",
      "packages/a/src/icon.tsx",
      "packages/a/src/t.css",
      "apps/t/src/entry.tsx",
      "packages/a/src/t.css",
    ]);
    const deep = { name: "@waybill/d", exports: { "./*": "./src/*.ts", "./in/*": "./src/in/*.tsx" } };
    const folders = project({ "d/package.json": JSON.stringify(deep), "d/src/in/a.ts": "", "d/src/in/a.tsx": "" });
    expect(folders.resolve(from, "@waybill/d/in/a")).toBe("d/src/in/a.tsx");
    expect(["zod", "./gone.ts", "@waybill/b/x"].map((one) => resolve(from, one))).toEqual([null, null, null]);
  });
});

describe("dead code", () => {
  const entry = { "package.json": '{"scripts":{"start":"bun packages/a/src/bun.ts"}}' };
  const at = (name: string) => `packages/a/src/${name}`;
  const dead = (texts: Record<string, string>) => {
    const whole = project({
      ...manifests,
      ...entry,
      ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [at(name), text])),
    });
    const graph = importGraph(whole);
    return [...deadExports(whole, graph), ...deadFiles(whole, graph)].map(({ key }) =>
      key.replace("packages/a/src/", ""),
    );
  };

  test("an export that nobody imports, value, type and default", () => {
    const b =
      "export const used = 1; export const a = 1, b = 2; export type T = 1; export function f() {} export default 1; const c = 1; export { c as d };";
    expect(dead({ "bun.ts": 'import { used } from "./b.ts";', "b.ts": b })).toEqual(
      ["a", "b", "T", "f", "default", "d"].map((name) => `b.ts: ${name}`),
    );
  });

  test("an export that only its test imports, unless its own file lives by it", () => {
    const texts = {
      "bun.ts": 'import { used } from "./b.ts";',
      "b.test.ts": 'import { used, help, odd } from "./b.ts";',
    };
    expect(
      dead({ ...texts, "b.ts": "export const help = 1; export const used = help; export const odd = { odd: 1 }.odd;" }),
    ).toEqual(["b.ts: odd"]);
  });

  test("a test is somebody to a test kit", () => {
    expect(
      dead({
        "a.test.ts": 'import { a } from "./testing.ts";',
        "testing.ts": "export const a = 1; export const b = 1;",
      }),
    ).toEqual(["testing.ts: b"]);
  });

  test("a kit that a test starts by its path is read by what starts it; a file it only names is not", () => {
    const texts = {
      "a.test.ts": 'start("packages/a/src/testing-worker.ts", "packages/a/src/b.ts");',
      "testing-worker.ts": "export default 1;",
      "bun.ts": 'import "./b.ts";',
      "b.ts": "export const b = 1;",
    };
    expect(dead(texts)).toEqual(["b.ts: b"]);
  });

  test("what is passed on lives as long as somebody takes it from there", () => {
    const c = "export const a = 1; export const b = 1;";
    expect(dead({ "bun.ts": 'import { a } from "./b.ts";', "b.ts": 'export * from "./c.ts";', "c.ts": c })).toEqual([
      "c.ts: b",
    ]);
    expect(
      dead({ "bun.ts": 'import { x } from "./b.ts";', "b.ts": 'export { a as x, b } from "./c.ts";', "c.ts": c }),
    ).toEqual(["b.ts: b"]);
  });

  test("an entry's own exports are read by what starts it", () => {
    expect(dead({ "bun.ts": "export default { fetch() {} };" })).toEqual([]);
    const whole = project({
      "drizzle.config.ts": 'export default { schema: "./db/schema/*.ts" };',
      "db/schema/orders.ts": "export const orders = 1;",
    });
    expect(deadExports(whole, importGraph(whole))).toEqual([]);
  });

  test("a file that nothing reaches, or only a test, or only another dead one", () => {
    const texts = {
      "bun.ts": 'import "./b.ts"; Bun.spawn(["bun", "packages/a/src/child.ts"]);',
      "b.ts": 'import "./b.css";',
      "b.css": '@import "@waybill/a/c.css";',
      "c.css": "",
      "child.ts": "",
    };
    expect(dead(texts)).toEqual([]);
    expect(
      dead({
        ...texts,
        "d.ts": 'import "./e.ts";',
        "e.ts": "",
        "f.ts": "",
        "f.test.ts": 'import "./f.ts";',
        "g.css": "",
        "testing.ts": "",
      }),
    ).toEqual(["d.ts", "e.ts", "f.ts", "g.css", "testing.ts"]);
  });

  test("a page of HTML, a worker's toml and a folder's tool begin programs", () => {
    const whole = project({
      "apps/d/index.html": '<script type="module" src="/src/main.tsx"></script><link href="/src/style.css">',
      "apps/d/src/main.tsx": 'import "./late.ts";',
      "apps/d/src/late.ts": "",
      "apps/d/src/style.css": "",
      "wrangler.toml": 'main = "apps/api/src/worker.ts"',
      "apps/api/src/worker.ts": "",
      "apps/d/vite.config.ts": 'const input = here("src/server.tsx");',
      "apps/d/src/server.tsx": "",
      "docs/examples/a.ts": "",
    });
    expect(deadFiles(whole, importGraph(whole))).toEqual([]);
  });
});

describe("circles", () => {
  const circles = (texts: Record<string, string>) => importCircles(importGraph(project(texts)));

  test("of values and of types, with the way round", () => {
    const [found, ...more] = circles({
      "a.ts": 'import { b } from "./b.ts";',
      "b.ts": 'import type { C } from "./c.ts";',
      "c.ts": 'export { a } from "./a.ts";',
      "d.ts": 'import "./a.ts";',
    });
    expect([found?.key, more]).toEqual(["a.ts ⇄ b.ts ⇄ c.ts", []]);
    expect(found?.text).toContain("a.ts → b.ts → c.ts → a.ts");
  });

  test("a diamond is none, two circles are two", () => {
    expect(
      circles({
        "a.ts": 'import "./b.ts"; import "./c.ts";',
        "b.ts": 'import "./d.ts";',
        "c.ts": 'import "./d.ts";',
        "d.ts": "",
      }),
    ).toEqual([]);
    expect(
      circles({
        "a.ts": 'import "./b.ts";',
        "b.ts": 'import "./a.ts"; import "./c.ts";',
        "c.ts": 'import "./d.ts";',
        "d.ts": 'import "./c.ts";',
      }).map(({ key }) => key),
    ).toEqual(["a.ts ⇄ b.ts", "c.ts ⇄ d.ts"]);
  });
});

describe("floors", () => {
  const house = { under: "p/src", floors: [["core"], ["orders", "mail"], ["tick"]] };
  const files = {
    "p/src/core/log.ts": "",
    "p/src/orders/rows.ts": 'import "../core/log.ts"; import "./list.ts";',
    "p/src/orders/list.ts": "",
    "p/src/mail/send.ts": "",
    "p/src/tick.ts": 'import "./mail/send.ts";',
  };
  const breaches = (texts: Record<string, string>) =>
    allowedBy(floorBreaches(importGraph(project({ ...files, ...texts })), [house]));

  test("down and within a room is right", () => expect(breaches({})).toEqual({}));

  test("up and across is not, for types either; a test may", () => {
    expect(breaches({ "p/src/core/log.ts": 'import type { A } from "../orders/rows.ts";' })).toEqual({
      "p/src/core/log.ts → p/src/orders/rows.ts": 1,
    });
    expect(breaches({ "p/src/mail/send.ts": 'import "../orders/list.ts";' })).toEqual({
      "p/src/mail/send.ts → p/src/orders/list.ts": 1,
    });
    expect(breaches({ "p/src/core/log.test.ts": 'import "../tick.ts";' })).toEqual({});
  });

  test("a room without a floor and a floor without its room", () => {
    expect(breaches({ "p/src/new/a.ts": "" })).toEqual({ "p/src: new": 1 });
    const empty = { under: "q/src", floors: [["core"]] };
    expect(floorBreaches(importGraph(project(files)), [empty])[0]?.text).toContain("is not there");
  });
});
