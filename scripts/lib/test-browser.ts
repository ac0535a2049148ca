import { type Browser, chromium } from "playwright";
import { findChromium } from "./chromium.ts";

/** The variable with the address of the Chromium that `bun run test` starts once for every file. */
export const BROWSER_ENV = "TEST_BROWSER";
/** The browser that `bun run test` found, or the system's own; null: the browser tests are skipped. */
export const browserPath = findChromium();

const launch = { args: ["--no-sandbox"] };

/**
 * A browser for one test file, to be closed at its end. Under `bun run test` it is a connection to the one that all share,
 * whose closing takes away every profile it opened, also those of a test that failed; a file that runs alone starts its own.
 */
export function openBrowser(): Promise<Browser> {
  const shared = process.env[BROWSER_ENV];
  if (shared) return chromium.connect(shared);
  return chromium.launch({ ...launch, executablePath: browserPath ?? undefined });
}

/** Starts the browser that all files share. `close` ends it; so does the end of this process. */
export async function startBrowser(executablePath: string): Promise<{ address: string; close: () => Promise<void> }> {
  const server = await chromium.launchServer({ ...launch, executablePath, host: "127.0.0.1", port: 0 });
  return { address: server.wsEndpoint(), close: () => server.close() };
}
