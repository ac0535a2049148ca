// Two builds from one command: the script for browsers (dist/assets, named in dist/.vite/manifest.json), then the renderer for
// servers (dist/server/entry.js, one file without imports). The renderer carries the styles inside itself and puts them into
// each page, so the first view needs one answer from the network and nothing more; the policy allows them by their hash.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, defineConfig, type Manifest, type Plugin } from "vite";
import solid from "vite-plugin-solid";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A language's own words: `languages/de/messages.ts`, `languages/de/page.ts`. */
const LANGUAGE_FILE = /\/languages\/([a-z]{2})\/(messages|page)\.ts$/;
/** Both files of a language have the same name in every language: the chunk says which one it is. */
function chunkName({ name, facadeModuleId }: { name: string; facadeModuleId?: string | null }): string {
  const [, locale, words] = LANGUAGE_FILE.exec(facadeModuleId ?? "") ?? [];
  return locale ? `assets/${words}-${locale}-[hash].js` : `assets/${name}-[hash].js`;
}

/** A chunk's file and those it imports, by whatever way, so that one round trip brings all; the entry is named by itself. */
function withImports(manifest: Manifest, source: string, seen = new Set<string>(["src/main.tsx"])): string[] {
  const chunk = manifest[source];
  if (!chunk || seen.has(source)) return [];
  seen.add(source);
  return [chunk.file, ...(chunk.imports ?? []).flatMap((name) => withImports(manifest, name, seen))];
}

/** What the built page refers to, by the client's manifest: all paths as the browser asks for them. */
function builtAssets(): Record<string, unknown> {
  const file = here("dist/.vite/manifest.json");
  if (!existsSync(file)) return { script: "", css: "", styleHash: "", languages: {} };
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const entry = manifest["src/main.tsx"];
  const css = (entry?.css ?? []).map((name) => readFileSync(here(`dist/${name}`), "utf8").trim()).join("\n");
  const found = Object.entries(manifest).flatMap(([source]) => {
    const locale = LANGUAGE_FILE.exec(source)?.[1];
    if (!locale) return [];
    return withImports(manifest, source).map((name) => [locale, `/track/${name}`] as const);
  });
  const languages: Record<string, string[]> = {};
  for (const [locale, path] of found) languages[locale] = [...new Set([...(languages[locale] ?? []), path])];
  return {
    script: entry ? `/track/${entry.file}` : "",
    css,
    styleHash: `sha256-${createHash("sha256").update(css).digest("base64")}`,
    languages,
  };
}

/** After each build for the browser, also while watching, the renderer that fits it. */
function renderer(): Plugin {
  let mode = "production";
  return {
    name: "waybill-renderer",
    apply: (_, { isSsrBuild }) => !isSsrBuild,
    configResolved: (config) => {
      mode = config.mode;
    },
    closeBundle: {
      order: "post",
      handler: async () => {
        await build({
          configFile: here("vite.config.ts"),
          root: here("."),
          mode,
          logLevel: "warn",
          build: { ssr: true },
        });
      },
    },
  };
}

export default defineConfig(({ isSsrBuild }) => ({
  base: "/track/",
  plugins: [solid({ ssr: true }), renderer()],
  define: isSsrBuild ? { __TRACK_ASSETS__: JSON.stringify(builtAssets()) } : {},
  ssr: { noExternal: true },
  build: isSsrBuild
    ? {
        ...{ ssr: true, target: "es2023", outDir: "dist/server", copyPublicDir: false, minify: true, watch: null },
        rollupOptions: {
          input: here("src/entry-server.tsx"),
          output: { entryFileNames: "entry.js", codeSplitting: false },
        },
      }
    : {
        ...{ target: "es2022", manifest: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
        rollupOptions: { input: here("src/main.tsx"), output: { chunkFileNames: chunkName } },
      },
}));
