import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  browserPath,
  enterDemo,
  isBuilt,
  listOrders,
  makeOrder,
  openScreen,
  startWorld,
  until,
  type World,
} from "./world.ts";

const ready = browserPath !== null && isBuilt;
const why = browserPath === null ? " (needs a Chromium)" : isBuilt ? "" : " (needs the built pages: bun run build)";
const LONG = 60_000;
type Shipped = { order: { trackingNumbers: string[] } };
type Buckets = { orders: { total: number; buckets: Record<string, number> } };

describe.skipIf(!ready)(`inbox and overview in a browser${why}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await until("the first orders are synced", async () => (await listOrders(world, "")).length > 10, 30_000);
  }, LONG);
  afterAll(async () => {
    await world?.close();
  }, LONG);

  test(
    "the numbers of the overview sum to all orders, each leads to a list of exactly so many, and they move by themselves",
    async () => {
      const { page, context, complaints } = await openScreen(world, { width: 1440, height: 900 });
      await enterDemo(world, page);
      await page.goto(`${world.url}/overview`);
      const read = async (bucket: string) =>
        Number(((await page.locator(`[data-bucket="${bucket}"] .n`).textContent()) ?? "").replaceAll(/\D/g, ""));
      await page.locator("[data-bucket]").first().waitFor();
      const names = await page
        .locator("[data-bucket]")
        .evaluateAll((all) => all.map((a) => a.getAttribute("data-bucket") ?? ""));
      expect(names).toHaveLength(8);
      await until("the numbers on screen sum to the server's total", async () => {
        const { orders } = await world.api<Buckets>("GET", "/api/dashboard/summary");
        const numbers = await Promise.all(names.map(read));
        return numbers[0] === orders.total && numbers.slice(1).reduce((a, b) => a + b, 0) === orders.total;
      });
      for (const name of names.slice(1)) {
        const href = (await page.locator(`[data-bucket="${name}"]`).getAttribute("href")) ?? "";
        // The world still moves: the same number must be told by both, not within one request.
        await until(`the number of ${name} is its list's`, async () => {
          const items = await listOrders(world, href.slice(2));
          return items.length === (await read(name));
        });
      }
      const before = await read("total");
      const order = await makeOrder(world);
      await until("the total grew", async () => (await read("total")) > before);
      await page
        .getByRole("link", { name: `Order ${order.number}` })
        .first()
        .waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "a webhook is opened by keyboard, says how it was verified and what it caused, and reading it again changes nothing",
    async () => {
      const order = await makeOrder(world);
      const { order: shipped } = await world.sim<Shipped>(`/orders/${encodeURIComponent(order.number)}/ship`, {
        carrier: "ups",
      });
      const number = shipped.trackingNumbers[0] ?? "";
      await until("the carrier told of it", async () => {
        await world.sim(`/parcels/${number}/advance`).catch(() => undefined);
        const { items } = await world.api<{ items: unknown[] }>(
          "GET",
          `/api/inbox?kind=carrier&state=processed&q=${number}`,
        );
        return items.length > 0;
      });
      const { page, context, complaints } = await openScreen(world, { width: 1440, height: 900 });
      await enterDemo(world, page);
      await page.goto(`${world.url}/inbox`);
      await page.locator("[data-inbox]").first().waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type(number);
      await page.waitForURL(/q=/);
      await page.keyboard.press("Escape");
      await page.getByRole("combobox", { name: "Kind" }).selectOption("carrier");
      await page.waitForURL(/kind=carrier/);
      await page
        .getByRole("heading", { name: "Choose a webhook" })
        .or(page.getByText("Choose a webhook"))
        .first()
        .waitFor();
      await page.locator("#main").focus();
      await page.keyboard.press("j");
      await page.waitForURL(/inbox\/\d+\?/);
      const entry = page.getByRole("region", { name: "The opened webhook" });
      await entry.getByText("the credential that only it and this connection know").waitFor();
      await entry
        .getByRole("region", { name: "Effect" })
        .getByRole("link", { name: `Parcel ${number}` })
        .waitFor();
      await entry.getByText("What happened because of it").waitFor();
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("inbox-opened");
      await page.keyboard.press("r");
      await entry.getByText("the same as before").waitFor();
      // Exactly what came: the bytes on screen are the API's.
      const id = /inbox\/(\d+)/.exec(page.url())?.[1];
      const { bodyText } = await world.api<{ bodyText: string }>("GET", `/api/inbox/${id}`);
      await entry.getByRole("button", { name: "Exact" }).click();
      expect(await entry.locator("pre").textContent()).toBe(bodyText);
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "a test webhook goes in by the public door, is opened and marked, and leaves the overview calm",
    async () => {
      const { page, context, complaints } = await openScreen(world);
      await enterDemo(world, page);
      await page.goto(`${world.url}/inbox`);
      await page.getByRole("button", { name: /^Test/ }).click();
      await page.getByRole("button", { name: "Send FedEx a test webhook" }).click();
      await page.waitForURL(/inbox\/\d+/);
      await page.getByText("it is about nothing that exists").waitFor();
      const { inbox } = await world.api<{ inbox: { unmatched: number } }>("GET", "/api/dashboard/summary");
      await page.goto(`${world.url}/overview`);
      await page.getByRole("heading", { name: "Needs you" }).waitFor();
      if (inbox.unmatched === 0) expect(await page.locator('[data-problem="inbox-unmatched"]').count()).toBe(0);
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );
});
