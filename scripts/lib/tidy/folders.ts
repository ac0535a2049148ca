import { dirname } from "node:path";
import type { Finding } from "./allow.ts";
import { isProduction } from "./kinds.ts";
import type { Project } from "./project.ts";

const FULLEST = 25;

/** Folders with more files side by side than a reader takes in; tests and their helpers are not counted. */
export function fullFolders(project: Project, limit = FULLEST): Finding[] {
  const counts = new Map<string, number>();
  for (const file of [...project.sources.keys()].filter(isProduction)) {
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > limit)
    .map(([folder, count]) => ({
      key: folder,
      count,
      text: `${folder} holds ${count} files; ${limit} are the limit. Give a noun among them its own folder.`,
    }));
}
