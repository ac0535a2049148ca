import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { OrderSummary } from "@waybill/domain/order/answers";
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

describe.skipIf(!ready)(`the main flow in a browser${why}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await until("the first orders are synced", async () => (await orders("")).length > 10, 30_000);
  }, LONG);
  afterAll(async () => {
    await world?.close();
  }, LONG);

  const orders = (query: string) => listOrders(world, query);
  const freshOrder = () => makeOrder(world);
  const ship = async (order: OrderSummary): Promise<string> => {
    const { order: shipped } = await world.sim<Shipped>(`/orders/${encodeURIComponent(order.number)}/ship`, {
      carrier: "ups",
    });
    return shipped.trackingNumbers[0] ?? "";
  };

  test(
    "one click opens the demo, and a new order appears without a reload",
    async () => {
      const { page, context, complaints } = await openScreen(world);
      await enterDemo(world, page);
      await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }));
      const order = await freshOrder();
      await page.locator(`[data-order="${order.id}"]`).waitFor();
      expect(await page.evaluate(() => "neverReloaded" in globalThis)).toBe(true);
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "no row moves under the pointer: arrivals wait behind a pill",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      const ids = () =>
        page.locator("[data-order]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-order")));
      await page.locator("[data-order]").nth(3).hover();
      const before = await ids();
      const order = await freshOrder();
      const pill = page.getByRole("button", { name: /\d+ new/ });
      await pill.waitFor();
      expect(await ids()).toEqual(before);
      await pill.click();
      await page.locator(`[data-order="${order.id}"]`).waitFor();
      await context.close();
    },
    LONG,
  );

  test(
    "a carrier's push moves the seller's page and the customer's page, and the customer's mail can be read",
    async () => {
      const { page, context, complaints } = await openScreen(world);
      await enterDemo(world, page);
      const order = await freshOrder();
      const number = await ship(order);
      await page.goto(`${world.url}/orders/${order.id}`);
      const card = page.getByRole("region", { name: `Parcel ${number}` });
      await card.waitFor();
      const link = await card.locator("[data-public]").getAttribute("href");

      const customer = await openScreen(world, { width: 390, height: 844 });
      // The simulated customer may live anywhere, and is spoken to in their own language.
      await customer.page.goto(`${world.url}${link}?lang=en`);
      await customer.page.locator('[data-live="live"]').waitFor();
      await customer.page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }));

      await until("the parcel is followed by a carrier", async () => {
        const { shipments } = await world.api<{ shipments: { number: string; connectionId: string | null }[] }>(
          "GET",
          `/api/orders/${order.id}`,
        );
        return shipments.some((s) => s.number === number && s.connectionId !== null);
      });
      await world.sim(`/parcels/${number}/advance`, { steps: 50 });
      await card.locator('[data-status="delivered"]').waitFor();
      // Goods of two warehouses come in two parcels; of the first one's page it is said that it was the first.
      const { shipments: parcels } = await world.api<{ shipments: unknown[] }>("GET", `/api/orders/${order.id}`);
      const arrived = parcels.length === 1 ? "Delivered" : `One of ${parcels.length} parcels arrived`;
      await customer.page.getByRole("heading", { level: 1, name: arrived, exact: true }).waitFor();
      expect(await customer.page.evaluate(() => "neverReloaded" in globalThis)).toBe(true);

      const mails = page.getByRole("region", { name: "Notifications" });
      await mails.locator('[data-trigger="delivered"] a').click();
      const letter = page.frameLocator("iframe");
      await letter.locator('a[href*="/track/"]').first().waitFor();
      expect(await letter.locator("body").innerText()).toContain(order.number);
      expect([...complaints, ...customer.complaints]).toEqual([]);
      await customer.context.close();
      await context.close();
    },
    LONG,
  );

  test(
    "a failed order says why in its row, and its retry is one press",
    async () => {
      await world.sim("/configure", { outcomes: { clean: 0, retrySucceeds: 1 } });
      await world.sim("/orders", { count: 8 });
      await until("an order fails", async () => (await orders("sync=failed")).length > 0);
      await world.sim("/configure", { outcomes: { clean: 1, retrySucceeds: 0 } });
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      await page.goto(`${world.url}/?sync=failed`);
      const shown = page.locator("[data-order]").filter({ has: page.getByRole("button", { name: /^Retry the sync/ }) });
      const id = await shown.first().getAttribute("data-order");
      const row = page.locator(`[data-order="${id}"]`);
      expect((await row.locator(".c-state").innerText()).length).toBeGreaterThan("Sync failed Retry".length);
      await world.sim("/configure", { outcomes: { clean: 1, retrySucceeds: 1 } });
      await row.getByRole("button", { name: /^Retry the sync/ }).click();
      await until("the order is synced", async () => (await orders("sync=success")).some((order) => order.id === id));
      await page.mouse.move(2, 400);
      await page.locator(`[data-order="${id}"]`).waitFor({ state: "detached" });
      await context.close();
    },
    LONG,
  );

  test(
    "the keyboard alone: search by /, move by j, open by Enter; the search is in the address",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      const [wanted] = await orders("sync=success");
      await page.keyboard.press("/");
      await page.keyboard.type(wanted?.number ?? "");
      await until("the list is searched", async () => new URL(page.url()).searchParams.get("q") === wanted?.number);
      await until("one order is left", async () => (await page.locator("[data-order]").count()) === 1);
      await page.keyboard.press("Escape");
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await until("it opens beside the list", async () => new URL(page.url()).searchParams.get("open") === wanted?.id);
      await page.keyboard.press("o");
      await page.waitForURL(`**/orders/${wanted?.id}`);
      await page.getByRole("heading", { level: 1, name: wanted?.number ?? "" }).waitFor();
      await context.close();
    },
    LONG,
  );

  test(
    "a cut network is shown, and what was missed is on screen when it is back, once",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      await page.mouse.move(2, 400);
      await context.setOffline(true);
      await page.locator('[data-live="offline"]').waitFor();
      const order = await freshOrder();
      await context.setOffline(false);
      await page.locator('[data-live="live"]').waitFor();
      await page.locator(`[data-order="${order.id}"]`).waitFor();
      expect(await page.locator(`[data-order="${order.id}"]`).count()).toBe(1);
      await context.close();
    },
    LONG,
  );

  test(
    "an invited viewer joins by the link, sees everything live, and is offered nothing that the role forbids",
    async () => {
      const owner = await openScreen(world);
      await enterDemo(world, owner.page);
      const link = await owner.page.evaluate(async () => {
        const body = JSON.stringify({ email: "vera@example.com", role: "viewer" });
        const headers = { "content-type": "application/json" };
        const answer = await fetch("/api/invitations", { method: "POST", headers, body });
        return ((await answer.json()) as { url: string }).url;
      });
      await owner.context.close();

      const { page, context, complaints } = await openScreen(world);
      await page.goto(`${world.url}${new URL(link).pathname}`);
      await page.getByLabel("Your name").fill("Vera");
      await page.getByLabel("Email").fill("vera@example.com");
      await page.getByLabel("Password").fill("correct horse battery");
      await page.getByRole("button", { name: "Create the account" }).click();
      await page.getByRole("button", { name: "Accept the invitation" }).click();
      await page.locator('[data-live="live"]').waitFor();
      const order = await freshOrder();
      await page.locator(`[data-order="${order.id}"]`).waitFor();
      const buttons = (name: RegExp) => page.getByRole("button", { name }).count();
      expect(await buttons(/^Sync all|^Syncs of|^Retry/)).toBe(0);
      await page.goto(`${world.url}/orders/${order.id}`);
      await page.getByRole("heading", { level: 1, name: order.number }).waitFor();
      expect(await buttons(/Add a shipment|Change status|Retry|Save|Ask /)).toBe(0);
      await page.goto(`${world.url}/channels`);
      await page.getByRole("article").first().waitFor();
      expect(await buttons(/^Connect|Test|Pause|Disconnect/)).toBe(0);
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "two tabs: what one does the other shows, and signing out in one ends the other",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      const order = await freshOrder();
      await page.goto(`${world.url}/orders/${order.id}`);
      const other = await context.newPage();
      await other.goto(world.url);
      await other.locator(`[data-order="${order.id}"]`).waitFor();
      // A tab in the background draws rarely; a person would turn to it first.
      await page.bringToFront();
      await page.getByRole("button", { name: "Change status" }).click();
      await page.getByRole("menuitem", { name: "Put on hold" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Put on hold" }).click();
      await other.locator(`[data-order="${order.id}"]`).getByText("On hold").waitFor();
      await page.locator("[data-event]", { hasText: "On hold" }).first().waitFor();
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await other.getByRole("button", { name: "Try the demo" }).waitFor();
      await context.close();
    },
    LONG,
  );

  test(
    "a flood of new orders leaves the list short and its buttons alive",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      const [like] = await orders("sync=success");
      let seq = 1_000_000;
      const created = () => {
        seq += 1;
        const order = { ...like, id: `ord_${seq}`, number: `#F${seq}`, placedAt: seq * 1e7, changedAt: seq * 1e7 };
        return { seq, type: "order.created", at: seq, stream: order.id, data: { order } };
      };
      await page.routeWebSocket(/\/live$/, (socket) => {
        const send = (message: object) => socket.send(JSON.stringify(message));
        send({ kind: "hello", seq, at: Date.now() });
        const flood = setInterval(() => send({ kind: "frames", frames: Array.from({ length: 10 }, created) }), 50);
        socket.onClose(() => clearInterval(flood));
      });
      await page.reload();
      await page.mouse.move(2, 400);
      const shown = page.locator("[data-order]");
      let most = 0;
      await until("four hundred orders have come", async () => {
        most = Math.max(most, await shown.count());
        return seq > 1_000_400;
      });
      expect(most).toBeWithin(1, 151);
      await page.getByRole("button", { name: /^On hold/ }).click();
      await until("the view is chosen", async () => new URL(page.url()).searchParams.get("status") === "on_hold");
      await context.close();
    },
    LONG,
  );

  test(
    "a tracking link that is none says so, on a phone, without a sideways scroll",
    async () => {
      const { page, context } = await openScreen(world, { width: 390, height: 844 });
      await page.goto(`${world.url}/track/${"0".repeat(26)}`);
      await page.getByRole("heading", { level: 1, name: /no parcel behind this link/ }).waitFor();
      await enterDemo(world, page);
      await page.getByRole("button", { name: "Filters" }).click();
      await page.getByRole("button", { name: "Date" }).click();
      await page.getByLabel("From").fill("2020-01-01");
      await until(
        "the day is in the address",
        async () => new URL(page.url()).searchParams.get("from") === "2020-01-01",
      );
      for (const path of ["/", "/overview", "/shipments", "/notifications", "/inbox", "/channels", "/settings"]) {
        await page.goto(`${world.url}${path}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.locator("main [role=status]", { hasText: "Loading" }).waitFor({ state: "detached" });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
      }
      await context.close();
    },
    LONG,
  );
});
