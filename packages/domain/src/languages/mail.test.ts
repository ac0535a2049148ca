import { describe, expect, test } from "bun:test";
import { storedEmailSchema } from "../email/payload.ts";
import { renderEmail } from "../email/render.ts";
import { triggers } from "../shipment/notify.ts";
import { shipmentStatuses } from "../status.ts";
import { locales } from "./messages.ts";
import { messages } from "./messages-all.ts";

const stored = (over: Record<string, unknown>) => ({
  ...storedEmailSchema.parse({
    version: 1,
    locale: "en",
    trigger: "shipped",
    status: "in_transit",
    reason: null,
    seller: { name: "Kraft & Co", supportEmail: "help@kraft.example", returnsUrl: "https://kraft.example/r" },
    order: { number: "#1001" },
    parcel: { carrier: "UPS", number: "1Z999", trackUrl: "https://shop.example/track/tok", signedBy: "A. Silva" },
    eta: { date: "2026-11-26", from: "14:00", to: "18:00", asOf: 1 },
    previousDate: "2026-11-24",
    scan: { local: "2026-11-20T09:14:00", precision: "minute", place: "Lisboa, PT", zone: null },
    items: [{ title: "Enamel mug", variant: null, quantity: 2 }],
    ...over,
  }),
  links: { preferences: "https://shop.example/n/t", unsubscribe: "https://shop.example/n/t/u" },
});

describe.each(locales)("mails in %s", (locale) => {
  test("every trigger, status and reason is a whole mail in that language", () => {
    const keys = [...shipmentStatuses, ...Object.keys(messages(locale).reasons)];
    for (const trigger of triggers) {
      for (const key of keys) {
        const [name, reason = null] = key.split("/");
        const status = shipmentStatuses.find((known) => known === name);
        const { subject, html, text } = renderEmail(stored({ locale, trigger, status, reason }));
        expect(subject + text).not.toMatch(/[{}]|undefined|null/);
        expect(text).not.toMatch(/\.\.|।\.|\.।| {2}\S|[,:]\.|: .*: #/);
        expect(html).toContain(`<html lang="${locale}"`);
        expect(text).toContain(messages(locale).email.track);
      }
    }
  });

  test("nothing of the English mail is left, whatever the news", () => {
    if (locale === "en") return;
    // Lines that hold names, numbers and addresses only are the same in every language.
    const foreign = /Kraft|Enamel|1Z999|https?:|#1001|@|^[\s\d\W]*$/;
    for (const trigger of triggers) {
      for (const status of shipmentStatuses) {
        const lines = (input: string) => renderEmail(stored({ locale: input, trigger, status })).text.split("\n");
        const english = new Set(lines("en"));
        expect(lines(locale).filter((line) => english.has(line) && !foreign.test(line))).toEqual([]);
      }
    }
  });
});

test("dates and hours stand in sentences as each language says them", () => {
  const seen = (locale: string) =>
    renderEmail(stored({ locale, trigger: "out_for_delivery", status: "out_for_delivery" })).text;
  // Written by hand from each language's grammar, not from the output.
  expect(seen("de")).toContain("Voraussichtlich am Donnerstag, 26. November, zwischen 14:00 und 18:00 Uhr.");
  expect(seen("fr")).toContain("Livraison prévue le jeudi 26 novembre entre 14:00 et 18:00.");
  expect(seen("es")).toContain("Entrega prevista el jueves, 26 de noviembre, entre las 14:00 y las 18:00.");
  expect(seen("pt")).toContain("Entrega prevista para quinta-feira, 26 de novembro, entre as 14:00 e as 18:00.");
  expect(seen("hi")).toContain("गुरुवार, 26 नवंबर को 14:00 और 18:00 के बीच पहुँचने की उम्मीद है।");
});
