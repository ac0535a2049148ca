import { describe, expect, test } from "bun:test";
import { type Locale, locales } from "@waybill/domain/languages/messages";
import { pageLanguages } from "@waybill/domain/languages/page-words-all";
import type { PublicScan, PublicShipment } from "@waybill/domain/public/view";
import { shipmentStatuses } from "@waybill/domain/status";
import { offsetAt } from "@waybill/domain/zones/offsets";
import { zoneAround } from "@waybill/domain/zones/rules";
import fc from "fast-check";
import { answerOf, carrierLang, isCarriersOwn, pageDay, placeClock, routeOf, scanWords, whereNow } from "./answer.ts";
import { ago } from "./when.ts";

const en = pageLanguages.en;
const zoned = (name: string) => zoneAround(name, { now: Date.parse("2026-11-20T12:00:00Z"), from: 0 });
const now = Date.parse("2026-11-20T12:00:00Z");
const scan = (input: Partial<PublicScan>): PublicScan => ({
  ...{
    key: "k",
    status: "in_transit",
    reason: null,
    meaning: null,
    message: "Departed",
    local: "2026-11-20T10:00:00",
    offset: 0,
  },
  ...{ instant: now - 7_200_000, precision: "minute", place: "MADRID, ES", city: "MADRID" },
  ...input,
});
const view: PublicShipment = {
  ...{ version: 1, seller: "Harbour & Pine", locale: null, sellerLocale: "en", orderNumber: "#1001" },
  brand: { logoUrl: null, accent: null, supportEmail: null, supportUrl: null, returnsUrl: null },
  ...{ carrier: "ups", carrierName: "UPS", number: "1Z999AA10123456784", carrierUrl: null },
  ...{ status: "in_transit", reason: null, step: "in_transit", promised: null },
  eta: { date: "2026-11-26", from: "14:00", to: "18:00", asOf: now },
  ...{ deliveredAt: null, signedBy: null, orderedAt: null, shippedAt: now, newsAt: now },
  ...{ destination: "Lisbon, PT", destinationCity: "LISBON", ...zoned("Europe/Lisbon") },
  ...{ items: [], scans: [scan({})], parcels: [], ...{ together: null, replaced: null, address: [] }, notify: null },
};
/** With plain spaces: where a line may not break is a rule of its own, below. */
const plain = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;
const answer = (input: Partial<PublicShipment>, at = now, reader: string | null = null) => {
  const clock = reader === null ? null : offsetAt(at, zoned(reader));
  const seen = answerOf({ ...view, ...input }, en, { now: at, reader: clock });
  return { ...seen, headline: plain(seen.headline), below: plain(seen.below) };
};
const on = (date: string, from: string | null = null, to: string | null = null) => ({ date, from, to, asOf: now });

describe("the one answer", () => {
  test("a day and a window by the destination's clock (docs/architecture.md#look)", () => {
    expect(answer({})).toMatchObject({
      ...{ headline: "Arriving Thursday, 26 November", below: "between 14:00 and 18:00 · Lisbon time" },
    });
  });

  test("the zone is said only when it is not the reader's", () => {
    expect(answer({}, now, "Europe/London").below).toBe("between 14:00 and 18:00");
    expect(answer({}, now, "Europe/Madrid").below).toBe("between 14:00 and 18:00 · Lisbon time");
    expect(answer({ destinationCity: null }).below).toBe("between 14:00 and 18:00 · local time");
  });

  test("today and tomorrow are the destination's, not UTC's", () => {
    // 11:30 UTC on the 20th is the 21st in Auckland (NZDT, +13) and still the 20th in Lisbon.
    const at = Date.parse("2026-11-20T11:30:00Z");
    expect(answer({ eta: on("2026-11-21"), ...zoned("Pacific/Auckland") }, at).headline).toBe("Arriving today");
    expect(answer({ eta: on("2026-11-21"), ...zoned("Europe/Lisbon") }, at).headline).toBe("Arriving tomorrow");
    // 02:00 UTC on the 21st is still the 20th in Los Angeles.
    const night = Date.parse("2026-11-21T02:00:00Z");
    expect(answer({ eta: on("2026-11-20"), ...zoned("America/Los_Angeles") }, night).headline).toBe("Arriving today");
    expect(answer({ eta: on("2026-11-20") }, night).below).toBe("It was expected Friday, 20 November.");
  });

  test("a delivered parcel was last where it was handed over, whatever the carrier still sends of the way there", () => {
    const done = scan({ key: "d", status: "delivered", city: "LISBON", instant: now - 9_000_000 });
    expect(whereNow({ ...view, status: "delivered", scans: [scan({}), done] }, en)).toBe("Delivered in Lisbon");
  });

  test("a time that a carrier told in UTC is said by the destination's clock; a local one stays", () => {
    const utc = scan({ local: "2026-11-20T23:30:00", offset: 0, instant: Date.parse("2026-11-20T23:30:00Z") });
    expect(placeClock(utc, zoned("Europe/Berlin"))).toBe("2026-11-21T00:30:00");
    expect(placeClock({ ...utc, local: "2026-11-21T00:30:00", offset: 60 }, zoned("Asia/Tokyo"))).toBe(
      "2026-11-21T00:30:00",
    );
    expect(placeClock({ ...utc, precision: "date" }, zoned("Europe/Berlin"))).toBe("2026-11-20T23:30:00");
    expect(placeClock({ ...utc, instant: null }, zoned("Europe/Berlin"))).toBe("2026-11-20T23:30:00");
  });

  test("the days of the timeline are the destination's, so that a later scan never stands under an earlier day", () => {
    // 01:55 in Savannah is 06:55 UTC, 22:57 the evening before in Oakland is 06:57 UTC: both are the afternoon in Tokyo.
    const savannah = scan({ local: "2026-11-20T01:55:00", offset: -300, instant: Date.parse("2026-11-20T06:55:00Z") });
    const oakland = scan({ local: "2026-11-19T22:57:00", offset: -480, instant: Date.parse("2026-11-20T06:57:00Z") });
    expect([oakland, savannah].map((s) => pageDay(s, zoned("Asia/Tokyo")))).toEqual(["2026-11-20", "2026-11-20"]);
    expect(pageDay({ ...oakland, instant: null }, zoned("Asia/Tokyo"))).toBe("2026-11-19");
    expect(pageDay({ ...oakland, precision: "date" }, zoned("Asia/Tokyo"))).toBe("2026-11-19");
  });

  test("a line breaks neither inside a date nor before a dot, in any language", () => {
    for (const locale of locales) {
      const seen = answerOf(view, pageLanguages[locale], { now, reader: null });
      expect([locale, seen.headline]).toEqual([locale, expect.stringMatching(/26[^ ]*\u00a0[^ ]*/)]);
      expect([locale, seen.headline.match(/26[.]? /)]).toEqual([locale, null]);
      expect(seen.below).toMatch(/[^ ]\u00a0· /);
    }
  });

  test("a midnight is a day and no hour", () => {
    expect(answer({ eta: on("2026-11-26", "00:00", "00:00") }).below).toBeNull();
    expect(answer({ eta: on("2026-11-26", "00:00", "23:59") }).below).toBeNull();
    expect(answer({ eta: on("2026-11-26", "00:00", "18:00") }).below).toBe("by 18:00 · Lisbon time");
    expect(answer({ eta: on("2026-11-26", "09:00", null) }).below).toBe("after 09:00 · Lisbon time");
  });

  test("a day that has passed is not promised again", () => {
    expect(answer({ eta: on("2026-11-19") })).toMatchObject({
      ...{ headline: "On its way", below: "It was expected Thursday, 19 November." },
    });
  });

  test("a later day than the first one is told as the new day", () => {
    const late = answer({ status: "delayed", eta: on("2026-11-27"), promised: "2026-11-24" });
    expect(late.headline).toBe("Now expected Friday, 27 November");
    expect(answer({ eta: on("2026-11-27"), promised: "2026-11-24" }).headline).toBe("Now expected Friday, 27 November");
    expect(answer({ eta: on("2026-11-23"), promised: "2026-11-24" }).headline).toBe("Arriving Monday, 23 November");
  });

  test("on the van without an hour is today, by the day of its scan", () => {
    const van = scan({ status: "out_for_delivery", local: "2026-11-20T08:00:00" });
    const of = { status: "out_for_delivery" as const, eta: null };
    expect(answer({ ...of, scans: [van] }).headline).toBe("Arriving today");
    const old = { ...van, local: "2026-11-17T08:00:00", instant: Date.parse("2026-11-17T08:00:00Z") };
    expect(answer({ ...of, scans: [old] }).headline).toBe("Out for delivery");
  });

  test("delivered says when, by the clock on the spot, and who signed", () => {
    const done = scan({ status: "delivered", local: "2026-11-19T23:30:00", offset: 0, instant: now - 45_000_000 });
    const of = { status: "delivered" as const, eta: null, scans: [done], signedBy: "M. Okafor" };
    expect(answer(of).below).toBe("Yesterday at 23:30 · Signed for by M. Okafor");
    expect(answer(of, now, "Europe/Madrid").below).toBe("Yesterday at 23:30 · Lisbon time · Signed for by M. Okafor");
    expect(answer(of, now, "Europe/London").below).toBe("Yesterday at 23:30 · Signed for by M. Okafor");
    expect(answer({ ...of, signedBy: null, scans: [{ ...done, local: "2026-11-17", precision: "date" }] }).below).toBe(
      "Tuesday, 17 November",
    );
  });

  test("nothing is promised of what does not come", () => {
    for (const status of ["returned_to_sender", "lost", "cancelled"] as const) {
      const seen = answer({ status });
      expect(`${seen.headline} ${seen.below}`).not.toMatch(/November|today|tomorrow/);
    }
  });

  test("in every language each status has an answer, and trouble says what happens next or what to do", () => {
    for (const locale of locales) {
      for (const status of shipmentStatuses) {
        const seen = answerOf({ ...view, status, eta: null }, pageLanguages[locale], { now, reader: null });
        expect(seen.headline).not.toBe("");
        if (
          ["exception", "delayed", "on_hold", "lost", "returned_to_sender", "delivery_attempt_failed"].includes(status)
        )
          expect([locale, status, seen.next ?? seen.act]).not.toContain(null);
      }
    }
  });
});

describe("where it is", () => {
  test("the city of the newest scan in one sentence, without the carrier's shouting", () => {
    expect(whereNow(view, en)).toBe("Last scanned in Madrid");
    expect(whereNow({ ...view, scans: [scan({ status: null })] }, en)).toBe("Last seen in Madrid");
    expect(whereNow({ ...view, scans: [scan({ city: null })] }, en)).toBe("Last update from UPS");
    expect(whereNow({ ...view, scans: [] }, en)).toContain("UPS has not scanned it yet");
    expect(whereNow({ ...view, scans: [], status: "cancelled" }, en)).toBeNull();
  });

  test("the way is its cities in order, each once in a row, then the destination", () => {
    const scans = ["LISBON", "MADRID", "Madrid", "PARIS"].map((city, i) => scan({ city, key: String(i) }));
    const names = (input: Partial<PublicShipment>) => routeOf({ ...view, ...input }).map((stop) => stop.city);
    expect(names({ scans: scans.slice(1) })).toEqual(["Paris", "Madrid", "Lisbon"]);
    expect(routeOf({ ...view, scans }).at(-1)).toEqual({ city: "Lisbon", end: true });
    const long = Array.from({ length: 9 }, (_, i) => scan({ city: `Town ${i}`, key: String(i) }));
    expect(names({ scans: long })).toEqual(["Town 8", "Town 7", "…", "Town 0", "Lisbon"]);
  });

  test("a parcel that turned round is not shown on its way to the customer", () => {
    const scans = ["Madrid", "Paris"].map((city, i) => scan({ city, key: String(i) }));
    for (const status of ["returned_to_sender", "cancelled", "lost"] as const) {
      expect(routeOf({ ...view, scans, status })).toEqual([
        { city: "Paris", end: false },
        { city: "Madrid", end: false },
      ]);
    }
  });

  test("a scan that moves nothing speaks in the carrier's words; repeated words are said once", () => {
    expect(scanWords(scan({ status: null, message: "Label re-printed" }), en, "UPS").main).toBe("Label re-printed");
    expect(scanWords(scan({ status: null, message: "" }), en, "UPS").main).toContain("UPS");
    expect(scanWords(scan({ message: "On its way." }), en, "UPS")).toEqual({ main: "On its way", own: null });
    expect(scanWords(scan({}), en, "UPS")).toEqual({ main: "On its way", own: "Departed" });
    // Where the code is known the reader's own language says it, and the carrier's words are not needed.
    const known = scan({ meaning: "departed_facility" });
    expect(scanWords(known, en, "UPS")).toEqual({ main: "Left the sorting centre", own: null });
    expect(scanWords(known, pageLanguages.pt, "UPS").main).toBe("Saiu do centro de distribuição");
    expect(isCarriersOwn(scan({ status: null, message: "Label re-printed" }))).toBe(true);
    expect(isCarriersOwn(scan({ status: null, message: "x", meaning: "photo_added" }))).toBe(false);
    expect([carrierLang("Departed"), carrierLang("Abgeholt in Köln")]).toEqual(["en", ""]);
  });
});

describe("times", () => {
  test("are relative within a day, in each language's own words, and dates after it", () => {
    const said = (locale: Locale) => ago({ at: now - 7_200_000, now, locale, zone: zoned("UTC") });
    expect(said("en")).toBe("2 hours ago");
    expect(said("de")).toBe("vor 2 Stunden");
    expect(said("fr")).toBe("il y a 2 heures");
    const old = { at: now - 2 * 86_400_000, now, locale: "en", zone: zoned("America/Denver") };
    expect(ago(old)).toMatch(/^18 November at 0?5:00$/);
  });

  test("the offset of a zone is the one of its own date line, whatever the second", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399_999 }), (ms) => {
        const at = Date.parse("2026-11-20T00:00:00Z") + ms;
        expect(offsetAt(at, zoned("Australia/Melbourne"))).toBe(660);
        expect(offsetAt(at, zoned("Asia/Kolkata"))).toBe(330);
        expect(offsetAt(at, zoned("America/Los_Angeles"))).toBe(-480);
      }),
    );
  });
});
