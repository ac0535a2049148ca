import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.ts";

export const WEB_APPS = ["dashboard", "tracking"] as const;
export const VITE = join(ROOT, "node_modules/vite/bin/vite.js");
const SCALAR = join(ROOT, "node_modules/@scalar/api-reference/dist/browser/standalone.js");

/** What a web app is made of: its own files, the shared packages, the locked dependencies. */
const SHARED = ["packages/ui", "packages/domain", "bun.lock"];

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  const walk = (path: string) => {
    const full = join(ROOT, path);
    if (!existsSync(full)) return;
    if (statSync(full).isFile()) {
      if (!path.includes(".test.")) hash.update(path).update(readFileSync(full));
      return;
    }
    for (const name of readdirSync(full).sort()) {
      if (name !== "node_modules" && name !== "dist" && name !== "test") walk(`${path}/${name}`);
    }
  };
  for (const path of paths) walk(path);
  return hash.digest("hex");
}

const stampOf = (app: string) => join(ROOT, "apps", app, "dist/.built-from");

/** After `dev` the folders hold builds for development: the next start builds them anew. */
export function forgetBuilds(): void {
  for (const app of WEB_APPS) rmSync(stampOf(app), { force: true });
}

function isFresh(app: string, want: string): boolean {
  const stamp = stampOf(app);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === want;
}

/** Builds the web apps whose sources changed since their last build, side by side. Answers what went wrong, or null. */
export async function ensureWebApps(options: { force?: boolean } = {}): Promise<string | null> {
  const stale = WEB_APPS.map((app) => ({ app, want: hashOf([`apps/${app}`, ...SHARED]) })).filter(
    ({ app, want }) => options.force || !isFresh(app, want),
  );
  if (stale.length > 0) console.log(`Building ${stale.map(({ app }) => app).join(" and ")} …`);
  const results = await Promise.all(stale.map(({ app, want }) => buildOne(app, want)));
  return results.find((words) => words !== null) ?? null;
}

async function buildOne(app: string, want: string): Promise<string | null> {
  const child = Bun.spawn([process.execPath, "--no-install", VITE, "build", "--logLevel", "warn"], {
    cwd: join(ROOT, "apps", app),
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) return `apps/${app} could not be built:\n${out}${err}`;
  writeFileSync(stampOf(app), want);
  return null;
}

/**
 * One folder with everything static, as the Workers assets binding serves it: the dashboard at `/`, the tracking page at
 * `/track/`, Scalar's script at `/docs/scalar.js`.
 */
export function assembleSite(): string {
  const site = join(ROOT, "dist/web");
  rmSync(site, { recursive: true, force: true });
  mkdirSync(join(site, "docs"), { recursive: true });
  const own = /\.built-from$|apps\/tracking\/dist\/(server|\.vite)$/;
  const skip = (path: string) => !own.test(path);
  cpSync(join(ROOT, "apps/dashboard/dist"), site, { recursive: true, filter: skip });
  cpSync(join(ROOT, "apps/tracking/dist"), join(site, "track"), { recursive: true, filter: skip });
  if (existsSync(SCALAR)) cpSync(SCALAR, join(site, "docs/scalar.js"));
  return site;
}
