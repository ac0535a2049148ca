import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { NotificationSummary } from "@waybill/domain/notification/answers";
import { browserPath, enterDemo, isBuilt, makeOrder, openScreen, startWorld, until, type World } from "./world.ts";

const ready = browserPath !== null && isBuilt;
const why = browserPath === null ? " (needs a Chromium)" : isBuilt ? "" : " (needs the built pages: bun run build)";
const LONG = 60_000;

describe.skipIf(!ready)(`notifications in a browser${why}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, LONG);
  afterAll(async () => {
    await world?.close();
  }, LONG);

  const shipOne = async () => {
    const order = await makeOrder(world);
    await world.sim(`/orders/${encodeURIComponent(order.number)}/ship`, { carrier: "ups" });
    return order;
  };
  const newest = async (query: string) =>
    (await world.api<{ items: NotificationSummary[] }>("GET", `/api/notifications?${query}`)).items[0];

  test(
    "one appears without a reload, opens by keyboard, is seen on a phone in light and dark, and says why it was sent",
    async () => {
      const { page, context, complaints } = await openScreen(world);
      await enterDemo(world, page);
      await page.goto(`${world.url}/notifications`);
      await page.locator('[data-live="live"]').waitFor();
      const order = await shipOne();
      const row = page.locator(".ntf-list a").filter({ hasText: order.number });
      await row.first().waitFor();
      await page.locator("h1").click();
      await page.keyboard.press("j");
      await page.waitForURL("**/notifications/ntf_*");
      await row.first().click();
      const mail = page.frameLocator("iframe");
      await mail.getByText(order.number).first().waitFor();
      const ground = () => mail.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
      const light = await ground();
      await page.getByRole("button", { name: "Dark" }).click();
      await until("the mail is dark", async () => (await ground().catch(() => light)) !== light);
      await page.getByRole("button", { name: "Text", exact: true }).click();
      expect(await page.getByRole("region", { name: "The text part" }).textContent()).toContain(order.number);
      await page.getByRole("link", { name: order.number, exact: true }).waitFor();
      await page.goto(`${world.url}/mailbox/${(await newest(`orderId=${order.id}`))?.id}`);
      await page.waitForURL("**/notifications/ntf_*");
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "words are seen while they are typed, refused while they cannot be filled, and used once they are saved",
    async () => {
      const { page, context, complaints } = await openScreen(world, { width: 1440 });
      await enterDemo(world, page);
      await page.goto(`${world.url}/notifications?tab=templates&trigger=shipped&lang=en`);
      const headline = page.getByLabel("Headline");
      await headline.fill("Packed by hand, {nme}");
      await page.getByText("{nme} is not a placeholder").waitFor();
      expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
      await headline.fill("Packed by hand: ");
      await page.getByRole("button", { name: "{order}" }).click();
      expect(await headline.inputValue()).toBe("Packed by hand: {order}");
      await page
        .frameLocator("iframe")
        .last()
        .getByRole("heading", { name: /^Packed by hand: #/ })
        .waitFor();
      // Looking elsewhere loses nothing.
      await page.getByRole("link", { name: /^Delivered/ }).click();
      await page.getByRole("link", { name: /^Shipped/ }).click();
      expect(await headline.inputValue()).toBe("Packed by hand: {order}");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Your words: English").waitFor();
      await page.getByRole("button", { name: "Send a test to me" }).click();
      await page.getByText("On its way to demo@waybill.example").waitFor();
      await until("the test is sent", async () => (await newest("q=demo@waybill.example"))?.state === "sent");
      await page.getByRole("button", { name: "Back to Waybill's words" }).click();
      await page.getByText("Your words: English").waitFor({ state: "detached" });
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "a message that is turned off is not written; a parked one says why and goes out when it is sent again",
    async () => {
      let refuse = true;
      const provider = Bun.serve({
        port: 0,
        hostname: "127.0.0.1",
        fetch: (request) => {
          // Its connection test asks for a mail that does not exist.
          if (request.method === "GET") return Response.json({ name: "not_found" }, { status: 404 });
          const refusal = { statusCode: 403, name: "validation_error", message: "The domain is not verified." };
          return refuse ? Response.json(refusal, { status: 403 }) : Response.json({ id: crypto.randomUUID() });
        },
      });
      await world.api("POST", "/api/senders", {
        adapter: "resend",
        name: "Resend",
        settings: { apiKey: "re_test", baseUrl: `http://127.0.0.1:${provider.port}` },
      });
      await shipOne();
      await until("it is parked", async () => (await newest("state=parked")) !== undefined);
      const { page, context } = await openScreen(world, { width: 390, height: 844 });
      await enterDemo(world, page);
      await page.goto(`${world.url}/notifications?tab=parked`);
      await page.locator(".ntf-list ul a").first().click();
      await page.locator(".ntf-opened").getByText("The domain is not verified.").first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(390);
      refuse = false;
      await page.getByRole("button", { name: "Send again" }).click();
      await page.locator('.ntf-opened [data-status="moving"]').first().waitFor();
      const id = new URL(page.url()).pathname.split("/").at(-1);
      const state = async () => (await world.api<NotificationSummary>("GET", `/api/notifications/${id}`)).state;
      await until("it is sent", async () => (await state()) === "sent");
      await page.goto(`${world.url}/notifications?tab=templates`);
      const turn = page.getByRole("switch", { name: "Tell customers: Delayed" });
      await turn.click();
      await page.locator('[role="switch"][aria-checked="false"]').waitFor();
      const policy = await world.api<{ triggers: Record<string, boolean> }>("GET", "/api/settings/notifications");
      expect(policy.triggers).toMatchObject({ delayed: false, shipped: true });
      await context.close();
      await provider.stop(true);
    },
    LONG,
  );
});
