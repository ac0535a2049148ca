import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ROOT, run } from "./root.ts";

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** A browser for the tests: `$CHROMIUM`, the system's, Playwright's own. */
export function findChromium(): string | null {
  const own = process.env.CHROMIUM;
  if (own && existsSync(own)) return own;
  return SYSTEM.find(existsSync) ?? playwrights();
}

function playwrights(): string | null {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), ".cache/ms-playwright");
  if (!existsSync(folder)) return null;
  const builds = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name));
  const places = ["chrome-linux64/chrome", "chrome-linux/chrome", "chrome-mac/Chromium.app/Contents/MacOS/Chromium"];
  const files = builds
    .sort()
    .reverse()
    .flatMap((build) => places.map((place) => join(folder, build, place)));
  return files.find(existsSync) ?? null;
}

/** Finds a browser or gets one: Playwright's download, else Debian's package. Null (in words) when neither can be had. */
export async function ensureChromium(): Promise<string | null> {
  const found = findChromium();
  if (found) return found;
  console.log("No Chromium found; getting Playwright's …");
  await run([process.execPath, "--no-install", join(ROOT, "node_modules/playwright/cli.js"), "install", "chromium"]);
  const downloaded = findChromium();
  if (downloaded) return downloaded;
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Getting Debian's chromium …");
    await run(["apt-get", "update"], { quiet: true });
    await run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], { quiet: true });
  }
  const last = findChromium();
  if (!last)
    console.log("No Chromium could be had: browser tests are skipped. Set CHROMIUM=/path/to/chromium to run them.");
  return last;
}
