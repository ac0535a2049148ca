import { describe, expect, test } from "bun:test";
import { allowedBy, ceilingProblem, differences, type Finding } from "./lib/tidy/allow.ts";
import { bannedNames, wordsOf } from "./lib/tidy/banned-names.ts";
import { fullFolders } from "./lib/tidy/folders.ts";
import { isKit, isProduct } from "./lib/tidy/kinds.ts";
import { longFunctions } from "./lib/tidy/long-functions.ts";
import { strayPlatforms } from "./lib/tidy/platform-ids.ts";
import { makeProject } from "./lib/tidy/project.ts";
import { danglingReferences } from "./lib/tidy/references.ts";

// Each check is fed something bad and has to see it, and something good that looks like it and has to let it be.

const project = (texts: Record<string, string>) => makeProject(new Map(Object.entries(texts)));
const sizes = (findings: Finding[]) => allowedBy(findings);
const lines = (count: number) => "\n".repeat(count - 1);

describe("functions", () => {
  const long = (text: string, limit = 3, file = "packages/a/src/a.ts") =>
    sizes(longFunctions(project({ [file]: text }), limit));

  test("one line too many is seen, the limit itself is not", () => {
    expect(long(`export function f() {${lines(4)}}`)).toEqual({ "packages/a/src/a.ts: f": 4 });
    expect(long(`export function f() {${lines(3)}}`)).toEqual({});
    expect(long(`function f() {${lines(71)}}`, 70)).toEqual({ "packages/a/src/a.ts: f": 71 });
  });

  test("each form has the name that a reader knows it by", () => {
    const body = `{${lines(5)}}`;
    const text = `
      const arrow = async () => ${body};
      const made = memo(() => ${body});
      class Box { open() ${body} #shut = () => ${body}; }
      const table = { row: () => ${body}, cell() ${body} };
      app.get("/x", async (c) => ${body});
      export default () => ${body};`;
    const names = Object.keys(long(text)).map((key) => key.replace("packages/a/src/a.ts: ", ""));
    expect(names).toEqual(["Box > open", "Box > shut", "app.get()", "arrow", "cell", "default", "made", "row"].sort());
  });

  test("one inside another counts by itself and within; two of one name are told apart", () => {
    const text = `function outer() {\n const inner = () => {${lines(4)}};\n}\nlist.map(() => {${lines(4)}});\nlist.map(() => {${lines(5)}});`;
    const at = (name: string) => `packages/a/src/a.ts: ${name}`;
    expect(long(text)).toEqual({
      [at("outer")]: 6,
      [at("outer > inner")]: 4,
      [at("list.map()")]: 4,
      [at("list.map() #2")]: 5,
    });
  });

  test("a Solid component counts, also as `tsx`", () => {
    expect(
      long(
        `export const Page = () => (\n<p>\n{list.map((one) => (\n<i>\n{one}\n</i>))}\n</p>\n);`,
        3,
        "apps/a/src/a.tsx",
      ),
    ).toEqual({
      "apps/a/src/a.tsx: Page": 8,
      "apps/a/src/a.tsx: Page > list.map()": 4,
    });
  });

  test("a suite and a test are lists; a helper inside them is a function", () => {
    const text = `describe.skipIf(x)("a", () => {\ntest("b", async () => {\nfunction help() {${lines(4)}}\n});\nbeforeAll(() => {${lines(9)}});\n});`;
    expect(long(text, 3, "packages/a/src/a.test.ts")).toEqual({ "packages/a/src/a.test.ts: help": 4 });
  });
});

describe("names", () => {
  const words = [
    { word: "gizmo", how: "word", use: "applied" },
    { word: "Widget", how: "name", use: "MailWidget" },
    { word: "of", how: "parameter", use: "input" },
    { word: "keep", how: "file", use: "persisted", under: "apps" },
  ] as const;
  const banned = (texts: Record<string, string>) => sizes(bannedNames(project(texts), words));

  test("wherever a name is given", () => {
    const texts = [
      "const gizmo = 1;",
      "const { a: [gizmo] } = b;",
      "function isGizmo() {}",
      "(gizmo = 1) => gizmo;",
      "type GizmoAt = { gizmo_by: string };",
      "interface A { gizmo(): void }",
      "class Gizmo { gizmo = 1; }",
      'import { a as gizmo } from "b";',
      "const a = { gizmo: 1 };",
      "try {} catch (gizmo) {}",
    ];
    const counts = texts.map((text) => banned({ "packages/a/src/a.ts": text }).gizmo);
    expect(counts).toEqual([1, 1, 1, 1, 2, 1, 2, 1, 1, 1]);
    expect(banned({ "packages/a/src/ungizmo.ts": "", "packages/a/src/gizmo-at.test.ts": "" })).toEqual({ gizmo: 1 });
  });

  test("uses, strings, comments and words that only contain it are free", () => {
    const text =
      'import { gizmo } from "b";\n// gizmo\nsay("we were gizmo", gizmo.gizmo, ungizmo); const { gizmo: applied } = x; const gizmosTo = 1;';
    expect(banned({ "packages/a/src/a.ts": text })).toEqual({});
    expect(
      banned({
        "apps/a/src/a.tsx": "export const A = () => <Theme.Widget>gizmo</Theme.Widget>; type MailWidget = 1;",
      }),
    ).toEqual({});
  });

  test("whole names, parameters and files by their own rule", () => {
    expect(banned({ "packages/a/src/a.ts": "type Widget = 1;" })).toEqual({ Widget: 1 });
    expect(banned({ "packages/a/src/a.ts": "const of = 1; function f({ of }: A) {} f({ of });" })).toEqual({});
    expect(
      banned({ "packages/a/src/a.ts": "function f(a: A, of: B) {} const g = (of: C) => 1; type H = (of: D) => void;" }),
    ).toEqual({
      "parameter of": 3,
    });
    expect(banned({ "packages/a/src/keep.ts": "", "apps/a/src/keep.ts": "", "apps/a/src/keeper.ts": "" })).toEqual({
      "keep.ts": 1,
    });
  });

  test("the message has the place and the better word", () => {
    const [finding] = bannedNames(project({ "packages/a/src/a.ts": "\nconst gizmo = 1;" }), words);
    expect(finding?.text).toContain("packages/a/src/a.ts:2 gizmo");
    expect(finding?.text).toContain("applied");
  });

  test("a name's words", () => {
    expect(wordsOf("carrierReport_at-HTTPServer2")).toEqual(["carrier", "report", "at", "http", "server2"]);
  });
});

test("a folder with one file too many, its tests and helpers aside", () => {
  const files = ["a.ts", "b.tsx", "a.test.ts", "testing.ts", "in/c.ts", "style.css"].map((name) => [
    `packages/a/src/${name}`,
    "",
  ]);
  expect(sizes(fullFolders(project(Object.fromEntries(files)), 1))).toEqual({ "packages/a/src": 2 });
  expect(sizes(fullFolders(project(Object.fromEntries(files)), 2))).toEqual({});
});

describe("references", () => {
  const pages = { "docs/live.md": "# Live\n\n## What a frame is\n", "README.md": "", "docs/images/a.png": "" };
  const dangling = (text: string, file = "packages/a/src/a.ts") =>
    sizes(danglingReferences(project({ ...pages, [file]: text })))[file] ?? 0;

  test("a document that is not here, in a comment or a test's name", () => {
    const said = [
      "facts/carriers.md §1.2",
      "(facts §16)",
      "DESIGN §7",
      "LOOK, Orders",
      "STYLE.md",
      "issue 3 §3",
      "docs/gone.md",
      "docs/live.md#no-such",
      "facts/performance",
      "issue 3, which asks for it",
      "order/gone.ts",
      "gone.test.ts",
      "packages/a/src/gone",
      "apps/b",
    ];
    expect(said.map((one) => dangling(`// See ${one}.`))).toEqual(said.map(() => 1));
    expect(said.map((one) => dangling(`/** See\n * ${one} */ const a = 1;`))).toEqual(said.map(() => 1));
    expect(said.map((one) => dangling(`test("as ${one} says", () => {});`))).toEqual(said.map(() => 1));
    expect(said.map((one) => dangling(`/* ${one} */`, "apps/a/src/a.css"))).toEqual(said.map(() => 1));
  });

  test("one that is here, an address, code and plain words", () => {
    const said = [
      "docs/live.md",
      "docs/live.md#what-a-frame-is",
      "live.md",
      "README.md",
      "docs/",
      "docs/images",
      "https://x.dev/docs/a.md",
      "shopify.dev/docs/api",
      "the facts decide",
      "/docs/scalar.js",
      "issue 3 of the magazine",
      "packages/a/src/a.ts",
      "src/a.ts",
      "a.ts",
      "packages/a",
      "packages/a/dist/a.js",
      "apps/<name>/src",
      "https://x.dev/a/gone.ts",
    ];
    expect(said.map((one) => [one, dangling(`// See ${one}.`)])).toEqual(said.map((one) => [one, 0]));
    expect(dangling('const a = "DESIGN §7"; const DESIGN = read("facts/a.md");')).toBe(0);
    expect(dangling('test("codes/map.json (needs ../shared)", () => {});')).toBe(0);
  });
});

describe("platforms", () => {
  const adapters = {
    "packages/adapters/src/carriers/ups/carrier.ts": "export default 1;",
    "packages/adapters/src/carriers/royal-mail/carrier.ts": "",
  };
  const stray = (texts: Record<string, string>) => sizes(strayPlatforms(project({ ...adapters, ...texts }), ["usps"]));

  test("in a string, a text on screen, a name", () => {
    const texts = [
      'f("ups");',
      "const upsColour = 1;",
      `f(\`to \${x} by UPS\`);`,
      'import a from "@waybill/adapters/carriers/ups/carrier";',
      'say("Royal Mail");',
      "const royalMail = 1;",
    ];
    expect(texts.map((text) => stray({ "packages/engine/src/a.ts": text })["packages/engine/src/a.ts"])).toEqual(
      texts.map(() => 1),
    );
    expect(stray({ "apps/dashboard/src/a.tsx": "export const A = () => <p>by UPS</p>;" })).toEqual({
      "apps/dashboard/src/a.tsx": 1,
    });
  });

  test("not at home, in the simulator, in tests, in comments, nor as a part of another word", () => {
    const at = [
      "packages/adapters/src/a.ts",
      "apps/simulator/src/a.ts",
      "packages/engine/src/a.test.ts",
      "packages/engine/src/testing/a.ts",
      "docs/examples/a.ts",
      "bench/a.ts",
    ];
    expect(stray(Object.fromEntries(at.map((file) => [file, 'f("ups");'])))).toEqual({});
    expect(stray({ "packages/engine/src/a.ts": '// UPS\nconst groups = "cups"; say("the mail, Royal");' })).toEqual({});
    const named = 'f("usps"); env.UPS_API_KEY;';
    expect(stray({ "packages/engine/src/a.ts": named })).toEqual({ "packages/engine/src/a.ts": 2 });
  });

  test("a platform is a folder: its files and those beside the folders are none", () => {
    const files = { "packages/adapters/src/senders/resend/svix.ts": "", "packages/adapters/src/senders/known.ts": "" };
    expect(stray({ ...files, "packages/engine/src/a.ts": 'f("resend", "svix", "known");' })).toEqual({
      "packages/engine/src/a.ts": 1,
    });
  });
});

test("what a file is for", () => {
  const kits = [
    "packages/a/src/testing/world.ts",
    "packages/a/src/outbox-testing.ts",
    "packages/a/src/shop/fake-orders.ts",
    "packages/a/src/x.fake.ts",
    "apps/a/test/harness.ts",
    "packages/a/src/contract/carrier.ts",
  ];
  expect(kits.filter((file) => !isKit(file))).toEqual([]);
  expect(
    [
      "packages/a/src/test-webhook.ts",
      "packages/a/src/latest.ts",
      "packages/a/src/a.test.ts",
      "bench/test/a.ts",
    ].filter(isKit),
  ).toEqual([]);
  expect(
    ["packages/a/src/a.ts", "scripts/a.ts", "packages/a/src/testing.ts", "packages/a/src/a.test.ts"].filter(isProduct),
  ).toEqual(["packages/a/src/a.ts"]);
});

describe("the allow-list", () => {
  const finding = (key: string, count: number): Finding => ({ key, count, text: `${key} is bad.` });

  test("what is not on it fails, and so does more than it says", () => {
    expect(differences([finding("a", 1)], {})).toEqual(["a is bad."]);
    expect(differences([finding("a", 81)], { a: 80 })[0]).toContain("80 were allowed and it is 81 now");
    expect(differences([finding("a", 80)], { a: 80 })).toEqual([]);
  });

  test("what has become better must be lowered or removed", () => {
    expect(differences([finding("a", 75)], { a: 80 })[0]).toContain("lower it from 80 to 75");
    expect(differences([], { a: 80 })[0]).toContain("remove it");
  });

  test("it may be neither longer, nor larger, nor smaller than its ceiling", () => {
    const ceiling = { entries: 2, sum: 160 };
    expect(ceilingProblem("x", { entries: 2, sum: 160 }, ceiling)).toBeNull();
    expect(ceilingProblem("x", { entries: 3, sum: 150 }, ceiling)).toContain("Nothing may be added or raised");
    expect(ceilingProblem("x", { entries: 2, sum: 161 }, ceiling)).toContain("Nothing may be added or raised");
    expect(ceilingProblem("x", { entries: 1, sum: 80 }, ceiling)).toContain("Lower the ceiling");
  });
});
