import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "./root.ts";

/** A fenced block: its language, the rest of its info line (a file's path, "try"), its text, and where it begins. */
export type Fence = { language: string; info: string; text: string };
export type Doc = { file: string; text: string; fences: Fence[]; prose: string; ticks: string[] };

/**
 * Every page: those of the root, docs/ with its folders, and each package's own, taken apart. `prose` is the page without its
 * fences; `ticks` what stands in backticks.
 */
export function allDocs(): Doc[] {
  const root = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" });
  const pages = docs.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`);
  const own = houses().map((house) => `${house}/README.md`);
  return [...root.sort(), ...pages.sort(), ...own].map(readDoc);
}

/** Every package and app. */
export const houses = (): string[] =>
  ["packages", "apps"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .sort()
      .map((name) => `${folder}/${name}`),
  );

export function readDoc(file: string): Doc {
  const text = readFileSync(join(ROOT, file), "utf8");
  const fences = [...text.matchAll(/^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", info = "", inner = ""]) => ({
      language,
      info: info.trim(),
      text: inner,
    }),
  );
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  return { file, text, fences, prose, ticks: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, tick = ""]) => tick) };
}

/** Files that a page tells the reader to write. */
export const writtenBy = (doc: Doc): Map<string, string> =>
  new Map(doc.fences.filter(({ info }) => info.includes("/")).map(({ info, text }) => [info, text]));

const FOLDERS = readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
/** Made by running, so not in a fresh clone. */
const MADE = /^(data|shots|dist|node_modules)\/|^waybill\.db|^\.env$/;
const FILE_NAME = /^[\w.-]+\.(ts|tsx|md|json|toml|yaml|yml|css|sh)$|^\.[a-z][\w.]*$|^Dockerfile$/;
/** A file inside a house, said without the house: `inbox/receive.ts`. */
const INSIDE = /^[a-z][\w-]*\/[\w./-]+\.(ts|tsx|css)$/;

/** Names in backticks that say they are files of the project and are not. Beside the root, a page may name what lies beside it. */
export function missingPaths(doc: Doc): string[] {
  const written = [...writtenBy(doc).keys()];
  const beside = [ROOT, join(ROOT, dirname(doc.file)), join(ROOT, dirname(doc.file), "src")];
  const within = houses().map((house) => join(ROOT, house, "src"));
  return doc.ticks.filter((tick) => {
    const path = tick.replace(/\/$/, "");
    const isPath = /^[\w.@/-]+$/.test(path) && FOLDERS.some((folder) => path.startsWith(`${folder}/`));
    const inside = !isPath && INSIDE.test(path);
    if ((!isPath && !inside && !FILE_NAME.test(path)) || MADE.test(path)) return false;
    if (written.some((file) => file === path || basename(file) === path)) return false;
    return ![...beside, ...(inside ? within : [])].some((folder) => existsSync(join(folder, path)));
  });
}

export type Curl = { line: string; method: string; url: string; headers: Record<string, string>; body: string | null };

/** Every curl of a text with its continued lines joined, and its $VARIABLES filled in as a shell would. */
export function curlsOf(text: string, variables: Record<string, string>): Curl[] {
  const lines = text.replace(/\\\n\s*/g, " ").split("\n");
  return lines.flatMap((line) => {
    const command = /^\s*(curl .*)$/.exec(line)?.[1];
    return command === undefined ? [] : [parseCurl(command, variables)];
  });
}

/** Reads the few options that the docs use; any other throws, so that none is silently left out. */
export function parseCurl(line: string, variables: Record<string, string>): Curl {
  const words = shellWords(line, variables);
  const curl: Curl = { line, method: "", url: "", headers: {}, body: null };
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? "";
    const value = () => words[++i] ?? "";
    if (word === "-s") continue;
    else if (word === "-X") curl.method = value();
    else if (word === "-d") curl.body = value();
    else if (word === "-o") value();
    else if (word === "-H") {
      const [name = "", ...rest] = value().split(":");
      curl.headers[name.toLowerCase()] = rest.join(":").trim();
    } else if (!word.startsWith("-") && curl.url === "") curl.url = word;
    else throw new Error(`The docs use an option of curl that their test does not know: ${word}`);
  }
  curl.method ||= curl.body === null ? "GET" : "POST";
  return curl;
}

function shellWords(line: string, variables: Record<string, string>): string[] {
  const filled = (text: string) =>
    text.replace(/\$\{?([A-Z_]+)\}?/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`The docs use $${name}, which nothing gives a value.`);
      return value;
    });
  const words = line.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"])+/g);
  return [...words].map(([word]) =>
    word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|([^'"]+)/g, (_, single?: string, double?: string, bare?: string) => {
      if (single !== undefined) return single;
      return filled((double ?? bare ?? "").replace(/\\(["\\$])/g, "$1"));
    }),
  );
}
