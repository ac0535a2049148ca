import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@waybill/domain/page";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import type { Page as Tab } from "playwright";
import { browserPath, enterDemo, isBuilt, makeOrder, openScreen, startWorld, until, type World } from "./world.ts";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
type Findings = { violations: { id: string; nodes: { html: string }[] }[] };
type Axe = { axe: { run: (where: string) => Promise<Findings> } };

/** What axe finds in the page itself; the frame around it has its own test. */
async function findings(page: Tab): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => (globalThis as unknown as Axe).axe.run("main"));
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
}

const run = browserPath !== null && isBuilt;
describe.skipIf(!run)("order and shipments in a browser (needs a browser and the built pages)", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world?.close(), 30_000);

  test("a shipment is added by keyboard alone: the carrier guessed, the channel told, all of it live", async () => {
    const order = await makeOrder(world);
    const { page, context, complaints } = await openScreen(world);
    await enterDemo(world, page);
    await page.goto(`${world.url}/orders/${order.id}`);
    await page.getByRole("heading", { name: order.number }).waitFor();
    await page.keyboard.press("s");
    // The number in UPS's own help pages; its check digit is right.
    await page.keyboard.type("1Z999AA10123456784");
    await page.getByText(/UPS: the check digit fits/).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("1Z999AA10123456784").first().waitFor();
    await page.locator('[data-push="success"]').waitFor();
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);

  test("an uncommon order says the same in its row and on its panel; a parcel is offered what is left to ship", async () => {
    const cod = await makeOrder(world, ["cash_on_delivery"]);
    const trial = await makeOrder(world, ["test", "gift_card"]);
    const { page, context, complaints } = await openScreen(world, { width: 1440, height: 900 });
    await enterDemo(world, page);
    await page.locator(`[data-order="${cod.id}"] [data-mark="cash_on_delivery"]`).waitFor();
    const row = page.locator(`[data-order="${trial.id}"]`);
    await row.locator('[data-mark="test"]').waitFor();
    await row.getByRole("link", { name: trial.number }).click();
    const panel = page.locator(".order-view");
    await panel
      .locator('[data-notice="test"]')
      .getByText(/test order/)
      .waitFor();
    await panel.locator('[data-fact="left"]').getByText(`${trial.toShip} of ${trial.units}`).waitFor();
    await panel.getByRole("row", { name: /Gift card.*needs no shipping/ }).waitFor();
    await panel.getByRole("button", { name: "Add a shipment" }).click();
    const field = page.getByRole("textbox", { name: "Tracking number" });
    // UPS's and USPS's own samples.
    await field.fill("1Z999AA10123456784, 9400111899223197428490");
    await page.getByText(/These are 2 numbers: 1Z999AA10123456784, 9400111899223197428490/).waitFor();
    expect(await page.getByRole("button", { name: "Add the shipment" }).isDisabled()).toBe(true);
    await field.fill("]C11Z999AA10123456784");
    await page.getByText(/UPS: the check digit fits\. Read as 1Z999AA10123456784/).waitFor();
    await page.getByLabel("Only some of the items").check();
    await page.locator("dialog li").first().waitFor();
    expect(await page.locator("dialog li").getByText("Gift card").count()).toBe(0);
    // Nothing chosen yet: that is no parcel.
    expect(await page.getByRole("button", { name: "Add the shipment" }).isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);

  test("two people write a note at once: neither's words are lost, and both are told", async () => {
    const order = await makeOrder(world);
    const { page, context } = await openScreen(world, { width: 390, height: 844 });
    await enterDemo(world, page);
    await page.goto(`${world.url}/orders/${order.id}`);
    await page.locator("[data-note]").pressSequentially("Fragile");
    await world.api("PATCH", `/api/orders/${order.id}`, { note: "Call first" });
    // Typed on until the other's note is heard of: the pause that saves does not come.
    await until("the other note is shown", async () => {
      await page.locator("[data-note]").press("!");
      return (await page.getByText("Somebody else changed this note").count()) > 0;
    });
    expect(await page.getByText("Call first").count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Keep both" }).click();
    const kept = async () => (await world.api<{ note: string | null }>("GET", `/api/orders/${order.id}`)).note ?? "";
    await until("both are kept", async () => /^Call first\nFragile!+$/.test(await kept()));
    expect(await findings(page)).toEqual([]);
    await context.close();
  }, 60_000);

  test("a note that was changed unheard is not written over: theirs is shown; who leaves meanwhile keeps both", async () => {
    const [order, next] = [await makeOrder(world), await makeOrder(world)];
    const { page, context } = await openScreen(world);
    await enterDemo(world, page);
    // Deaf to what happens: the server alone can tell that the note is another one by now.
    await page.routeWebSocket(/\/live/, () => undefined);
    await page.route("**/live/events**", (asked) => asked.abort());
    const note = page.locator("[data-note]");
    const write = (id: string, text: string) => world.api("PATCH", `/api/orders/${id}`, { note: text });
    const kept = async (id: string) =>
      (await world.api<{ note: string | null }>("GET", `/api/orders/${id}`)).note ?? "";
    await page.goto(`${world.url}/orders/${order.id}`);
    await note.waitFor();
    await write(order.id, "Call first");
    await note.fill("Fragile");
    await page.getByText("Somebody else changed this note").waitFor();
    expect(await kept(order.id)).toBe("Call first");
    expect(await page.getByText("Call first").count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Keep mine" }).click();
    await until("mine is kept", async () => (await kept(order.id)) === "Fragile");

    await page.goto(`${world.url}/orders/${next.id}`);
    await note.waitFor();
    await write(next.id, "Ring twice");
    await note.fill("Gift");
    await page.getByRole("link", { name: "Orders" }).last().click();
    await until("both are kept", async () => (await kept(next.id)) === "Ring twice\nGift");
    await context.close();
  }, 60_000);

  test("the customer’s link is turned off in words, and a new one made", async () => {
    const parcels = await world.api<Page<ShipmentSummary>>("GET", "/api/shipments?limit=50");
    const parcel = parcels.items.find((one) => one.orderId !== null);
    if (!parcel) throw new Error("the demo has no parcel with an order");
    const { page, context } = await openScreen(world);
    await enterDemo(world, page);
    await page.goto(`${world.url}/orders/${parcel.orderId}`);
    const card = page.locator(`[data-shipment="${parcel.id}"]`);
    await card.getByRole("button", { name: "Turn off" }).click();
    await page.getByRole("button", { name: "Turn it off" }).click();
    await card.getByText("The customer’s link is turned off").waitFor();
    await card.getByRole("button", { name: "New link" }).click();
    await page.getByRole("button", { name: "Make a new one" }).click();
    await card.locator("[data-public]").waitFor();
    expect(await card.locator("[data-public]").getAttribute("href")).not.toContain(parcel.trackToken);
    await context.close();
  }, 60_000);

  test("the shipments by state: tabs in the address, rows by keyboard, found by number, nothing for axe", async () => {
    const { page, context, complaints } = await openScreen(world);
    await enterDemo(world, page);
    for (const state of ["attention", "delivered"]) {
      await page.goto(`${world.url}/shipments?state=${state}`);
      await page.locator("[data-parcel], main .text-lg").first().waitFor();
      expect(await findings(page)).toEqual([]);
    }
    const parcels = await world.api<Page<ShipmentSummary>>("GET", "/api/shipments?limit=50");
    const parcel = parcels.items.find((one) => one.orderId !== null);
    if (!parcel) throw new Error("the demo has no parcel with an order");
    await page.keyboard.press("/");
    await page.keyboard.type(parcel.number);
    await page.waitForURL(/q=/);
    await page.locator(`[data-parcel="${parcel.id}"]`).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("j");
    await page.locator(`[data-parcel="${parcel.id}"].active`).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/orders/${parcel.orderId}`);
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);
});
