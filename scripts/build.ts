// `bun run build`: the adapter registry, the web apps, and the one static folder that Workers serve.
import { ensureDependencies } from "./lib/dependencies.ts";
import { fail, ROOT } from "./lib/root.ts";
import { assembleSite, ensureWebApps } from "./lib/web.ts";

await ensureDependencies();
const wrong = await ensureWebApps({ force: process.argv.includes("--force") });
if (wrong) fail(wrong);
console.log(`Built. Static files: ${assembleSite().slice(ROOT.length + 1)}`);
