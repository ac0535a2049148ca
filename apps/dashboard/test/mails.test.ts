import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { EmailPayload } from "@waybill/domain/email/payload";
import { renderEmail } from "@waybill/domain/email/render";
import { locales } from "@waybill/domain/languages/messages";
import { type Trigger, triggers } from "@waybill/domain/shipment/notify";
import axe from "axe-core";
import type { Browser, Page } from "playwright";
import { openBrowser } from "../../../scripts/lib/test-browser.ts";
import { browserPath } from "./world.ts";

const why = browserPath === null ? " (needs a Chromium)" : "";
const LONG = 60_000;

/** A picture of 480 × 160 px with dark strokes on nothing: the kind of logo that disappears on a dark ground. */
const LOGO = "https://shop.example/logo.svg";
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="160"><path d="M20 80h440" stroke="#111" stroke-width="40"/></svg>';

const status = {
  shipped: ["in_transit", null],
  out_for_delivery: ["out_for_delivery", null],
  delivered: ["delivered", null],
  problem: ["delivery_attempt_failed", "not_home"],
  delayed: ["delayed", "weather"],
} as const satisfies Record<Trigger, readonly [EmailPayload["status"], string | null]>;

function mail(input: Partial<EmailPayload> & { trigger: Trigger }): string {
  const [now, reason] = status[input.trigger];
  const payload: EmailPayload = {
    version: 1,
    locale: "en",
    status: now,
    reason,
    seller: {
      name: "Kraft & Glaze",
      logoUrl: LOGO,
      accent: "#0f766e",
      supportEmail: "help@kraftglaze.example",
      supportUrl: "https://kraftglaze.example/help",
      returnsUrl: "https://kraftglaze.example/returns",
      footer: "Kraft & Glaze Ltd, 12 Mill Lane, Bristol",
    },
    customer: "Ana Silva",
    words: null,
    test: false,
    order: { number: "#1001" },
    ...{ step: null, together: null, address: [] },
    parcel: {
      carrier: "UPS",
      number: "1Z999AA10123456784",
      trackUrl: "https://shop.example/track/tok",
      signedBy: null,
    },
    eta: { date: "2026-11-26", from: "14:00", to: "18:00", asOf: 1 },
    previousDate: input.trigger === "delayed" ? "2026-11-24" : null,
    destination: null,
    scan: { local: "2026-11-20T09:14:00", precision: "minute", place: "Lisbon, PT", zone: null },
    items: [{ title: "Enamel mug", variant: "Cobalt", quantity: 2 }],
    links: { preferences: "https://shop.example/notify/t", unsubscribe: "https://shop.example/notify/t/unsubscribe" },
    ...input,
  };
  return renderEmail(payload).html;
}

type Dull = { text: string; ratio: number };

/** Every visible text with less than 4.5:1 against what is painted behind it (WCAG 2.2, 1.4.3), by the browser's own colours. */
const dullTexts = (page: Page) =>
  page.evaluate((): Dull[] => {
    const parse = (css: string) => (css.match(/[\d.]+/g) ?? []).map(Number);
    const channel = (value: number) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    const light = ([r = 0, g = 0, b = 0]: number[]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const ground = (from: Element | null): number[] => {
      for (let at = from; at; at = at.parentElement) {
        const colour = parse(getComputedStyle(at).backgroundColor);
        if (colour[3] !== 0) return colour;
      }
      return [255, 255, 255];
    };
    const found: Dull[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: element, textContent } = walker.currentNode;
      const text = (textContent ?? "").replace(/\u00a0/g, " ").trim();
      if (!element || !text || element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      if (style.fontSize === "0px") continue;
      const [a, b] = [light(parse(style.color)), light(ground(element))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) found.push({ text, ratio: Math.round(ratio * 100) / 100 });
    }
    return found;
  });

const overflow = (page: Page) =>
  page.evaluate(() => ({ wide: document.documentElement.scrollWidth, window: document.documentElement.clientWidth }));

describe.skipIf(browserPath === null)(`mails as a browser lays them out${why}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, LONG);
  afterAll(() => browser?.close());

  /** Whatever a mail asks the network for, beside its logo. */
  const strange: string[] = [];
  const open = async (width: number, colorScheme: "light" | "dark"): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    await page.route("**/*", (route) => {
      if (route.request().url() !== LOGO) strange.push(route.request().url());
      return route.request().url() === LOGO
        ? route.fulfill({ contentType: "image/svg+xml", body: svg })
        : route.abort();
    });
    return page;
  };

  for (const width of [320, 600]) {
    for (const scheme of ["light", "dark"] as const) {
      test(
        `${width} px, ${scheme}: nothing scrolls sideways, every word can be read, axe finds nothing`,
        async () => {
          const page = await open(width, scheme);
          for (const trigger of triggers) {
            await page.setContent(mail({ trigger }));
            const { wide, window } = await overflow(page);
            expect([trigger, wide]).toEqual([trigger, window]);
            expect([trigger, await dullTexts(page)]).toEqual([trigger, []]);
            await page.evaluate(axe.source);
            const found = await page.evaluate(
              async () => (await (globalThis as unknown as { axe: typeof axe }).axe.run(document)).violations,
            );
            expect(strange).toEqual([]);
            expect([trigger, found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([trigger, []]);
          }
          await page.close();
        },
        LONG,
      );
    }
  }

  test(
    "long words of every language, long names and a pale accent fit into 320 px",
    async () => {
      const page = await open(320, "light");
      const long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
      for (const locale of locales) {
        for (const trigger of triggers) {
          await page.setContent(
            mail({
              trigger,
              locale,
              seller: {
                name: long,
                logoUrl: null,
                accent: "#fff59d",
                supportEmail: "help@kraftglaze.example",
                supportUrl: null,
                returnsUrl: null,
                footer: long,
              },
              words: { subject: null, headline: trigger === "shipped" ? long : null, intro: null },
              parcel: { carrier: long, number: "9".repeat(40), trackUrl: "https://shop.example/t", signedBy: null },
              order: { number: long },
              items: [{ title: long, variant: long, quantity: 12345 }],
            }),
          );
          const { wide, window } = await overflow(page);
          expect([locale, trigger, wide]).toEqual([locale, trigger, window]);
          expect(await dullTexts(page)).toEqual([]);
        }
      }
      await page.close();
    },
    LONG,
  );

  test(
    "without pictures the seller's name stands where the logo was",
    async () => {
      const page = await open(320, "light");
      await page.route(LOGO, (route) => route.abort());
      await page.setContent(mail({ trigger: "shipped" }));
      const logo = page.getByRole("img", { name: "Kraft & Glaze" });
      expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(0);
      expect(await logo.isVisible()).toBe(true);
      await page.close();
    },
    LONG,
  );
});
