// `bun run dev`: the API restarts when its code changes, the web apps are rebuilt when theirs do; the same address as
// `bun start`. Reload the page to see a change.
import { join } from "node:path";
import { answers, makeChildren } from "./lib/children.ts";
import { ensureDependencies } from "./lib/dependencies.ts";
import { planFrom } from "./lib/plan.ts";
import { fail, ROOT } from "./lib/root.ts";
import { ensureWebApps, forgetBuilds, VITE, WEB_APPS } from "./lib/web.ts";

await ensureDependencies();
const wrong = await ensureWebApps();
if (wrong) fail(wrong);
forgetBuilds();

const plan = planFrom(process.env);
const children = makeChildren();
const bun = [process.execPath, "--no-install"];
for (const app of WEB_APPS) {
  // Not emptied while it is rebuilt: the running page keeps its files.
  const build = [
    ...bun,
    VITE,
    "build",
    "--watch",
    "--logLevel",
    "warn",
    "--emptyOutDir=false",
    "--mode",
    "development",
  ];
  children.start(`Building ${app}`, build, { cwd: join(ROOT, "apps", app) });
}
if (plan.simulator) {
  children.start("The simulator", [...bun, "--watch", "--no-clear-screen", "apps/simulator/src/bun.ts"], {
    env: { SIMULATOR_PORT: plan.simulatorPort },
    optional: !plan.demo,
  });
}
children.start("The server", [...bun, "--watch", "--no-clear-screen", "apps/api/src/bun.ts"], {
  env: { LOG_LEVEL: process.env.LOG_LEVEL || "warn" },
});
if (await answers(plan.probe, 60_000)) console.log(`\n  waybill ▍▌▎▍  ${plan.url}  (watching)\n`);
