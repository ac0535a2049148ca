import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright";
import { browserPath, enterDemo, isBuilt, openScreen, startWorld, until, type World } from "./world.ts";

const ready = browserPath !== null && isBuilt;
const why = browserPath === null ? " (needs a Chromium)" : isBuilt ? "" : " (needs the built pages: bun run build)";
const LONG = 60_000;
const PASSWORD = "correct horse battery";
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe.skipIf(!ready)(`settings in a browser${why}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await until(
      "the first orders are synced",
      async () => {
        const { total } = await world.api<{ total: number }>("GET", "/api/orders/counts");
        return total > 5;
      },
      30_000,
    );
  }, LONG);
  afterAll(async () => {
    await world?.close();
  }, LONG);

  const open = async (page: Page, section: string) => {
    await page.goto(`${world.url}/settings/${section}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const invite = async (page: Page, email: string, role: string): Promise<string> => {
    await open(page, "members");
    await page.getByRole("button", { name: "Invite someone" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByRole("radio", { name: new RegExp(`^${role}`) }).check();
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    const link = (await dialog.locator("[data-invite-link]").textContent())?.trim() ?? "";
    await dialog.getByRole("button", { name: "Done" }).click();
    return new URL(link).pathname;
  };
  const join = async (page: Page, path: string, email: string) => {
    await page.goto(world.url + path);
    await page.getByLabel("Your name").fill("Rita Nunes");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Create the account" }).click();
    await page.getByRole("button", { name: "Accept the invitation" }).click();
    await page.locator('[data-live="live"]').waitFor();
  };

  test(
    "a replaced webhook secret is shown with its end, and a person can end it",
    async () => {
      const { items } = await world.api<{ items: { id: string; adapter: string }[] }>("GET", "/api/carriers");
      const easypost = items.find(({ adapter }) => adapter === "easypost");
      const path = `/api/carriers/${easypost?.id}`;
      await world.api("PATCH", path, { settings: { webhookSecret: "another long secret of the seller" } });
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      await page.goto(`${world.url}/carriers/${easypost?.id}`);
      const note = page.getByRole("note").filter({ hasText: "signed with the previous secret are accepted until" });
      await note.getByRole("button", { name: "Stop accepting it now" }).click();
      const sure = page.getByRole("dialog", { name: "Stop accepting the previous secret?" });
      await sure.getByRole("button", { name: "Stop accepting it", exact: true }).click();
      await note.waitFor({ state: "detached" });
      expect((await world.api<{ previousUntil: number | null }>("GET", path)).previousUntil).toBeNull();
      await context.close();
    },
    LONG,
  );

  test(
    "an invited colleague joins in another browser as a viewer, and a changed role counts there without a reload",
    async () => {
      const seller = await openScreen(world);
      await enterDemo(world, seller.page);
      const path = await invite(seller.page, "rita@harbour.example", "Viewer");
      await seller.page.locator('[data-invitation="rita@harbour.example"]').waitFor();

      const rita = await openScreen(world);
      await join(rita.page, path, "rita@harbour.example");
      await open(rita.page, "general");
      expect(await rita.page.getByLabel("Name of the organisation").isDisabled()).toBe(true);
      expect(await rita.page.getByRole("button", { name: "Save" }).count()).toBe(0);
      await rita.page.getByRole("link", { name: "API keys" }).click();
      await rita.page.getByText("API keys are for admins").waitFor();
      await rita.page.getByRole("link", { name: "Members" }).click();
      await rita.page.locator('[data-member="rita@harbour.example"]').waitFor();
      expect(await rita.page.getByRole("button", { name: "Invite someone" }).count()).toBe(0);
      await rita.page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }));

      await open(seller.page, "members");
      await seller.page.getByRole("button", { name: /Role of Rita Nunes/ }).click();
      const dialog = seller.page.getByRole("dialog");
      await dialog.getByRole("radio", { name: /^Admin/ }).check();
      await dialog.getByRole("button", { name: "Change the role" }).click();
      await rita.page.getByRole("button", { name: "Invite someone" }).waitFor();
      expect(await rita.page.evaluate(() => "neverReloaded" in globalThis)).toBe(true);

      await seller.page.getByRole("button", { name: "Remove Rita Nunes" }).click();
      await seller.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await rita.page.getByRole("heading", { name: "What is your shop called?" }).waitFor();
      expect([...seller.complaints, ...rita.complaints]).toEqual([]);
      await Promise.all([seller.context.close(), rita.context.close()]);
    },
    LONG,
  );

  test(
    "a key is shown once, works, and stops when it is revoked",
    async () => {
      const { page, context } = await openScreen(world);
      await enterDemo(world, page);
      await open(page, "keys");
      await page.getByRole("button", { name: "Make a key" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("Warehouse script");
      await dialog.getByRole("button", { name: "Make the key" }).click();
      const key = (await dialog.locator("[data-new-key]").textContent())?.trim() ?? "";
      const call = async () => (await fetch(`${world.url}/api/orders`, { headers: { "x-api-key": key } })).status;
      expect(await call()).toBe(200);
      await dialog.getByRole("button", { name: "Done" }).click();
      await page.reload();
      await page.getByText("Warehouse script").waitFor();
      expect(await page.content()).not.toContain(key);
      await page.getByRole("button", { name: "Revoke Warehouse script" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke the key" }).click();
      await page.locator("[data-key]", { hasText: "Warehouse script" }).waitFor({ state: "detached" });
      expect(await call()).toBe(401);
      await context.close();
    },
    LONG,
  );

  test(
    "branding is shown while it is typed, kept when saved, and its logo is served to strangers",
    async () => {
      const { page, context, complaints } = await openScreen(world);
      await enterDemo(world, page);
      await open(page, "branding");
      const preview = page.locator('[data-preview="page"]');
      await page.getByLabel("Name that customers read").fill("Harbour Outfitters");
      await preview.getByText("Harbour Outfitters").waitFor();
      await page.getByLabel(/^Accent colour/).fill("#ffff00");
      await page.getByText(/too faint/).waitFor();
      await page.getByLabel("Logo file").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: PNG });
      await preview.getByRole("img").waitFor();

      // Unsaved work is not left without a word.
      await page.getByRole("link", { name: "General" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await page.keyboard.press("Control+s");
      await page.getByText("Saved", { exact: true }).waitFor();
      const { logoUrl, name } = await world.api<{ logoUrl: string; name: string }>("GET", "/api/settings/branding");
      expect(name).toBe("Harbour Outfitters");
      const logo = await fetch(world.url + new URL(logoUrl).pathname);
      expect([logo.status, logo.headers.get("content-type")]).toEqual([200, "image/png"]);

      // Somebody else saves in between: it is said, and both changes survive.
      await page.getByLabel("Support e-mail").fill("help@harbour.example");
      await world.api("PUT", "/api/settings/branding", { name: "Harbour & Co", logo: null, accent: "#0b5394" });
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(/Somebody else changed these settings/).waitFor();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved", { exact: true }).waitFor();
      expect(await world.api<object>("GET", "/api/settings/branding")).toMatchObject({
        name: "Harbour & Co",
        supportEmail: "help@harbour.example",
      });
      expect(complaints).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "an owner deletes their organisation by typing its name",
    async () => {
      const { page, context } = await openScreen(world);
      await page.goto(world.url);
      await page.getByRole("button", { name: "Create an account" }).click();
      await page.getByLabel("Your name").fill("Otto");
      await page.getByLabel("Shop or company").fill("Otto & Son");
      await page.getByLabel("Email").fill("otto@son.example");
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Create the account" }).click();
      await page.locator('[data-live="live"]').waitFor();
      await open(page, "data");
      await page.getByRole("button", { name: "Delete Otto & Son…" }).click();
      const dialog = page.getByRole("dialog");
      const remove = dialog.getByRole("button", { name: "Delete everything" });
      expect(await remove.isDisabled()).toBe(true);
      await dialog.getByLabel(/type its name/).fill("Otto & Son");
      await remove.click();
      await page.getByRole("heading", { name: "What is your shop called?" }).waitFor();
      await context.close();
    },
    LONG,
  );
});
