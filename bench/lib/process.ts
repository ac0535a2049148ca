import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { settings } from "./settings.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const NODE = join(ROOT, "node_modules/node/bin/node");

/** A process of its own: it says one thing when it is ready, then answers one question at a time. */
export type Child<Ready> = {
  pid: number;
  ready: Ready;
  /** @throws when the process ends first, or says nothing for five minutes */
  ask: <Answer>(question: object) => Promise<Answer>;
  /** SIGTERM and wait (a profile is written then); SIGKILL after 15 s. */
  stop: () => Promise<void>;
  /** SIGKILL: what is not on disk is gone. */
  kill: () => Promise<void>;
};

/** Longer than any single measurement, ms. */
const PATIENCE_MS = 300_000;
const running = new Set<{ kill: () => Promise<void> }>();
const folders = new Set<string>();

/** Starts a file of the repository and waits for its first message. */
export async function startChild<Ready>(options: {
  file: string;
  args?: string[];
  env?: Record<string, string>;
  node?: boolean;
  /** Not the silence of a server: what the child writes is shown. */
  verbose?: boolean;
}): Promise<Child<Ready>> {
  const { file, args = [], node = false } = options;
  let expected = Promise.withResolvers<unknown>();
  const first = expected.promise;
  const profile =
    settings.profile && file.endsWith("/api.ts") ? ["--cpu-prof", `--cpu-prof-dir=${settings.profile}`] : [];
  const runtime = node ? [NODE] : [process.execPath, "--no-install", ...profile];
  const child = Bun.spawn([...runtime, join(ROOT, file), ...args], {
    cwd: ROOT,
    env: { ...inherited(), ...options.env },
    stdio: ["ignore", options.verbose ? "inherit" : "ignore", "inherit"],
    serialization: "json",
    ipc: (message) => expected.resolve(message),
  });
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    running.delete(own);
    child.kill(signal);
    const gone = await Promise.race([child.exited.then(() => true), Bun.sleep(15_000).then(() => false)]);
    if (!gone) child.kill("SIGKILL");
    await child.exited;
  };
  const own = { kill: () => end("SIGKILL") };
  running.add(own);
  void child.exited.then((code) => expected.reject(new Error(`${file} ended with exit code ${code}.`)));
  // Its end is nobody's failure while nothing is asked.
  const calm = (promise: Promise<unknown>) => promise.catch(() => undefined);
  void calm(first);
  const ready = (await first) as Ready;
  return {
    pid: child.pid,
    ready,
    ask: async <Answer>(question: object) => {
      expected = Promise.withResolvers();
      void calm(expected.promise);
      const asked = expected;
      const timer = setTimeout(() => asked.reject(new Error(`${file} did not answer.`)), PATIENCE_MS);
      child.send(question);
      return (await asked.promise.finally(() => clearTimeout(timer))) as Answer;
    },
    stop: () => end("SIGTERM"),
    kill: own.kill,
  };
}

/** What a child may inherit: the caller's Waybill settings must not leak into a measurement. */
function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "LANG", "TZ"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name] as string]] : [])));
}

/** A folder that is removed at the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "waybill-bench-"));
  folders.add(folder);
  return folder;
}

/** A folder that stays, for what is costly to make. */
export function cacheFolder(): string {
  const folder = join(tmpdir(), "waybill-bench-cache");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Ends what is still running and removes temporary folders; after a failure too. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

/** Resident memory of a process, MB; from the kernel where there is /proc, else from `ps`. */
export function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return Number(Bun.spawnSync(["ps", "-o", "rss=", "-p", String(pid)]).stdout.toString()) / 1024;
  }
}

/** CPU time a process has used so far, s: what a noisy machine does not change. NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
  try {
    // Fields 14 and 15, counted from after the name in brackets; in ticks of 10 ms.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** Files a process may have open; sockets count. */
export function fileLimit(): number {
  const said = Bun.spawnSync(["sh", "-c", "ulimit -Hn"]).stdout.toString().trim();
  return said === "unlimited" ? Number.POSITIVE_INFINITY : Number(said);
}

export const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** A port that was free a moment ago, for a program that must be told one. */
export function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response(null) });
  const { port } = server;
  void server.stop(true);
  return port as number;
}

/** Reports progress on the error stream, so that the table stays alone on the other. */
export function say(words: string): void {
  process.stderr.write(`${words}\n`);
}
