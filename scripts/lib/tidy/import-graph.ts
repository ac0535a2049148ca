import { type Export, exportsOf, type Import, importsOf, starsOf } from "./links.ts";
import type { Project } from "./project.ts";

/** An import whose file is ours. */
type Link = Import & { file: string; to: string };
type Module = { file: string; exports: Export[]; stars: string[]; links: Link[] };
export type Graph = ReadonlyMap<string, Module>;

/** Who imports what from whom, over all sources; types count as much as values. */
export function importGraph(project: Project): Graph {
  const modules = [...project.sources.values()].map((source): [string, Module] => {
    const { file } = source;
    const links = importsOf(source).flatMap((one): Link[] => {
      const to = project.resolve(file, one.from);
      return to === null ? [] : [{ ...one, file, to }];
    });
    const stars = starsOf(source).flatMap((from) => project.resolve(file, from) ?? []);
    return [file, { file, exports: exportsOf(source), stars, links }];
  });
  return new Map(modules);
}

/** Every circle as the sorted list of its files (Tarjan's strongly connected components with more than one member). */
export function circlesOf(graph: Graph): string[][] {
  const circles: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const lowOf = (file: string) => low.get(file) ?? 0;
  const visit = (file: string) => {
    index.set(file, index.size);
    low.set(file, index.size - 1);
    stack.push(file);
    for (const { to } of graph.get(file)?.links ?? []) {
      if (!graph.has(to)) continue;
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(file, Math.min(lowOf(file), lowOf(to)));
    }
    if (lowOf(file) !== index.get(file)) return;
    const members = stack.splice(stack.indexOf(file));
    if (members.length > 1) circles.push(members.sort());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return circles.sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
}

/** A shortest way round inside a circle, from its first file back to it: `a → b → a`. */
export function wayRound(graph: Graph, circle: readonly string[]): string[] {
  const start = circle[0] ?? "";
  const came = new Map<string, string>();
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const { to } of graph.get(file)?.links ?? []) {
      if (to === start) return [...trail(came, file), start];
      if (!circle.includes(to) || came.has(to)) continue;
      came.set(to, file);
      queue.push(to);
    }
  }
  return [...circle];
}

function trail(came: ReadonlyMap<string, string>, last: string): string[] {
  const before = came.get(last);
  return before === undefined ? [last] : [...trail(came, before), last];
}
