import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { type Shot, shotList } from "../../../scripts/lib/shot-list.ts";
import { type ShotWorld, startShotWorld } from "../../../scripts/lib/shot-world.ts";
import { browserPath, isBuilt } from "./world.ts";

const axe = readFileSync(fileURLToPath(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const looks = [
  { name: "desktop, light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "phone, dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

let world: ShotWorld;
let browser: Browser;

/** What axe found, each with the elements it means; and whether the page scrolls sideways. */
async function faults(page: Page): Promise<string[]> {
  // By CDP and not as a script element: the pages' policy allows none but their own.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    type Result = { violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<Result> } };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.failureSummary ?? ""})`);
      return `${id}: ${help}\n    ${where.join("\n    ")}`;
    });
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return wide > 0 ? [...found, `the page is ${wide} px wider than the screen`] : found;
}

async function signedIn(as: Shot["as"], look: (typeof looks)[number]): Promise<BrowserContext> {
  const { viewport, colorScheme } = look;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: "reduce",
    baseURL: as === "empty" ? world.emptyUrl : world.url,
  });
  if (as === "demo") await context.request.post("/api/demo/session", { data: {} });
  if (as === "empty") {
    const person = { name: "Ana Silva", email: `ana-${viewport.width}@shop.example`, password: "a-long-enough-pass" };
    await context.request.post("/api/auth/sign-up/email", { data: person });
    await context.request.post("/api/organisations", { data: { name: "Olive & Thread" } });
  }
  return context;
}

describe.skipIf(!browserPath || !isBuilt)("axe on every page in every state (needs a browser and built pages)", () => {
  beforeAll(async () => {
    world = await startShotWorld();
    browser = await chromium.launch({ executablePath: browserPath ?? undefined, args: ["--no-sandbox"] });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  for (const look of looks) {
    for (const as of ["public", "empty", "demo"] as const) {
      test(`${look.name}: ${as}`, async () => {
        const context = await signedIn(as, look);
        const wrong: Record<string, string[]> = {};
        for (const shot of shotList(world).filter((one) => one.as === as)) {
          if (shot.only && shot.only !== look.name.split(",")[0]) continue;
          const page = await context.newPage();
          await page.clock.install({ time: world.now() });
          await shot.before?.(page);
          await page.goto(shot.path);
          await page.waitForLoadState("networkidle").catch(() => undefined);
          await shot.act?.(page);
          const found = await faults(page);
          if (found.length > 0) wrong[shot.name] = found;
          await context.setOffline(false);
          await page.close();
        }
        await context.close();
        expect(wrong).toEqual({});
      }, 180_000);
    }
  }
});
