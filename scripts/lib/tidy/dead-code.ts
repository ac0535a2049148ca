import type { Finding } from "./allow.ts";
import { entryFiles, namedFiles, reachable } from "./entries.ts";
import type { Graph } from "./import-graph.ts";
import { isGenerated, isKit, isTest, servesTests } from "./kinds.ts";
import type { Project } from "./project.ts";

/** Names that are exported for nobody. A test is nobody, except to the kits that exist for tests. */
export function deadExports(project: Project, graph: Graph): Finding[] {
  const wanted = wantedNames(graph);
  const read = new Set(entryFiles(project));
  // A kit that is named by its path (a worker's main) is read by what starts it.
  for (const file of graph.keys()) for (const named of namedFiles(project, file)) if (isKit(named)) read.add(named);
  return [...graph.values()].flatMap(({ file, exports }) => {
    if (isTest(file) || isGenerated(file) || read.has(file)) return [];
    return exports.flatMap(({ name, local, line }): Finding[] => {
      const by = wanted.get(`${file}: ${name}`) ?? { programs: false, tests: false };
      if (by.programs || (by.tests && (servesTests(file) || isUsedInside(project, file, local)))) return [];
      const place = `${file}:${line}`;
      const advice = by.tests
        ? `only tests use ${name}: remove it with what tests it, or use it.`
        : `nobody imports ${name}: remove it, or its \`export\` where its own file needs it.`;
      return [{ key: `${file}: ${name}`, count: 1, text: `${place} ${advice}` }];
    });
  });
}

type Wanted = Map<string, { programs: boolean; tests: boolean }>;

function wantedNames(graph: Graph): Wanted {
  const wanted: Wanted = new Map();
  const mark = (input: { file: string; names: readonly string[] | "*"; test: boolean; seen: Set<string> }) => {
    const { file, names, test, seen } = input;
    const module = graph.get(file);
    if (!module || seen.has(file)) return;
    const own = module.exports.map(({ name }) => name);
    for (const name of names === "*" ? own : names) {
      const key = `${file}: ${name}`;
      const known = wanted.get(key) ?? { programs: false, tests: false };
      wanted.set(key, { programs: known.programs || !test, tests: known.tests || test });
    }
    // What is not its own may come from a file it passes on whole.
    const others = names === "*" ? "*" : names.filter((name) => !own.includes(name));
    if (others !== "*" && others.length === 0) return;
    for (const star of module.stars) mark({ file: star, names: others, test, seen: new Set([...seen, file]) });
  };
  for (const { file, links } of graph.values()) {
    const test = isTest(file) || isKit(file);
    for (const { to, names } of links) mark({ file: to, names, test, seen: new Set() });
  }
  return wanted;
}

/** Whether a file's own code uses a name of its: then a test that imports it looks at live code. */
function isUsedInside(project: Project, file: string, local: string | null): boolean {
  if (local === null) return false;
  const named = (project.sources.get(file)?.nodes ?? []).filter((node) => {
    if ((node.type !== "Identifier" && node.type !== "JSXIdentifier") || node.name !== local) return false;
    const { parent } = node;
    if (parent?.type === "MemberExpression" && parent.property === node && !parent.computed) return false;
    return !(parent?.type === "Property" && parent.key === node && !parent.shorthand);
  });
  return named.length > 1;
}

/** Files that no program comes to, and helpers of tests that no test comes to. */
export function deadFiles(project: Project, graph: Graph): Finding[] {
  const entries = entryFiles(project);
  const programs = reachable(project, graph, entries);
  const tests = reachable(project, graph, [...entries, ...[...graph.keys()].filter(isTest)]);
  return [...project.files]
    .filter((file) => /\.(tsx?|css)$/.test(file) && !isTest(file))
    .filter((file) => !(servesTests(file) ? tests : programs).has(file))
    .map((file) => {
      const why = tests.has(file) ? "only tests come to it" : "nothing comes to it";
      return {
        key: file,
        count: 1,
        text: `${file}: ${why} from any entry. Remove it, or import it where it is needed.`,
      };
    });
}
