import { describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { Glob } from "bun";

const ROOT = resolve(import.meta.dir, "../../..");

/** Who may import whom (docs/architecture.md#layout): folder → what its code may name. Tests may reach further. */
const MAY: Record<string, readonly string[]> = {
  // Of moment-timezone its data alone: the rules of time zones, newer than the runtime's.
  "packages/domain": ["zod", "moment-timezone"],
  "packages/adapters": ["@waybill/domain", "zod"],
  "packages/db": ["@waybill/domain", "drizzle-orm", "@libsql/client", "libsql"],
  "packages/engine": ["@waybill/domain", "@waybill/db", "@waybill/adapters", "drizzle-orm", "hucre", "zod"],
  "packages/ui": ["@waybill/domain", "solid-js", "@kobalte/core", "zod"],
  "apps/api": [
    "@waybill/domain",
    "@waybill/db",
    "@waybill/adapters",
    "@waybill/engine",
    "@waybill/tracking",
    "hono",
    "@hono/zod-openapi",
    "better-auth",
    "@better-auth/api-key",
    "drizzle-orm",
    "zod",
  ],
  "apps/simulator": ["@waybill/domain", "hono", "graphql", "zod"],
  "apps/dashboard": [
    "@waybill/domain",
    "@waybill/ui",
    "solid-js",
    "@solidjs/router",
    "@kobalte/core",
    "@fontsource",
    "uplot",
  ],
  "apps/tracking": ["@waybill/domain", "@waybill/ui", "solid-js", "@fontsource"],
};

/** Who may name a runtime: `bun`, `bun:*`, `node:*`, `cloudflare:*` or the global `Bun`. */
const RUNTIME = [
  "apps/api/src/bun.ts",
  "apps/api/src/worker.ts",
  "apps/api/src/hub/",
  // Parts of the Bun entry: the disk for static files, the secret's file.
  "apps/api/src/assets/bun.ts",
  "apps/api/src/assets/track-bun.ts",
  "apps/api/src/auth/secret-file.ts",
  "packages/db/src/open",
  "packages/db/src/migrate",
  "packages/db/src/testing",
  // The native writer and what stands on it are the inside of db/open.
  "packages/db/src/file/native.ts",
  "packages/db/src/file/writer.ts",
  "packages/db/src/file/reader.ts",
  "packages/db/src/file/backup.ts",
  "packages/db/src/file/lock.ts",
  // Synchronous HMAC: faster than WebCrypto on Bun, there on workerd too (docs/performance.md#signatures).
  "packages/adapters/src/kit/signature.ts",
  "packages/adapters/src/gen.ts",
  "packages/adapters/src/contract/",
  "apps/simulator/",
];
const RUNTIME_NAME = /^(bun|bun:.*|node:.*|cloudflare:.*)$/;

/** Files that exist for tests: they may import what a test may. */
const TESTING = /(\.test\.tsx?$|\/test\/|testing|\/fake(-\w+)?\.ts$|\/contract\/|\/contract\.ts$|vite\.config\.ts$)/;

/** Adapters are reached by type only; the values the engine uses of them are these pure tools. */
const ENGINE_VALUES = [
  "@waybill/adapters/ports/adapter",
  "@waybill/adapters/kit/signature",
  "@waybill/adapters/kit/settings",
  "@waybill/adapters/kit/verdict",
  "@waybill/adapters/numbers/detect",
  "@waybill/adapters/numbers/identity",
  "@waybill/adapters/numbers/in-field",
  "@waybill/adapters/numbers/same-parcel",
  "@waybill/adapters/numbers/web-address",
  "@waybill/adapters/carriers/find",
  "@waybill/adapters/carriers/meaning",
];

/** Who may make a scope (packages/engine/src/core/scope.ts), and what it rests on. Everybody else is handed one. */
const SCOPE_MAKERS: Record<string, string> = {
  "packages/engine/src/core/scope.ts": "the maker itself",
  // Authentication.
  "apps/api/src/auth/identity.ts": "a session or a key was checked",
  "apps/api/src/tenancy/organisations.ts": "the person founded it in the commit before",
  // The inbox.
  "packages/engine/src/inbox/process.ts": "a stored delivery, verified with its connection's secret",
  // The jobs, and what is due by the clock: rows of the database name the organisation.
  "packages/engine/src/core/jobs.ts": "a job",
  "packages/engine/src/notifications/send.ts": "a mail that is due",
  "packages/engine/src/polling/poll.ts": "parcels that are due",
  "packages/engine/src/privacy/erase-organisation.ts": "an organisation that was deleted",
  "packages/engine/src/privacy/retention.ts": "an organisation that keeps things for so long",
  "packages/engine/src/sync/reread.ts": "orders that are due",
  "packages/engine/src/sync/start.ts": "a channel that is due",
  // At start.
  "apps/api/src/demo/world.ts": "the demo's own organisation",
  "packages/engine/src/setup/check-credentials.ts": "each connection",
  "packages/engine/src/setup/practice.ts": "organisations that practise",
  "packages/engine/src/shipments/respell.ts": "parcels stored under a spelling that is none any more",
  "scripts/lib/replay-all.ts": "each organisation, for who runs the server",
  // What strangers hold.
  "packages/engine/src/notifications/preferences.ts": "the signed link of a mail",
  "packages/engine/src/organisation/settings.ts": "a logo's public address, for reading the logo",
  "packages/engine/src/tracking/page.ts": "a parcel's link, or knowing its number",
};

/** Makers with a name of their own: who may call them. */
const SCOPE_PASSERS: Record<string, RegExp> = {
  visitorScope: /^packages\/engine\/src\/tracking\//,
  scopeOf: /^apps\/api\/src\/(auth\/(identity|guard)|routes\/live)\.ts$/,
};

type Import = { from: string; typeOnly: boolean };
type Source = { file: string; text: string; imports: Import[] };

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:([\w$*{][^;"']*?)\s+from\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

function importsOf(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, names, statically, dynamically]) => {
    const list = /^\{([\s\S]*)\}$/
      .exec(names?.trim() ?? "")?.[1]
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    const allTypes = list !== undefined && list.length > 0 && list.every((name) => name.startsWith("type "));
    return { from: statically ?? dynamically ?? "", typeOnly: type !== undefined || allTypes };
  });
}

async function sources(): Promise<Source[]> {
  const found: Source[] = [];
  for await (const file of new Glob("{packages,apps}/*/{src,test}/**/*.{ts,tsx}").scan(ROOT)) {
    const text = await Bun.file(resolve(ROOT, file)).text();
    found.push({ file, text, imports: importsOf(text) });
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

const all = await sources();
const production = all.filter(({ file }) => !TESTING.test(file));
const ownerOf = (file: string) => file.split("/").slice(0, 2).join("/");
const packageOf = (from: string) =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

describe("boundaries", () => {
  test("the reader of imports sees all their forms", () => {
    const text = `import a from "a";\nimport type { B } from "b";\nimport { type C, type D } from "c";\nimport {\n  type E,\n  f,\n} from "d";\nimport "e";\nexport * from "f";\nawait import("g");`;
    expect(importsOf(text)).toEqual([
      { from: "a", typeOnly: false },
      { from: "b", typeOnly: true },
      { from: "c", typeOnly: true },
      { from: "d", typeOnly: false },
      { from: "e", typeOnly: false },
      { from: "f", typeOnly: false },
      { from: "g", typeOnly: false },
    ]);
    expect(production.length).toBeGreaterThan(100);
  });

  test("each folder imports only what docs/architecture.md#layout allows it", () => {
    const wrong = production.flatMap(({ file, imports }) => {
      const owner = ownerOf(file);
      const may = MAY[owner] ?? [];
      return (
        imports
          .filter(({ from }) => !from.startsWith(".") && !RUNTIME_NAME.test(from) && !may.includes(packageOf(from)))
          // Web apps and the shared live client know the API by its types only.
          .filter(({ from, typeOnly }) => !(owner.startsWith("apps/") && from.startsWith("@waybill/api") && typeOnly))
          .map(({ from }) => `${file} → ${from}`)
      );
    });
    expect(wrong).toEqual([]);
  });

  test("nobody reaches into another package by a path", () => {
    const wrong = all.flatMap(({ file, imports }) => {
      const folder = resolve(ROOT, file, "..");
      const home = resolve(ROOT, ownerOf(file));
      return imports
        .filter(({ from }) => from.startsWith(".") && !resolve(folder, from).startsWith(`${home}/`))
        .filter(({ from }) => !resolve(folder, from).startsWith(resolve(ROOT, "scripts")))
        .map(({ from }) => `${file} → ${from}`);
    });
    expect(wrong).toEqual([]);
  });

  test("the engine takes platforms from its context: of adapters it imports types and pure tools", () => {
    const wrong = production
      .filter(({ file }) => file.startsWith("packages/engine/"))
      .flatMap(({ file, imports }) =>
        imports
          .filter(
            ({ from, typeOnly }) => from.startsWith("@waybill/adapters/") && !typeOnly && !ENGINE_VALUES.includes(from),
          )
          .map(({ from }) => `${file} → ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  test("a scope is made by authentication, the inbox and the jobs; everybody else is handed one", async () => {
    const scripts: Source[] = [];
    for await (const file of new Glob("{scripts,bench}/**/*.ts").scan(ROOT)) {
      scripts.push({ file, text: await Bun.file(resolve(ROOT, file)).text(), imports: [] });
    }
    const outside = [...production, ...scripts].filter(({ file }) => !TESTING.test(file));
    const makers = outside.filter(({ text }) => /\bmakeScope\b/.test(text)).map(({ file }) => file);
    expect(makers.sort()).toEqual(Object.keys(SCOPE_MAKERS).sort());
    for (const [name, may] of Object.entries(SCOPE_PASSERS)) {
      const named = outside.filter(({ imports, text }) => imports.length > 0 && new RegExp(`\\b${name}\\b`).test(text));
      const wrong = named.filter(({ file }) => !may.test(file) && !(file in SCOPE_MAKERS));
      expect(wrong.map(({ file }) => `${file} names ${name}`)).toEqual([]);
    }
    // An assertion would make one out of anything: only the maker may.
    const asserted = all.filter(({ text }) => /\bas (unknown as )?Scope\b/.test(text)).map(({ file }) => file);
    expect(asserted).toEqual(["packages/engine/src/core/scope.ts"]);
  });

  test("the simulator knows nothing of the adapters, tests included", () => {
    const wrong = all
      .filter(({ file }) => file.startsWith("apps/simulator/"))
      .flatMap(({ file, imports }) =>
        imports.filter(({ from }) => /^@waybill\/(?!domain)/.test(from)).map(({ from }) => `${file} → ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  test("the dashboard asks the server through its typed client alone", () => {
    const own = production.filter(({ file }) => file.startsWith("apps/dashboard/src/"));
    const wrong = own
      .filter(({ file }) => file !== "apps/dashboard/src/api/client.ts" && file !== "apps/dashboard/src/api/file.ts")
      .flatMap(({ file, text }) => [
        ...(file.endsWith("/api/api.ts") || !/\bsend\b.*from "[./]+\/api\/client\.ts"/.test(text)
          ? []
          : [`${file} calls send() past api/api.ts`]),
        // A file is fetched as it is, from an address that urlOf checked.
        ...[...text.matchAll(/\bfetch\((?!urlOf\()/g)].map(() => `${file} fetches by itself`),
        ...[...text.matchAll(/\bapi\.\w+(?:<|\([^\n]*\) as )/g)].map(([call]) => `${file}: ${call} is not checked`),
      ]);
    expect(wrong).toEqual([]);
    expect(own.filter(({ text }) => /\bapi\.(get|post|put|patch|delete)\(/.test(text)).length).toBeGreaterThan(30);
  });

  test("web apps take an answer's type and leave its schema on the server", () => {
    const wrong = production
      .filter(({ file }) => /^(apps\/(dashboard|tracking)|packages\/ui)\//.test(file))
      .flatMap(({ file, imports }) =>
        imports
          .filter(({ from, typeOnly }) => /\/answers$/.test(from) && !typeOnly)
          .map(({ from }) => `${file} → ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  test("only the named files speak of a runtime", () => {
    const wrong = production
      .filter(({ file }) => !RUNTIME.some((allowed) => file.startsWith(allowed)))
      .flatMap(({ file, text, imports }) => [
        ...imports.filter(({ from }) => RUNTIME_NAME.test(from)).map(({ from }) => `${file} → ${from}`),
        ...(/(?<![\w.$"'`/-])Bun\.\w/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""))
          ? [`${file} names Bun`]
          : []),
      ]);
    expect(wrong).toEqual([]);
  });

  test("there are no barrels, and no file is longer than 300 lines", () => {
    expect(all.filter(({ file }) => /\/index\.tsx?$/.test(file)).map(({ file }) => file)).toEqual([]);
    const long = production
      .filter(({ file }) => !file.endsWith(".gen.ts"))
      .filter(({ text }) => text.split("\n").length > 301);
    expect(long.map(({ file, text }) => `${file}: ${text.split("\n").length - 1} lines`)).toEqual([]);
  });
});
