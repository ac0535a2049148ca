import { known } from "@waybill/adapters/carriers/known";
import type { Finding } from "./allow.ts";
import { bannedNames } from "./banned-names.ts";
import { bannedWords } from "./banned-words.ts";
import { importCircles } from "./circles.ts";
import { deadExports, deadFiles } from "./dead-code.ts";
import { floorBreaches } from "./floors.ts";
import { fullFolders } from "./folders.ts";
import { houses } from "./houses.ts";
import { importGraph } from "./import-graph.ts";
import { longFunctions } from "./long-functions.ts";
import { strayPlatforms } from "./platform-ids.ts";
import type { Project } from "./project.ts";
import { danglingReferences } from "./references.ts";

/** GraphQL's types are cyclic (an order has fulfilments, a fulfilment its order), and the simulator's views follow them. */
const CYCLIC = ["fulfilment-view.ts", "order-view.ts"].map((name) => `apps/simulator/src/shopify/${name}`).join(" ⇄ ");
/** Carriers that have no folder yet are named in one place as well; "post" is a word of HTTP. */
const KNOWN = Object.keys(known).filter((id) => id !== "post");

export type CheckName = keyof ReturnType<typeof findAll>;

/** Everything that the checks find in a project, by check. */
export function findAll(project: Project) {
  const graph = importGraph(project);
  return {
    deadExports: deadExports(project, graph),
    deadFiles: deadFiles(project, graph),
    longFunctions: longFunctions(project),
    bannedNames: bannedNames(project, bannedWords),
    fullFolders: fullFolders(project),
    circles: importCircles(graph).filter(({ key }) => key !== CYCLIC),
    floors: floorBreaches(graph, houses),
    references: danglingReferences(project),
    platformIds: strayPlatforms(project, KNOWN),
  } satisfies Record<string, Finding[]>;
}
