import { dirname } from "node:path";
import type { Finding } from "./allow.ts";
import type { Graph } from "./import-graph.ts";
import { isProduction } from "./kinds.ts";

/**
 * A package's rooms from the ground up. A room is a folder of `under`, or a file that stands in it alone (`tick`); it imports only from
 * itself and from lower floors, so rooms on one floor do not know each other.
 */
export type House = { under: string; floors: readonly (readonly string[])[] };

/** Imports that run up or across, rooms that no floor names, and named rooms that are not there. */
export function floorBreaches(graph: Graph, houses: readonly House[]): Finding[] {
  return houses.flatMap((house) => {
    const modules = [...graph.values()].filter(({ file }) => roomOf(house, file) !== null && isProduction(file));
    const rooms = new Set(modules.map(({ file }) => roomOf(house, file) ?? ""));
    const listed = house.floors.flat();
    const strange = [...rooms].filter((room) => !listed.includes(room)).map((room) => unlisted(house, room));
    const gone = listed.filter((room) => !rooms.has(room)).map((room) => missing(house, room));
    const up = modules.flatMap(({ links }) => links.flatMap((link) => breach(house, link)));
    return [...strange, ...gone, ...up];
  });
}

function roomOf({ under }: House, file: string): string | null {
  if (!file.startsWith(`${under}/`)) return null;
  const path = file.slice(under.length + 1);
  return dirname(path) === "." ? path.replace(/\.\w+$/, "") : (path.split("/")[0] ?? null);
}

function breach(house: House, link: { file: string; to: string; line: number }): Finding[] {
  const from = roomOf(house, link.file);
  const to = roomOf(house, link.to);
  if (from === null || to === null || from === to) return [];
  const [above, below] = [from, to].map((room) => house.floors.findIndex((floor) => floor.includes(room)));
  if (above === undefined || below === undefined || above === -1 || below === -1 || below < above) return [];
  const way = above === below ? "across" : "up";
  const text = `${link.file}:${link.line} imports ${link.to}: from ${from} ${way} to ${to}. Move what it needs to a lower floor of ${house.under}.`;
  return [{ key: `${link.file} → ${link.to}`, count: 1, text }];
}

const unlisted = ({ under }: House, room: string): Finding => ({
  key: `${under}: ${room}`,
  count: 1,
  text: `${under}/${room} stands on no floor. Name it in scripts/lib/tidy/houses.ts, above all that it imports.`,
});

const missing = ({ under }: House, room: string): Finding => ({
  key: `${under}: ${room}`,
  count: 1,
  text: `${under}/${room} is named in scripts/lib/tidy/houses.ts and is not there. Remove the name.`,
});
