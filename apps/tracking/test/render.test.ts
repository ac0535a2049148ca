import { describe, expect, test } from "bun:test";
import { type Locale, locales } from "@waybill/domain/languages/messages";
import type { TrackPage } from "@waybill/domain/public/page";
import type { PublicShipment } from "@waybill/domain/public/view";
import { shipmentStatuses } from "@waybill/domain/status";
import fc from "fast-check";
import { isBuilt, renderer } from "./built.ts";

const render = isBuilt ? await renderer() : null;
const draw = (page: TrackPage, locale: Locale = "en") =>
  render?.({ page, locale, chosen: true, now: 1_795_176_000_000 }) ?? { html: "", status: 0, styleHash: "" };

const EVIL = `"><x-evil onload=x></x-evil><script src=x></script><!--</style></script>'\``;
/** A parcel with the same text wherever text from outside may stand. */
const parcel = (text: string, status: PublicShipment["status"] = "in_transit"): TrackPage => ({
  kind: "parcel",
  token: text,
  notice: { kind: "report_refused", why: "tooShort", typed: { kind: text, message: text, contact: text } },
  view: {
    ...{ version: 1, seller: text, locale: text, sellerLocale: text, orderNumber: text, carrier: text },
    brand: { logoUrl: text, accent: text, supportEmail: text, supportUrl: text, returnsUrl: text },
    ...{ carrierName: text, number: text, carrierUrl: text, status, reason: text, step: "in_transit" },
    eta: { date: text, from: text, to: text, asOf: 1 },
    ...{ promised: text, deliveredAt: null, signedBy: text, orderedAt: null, shippedAt: 1, newsAt: 1 },
    ...{ destination: text, destinationCity: text, timeZone: "Europe/Lisbon", timeZoneOffsets: [[0, 0]] },
    items: [{ title: text, variant: text, quantity: 1 }],
    scans: [
      {
        ...{
          key: text,
          status: "in_transit",
          reason: text,
          meaning: null,
          message: text,
          local: text,
          offset: null,
          instant: null,
        },
        ...{ precision: "second", place: text, city: text },
      },
    ],
    parcels: [{ token: text, number: text, carrierName: text, status: "in_transit", reason: text }],
    ...{ together: null, replaced: null, address: [] },
    notify: { address: text, muted: false, orderMuted: true, triggers: { shipped: true } },
  },
});

/** The same by its number alone. */
const glance = (text: string): TrackPage => {
  const of = parcel(text);
  if (of.kind !== "parcel") throw new Error("a parcel");
  return { kind: "glance", number: text, view: { ...of.view, seller: "" }, mistake: "wrong" };
};

type Seen = { elements: Record<string, number>; handlers: string[] };
/** What a parser of HTML makes of it: a judge that is not ours. */
async function seen(html: string): Promise<Seen> {
  const found: Seen = { elements: {}, handlers: [] };
  const rewriter = new HTMLRewriter().on("*", {
    element(element) {
      found.elements[element.tagName] = (found.elements[element.tagName] ?? 0) + 1;
      for (const [name] of element.attributes) if (name.startsWith("on")) found.handlers.push(name);
    },
  });
  await rewriter.transform(new Response(html)).text();
  return found;
}

describe.skipIf(!isBuilt)("whatever comes from outside", () => {
  test("is text: no field of a parcel makes an element, an attribute or a script", async () => {
    const plain = await seen(draw(parcel("plain")).html);
    expect(plain.elements.script).toBe(2);
    const evil = await seen(draw(parcel(EVIL)).html);
    expect(evil.handlers).toEqual([]);
    expect(evil.elements).toEqual(plain.elements);
  });

  test("any text at all", async () => {
    const bits = fc.constantFrom(
      "<",
      ">",
      '"',
      "'",
      "&",
      "</script>",
      "<!--",
      "-->",
      "<style>",
      "\u2028",
      "{{",
      "a",
      " ",
      "\\",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.oneof(bits, fc.string({ unit: "grapheme", maxLength: 2 })) }),
        async (text) => {
          // Empty text is left out of the page, not drawn: compared with itself marked as words.
          const spoken = await seen(draw(parcel(`w${text}`)).html);
          expect(spoken.elements).toEqual((await seen(draw(parcel("w")).html)).elements);
          expect(spoken.handlers).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("the state for the browser is the same data, and ends nothing", () => {
    const { html } = draw(parcel(EVIL));
    const state = /<script type="application\/json" id="state">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
    expect(state).not.toMatch(/[<>]/);
    expect((JSON.parse(state) as { view: PublicShipment }).view.seller).toBe(EVIL);
    expect((JSON.parse(state) as { view: PublicShipment }).view.notify).toBeNull();
  });

  test("the forms of looking up keep it as text too", async () => {
    const typed = { order: EVIL, email: EVIL, number: EVIL };
    const { html, status } = draw({ kind: "lookup", typed, mistake: "none" });
    expect(status).toBe(422);
    const found = await seen(html);
    expect([found.elements["x-evil"], found.elements.script, found.handlers]).toEqual([undefined, undefined, []]);
  });

  test("nor does the page by tracking number, whose languages carry what was typed", async () => {
    const plain = await seen(draw(glance("plain")).html);
    const evil = await seen(draw(glance(EVIL)).html);
    expect([evil.handlers, evil.elements.script]).toEqual([[], undefined]);
    expect(evil.elements).toEqual(plain.elements);
  });

  test("a seller without a name is called by the language's own word for one", () => {
    const page = parcel("Zq");
    if (page.kind !== "parcel") throw new Error("a parcel");
    const unnamed: TrackPage = { ...page, view: { ...page.view, seller: "" } };
    expect(draw(unnamed, "de").html).toContain("Ihr Shop");
    expect(draw(unnamed, "es").html).toContain("La tienda");
  });
});

describe.skipIf(!isBuilt)("six languages", () => {
  const other: TrackPage[] = [
    { kind: "dead" },
    { kind: "lookup", typed: { order: "", email: "", number: "" }, mistake: "none" },
    { kind: "several", orderNumber: "1", links: [] },
    { kind: "preparing", orderNumber: "1", seller: "Harbour", cancelled: false },
    { kind: "preparing", orderNumber: "1", seller: "Harbour", cancelled: false, sent: "sent" },
    { kind: "preparing", orderNumber: "1", seller: "Harbour", cancelled: false, sent: "arrived" },
    { kind: "trouble", why: "tooMany" },
    { kind: "trouble", why: "refused" },
    { kind: "trouble", why: "broken" },
    glance("Zq"),
  ];
  const visible = (html: string) =>
    html
      .replace(/<(style|script)[\s\S]*?<\/\1>/g, "")
      .replace(/<footer>[\s\S]*/, "")
      .replace(/<[^>]+>/g, "\n");

  test("each page in each status says its language, and nothing in English where it is another's", () => {
    const pages = [...other, ...shipmentStatuses.map((status) => parcel("Zq", status))];
    const lines = (page: TrackPage, locale: Locale) =>
      visible(draw(page, locale).html)
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => /\p{L}{3}/u.test(line) && !/^Zq/.test(line));
    for (const page of pages) {
      const english = new Set(lines(page, "en"));
      for (const locale of locales) {
        expect(draw(page, locale).html).toContain(`<html lang="${locale}"`);
        if (locale === "en") continue;
        const left = lines(page, locale).filter((line) => english.has(line));
        expect([locale, page.kind, left]).toEqual([locale, page.kind, []]);
      }
    }
  });

  test("no placeholder is left unfilled", () => {
    for (const locale of locales) {
      for (const page of [...other, ...shipmentStatuses.map((status) => parcel("Zq", status))]) {
        expect(visible(draw(page, locale).html).match(/\{\w+\}/g)).toBeNull();
      }
    }
  });
});
