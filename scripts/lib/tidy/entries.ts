import { dirname, join, normalize } from "node:path";
import type { Graph } from "./import-graph.ts";
import { plainString } from "./links.ts";
import type { Project } from "./project.ts";

const IMPORTING = /^(Import|Export|TSImport)/;
const NAMES_A_FILE = /^[\w@./*-]+\.(tsx?|css)$/;

/** What a file leads to besides its imports: paths in its strings, from its own folder or the root, as a child or a URL has them. */
export function namedFiles(project: Project, file: string): string[] {
  const texts = (project.sources.get(file)?.nodes ?? []).flatMap((node) =>
    IMPORTING.test(node.parent?.type ?? "") ? [] : (plainString(node) ?? []),
  );
  return texts.filter((text) => NAMES_A_FILE.test(text)).flatMap((text) => filesAt(project, file, text));
}

/** The files that a path names, seen from a file's folder or the root; a glob names several, but only with a folder before it. */
function filesAt(project: Project, from: string, path: string): string[] {
  const wanted = [normalize(join(dirname(from), path)), normalize(path.replace(/^\//, ""))];
  if (!path.includes("*")) return wanted.filter((one) => project.files.has(one));
  if (!path.includes("/")) return [];
  const globs = wanted.map((one) => new Bun.Glob(one));
  return [...project.files].filter((one) => globs.some((glob) => glob.match(one)));
}

const CSS_IMPORT = /@import\s+(?:url\()?["']([^"']+)["']/g;

function cssImports(project: Project, file: string): string[] {
  const found = [...(project.texts.get(file) ?? "").matchAll(CSS_IMPORT)].map(([, from = ""]) => from);
  return found.flatMap((from) => project.resolve(file, from) ?? []);
}

/** All files that can be reached from some, these included. */
export function reachable(project: Project, graph: Graph, from: Iterable<string>): Set<string> {
  const seen = new Set(from);
  for (const file of seen) {
    const imported = (graph.get(file)?.links ?? []).map(({ to }) => to);
    const next = file.endsWith(".css") ? cssImports(project, file) : [...imported, ...namedFiles(project, file)];
    for (const one of next) seen.add(one);
  }
  return seen;
}

const CONFIG = /(^|\/)(package\.json|[\w.-]+\.(toml|ya?ml|html)|Dockerfile|run)$/;
const PATH = /[\w@.][\w@./-]*\.tsx?\b|\/[\w@./-]+\.(?:tsx?|css)\b/g;

/** Where programs begin: what package.json, wrangler.toml, the Dockerfile or a page of HTML names, tools' own files, the examples. */
export function entryFiles(project: Project): string[] {
  const named = [...project.texts].flatMap(([file, text]) => {
    if (!CONFIG.test(file)) return [];
    const paths = text.match(PATH) ?? [];
    // An exports map says what may be imported, not what runs; in a page "/src/main.tsx" stands for the app's folder.
    const plain = file.endsWith(".html") ? paths.map((path) => path.replace(/^\//, "")) : paths;
    return file.endsWith("package.json") && file !== "package.json"
      ? []
      : plain.flatMap((path) => filesAt(project, file, path));
  });
  const tools = [...project.files].filter((file) => /\.config\.ts$|\.d\.ts$|^docs\/examples\/.+\.tsx?$/.test(file));
  const read = tools.flatMap((file) => [file, ...namedFiles(project, file)]);
  return [...new Set([...named, ...read])].sort();
}
