import { readdir } from "node:fs/promises";

const KINDS = ["carriers", "channels", "senders"] as const;

/** The registry's source, made from the files in the three folders: the folder is the registry. */
export async function registrySource(root: URL = new URL("./", import.meta.url)): Promise<string> {
  const imports: string[] = [];
  const entries: string[] = [];
  for (const kind of KINDS) {
    const files = (await readdir(new URL(`${kind}/`, root))).filter((f) => f.endsWith(".ts") && !f.includes(".test."));
    const names = files
      .map((f) => f.slice(0, -3))
      .filter((n) => !n.includes("."))
      .sort();
    for (const name of names) {
      imports.push(`import ${kind}_${name.replaceAll("-", "_")} from "./${kind}/${name}.ts";`);
    }
    const list = names.map((n) => `  ${JSON.stringify(n)}: ${kind}_${n.replaceAll("-", "_")},`);
    entries.push(`export const ${kind} = {${list.length ? `\n${list.join("\n")}\n` : ""}} as const;`);
  }
  return `// Written by gen.ts from the folders. Do not edit.\n${imports.join("\n")}\n\n${entries.join("\n\n")}\n`;
}

/** Writes `registry.gen.ts` when it differs from the folders. Helper files in those folders carry a dot ("ups.codes.ts"). */
export async function writeRegistry(): Promise<boolean> {
  const file = new URL("./registry.gen.ts", import.meta.url);
  const source = await registrySource();
  const target = Bun.file(file);
  if ((await target.exists()) && (await target.text()) === source) return false;
  await Bun.write(target, source);
  return true;
}

if (import.meta.main) await writeRegistry();
