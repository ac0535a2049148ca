import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./testing.ts";

const root = new URL("../../../../", import.meta.url).pathname;
const node = join(root, "node_modules/node/bin/node");
const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");

/** Why workerd can't be run here; undefined when it can. */
export const noWrangler = existsSync(node) && existsSync(wrangler) ? undefined : "needs the packages node and wrangler";

export type WranglerServer = { url: string; output: () => string; close: () => Promise<void> };

/**
 * Runs a Worker on the real workerd by `wrangler dev`, offline, on a free port, with its state in a folder of its own.
 *
 * @example const worker = await startWrangler({ config: { main: "apps/api/src/worker.ts", … } });
 */
export async function startWrangler(input: {
  /** wrangler.json; paths are relative to the root of the repository. */
  config: Record<string, unknown> & { main: string };
  vars?: Record<string, string>;
}): Promise<WranglerServer> {
  const folder = mkdtempSync(join(tmpdir(), "waybill-wrangler-"));
  const config = join(folder, "wrangler.json");
  writeFileSync(
    config,
    JSON.stringify({ ...input.config, main: join(root, input.config.main), vars: input.vars ?? {} }),
  );
  const flags = [
    "--local",
    "--ip",
    "127.0.0.1",
    "--port",
    "0",
    "--inspector-port",
    "0",
    "--persist-to",
    join(folder, "state"),
  ];
  const child = spawn(node, [wrangler, "dev", "--config", config, ...flags, "--show-interactive-dev-session=false"], {
    cwd: root,
    // A group of its own: wrangler's own children (workerd, esbuild) end with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...{ PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, NO_COLOR: "1", CI: "1" },
      ...{ WRANGLER_SEND_METRICS: "false", WRANGLER_REGISTRY_PATH: folder, CLOUDFLARE_CF_FETCH_ENABLED: "false" },
      ...{ WRANGLER_HIDE_BANNER: "true", WRANGLER_LOG_PATH: folder },
    },
  });
  let output = "";
  child.stdout.on("data", (bytes: Buffer) => {
    output += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    output += bytes.toString();
  });
  const close = stopper(child, folder);
  const address = () => /Ready on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1];
  try {
    await until("wrangler dev", () => address() !== undefined || child.exitCode !== null, 40_000);
    const url = address();
    if (url === undefined) throw new Error("wrangler dev ended.");
    return { url, output: () => output, close };
  } catch (error) {
    await close();
    throw new Error(`wrangler dev did not start:\n${output.slice(-2000)}`, { cause: error });
  }
}

/** Ends wrangler with all its children and removes its folder; also when the test process leaves in a hurry. */
function stopper(child: ChildProcess, folder: string): () => Promise<void> {
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  const signal = (name: "SIGTERM" | "SIGKILL") => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // The group has ended already.
    }
  };
  const kill = () => signal("SIGKILL");
  process.once("exit", kill);
  return async () => {
    process.off("exit", kill);
    // Asked first, so that wrangler collects its own children; then made sure of.
    signal("SIGTERM");
    await Promise.race([ended, new Promise((done) => setTimeout(done, 3000))]);
    kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
