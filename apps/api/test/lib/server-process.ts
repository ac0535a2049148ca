import { resolve } from "node:path";

const ENTRY = resolve(import.meta.dir, "../../src/bun.ts");
/** A start with recovery of a full inbox takes about a second; a slow machine gets ten times that. */
const PATIENCE_MS = 15_000;

export type ServerProcess = {
  url: string;
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill: () => Promise<void>;
  /** What it printed so far, for the words of a failure. */
  output: () => string;
};

/**
 * The real server as its own process, on any free port; resolves when it takes requests.
 *
 * @example const server = await startProcess({ DATABASE_URL: "file:…", APP_SECRET: "…" }); await server.kill();
 */
export async function startProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = Bun.spawn([process.execPath, "--no-install", ENTRY], {
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "test",
      PORT: "0",
      HOST: "127.0.0.1",
      DEMO: "0",
      LOG_LEVEL: "info",
      ALLOW_PRIVATE_NETWORKS: "1",
      ...env,
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let printed = "";
  const started = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      printed = (printed + decoder.decode(chunk, { stream: true })).slice(-20_000);
      const url = /"message":"started","url":"([^"]+)"/.exec(printed)?.[1];
      if (url) started.resolve(url);
    }
  };
  void read(child.stdout).catch(() => {});
  void read(child.stderr).catch(() => {});
  void child.exited.then((code) => started.reject(new Error(`The server ended with ${code}: ${printed}`)));
  const timer = setTimeout(() => started.reject(new Error(`The server did not start: ${printed}`)), PATIENCE_MS);
  const url = await started.promise.finally(() => clearTimeout(timer));
  return {
    url,
    kill: async () => {
      child.kill("SIGKILL");
      await child.exited;
    },
    output: () => printed,
  };
}
