// `bun start`: everything from a fresh clone to a running Waybill. Imports built-ins only at the top: it runs before
// node_modules exists.
import { answers, makeChildren } from "./lib/children.ts";
import { ensureDependencies } from "./lib/dependencies.ts";
import { planFrom } from "./lib/plan.ts";
import { fail } from "./lib/root.ts";
import { ensureWebApps } from "./lib/web.ts";

const startedAt = Date.now();
await ensureDependencies();
const wrong = await ensureWebApps();
if (wrong) fail(wrong);

const plan = planFrom(process.env);
const children = makeChildren();
const bun = [process.execPath, "--no-install"];
if (plan.simulator) {
  const env = { SIMULATOR_PORT: plan.simulatorPort };
  // A demo is nothing without it; a practice shop whose port is taken is only not offered.
  children.start("The simulator", [...bun, "apps/simulator/src/bun.ts"], { env, optional: !plan.demo });
}
// One line per request is for a log collector, not for a terminal.
const level = process.env.LOG_LEVEL || (plan.production ? "info" : "warn");
children.start("The server", [...bun, "apps/api/src/bun.ts"], { env: { LOG_LEVEL: level } });

if (!(await answers(plan.probe, 60_000))) {
  console.error("The server is not ready after a minute. See the lines above.");
  await children.end(1);
}
const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
console.log(`
  waybill ▍▌▎▍  running after ${seconds} s

  Open        ${plan.url}${plan.demo ? '   ("Try the demo" signs you in)' : ""}
  API         ${plan.url}/docs
  Stop        Ctrl-C
`);
