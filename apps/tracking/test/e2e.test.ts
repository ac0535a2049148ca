import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { locales } from "@waybill/domain/languages/messages";
import type { Page } from "playwright";
import { isBuilt } from "./built.ts";
import { browserPath, openScreen, startWorld, type World } from "./world.ts";

const LONG = 60_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let world: World;
const ready = isBuilt && browserPath !== null;
beforeAll(async () => {
  if (ready) world = await startWorld();
}, LONG);
afterAll(() => world?.close(), LONG);

/** What axe finds, as "rule: element". */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    type Found = { violations: { id: string; nodes: { html: string }[] }[] };
    const { axe: judge } = window as unknown as { axe: { run: () => Promise<Found> } };
    const { violations } = await judge.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}
/** Opens everything that is folded away. */
const unfold = (page: Page) =>
  page.locator("details").evaluateAll((all) => {
    for (const element of all) element.setAttribute("open", "");
  });
const live = (page: Page) => page.locator('[data-live="live"]').waitFor();
const headline = (page: Page) => page.getByRole("heading", { level: 1 });

describe.skipIf(!ready)("without script", () => {
  test(
    "the answer, the timeline, the items and every form are there",
    async () => {
      const parcel = await world.parcel();
      await parcel.move(5);
      const { page, context } = await openScreen(world, { script: false });
      await page.goto(`/track/${parcel.token}`);
      expect(await headline(page).textContent()).not.toBe("");
      expect(await page.locator("[data-scan]").count()).toBeGreaterThan(2);
      expect(await page.getByText("Enamel mug 1").isVisible()).toBe(true);
      expect(await page.locator(".live").textContent()).toContain("Load the page again");
      await page.getByText("Something is wrong").click();
      await page.getByLabel("What is it?").selectOption("damaged");
      await page.getByLabel("What happened?").fill("The box is wet.");
      await page.getByRole("button", { name: "Send to Harbour & Pine" }).click();
      await page.getByText("Harbour & Pine has your message").waitFor();
      const [report] = await world.sql("SELECT kind, message FROM reports WHERE shipment_id = ?", [parcel.id]);
      expect(report).toEqual({ kind: "damaged", message: "The box is wet." });
      await page.locator("summary", { hasText: "Messages by email" }).click();
      await page.getByLabel("When it is out for delivery").uncheck();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved. This is what is sent from now on.").waitFor();
      expect(await page.getByLabel("When it is out for delivery").isChecked()).toBe(false);
      await page.getByRole("link", { name: "Deutsch" }).click();
      await page.locator('html[lang="de"]').waitFor();
      await context.close();
    },
    LONG,
  );

  test(
    "a parcel is found by order and by number, with the keyboard alone",
    async () => {
      const parcel = await world.parcel();
      const { page, context } = await openScreen(world, { script: false });
      await page.goto("/track");
      await page.keyboard.press("Tab");
      await page.keyboard.type(parcel.order);
      await page.keyboard.press("Tab");
      await page.keyboard.type("ana@example.com");
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/track/${parcel.token}`);
      await page.goto("/track?lang=fr");
      await page.locator("#number").fill(parcel.number.replace(/(\d{4})/g, "$1 "));
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Est-ce votre colis" }).waitFor();
      expect(await page.getByText("Enamel mug 1").count()).toBe(0);
      await page.locator("#proof").fill(" Ana@Example.com");
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/track/${parcel.token}?lang=fr`);
      await context.close();
    },
    LONG,
  );
});

describe.skipIf(!ready)("with script", () => {
  test(
    "news appears without a reload, is announced, and the first view is the server's own",
    async () => {
      const parcel = await world.parcel();
      await parcel.move(2);
      const { page, context, complaints } = await openScreen(world);
      await page.goto(`/track/${parcel.token}`);
      await live(page);
      // Taken over, not drawn again: the mark set on the server's own heading stays.
      await headline(page).evaluate((element) => element.setAttribute("data-mark", "1"));
      const before = await page.locator("[data-scan]").count();
      await parcel.move(6);
      await page.getByRole("heading", { level: 1, name: "Delivered" }).waitFor();
      expect(await headline(page).getAttribute("data-mark")).toBe("1");
      expect(await page.locator("[data-scan]").count()).toBeGreaterThan(before);
      expect(await page.locator("[aria-live=polite]").textContent()).toContain("Delivered");
      expect(await page.title()).toContain("Delivered");
      expect(await page.getByText("It is not there?").isVisible()).toBe(true);
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "offline is said quietly, keeps what was typed, and what was missed comes after",
    async () => {
      const parcel = await world.parcel();
      await parcel.move(2);
      const { page, context, complaints } = await openScreen(world);
      await page.goto(`/track/${parcel.token}`);
      await live(page);
      await context.setOffline(true);
      await page.locator('[data-live="offline"]').waitFor();
      await page.getByText("Something is wrong").click();
      await page.getByLabel("What happened?").fill("Typed offline");
      await page.getByRole("button", { name: "Send to Harbour & Pine" }).click();
      expect(await page.getByLabel("What happened?").inputValue()).toBe("Typed offline");
      await parcel.move(6);
      await context.setOffline(false);
      await page.getByRole("heading", { level: 1, name: "Delivered" }).waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "an open page ends when its link is taken back",
    async () => {
      const parcel = await world.parcel();
      const { page, context } = await openScreen(world);
      await page.goto(`/track/${parcel.token}`);
      await live(page);
      await world.revoke(parcel.id);
      await page.getByRole("heading", { level: 1, name: "There is no parcel behind this link" }).waitFor();
      await context.close();
    },
    LONG,
  );

  test(
    "a report in the shipment's stream leaves no hole: later news still comes",
    async () => {
      const parcel = await world.parcel();
      const { page, context } = await openScreen(world);
      await page.goto(`/track/${parcel.token}`);
      await live(page);
      const other = await openScreen(world, { script: false });
      await other.page.goto(`/track/${parcel.token}`);
      await other.page.getByText("Something is wrong").click();
      await other.page.getByLabel("What happened?").fill("Where is it?");
      await other.page.getByRole("button", { name: "Send to Harbour & Pine" }).click();
      await other.page.getByText("has your message").waitFor();
      await parcel.move(8);
      await page.getByRole("heading", { level: 1, name: "Delivered" }).waitFor();
      await other.context.close();
      await context.close();
    },
    LONG,
  );
});

describe.skipIf(!ready)("for everybody", () => {
  test(
    "axe finds nothing, in any state, light and dark, with a seller's loud colour",
    async () => {
      const parcel = await world.parcel();
      await parcel.move(3);
      const done = await world.parcel();
      await done.move(8);
      for (const dark of [false, true]) {
        const { page, context } = await openScreen(world, { dark });
        for (const path of [
          `/track/${parcel.token}`,
          `/track/${done.token}?told=report`,
          `/track/${done.token}?told=saved&lang=hi`,
          "/track",
          `/track?number=${parcel.number}`,
          `/track/${"0".repeat(26)}`,
        ]) {
          await page.goto(path);
          await unfold(page);
          expect([path, await axe(page)]).toEqual([path, []]);
        }
        await page.goto("/track");
        await page.getByRole("button", { name: "Find" }).click();
        await page.getByRole("alert").waitFor();
        expect(await axe(page)).toEqual([]);
        await context.close();
      }
    },
    LONG,
  );

  test(
    "nothing scrolls sideways on a small phone, in six languages, and targets can be hit",
    async () => {
      const parcel = await world.parcel();
      await parcel.move(8);
      const { page, context } = await openScreen(world, { width: 320 });
      for (const locale of locales) {
        for (const path of [
          `/track/${parcel.token}?lang=${locale}`,
          `/track?lang=${locale}`,
          `/track?number=${parcel.number}&lang=${locale}`,
        ]) {
          await page.goto(path);
          await unfold(page);
          expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 320]);
          const small = await page
            .locator("button, summary, select, main input:not([type=hidden]):not([type=checkbox])")
            .evaluateAll((all) =>
              all
                .filter((element) => element.getBoundingClientRect().height < 40)
                .map((element) => element.outerHTML.slice(0, 80)),
            );
          expect([path, small]).toEqual([path, []]);
        }
      }
      await context.close();
    },
    LONG,
  );
});
