import { type Child, startChild } from "./process.ts";
import { secrets, settings } from "./settings.ts";

export type Listening = { port: number };

/** The real server on a prepared file, in a process of its own; only its rate limits are lifted. */
export function startApi(path: string, env: Record<string, string> = {}): Promise<Child<Listening>> {
  return startChild({
    file: "bench/child/api.ts",
    env: {
      PORT: "0",
      HOST: "127.0.0.1",
      DATABASE_URL: `file:${path}`,
      APP_SECRET: secrets.app,
      DEMO: "0",
      LOG_LEVEL: settings.logLevel,
      ALLOW_PRIVATE_NETWORKS: "1",
      ...env,
    },
  });
}

/** What the real server is measured against: verify and commit the same rows, and nothing else. */
export function startBare(path: string, mode: "merged" | "single"): Promise<Child<Listening>> {
  return startChild({
    file: "bench/child/bare.ts",
    env: { BARE_FILE: path, BARE_MODE: mode, BARE_SECRET: secrets.webhook },
  });
}

/** The load generator. */
export function startLoad(): Promise<Child<{ ready: true }>> {
  return startChild({ file: "bench/child/load.ts" });
}
