import type { Page } from "playwright";
import type { ShotWorld } from "./shot-world.ts";

export type Shot = {
  name: string;
  /** demo: signed in to the lively demo; empty: signed in to an installation without anything; public: nobody. */
  as: "demo" | "empty" | "public";
  path: string;
  /** What is done on the page before the picture. */
  act?: (page: Page) => Promise<unknown>;
  /** Before the page is opened: cut its network, break its API. */
  before?: (page: Page) => Promise<unknown>;
  only?: "desktop" | "phone";
};

const press =
  (...keys: string[]) =>
  async (page: Page) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(350);
    }
  };
const broken = (page: Page) =>
  page.route(/\/api\/(?!me|auth|demo)/, (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/json",
      body: JSON.stringify({
        error: { code: "busy", message: "The database is busy. Try again in a moment.", requestId: "req_shot" },
      }),
    }),
  );

/** Every screen in the states that matter; what a picture needs of the world is found here, so nothing is named by chance. */
export function shotList(world: ShotWorld): Shot[] {
  const { orders, shipments, notifications } = world;
  const moving = shipments.find((s) => s.status === "in_transit" && s.orderId);
  const busiest = shipments.toSorted((a, b) => b.scanCount - a.scanCount).find((s) => s.orderId);
  const order = (busiest ?? moving)?.orderId ?? orders[0]?.id ?? "";
  const parcels = Object.fromEntries(shipments.filter((s) => s.orderId).map((s) => [s.status, s]));
  const mails = Object.fromEntries(notifications.filter((n) => n.sentAt !== null).map((n) => [n.trigger, n]));
  const demo = (name: string, path: string, more: Partial<Shot> = {}): Shot => ({ name, as: "demo", path, ...more });
  const settings = ["general", "branding", "notifications", "members", "keys", "data", "profile"];
  const empties = ["", "overview", "shipments", "channels", "carriers", "inbox", "notifications", "welcome"];
  const failures = ["", "overview", "shipments", "channels", "inbox", "notifications"];
  return [
    { name: "entry", as: "public", path: "/" },
    demo("overview", "/overview"),
    demo("orders", "/"),
    demo("orders-panel", `/?open=${order}`, { only: "desktop" }),
    demo("orders-selected", "/", { act: press("j", "x", "j", "x", "j", "x") }),
    demo("orders-failed-sync", "/?sync=failed"),
    demo("orders-no-match", "/?q=zzzzzz"),
    demo("orders-offline", "/", {
      act: async (page) => {
        await page.context().setOffline(true);
        await page.waitForTimeout(1500);
      },
    }),
    demo("palette", "/", { act: press("Control+k", "1", "0") }),
    demo("keys", "/", { act: press("?") }),
    demo("order", `/orders/${order}`),
    demo("shipments", "/shipments"),
    demo("channels", "/channels"),
    demo("carriers", "/carriers"),
    demo("senders", "/senders"),
    demo("inbox", `/inbox/${world.webhook ?? ""}`, { only: "desktop" }),
    demo("inbox-list", "/inbox", { only: "phone" }),
    demo("inbox-open", `/inbox/${world.webhook ?? ""}`, { only: "phone" }),
    demo("channel", `/channels/${world.channel ?? ""}`),
    demo("connect", "/channels?connect=any"),
    demo("notifications", "/notifications"),
    demo("notification", `/notifications/${mails.shipped?.id ?? notifications[0]?.id ?? ""}`),
    demo("templates", "/notifications?tab=templates"),
    ...settings.map((section) => demo(`settings-${section}`, `/settings/${section}`)),
    ...empties.map((path): Shot => ({ name: `empty-${path || "orders"}`, as: "empty", path: `/${path}` })),
    ...failures.map((path) => demo(`failed-${path || "orders"}`, `/${path}`, { before: broken })),
    ...Object.entries(parcels).map(
      ([status, parcel]): Shot => ({ name: `track-${status}`, as: "public", path: `/track/${parcel.trackToken}` }),
    ),
    ...["de", "hi"].map(
      (lang): Shot => ({
        name: `track-${lang}`,
        as: "public",
        path: `/track/${moving?.trackToken ?? ""}?lang=${lang}`,
      }),
    ),
    { name: "track-lookup", as: "public", path: "/track" },
    { name: "track-nothing", as: "public", path: "/track/00000000000000000000000000" },
    ...Object.entries(mails).map(([trigger, mail]) => demo(`mail-${trigger}`, `/api/mailbox/${mail.id}/html`)),
  ];
}
