import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { ROOT } from "../root.ts";
import { parseSource, type Source } from "./source.ts";

/** The repository as the rules see it: every path that git knows, the text of those that can be read, the parsed sources. */
export type Project = {
  files: ReadonlySet<string>;
  texts: ReadonlyMap<string, string>;
  sources: ReadonlyMap<string, Source>;
  /** The file that a specifier means in a file, or null when it is none of ours. */
  resolve: (from: string, specifier: string) => string | null;
};

type Target = string | { [condition: string]: Target };
type Manifest = { name: string; folder: string; exports: Record<string, Target> };

const SOURCE = /\.tsx?$/;
const TEXT = /\.(tsx?|css|html|json|toml|ya?ml|md)$|(^|\/)(Dockerfile|run)$/;

/** Reads the working tree: what git tracks and what it would track, so that a new file is judged before it is committed. */
export function readProject(root: string = ROOT): Project {
  const list = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout, success } = Bun.spawnSync(list, { cwd: root });
  if (!success) throw new Error("tidy asks git for the list of files, and git gave none. Run it in a clone.");
  const files = stdout
    .toString()
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));
  return makeProject(
    new Map(files.map((file) => [file, TEXT.test(file) ? readFileSync(join(root, file), "utf8") : ""])),
  );
}

/** A project out of texts by path: what the rules' own tests feed them. */
export function makeProject(texts: ReadonlyMap<string, string>): Project {
  const files = new Set(texts.keys());
  const manifests = [...texts].filter(([file]) => /(^|\/)package\.json$/.test(file)).map(readManifest);
  const sources = [...texts].filter(([file]) => SOURCE.test(file)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    files,
    texts,
    sources: new Map(sources.map(([file, text]) => [file, parseSource(file, text)])),
    resolve: (from, specifier) => resolve({ files, manifests, from, specifier: specifier.replace(/\?.*$/, "") }),
  };
}

function readManifest([file, text]: [string, string]): Manifest {
  const { name = "", exports = {} } = JSON.parse(text) as Partial<Manifest>;
  return { name, exports, folder: dirname(file) };
}

function resolve(input: {
  files: ReadonlySet<string>;
  manifests: Manifest[];
  from: string;
  specifier: string;
}): string | null {
  const { files, manifests, from, specifier } = input;
  const found = (path: string) => [path, `${path}.ts`, `${path}.tsx`].find((one) => files.has(one)) ?? null;
  if (specifier.startsWith(".")) return found(normalize(join(dirname(from), specifier)));
  const owner = manifests.find(({ name }) => name !== "" && specifier.startsWith(`${name}/`));
  if (!owner) return null;
  const path = `.${specifier.slice(owner.name.length)}`;
  return (
    targetsOf(owner.exports, path)
      .map((target) => found(join(owner.folder, target)))
      .find((file) => file !== null) ?? null
  );
}

/** What an exports map says about a path: the exact key, else the pattern with the longest beginning, as Node chooses. */
function targetsOf(exports: Record<string, Target>, path: string): string[] {
  const exact = exports[path];
  if (exact !== undefined) return flat(exact);
  const patterns = Object.keys(exports).filter((key) => key.includes("*"));
  const best = patterns
    .map((key) => ({ key, before: key.slice(0, key.indexOf("*")), after: key.slice(key.indexOf("*") + 1) }))
    .filter(
      ({ before, after }) =>
        path.startsWith(before) && path.endsWith(after) && path.length >= before.length + after.length,
    )
    .sort((a, b) => b.before.length - a.before.length || b.key.length - a.key.length)[0];
  if (!best) return [];
  const star = path.slice(best.before.length, path.length - best.after.length);
  return flat(exports[best.key] ?? "").map((target) => target.replaceAll("*", star));
}

const flat = (target: Target): string[] =>
  typeof target === "string" ? [target] : Object.values(target).flatMap(flat);
