// `bun run shots [name …]`: pictures of every screen in `shots/`: desktop 1440 and phone 390, light and dark. The world behind
// them has a fixed seed and a fixed clock. With names, only the screens whose name begins so; `--readme` also renews docs/images.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright";
import { ensureChromium } from "./lib/chromium.ts";
import { ensureDependencies } from "./lib/dependencies.ts";
import { fail, ROOT } from "./lib/root.ts";
import type { Shot } from "./lib/shot-list.ts";
import type { ShotWorld } from "./lib/shot-world.ts";
import { ensureWebApps } from "./lib/web.ts";

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const schemes = ["light", "dark"] as const;
/** The pictures that the README and docs show. */
const inReadme = [
  "overview-desktop-light",
  "orders-desktop-light",
  "orders-desktop-dark",
  "orders-panel-desktop-light",
  "inbox-desktop-light",
  "track-out_for_delivery-phone-light",
  "track-in_transit-phone-dark",
];

await ensureDependencies();
const wrong = await ensureWebApps();
if (wrong) fail(wrong);
const executablePath = (await ensureChromium()) ?? undefined;
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const { chromium } = await import("playwright");
const { startShotWorld } = await import("./lib/shot-world.ts");
const { shotList } = await import("./lib/shot-list.ts");
const folder = join(ROOT, "shots");
if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const world = await startShotWorld();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let taken = 0;
try {
  const shots = shotList(world).filter(
    (shot) => wanted.length === 0 || wanted.some((name) => shot.name.startsWith(name)),
  );
  if (shots.length === 0) fail(`No screen is called so: ${wanted.join(", ")}.`);
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const scheme of schemes) {
      const enter = contexts(browser, world, { viewport, colorScheme: scheme });
      for (const shot of shots) {
        if (shot.only && shot.only !== size) continue;
        const path = join(folder, `${shot.name}-${size}-${scheme}.png`);
        await take(await enter(shot.as), shot, { path, now: world.now() }).catch((error: unknown) => {
          console.error(`${shot.name} (${size}, ${scheme}): ${error instanceof Error ? error.message : String(error)}`);
          process.exitCode = 1;
        });
        taken += 1;
      }
      await enter.close();
    }
  }
} finally {
  await browser.close();
  await world.stop();
}
if (process.argv.includes("--readme")) {
  mkdirSync(join(ROOT, "docs/images"), { recursive: true });
  for (const name of inReadme) cpSync(join(folder, `${name}.png`), join(ROOT, `docs/images/${name}.png`));
}
console.log(`${taken} pictures in shots/`);

type Look = { viewport: { width: number; height: number }; colorScheme: "light" | "dark" };

/** One browser profile per audience, signed in once. */
function contexts(input: Browser, { url, emptyUrl }: ShotWorld, look: Look) {
  const made = new Map<Shot["as"], Promise<BrowserContext>>();
  const open = async (as: Shot["as"]) => {
    const context = await input.newContext({
      ...look,
      baseURL: as === "empty" ? emptyUrl : url,
      locale: "en-GB",
      timezoneId: "Europe/Lisbon",
    });
    if (as === "demo") await context.request.post("/api/demo/session", { data: {} });
    if (as === "empty") {
      const person = {
        name: "Ana Silva",
        email: `ana-${made.size}-${look.viewport.width}-${look.colorScheme}@shop.example`,
        password: "a-long-enough-pass",
      };
      const headers = { origin: emptyUrl };
      await context.request.post("/api/auth/sign-up/email", { data: person, headers });
      await context.request.post("/api/organisations", { data: { name: "Olive & Thread" }, headers });
    }
    return context;
  };
  const enter = (as: Shot["as"]) => {
    const context = made.get(as) ?? open(as);
    made.set(as, context);
    return context;
  };
  return Object.assign(enter, {
    close: async () => {
      for (const context of made.values()) await (await context).close();
    },
  });
}

async function take(context: BrowserContext, shot: Shot, input: { path: string; now: number }): Promise<void> {
  const page = await context.newPage();
  try {
    await page.clock.install({ time: input.now });
    await shot.before?.(page);
    await page.goto(shot.path);
    await page.waitForLoadState("networkidle").catch(() => undefined);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(shot.as === "public" ? 300 : 900);
    await shot.act?.(page);
    await page.screenshot({ path: input.path, animations: "disabled" });
  } finally {
    await context.setOffline(false);
    await page.close();
  }
}
