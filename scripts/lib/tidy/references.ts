import { dirname, join, normalize } from "node:path";
import type { Finding } from "./allow.ts";
import { plainString } from "./links.ts";
import type { Project } from "./project.ts";
import type { Source } from "./source.ts";

type Said = { text: string; line: number };

/** References to documents and files in comments and names of tests that lead nowhere, counted by file. */
export function danglingReferences(project: Project): Finding[] {
  const found = [...project.texts.keys()].flatMap((file) => {
    const source = project.sources.get(file);
    const said = source ? [...commentsOf(source), ...testNames(source)] : cssComments(project, file);
    return said.flatMap(({ text, line }) =>
      danglingIn(project, file, text).map((what) => ({ file, place: `${file}:${line}`, what })),
    );
  });
  return Object.entries(Object.groupBy(found, ({ file }) => file)).map(([key, all = []]) => ({
    key,
    count: all.length,
    text: `${all.map(({ place, what }) => `${place} “${what}”`).join(", ")}: no such document, section or file here. Say it in the comment, or name a page of docs/ or the file as it is called now.`,
  }));
}

const commentsOf = ({ comments, lineOf }: Source): Said[] =>
  comments.map(({ value, start }) => ({ text: value, line: lineOf(start) }));

function testNames(source: Source): Said[] {
  return source.nodes.flatMap((node) => {
    if (node.type !== "CallExpression" || !/^(describe|test|it)\b/.test(source.text.slice(node.start, node.start + 9)))
      return [];
    const name = node.arguments[0] && plainString(node.arguments[0]);
    return name ? [{ text: name, line: source.lineOf(node.start) }] : [];
  });
}

function cssComments(project: Project, file: string): Said[] {
  if (!file.endsWith(".css")) return [];
  const text = project.texts.get(file) ?? "";
  return [...text.matchAll(/\/\*[\s\S]*?\*\//g)].map((found) => ({
    text: found[0],
    line: text.slice(0, found.index).split("\n").length,
  }));
}

const ADDRESS = /\bhttps?:\/\/\S+|\b[\w-]+(\.[\w-]+)*\.(com|dev|org|io|net|app)\/[^\s)]*/g;
const PATH = /(?<![\w./-])(?:[\w.-]+\/)*[\w.-]*\w\.md(?:#[\w-]+)?(?![\w/])|(?<![\w./-])docs\/[\w./-]*(?:#[\w-]+)?/g;
/** A source file, whole or from some folder on ("routes/auth.ts", "order.ts"), or anything under the folders that hold code. */
const SOURCE =
  /(?<![\w./@<>*-])(?:[\w-]+\/)*[\w-][\w.-]*\.(?:tsx?|css)(?![\w*/-])|(?<![\w./@-])(?:packages|apps|scripts|bench|drizzle)\/[\w./-]*\w(?![\w<*{$-])/g;
/** What building and measuring make is in no clone. */
const MADE = /(^|\/)dist(\/|$)|^bench\/results\.json$/;
/** Names of notes and lists that were never part of the repository. */
const PRIVATE =
  /\bfacts(?:\/[\w-]+| §|: )|\b(?:DESIGN|LOOK|STYLE)\b|\bissue (?:\d+ §|#?\d+\b(?! of ))|(?<![\w./-])(?:specs|codes)\/[\w./-]+\.\w+/g;

/** What a text refers to and the repository does not hold. */
function danglingIn(project: Project, file: string, text: string): string[] {
  const said = text.replace(ADDRESS, "");
  const paths = [...said.matchAll(PATH)].map(([path]) => path.replace(/[./-]+$/, ""));
  const rest = said.replace(PATH, "");
  const missing = [
    ...paths.filter((path) => path !== "docs" && !leadsSomewhere(project, file, path)),
    ...[...rest.matchAll(SOURCE)].map(([path]) => path).filter((path) => !isSource(project, path)),
  ];
  // A test that says it needs ../shared, and is skipped without it, says where its document is.
  const named = said.includes("../shared") ? [] : [...rest.matchAll(PRIVATE)].map(([name]) => name.trim());
  return [...missing, ...named];
}

function isSource(project: Project, path: string): boolean {
  if (MADE.test(path)) return true;
  return [...project.files].some((file) => file === path || file.endsWith(`/${path}`) || file.startsWith(`${path}/`));
}

function leadsSomewhere(project: Project, file: string, reference: string): boolean {
  const [path = "", anchor] = reference.split("#");
  const target = [path, normalize(join(dirname(file), path)), `docs/${path}`].find(
    (one) => project.files.has(one) || [...project.files].some((known) => known.startsWith(`${one}/`)),
  );
  if (target === undefined) return false;
  return anchor === undefined || headings(project.texts.get(target) ?? "").includes(anchor);
}

/** A page's headings as the anchors that GitHub makes of them. */
const headings = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, line = ""]) =>
    line
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .trim()
      .replace(/\s/g, "-"),
  );
