import { readdir } from "node:fs/promises";

/** A kind's folder, and the file in each platform's folder that holds its definition. */
const KINDS = [
  { folder: "carriers", entry: "carrier", id: "CarrierId" },
  { folder: "channels", entry: "channel", id: "ChannelId" },
  { folder: "senders", entry: "sender", id: "SenderId" },
] as const;

/** The registry's source, made from the three folders: a platform's folder is its entry, and its name is its id. */
export async function registrySource(root: URL = new URL("./", import.meta.url)): Promise<string> {
  const imports: string[] = [];
  const entries: string[] = [];
  for (const { folder, entry, id } of KINDS) {
    const names = (await readdir(new URL(`${folder}/`, root), { withFileTypes: true }))
      .filter((file) => file.isDirectory())
      .map((file) => file.name)
      .sort();
    const local = (name: string) => `${folder}_${name.replaceAll("-", "_")}`;
    for (const name of names) imports.push(`import ${local(name)} from "./${folder}/${name}/${entry}.ts";`);
    const list = names.map((name) => `  ${JSON.stringify(name)}: ${local(name)},`);
    entries.push(`export const ${folder} = {${list.length ? `\n${list.join("\n")}\n` : ""}} as const;`);
    entries.push(`export type ${id} = keyof typeof ${folder};`);
  }
  return `// Written by gen.ts from the folders. Do not edit.\n${imports.join("\n")}\n\n${entries.join("\n\n")}\n`;
}

/** Writes `registry.gen.ts` when it differs from the folders. */
export async function writeRegistry(): Promise<boolean> {
  const file = new URL("./registry.gen.ts", import.meta.url);
  const source = await registrySource();
  const target = Bun.file(file);
  if ((await target.exists()) && (await target.text()) === source) return false;
  await Bun.write(target, source);
  return true;
}

if (import.meta.main) await writeRegistry();
