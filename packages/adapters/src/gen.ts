import { readdir } from "node:fs/promises";

/** A kind's folder, the file in each platform's folder that holds its definition, and what its ids are called. */
const KINDS = [
  { folder: "carriers", entry: "carrier", id: "CarrierId" },
  { folder: "channels", entry: "channel", id: "ChannelId" },
  { folder: "senders", entry: "sender", id: "SenderId" },
] as const;

const HEAD = "// Written by gen.ts from the folders. Do not edit.\n";

/** The sources made from the three folders, by file: a platform's folder is its entry, and its name is its id. */
async function generated(root: URL = new URL("./", import.meta.url)): Promise<Record<string, string>> {
  const imports: string[] = [];
  const entries: string[] = [];
  const ids: string[] = [];
  for (const { folder, entry, id } of KINDS) {
    const names = (await readdir(new URL(`${folder}/`, root), { withFileTypes: true }))
      .filter((file) => file.isDirectory())
      .map((file) => file.name)
      .sort();
    const local = (name: string) => `${folder}_${name.replaceAll("-", "_")}`;
    for (const name of names) imports.push(`import ${local(name)} from "./${folder}/${name}/${entry}.ts";\n`);
    const list = names.map((name) => `  ${JSON.stringify(name)}: ${local(name)},\n`).join("");
    // A definition's id is its folder's name, or this does not compile.
    entries.push(`\nexport const ${folder} = {\n${list}} as const satisfies { [Id in ${id}]: { id: Id } };\n`);
    ids.push(`export type ${id} = ${names.map((name) => JSON.stringify(name)).join(" | ") || "never"};\n`);
  }
  const types = `import type { ${KINDS.map(({ id }) => id).join(", ")} } from "./ids.gen.ts";\n`;
  return { "registry.gen.ts": HEAD + imports.join("") + types + entries.join(""), "ids.gen.ts": HEAD + ids.join("") };
}

/** Writes `registry.gen.ts` and `ids.gen.ts` where they differ from the folders. */
export async function writeRegistry(): Promise<void> {
  for (const [name, source] of Object.entries(await generated())) {
    const target = Bun.file(new URL(name, import.meta.url));
    if (!(await target.exists()) || (await target.text()) !== source) await Bun.write(target, source);
  }
}

if (import.meta.main) await writeRegistry();
