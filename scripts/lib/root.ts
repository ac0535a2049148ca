import { fileURLToPath } from "node:url";

/** The project's folder. Everything in scripts/lib but tidy/ runs before node_modules exists: built-ins only. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Runs a program to its end with our own input and output; answers its exit code. */
export async function run(
  command: string[],
  options: { cwd?: string; env?: Record<string, string>; quiet?: boolean } = {},
): Promise<number> {
  const out = options.quiet ? "ignore" : "inherit";
  const child = Bun.spawn(command, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", out, out],
  });
  return child.exited;
}

/** Ends this script in words. */
export function fail(words: string): never {
  console.error(words);
  process.exit(1);
}
