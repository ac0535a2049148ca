import { expect, test } from "bun:test";
import { locales } from "../languages/messages.ts";
import { messages } from "../languages/messages-all.ts";
import { destinationZone } from "./destination.ts";
import { etaClock } from "./eta-clock.ts";
import { offsetWords, zoneCity, zoneWords } from "./words.ts";

const now = Date.parse("2026-10-20T12:00:00Z");
const scan = (offset: number | null, country: string | null, region: string | null = null) => ({
  ...{ time: { offset }, place: { country, region } },
});

test("the destination's clock: by its region, by a scan at a place there, by that scan's offset; UTC is nobody's", () => {
  const us = { country: "US", region: null };
  expect(destinationZone({ country: "US", region: "NY", scans: [] })).toBe("America/New_York");
  expect(destinationZone({ ...us, scans: [scan(0, "US", "CO"), scan(480, "CN")] })).toBe("America/Denver");
  expect(destinationZone({ ...us, scans: [scan(-300, "US"), scan(0, "US")] })).toBe("Etc/GMT+5");
  expect(destinationZone({ ...us, scans: [scan(0, "US")] })).toBeNull();
});

test("hours by the clock that is in force when they come, not today's", () => {
  // New York sets its clocks back on 1 November 2026 (IANA tz).
  const of = (date: string) =>
    etaClock({ country: "US", region: "NY", scans: [], eta: { date, from: "14:00", to: null }, now });
  expect(of("2026-10-31")).toEqual({ timeZone: "America/New_York", offset: -240, words: "New York time" });
  expect(of("2026-11-02")?.offset).toBe(-300);
  expect(etaClock({ country: "US", region: null, scans: [], eta: null, now })).toBeNull();
  expect(etaClock({ country: "US", region: null, scans: [scan(-300, "US")], eta: null, now })?.words).toBe("UTC−5");
});

test("whose time it is, in each language, with the place as it is and without one", () => {
  for (const locale of locales) {
    const { zone } = messages(locale);
    expect([locale, zoneWords(zone, "Sant Boi $& {place}")]).toEqual([
      locale,
      expect.stringContaining("Sant Boi $& {place}"),
    ]);
    expect(zoneWords(zone, null)).toBe(zone.local);
  }
  expect(zoneWords(messages("fr").zone, "Lyon")).toBe("heure locale à Lyon");
  expect([zoneCity("America/Argentina/Buenos_Aires"), zoneCity("UTC"), zoneCity("Etc/GMT+5")]).toEqual([
    ...["Buenos Aires", null, null],
  ]);
  expect([0, -300, 330, -210].map(offsetWords)).toEqual(["UTC", "UTC−5", "UTC+5:30", "UTC−3:30"]);
});
