import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "@waybill/api/bun";
import { startSimulator } from "@waybill/simulator/start";
import type { Browser, Page } from "playwright";
import { openBrowser } from "../../../scripts/lib/test-browser.ts";
import { browserPath, isBuilt } from "./world.ts";

const ready = browserPath !== null && isBuilt;
const why = browserPath === null ? " (needs a Chromium)" : isBuilt ? "" : " (needs the built pages: bun run build)";
const LONG = 60_000;

/** An installation on which nobody ever signed up, with a simulator beside it and no demo. */
async function startEmpty() {
  const folder = mkdtempSync(join(tmpdir(), "waybill-welcome-"));
  const simulator = await startSimulator({ port: 0, seed: "welcome", speed: 1, ordersPerMinute: 0, initialOrders: 12 });
  const server = await startServer({
    write: () => undefined,
    env: {
      PORT: "0",
      HOST: "127.0.0.1",
      DATABASE_URL: `file:${join(folder, "waybill.db")}`,
      DEMO: "0",
      SIMULATOR_PORT: new URL(simulator.url).port,
      LOG_LEVEL: "error",
    },
  });
  const stop = async () => {
    await server.stop();
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: server.url, simulator: simulator.url, ctx: server.ctx, stop };
}

describe.skipIf(!ready)(`the first run in a browser${why}`, () => {
  let home: Awaited<ReturnType<typeof startEmpty>>;
  let browser: Browser;
  beforeAll(async () => {
    home = await startEmpty();
    browser = await openBrowser();
  }, LONG);
  afterAll(async () => {
    await browser?.close();
    await home?.stop();
  }, LONG);

  /** Presses Tab until the thing with this name has the focus: what a person without a mouse does. */
  const tabTo = async (page: Page, role: "button" | "link" | "textbox", name: string) => {
    const wanted =
      role === "textbox" ? page.getByLabel(name, { exact: true }) : page.getByRole(role, { name, exact: true });
    await wanted.waitFor();
    for (let presses = 0; presses < 60; presses++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not come to the ${role} "${name}".`);
  };

  test(
    "from sign-up over the practice shop to the first order on screen, by keyboard alone",
    async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));

      await page.goto(home.url);
      await tabTo(page, "button", "Create an account");
      expect(await page.getByRole("button", { name: "Try the demo" }).count()).toBe(0);
      await page.keyboard.press("Enter");
      for (const [label, text] of [
        ["Your name", "Ada"],
        ["Shop or company", "Quay Lane Goods"],
        ["Email", "ada@quay.example"],
        ["Password", "correct horse battery"],
      ] as const) {
        await page.getByLabel(label, { exact: true }).waitFor();
        await page.keyboard.press("Shift+Tab");
        await tabTo(page, "textbox", label);
        await page.keyboard.type(text);
      }
      await page.keyboard.press("Enter");

      await page.waitForURL("**/welcome");
      await page.getByRole("heading", { level: 1, name: "Welcome, Quay Lane Goods" }).waitFor();
      await tabTo(page, "button", "Take the practice shop");
      await page.keyboard.press("Enter");

      // The focus goes on to what happens next, and the counter says what is read.
      await page.getByRole("link", { name: "Open the orders" }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Watch the first sync");
      await tabTo(page, "link", "Open the orders");
      await page.keyboard.press("Enter");

      await page.waitForURL((url) => url.pathname === "/");
      const first = page.locator("[data-order]").first();
      await first.waitFor();
      const id = await first.getAttribute("data-order");
      const [row] = await home.ctx.db.query("SELECT number FROM orders WHERE id = ?", [id ?? ""]);
      expect(await first.innerText()).toContain(String(row?.number));
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "removing the practice shop says what goes, and leads back to the beginning",
    async () => {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(home.url);
      await page.getByLabel("Email").fill("ada@quay.example");
      await page.getByLabel("Password").fill("correct horse battery");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.locator("[data-order]").first().waitFor();
      await page.goto(`${home.url}/channels`);
      await page.getByRole("link", { name: "Practice shop" }).click();
      await page.getByRole("button", { name: "Remove the practice shop…" }).click();
      await page.getByRole("dialog").getByText("every order, parcel, mail and webhook").waitFor();
      await page.getByRole("button", { name: "Remove it with its orders" }).click();
      await page.getByText("No channel is connected").waitFor();
      const [left] = await home.ctx.db.query("SELECT COUNT(*) AS n FROM orders");
      expect(Number(left?.n)).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await context.close();
    },
    LONG,
  );

  test(
    "the connect form says what is wrong at its field and in the platform's words, keeps nothing, then connects",
    async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(`${home.url}/carriers`);
      await page.getByLabel("Email").fill("ada@quay.example");
      await page.getByLabel("Password").fill("correct horse battery");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Connect a carrier" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: /^UPS/ }).click();
      await dialog.getByRole("button", { name: "Connect", exact: true }).click();
      await dialog.getByText("Client ID is needed.").waitFor();
      await dialog.getByLabel("Client ID").fill("sim-ups-client-id");
      await dialog.getByLabel("Client secret").fill("not-it");
      await dialog.getByLabel("Webhook credential").fill("a long random text");
      await dialog.getByText("More settings").click();
      await dialog.getByLabel("API base URL").fill(`${home.simulator}/ups`);
      await dialog.getByRole("button", { name: "Connect", exact: true }).click();
      await dialog.getByText("UPS refused the sign-in (401)").waitFor();
      const count = async () => Number((await home.ctx.db.query("SELECT COUNT(*) AS n FROM connections"))[0]?.n);
      expect(await count()).toBe(0);
      await dialog.getByLabel("Client secret").fill("sim-ups-client-secret");
      await dialog.getByRole("button", { name: "Connect", exact: true }).click();
      await page.waitForURL(/\/carriers\/con_/);
      await page.getByRole("heading", { level: 1, name: "UPS" }).waitFor();
      expect(await count()).toBe(1);
      expect(await page.content()).not.toContain("sim-ups-client-secret");
      // Moved to another address, it asks for its secrets again: the stored ones go nowhere else.
      const panel = page.locator("#settings");
      await panel.getByText("More settings").click();
      await panel.getByLabel("API base URL").fill("https://elsewhere.example");
      await panel.getByRole("button", { name: "Save" }).click();
      await panel.getByText("Client secret is needed again: the address was changed.").waitFor();
      await panel.getByText("Webhook credential is needed again: the address was changed.").waitFor();
      expect(await panel.getByLabel("New Client secret").evaluate((input) => input === document.activeElement)).toBe(
        true,
      );
      await context.close();
    },
    LONG,
  );
});
