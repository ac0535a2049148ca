import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright";
import { type Shot, shotList } from "../../../scripts/lib/shot-list.ts";
import { type ShotWorld, startShotWorld } from "../../../scripts/lib/shot-world.ts";
import { openBrowser } from "../../../scripts/lib/test-browser.ts";
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
  // A colour on its way to another is none of the two; a page behind another one does not even move on.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY) animation.finish();
    }
  });
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
  await context.clock.install({ time: world.now() });
  if (as === "demo") await context.request.post("/api/demo/session", { data: {} });
  if (as === "empty") {
    const person = { name: "Ana Silva", email: `ana-${viewport.width}@shop.example`, password: "a-long-enough-pass" };
    const headers = { origin: world.emptyUrl };
    await context.request.post("/api/auth/sign-up/email", { data: person, headers });
    const founded = await context.request.post("/api/organisations", { data: { name: "Olive & Thread" }, headers });
    expect(founded.status()).toBe(201);
  }
  return context;
}

describe.skipIf(!browserPath || !isBuilt)("axe on every page in every state (needs a browser and built pages)", () => {
  beforeAll(async () => {
    world = await startShotWorld();
    browser = await openBrowser();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  // Each page in one look, turn by turn, to stay within the suite's minutes; `bun run test:soak` takes every page in both.
  const everything = process.env.SOAK === "1";
  for (const as of ["public", "empty", "demo"] as const) {
    test(as, async () => {
      const wrong: Record<string, string[]> = {};
      await Promise.all(
        looks.map(async (look) => {
          const visit = async (context: BrowserContext, list: Shot[]) => {
            // One tab for all: a tab of its own for each page costs a process, and axe read anew.
            const page = await context.newPage();
            for (const shot of list) {
              const found = await visited(page, shot).catch((error: unknown) => [String(error)]);
              if (found.length > 0) wrong[`${shot.name}, ${look.name}`] = found;
            }
          };
          const context = await signedIn(as, look);
          const shots = shotList(world).filter((shot, i) => {
            // Mails run no script, not even axe: their own test looks at them (mails.test.ts).
            if (shot.name.startsWith("mail-")) return false;
            if (shot.as !== as) return false;
            if (shot.only !== undefined) return look.name.startsWith(shot.only);
            return everything || looks[i % looks.length] === look;
          });
          // What cuts the network cuts it for its whole profile: it is visited when nobody else is.
          const alone = shots.filter((shot) => shot.name.includes("offline"));
          const rest = shots.filter((shot) => !alone.includes(shot));
          const half = Math.ceil(rest.length / 2);
          await Promise.all([visit(context, rest.slice(0, half)), visit(context, rest.slice(half))]);
          await visit(context, alone);
          await context.close();
        }),
      );
      expect(wrong).toEqual({});
    }, 180_000);
  }
});

async function visited(page: Page, shot: Shot): Promise<string[]> {
  try {
    await shot.before?.(page);
    await page.goto(shot.path);
    // Drawn: nothing says that it is loading, and what the page asked for has been answered.
    await page.waitForFunction(() => !/Loading .{1,40}…/.test(document.body.textContent), { timeout: 10_000 });
    await page.locator("h1, h2, table").first().waitFor({ timeout: 10_000 });
    await page.waitForTimeout(120);
    await shot.act?.(page);
    return await faults(page);
  } finally {
    await page.context().setOffline(false);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  }
}
