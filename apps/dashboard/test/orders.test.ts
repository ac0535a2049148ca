import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { text } from "node:stream/consumers";
import { read, utils } from "@e965/xlsx";
import { browserPath, enterDemo, isBuilt, listOrders, openScreen, startWorld, until, type World } from "./world.ts";

const ready = browserPath !== null && isBuilt;
const why = browserPath === null ? " (needs a Chromium)" : isBuilt ? "" : " (needs the built pages: bun run build)";
const LONG = 60_000;

describe.skipIf(!ready)(`the list of orders in a browser${why}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await until("the first orders are synced", async () => (await listOrders(world, "")).length > 10, 30_000);
  }, LONG);
  afterAll(async () => {
    await world?.close();
  }, LONG);

  test(
    "marked by keys, completed together: each row says what came of it",
    async () => {
      const { page, context, complaints } = await openScreen(world);
      await enterDemo(world, page);
      for (const key of ["j", "x", "j", "j", "X"]) await page.keyboard.press(key);
      const bar = page.getByRole("region", { name: "Marked orders" });
      await bar.getByText("3 orders marked").waitFor();
      const marked = page.locator("[data-order].marked");
      expect(await marked.count()).toBe(3);
      expect(await marked.locator("input:checked").count()).toBe(3);
      const ids = await marked.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-order")));
      await bar.getByRole("button", { name: "Mark as" }).click();
      await page.getByRole("button", { name: /^Completed/ }).click();
      await bar.getByText("3 done").waitFor();
      await marked.getByText("Done").nth(2).waitFor();
      const completed = await listOrders(world, "status=completed");
      expect(completed.map((order) => order.id)).toEqual(expect.arrayContaining(ids));
      await page.keyboard.press("Escape");
      await bar.waitFor({ state: "detached" });
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "the panel follows j and k, closes on Escape, and gives the focus back to its row",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      const open = () => new URL(page.url()).searchParams.get("open");
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await until("the panel is open", async () => open() !== null);
      const first = open();
      await page.getByRole("complementary", { name: "The open order" }).waitFor();
      await page.keyboard.press("j");
      await until("the panel shows the next order", async () => open() !== null && open() !== first);
      const second = open();
      await page.keyboard.press("Escape");
      await until("the panel is closed", async () => open() === null);
      const focused = await page.evaluate(() =>
        document.activeElement?.closest("[data-order]")?.getAttribute("data-order"),
      );
      expect(focused).toBe(second);
      await context.close();
    },
    LONG,
  );

  test(
    "filters stand in the address, are kept as a view, and come back by its tab",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      await page.getByRole("button", { name: /^Status/ }).click();
      await page.getByRole("checkbox", { name: /^To ship/ }).check();
      await page.keyboard.press("Escape");
      await until("it is in the address", async () => new URL(page.url()).searchParams.get("status") === "paid");
      await page.getByRole("button", { name: "Save these filters as a view" }).click();
      await page.getByLabel("Name of the view").fill("Paid, not packed");
      await page.keyboard.press("Enter");
      const tab = page.getByRole("button", { name: /^Paid, not packed/ });
      await tab.waitFor();
      await page.getByRole("button", { name: "Clear all" }).click();
      await until("nothing is filtered", async () => new URL(page.url()).search === "");
      await tab.click();
      await until("the view is back", async () => new URL(page.url()).searchParams.get("status") === "paid");
      await page.getByRole("button", { name: "Rename or delete the view Paid, not packed" }).click();
      await page.getByRole("button", { name: /^Delete/ }).click();
      await tab.waitFor({ state: "detached" });
      await context.close();
    },
    LONG,
  );

  test(
    "what is filtered is exported",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      await page.goto(`${world.url}/?sync=success`);
      await page.locator("[data-order]").first().waitFor();
      await page.keyboard.press("e");
      const dialog = page.getByRole("dialog", { name: "Export orders" });
      const csv = dialog.getByRole("button", { name: "CSV", exact: true });
      const [download] = await Promise.all([page.waitForEvent("download"), csv.click()]);
      expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d{2}-\d{2}\.csv$/);
      // As a stream: a shared browser keeps its files to itself.
      const lines = (await text(await download.createReadStream())).trimEnd().split("\r\n");
      const there = await listOrders(world, "sync=success");
      expect(lines.length).toBe(there.length + 1);
      expect(lines.join("\n")).toContain(there[0]?.id ?? "nothing");
      await context.close();
    },
    LONG,
  );

  test(
    "marked orders become an Excel file by keys alone, and its end is told; a refusal is told in words",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      await page.goto(`${world.url}/`);
      await page.locator("[data-order]").first().waitFor();
      for (const key of ["j", "x", "j", "x", "e"]) await page.keyboard.press(key);
      const dialog = page.getByRole("dialog", { name: "Export orders" });
      await dialog.getByText("The 2 marked orders.").waitFor();
      await until("the first button has the focus", async () =>
        (await page.evaluate(() => document.activeElement?.textContent ?? "")).includes("Excel"),
      );
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d{2}-\d{2}\.xlsx$/);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      const { Orders } = read(Buffer.concat(chunks)).Sheets;
      expect(utils.sheet_to_json(Orders ?? {})).toHaveLength(2);
      await dialog
        .getByRole("status")
        .getByText(/\.xlsx is whole \(\d+ KB\)/)
        .waitFor();
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });

      await page.route("**/api/orders/export", (route) =>
        route.fulfill({
          status: 503,
          json: { error: { code: "busy", message: "The server is too busy for a file." } },
        }),
      );
      await page.keyboard.press("e");
      await dialog.getByRole("button", { name: "Excel (.xlsx)" }).click();
      await dialog.getByRole("alert").getByText("The server is too busy for a file.").waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await context.close();
    },
    LONG,
  );
});
