import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Doc, houses } from "./docs.ts";
import { ROOT } from "./root.ts";

// What docs/architecture.md and docs/glossary.md claim of the code, in a form that can be looked up.

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const SOURCE = /\.(tsx?|css)$/;

/** The fences that list the rooms of a house: `src` folder → each name that begins a line. */
export function rooms(doc: Doc): Map<string, string[]> {
  const listed = doc.fences.filter(({ info }) => /^(packages|apps)\/\w+\/src$/.test(info));
  return new Map(
    listed.map(({ info, text }) => [
      info,
      text
        .split("\n")
        .flatMap((line) => (/^(\S.*?)(\s{2,}|$)/.exec(line)?.[1] ?? "").split(", "))
        .filter(Boolean),
    ]),
  );
}

/** Folders with sources in them that the page has no line for, and lines of what is not there. */
export function wrongRooms(doc: Doc): string[] {
  const all = rooms(doc);
  return houses().flatMap((house) => {
    const src = `${house}/src`;
    const named = all.get(src);
    if (!named) return [`${src} has no list of its rooms`];
    const patterns = named.map((name) => new RegExp(`^${name.replace(/<\w+>/g, "[^/]+").replaceAll(".", "\\.")}$`));
    const folders = readdirSync(join(ROOT, src), { recursive: true, encoding: "utf8" })
      .filter((file) => SOURCE.test(file) && dirname(file) !== ".")
      .map((file) => `${dirname(file)}/`);
    const missing = [...new Set(folders)].filter((folder) => !patterns.some((pattern) => pattern.test(folder)));
    const gone = named.filter((name) => !name.includes("<") && !existsSync(join(ROOT, src, name)));
    return [
      ...missing.map((name) => `${src}/${name} has no line`),
      ...gone.map((name) => `${src}/${name} is not there`),
    ];
  });
}

/** `file` ("name of a test"): those whose file has no such test. */
export function unproved(doc: Doc): string[] {
  const cited = [...doc.text.replace(/\s+/g, " ").matchAll(/`([\w./-]+\.test\.ts)` \("([^"]+)"\)/g)];
  return cited
    .filter(([, file = "", name = ""]) => !existsSync(join(ROOT, file)) || !read(file).includes(name))
    .map(([, file, name]) => `${file} has no test "${name}"`);
}

type Row = { section: string; files: string[]; names: string[]; line: string };

/** The rows of tables that name files, with the identifiers beside them: those of the last cell where it has the file, else all. */
export function rowsOf(doc: Doc): Row[] {
  let section = "";
  return doc.prose.split("\n").flatMap((line): Row[] => {
    section = /^#+ (.+)$/.exec(line)?.[1] ?? section;
    if (!line.startsWith("| ")) return [];
    const last = line.split(" | ").at(-1) ?? "";
    const files = filesIn(line);
    const names = ticksIn(filesIn(last).length > 0 ? last : line).filter((tick) => /^[A-Za-z]\w+$/.test(tick));
    return files.length > 0 ? [{ section, files, names, line }] : [];
  });
}

const ticksIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, tick = ""]) => tick);
const filesIn = (text: string) => ticksIn(text).filter((tick) => /^(packages|apps)\//.test(tick) && SOURCE.test(tick));

/** Identifiers that stand in none of the files beside them. */
export const strangers = (doc: Doc): string[] =>
  rowsOf(doc).flatMap(({ files, names }) => {
    const texts = files.filter((file) => existsSync(join(ROOT, file))).map(read);
    return names
      .filter((name) => !texts.some((text) => new RegExp(`\\b${name}\\b`).test(text)))
      .map((name) => `${files[0]} does not say ${name}`);
  });

/** Files that a sequence speaks of (`participant R as inbox/receive.ts`) and that are in no house. */
export function strangeParticipants(doc: Doc): string[] {
  const drawn = doc.fences.filter(({ language, text }) => language === "mermaid" && text.startsWith("sequenceDiagram"));
  const named = drawn.flatMap(({ text }) =>
    [...text.matchAll(/participant \w+ as (\S+\.tsx?)$/gm)].map(([, file]) => file ?? ""),
  );
  const known = houses().flatMap((house) => [`${house}/src`, house.replace(/\w+$/, "")]);
  return named.filter(
    (file) =>
      !known.some(
        (folder) => existsSync(join(ROOT, folder, file)) || existsSync(join(ROOT, folder, file.replace("/", "/src/"))),
      ),
  );
}

/** The floors as the page tells them: "- engine: core → connections, organisation → …". */
export function floors(doc: Doc, house: string): string[][] {
  const section = doc.prose.split(/^### Floors$/m)[1]?.split(/^#/m)[0] ?? "";
  const written = new RegExp(`^- ${house}: ([\\s\\S]*?)(?=^- |^$)`, "m").exec(section)?.[1] ?? "";
  return written.split("→").map((floor) => floor.trim().split(/,\s+/).sort());
}
