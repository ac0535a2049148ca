import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { senders } from "@waybill/adapters/registry.gen";
import { eventData } from "@waybill/domain/live/events";
import { roles } from "@waybill/domain/organisation/roles";
import { CLOSE } from "../apps/api/src/hub/message.ts";
import { startTest, type TestServer } from "../apps/api/test/harness.ts";
import { PAGES } from "../apps/api/test/routes-table.ts";
import { sections } from "../apps/dashboard/src/settings/sections.ts";
import { places } from "../apps/dashboard/src/shell/places.ts";
import { allDocs, type Doc, missingPaths, readDoc } from "./lib/docs.ts";
import { ROOT } from "./lib/root.ts";

// What README.md and docs/ say, held against what is there. The examples are run by docs-adapters.test.ts and docs-api.test.ts.

const docs = allDocs();
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const manifest = JSON.parse(read("package.json")) as { scripts: Record<string, string>; packageManager: string };
const each = (wrong: (doc: Doc) => string[]) => docs.flatMap((doc) => wrong(doc).map((what) => `${doc.file}: ${what}`));
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

describe("files", () => {
  test("each path that is named exists", () => expect(each(missingPaths)).toEqual([]));

  test("a path that does not exist is noticed", () => {
    const doc = {
      ...readDoc("README.md"),
      ticks: ["packages/domain/src/no-such.ts", "nothing.toml", "packages/domain"],
    };
    expect(missingPaths(doc)).toEqual(["packages/domain/src/no-such.ts", "nothing.toml"]);
  });

  test("each relative link and picture leads to a file, each anchor to a heading", () => {
    const wrong = each((doc) => {
      const targets = [...all(doc.prose, /\]\(([^)\s]+)\)/g), ...all(doc.prose, /(?:src|href)="([^"]+)"/g)];
      return targets.filter((target) => {
        if (/^https?:/.test(target)) return false;
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? doc.file : normalize(join(dirname(doc.file), path));
        if (!existsSync(join(ROOT, file))) return true;
        return anchor !== undefined && !headings(read(file)).includes(anchor);
      });
    });
    expect(wrong).toEqual([]);
  });

  test("each page is reached from the README", () => {
    const reached = new Set(["README.md"]);
    for (const file of reached) {
      for (const target of all(readDoc(file).prose, /\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)) {
        const path = normalize(join(dirname(file), target));
        // A folder is a list of its pages.
        for (const doc of docs) if (doc.file === path || dirname(doc.file) === path) reached.add(doc.file);
      }
    }
    const own = /^(packages|apps)\//;
    expect(docs.map((doc) => doc.file).filter((file) => !reached.has(file) && !own.test(file))).toEqual([]);
    const houses = ["packages", "apps"].flatMap((folder) =>
      readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
    );
    expect(
      docs
        .map((doc) => dirname(doc.file))
        .filter((file) => own.test(file))
        .sort(),
    ).toEqual(houses.sort());
  });

  test("each picture of the README is one that `bun run shots --readme` makes, and is described", () => {
    const pictures = all(read("README.md"), /docs\/images\/([\w-]+)\.png/g);
    const list = /inReadme = \[([^\]]*)\]/.exec(read("scripts/shots.ts"))?.[1] ?? "";
    expect(pictures.length).toBeGreaterThan(4);
    expect(pictures.filter((name) => !list.includes(`"${name}"`))).toEqual([]);
    expect(all(read("README.md"), /!\[([^\]]{0,11})\]\(/g)).toEqual([]);
  });

  test("no path of somebody's machine and no host that is nobody's example", () => {
    const wrong = each((doc) => [
      ...all(doc.text, /((?<![\w.~/-])\/(?:work|tmp|home|Users|root)\/\S*)/g),
      ...all(doc.text, /https?:\/\/([\w.-]+)/g).filter((host) => !mayName(doc.file, host)),
    ]);
    expect(wrong).toEqual([]);
  });
});

/** Hosts that are nobody's; a platform's page may name the platform's own, and repositories, for its sources. */
function mayName(file: string, host: string): boolean {
  if (/^(localhost|127\.0\.0\.1|([\w-]+\.)*example)$/.test(host)) return true;
  if (file === "CHANGELOG.md") return host === "keepachangelog.com";
  const platform = /^docs\/platforms\/([\w-]+)\.md$/.exec(file)?.[1];
  return platform !== undefined && (host === "github.com" || host.split(".").includes(platform));
}

const headings = (text: string) =>
  all(text, /^#+ (.+)$/gm).map((line) =>
    line
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .trim()
      .replace(/\s/g, "-"),
  );

describe("commands", () => {
  test("each `bun run …` and `bun start` is a script", () => {
    const wrong = each((doc) => [
      ...all(doc.text, /\bbun run ([a-z][a-z:-]*)/g).filter((name) => !(name in manifest.scripts)),
      ...all(doc.text, /\bbun ([\w./-]+\.ts)\b/g).filter(
        (file) => !existsSync(join(ROOT, file)) && !doc.text.includes(`\`\`\`ts ${file}`),
      ),
    ]);
    expect(wrong).toEqual([]);
    expect(manifest.scripts.start).toBeDefined();
  });

  test("the README names every script", () => {
    const readme = read("README.md");
    const named = (name: string) => new RegExp(`bun (run )?${name}\\b`).test(readme);
    expect(Object.keys(manifest.scripts).filter((name) => !named(name))).toEqual([]);
  });

  test("one version of Bun is named everywhere", () => {
    const version = manifest.packageManager.replace("bun@", "");
    for (const file of [...docs.map((doc) => doc.file), "Dockerfile", ".ci/run"]) {
      const named = all(read(file), /(?:[Bb]un[ @]|BUN_VERSION=)(\d+\.\d+\.\d+)/g);
      expect([file, named.filter((other) => other !== version)]).toEqual([file, []]);
    }
    expect(read("README.md")).toContain(version);
  });
});

describe("variables", () => {
  const own = all(/z\.object\(\{([\s\S]*?)\n\}\)/.exec(read("apps/api/src/env.ts"))?.[1] ?? "", /^ {2}([A-Z_]+):/gm);
  /** Mail providers bring theirs in their definitions. */
  const providers: { environment?: Readonly<Record<string, string>> }[] = Object.values(senders);
  const known = [...own, ...providers.flatMap(({ environment = {} }) => Object.keys(environment))];
  /** What the examples read for themselves, and what the reader is told to put there. */
  const examples = ["WAYBILL_URL", "WAYBILL_KEY", "ORDER", "TOKEN", "BUN_VERSION"];

  test("the schema is found", () => expect(known).toEqual(expect.arrayContaining(["DATABASE_URL", "RESEND_API_KEY"])));

  test("each that is named is one that is read", () => {
    const files = [...docs.map((doc) => doc.file), "Dockerfile", "compose.yaml", "wrangler.toml"];
    const wrong = files.flatMap((file) => {
      const text = read(file).replace(/^```ts[\s\S]*?^```$/gm, "");
      const named = [
        ...all(text, /(?<![\w-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)=/g),
        ...all(text, /\$\{?([A-Z][A-Z0-9_]+)/g),
        ...all(text, /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g),
        ...all(text, /(?:--var|secret put) ([A-Z_]+)/g),
      ].filter((name) => name.length > 2 && !/_MS$/.test(name));
      return named
        .filter((name) => !known.includes(name) && !examples.includes(name))
        .map((name) => `${file}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test("each that is read stands in the README's table and in .env.example", () => {
    const table = all(read("README.md"), /^\| (`[A-Z].*?) \|/gm).join(" ");
    expect(known.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
    expect(known.filter((name) => !read(".env.example").includes(name))).toEqual([]);
  });
});

describe("names of the product", () => {
  let server: TestServer;
  let routes: Set<string>;
  const shape = (path: string) => path.replace(/\?.*$/, "").replace(/(:\w+|\{\w+\}|\$[A-Z]+)/g, "{}");
  beforeAll(async () => {
    server = await startTest();
    const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    // The page of a parcel stands under a pattern, beside the files that it needs.
    const pages = [...PAGES.filter((page) => !page.endsWith("*")), "GET /track/{token}"];
    expect(PAGES).toContain("GET /track/*");
    routes = new Set([...listed, ...pages].map(shape));
  });
  afterAll(() => server.stopAll());

  /** The invented platforms' own. */
  const invented = (path: string) => /^\/(v1|oauth|move)\//.test(path);

  test("each route with its method exists", () => {
    const wrong = each((doc) =>
      all(doc.prose, /\b((?:GET|POST|PUT|PATCH|DELETE)\s+\/[^\s`"'()|,]*)/g)
        .map((route) => route.replace(/\s+/, " "))
        .filter((route) => !invented(route.split(" ")[1] ?? "") && !routes.has(shape(route))),
    );
    expect(wrong).toEqual([]);
  });

  test("each address in backticks exists", () => {
    const addresses = [...routes].map((route) => route.split(" ")[1] ?? "");
    const wrong = each((doc) =>
      doc.ticks.filter((tick) => {
        if (!/^\/[\w/:{}.…-]+$/.test(tick) || invented(tick) || /^\/(data|backups)\b/.test(tick)) return false;
        const path = shape(tick);
        return path.endsWith("…")
          ? !addresses.some((one) => one.startsWith(path.slice(0, -1)))
          : !addresses.includes(path);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("each place and section of the screens is called so", () => {
    const words = places.map(({ word }) => word as string);
    const wrong = each((doc) => [
      ...all(doc.prose, /under \*\*([^*→]+)\*\*/g).filter((word) => !words.includes(word)),
      ...all(doc.prose, /\*\*Settings → ([^*]+)\*\*/g).filter((word) => !sections.some((one) => one.word === word)),
    ]);
    expect(wrong).toEqual([]);
    const readme = read("README.md");
    expect(words.filter((word) => !readme.includes(`**${word}**`))).toEqual([]);
  });

  test("live.md names every type of event and every close code; api.md every role", () => {
    const live = read("docs/live.md");
    expect(Object.keys(eventData).filter((type) => !live.includes(`\`${type}\``))).toEqual([]);
    expect(
      all(live, /`((?:order|shipment|notification|sync|connection|report)\.\w+)`/g).filter((t) => !(t in eventData)),
    ).toEqual([]);
    expect(all(live, /^\| (\d{4}) /gm).map(Number)).toEqual(Object.values(CLOSE));
    expect(all(read("docs/api.md"), /^\| `(\w+)` /gm)).toEqual([...roles]);
  });
});
