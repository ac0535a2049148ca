import type { Finding } from "./allow.ts";
import { circlesOf, type Graph, wayRound } from "./import-graph.ts";

/** Files that import one another in a circle; types count, because a reader has to know all of them at once just the same. */
export function importCircles(graph: Graph): Finding[] {
  return circlesOf(graph).map((files) => ({
    key: files.join(" ⇄ "),
    count: files.length,
    text: `These import one another: ${wayRound(graph, files).join(" → ")}. Move what both need into a file below them.`,
  }));
}
