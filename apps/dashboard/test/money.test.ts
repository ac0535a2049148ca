import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { browserPath, enterDemo, isBuilt, makeOrder, openScreen, startWorld, type World } from "./world.ts";

type Read = { platform: { totalPriceSet: { shopMoney: { amount: string; currencyCode: string } } } };

const run = browserPath !== null && isBuilt;
// Chromium thinks that the forint has no fillér, Bun that it has two digits: what is shown must be what the shop says.
describe.skipIf(!run)("a shop that sells in forint, in a browser (needs a browser and the built pages)", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ currency: "HUF" });
  }, 60_000);
  afterAll(() => world?.close(), 30_000);

  test("the list and the order's page show the amount that the shop says", async () => {
    const order = await makeOrder(world);
    const { platform } = await world.api<Read>("GET", `/api/orders/${order.id}`);
    const { amount, currencyCode } = platform.totalPriceSet.shopMoney;
    expect(currencyCode).toBe("HUF");
    expect(order.totalMinor).toBe(Number(amount.replace(".", "")));
    // By hand: thousands with a comma, decimals only where they say something.
    const [whole = "", decimals = "00"] = amount.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    const shown = decimals === "00" ? grouped : `${grouped}.${decimals}`;

    const { page, context, complaints } = await openScreen(world);
    await enterDemo(world, page);
    const row = page.locator(`[data-order="${order.id}"]`);
    await row.waitFor();
    expect(await row.textContent()).toMatch(new RegExp(`Ft\\s*${shown}(?![\\d.,])`));
    await page.goto(`${world.url}/orders/${order.id}`);
    await page.getByRole("heading", { name: order.number }).waitFor();
    await page
      .getByText(new RegExp(`Ft\\s*${shown}$`))
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);
});
