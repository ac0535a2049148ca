import { join } from "node:path";
import { freePort, ROOT, residentMb, temporaryFolder } from "../lib/process.ts";
import { atMost, type Measured, measured } from "../lib/result.ts";
import { secrets, settings } from "../lib/settings.ts";

/** How long a server sits before it counts as idle, ms. */
const SETTLE_MS = 3_000;

/** From spawn to the first 200, on a database that does not exist yet, and memory at rest; against the least Bun server. */
export async function starting(): Promise<Measured[]> {
  const found = {
    start: [] as number[],
    again: [] as number[],
    memory: [] as number[],
    bare: [] as number[],
    bareMemory: [] as number[],
  };
  for (let round = 0; round < settings.starts; round++) {
    const env = {
      DATABASE_URL: `file:${join(temporaryFolder(), "waybill.db")}`,
      APP_SECRET: secrets.app,
      DEMO: "0",
      LOG_LEVEL: "warn",
    };
    const first = await started("apps/api/src/bun.ts", env);
    const second = await started("apps/api/src/bun.ts", env);
    const bare = await started("bench/child/hello.ts", {});
    found.start.push(first.seconds);
    found.memory.push(first.memory);
    found.again.push(second.seconds);
    found.bare.push(bare.seconds);
    found.bareMemory.push(bare.memory);
  }
  return [
    measured({
      name: "start",
      unit: "s",
      values: found.start,
      baselines: found.bare,
      target: atMost("value", 0.5),
      note: "an empty folder: the database is made and migrated; the baseline is a Bun.serve of one line",
    }),
    measured({ name: "start again", unit: "s", values: found.again, baselines: found.bare }),
    measured({
      name: "idle memory",
      unit: "MB",
      values: found.memory,
      baselines: found.bareMemory,
      target: atMost("value", 150),
    }),
  ];
}

async function started(file: string, env: Record<string, string>): Promise<{ seconds: number; memory: number }> {
  const port = freePort();
  const startedAt = performance.now();
  const child = Bun.spawn([process.execPath, "--no-install", join(ROOT, file)], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", HOST: "127.0.0.1", PORT: String(port), ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`${file} ended with exit code ${child.exitCode}.`);
      if (performance.now() - startedAt > 30_000) throw new Error(`${file} did not answer within 30 s.`);
      await Bun.sleep(2);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    await Bun.sleep(SETTLE_MS);
    return { seconds, memory: residentMb(child.pid) };
  } finally {
    child.kill("SIGTERM");
    await Promise.race([child.exited, Bun.sleep(10_000).then(() => child.kill("SIGKILL"))]);
  }
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    (response) => response.status === 200,
    () => false,
  );
