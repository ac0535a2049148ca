import { describe, expect, test } from "bun:test";
import * as zones from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
import { dayStart as dayStartIn } from "@waybill/domain/zones/wall-clock";
import fc from "fast-check";
import { addDays, presetDays, dayRange as range } from "./days.ts";

const dayIn = (zone: string, at: number) => zones.dayIn(at, zoneNamed(zone));
const dayStart = (zone: string, day: string) => dayStartIn(day, zoneNamed(zone)) ?? Number.NaN;
const dayRange = (days: { from: string; to: string }, zone: string) => range(days, zoneNamed(zone));

const iso = (ms: number) => new Date(ms).toISOString();

describe("days of an organisation", () => {
  // Offsets by the IANA time zone database: Lisbon is UTC+1 in July, Tokyo UTC+9 always, New York UTC−5 in November.
  test("a day begins at its midnight where the organisation is", () => {
    expect(iso(dayStart("Europe/Lisbon", "2026-07-01"))).toBe("2026-06-30T23:00:00.000Z");
    expect(iso(dayStart("Asia/Tokyo", "2026-11-20"))).toBe("2026-11-19T15:00:00.000Z");
    expect(iso(dayStart("America/New_York", "2026-11-20"))).toBe("2026-11-20T05:00:00.000Z");
    expect(dayIn("Asia/Tokyo", Date.parse("2026-11-20T20:00:00Z"))).toBe("2026-11-21");
    expect(dayStart("UTC", "not a day")).toBeNaN();
  });

  test("a day of 23 or 25 hours is one whole day", () => {
    const hours = (zone: string, day: string) => {
      const { from, to } = dayRange({ from: day, to: day }, zone);
      return ((to ?? 0) - (from ?? 0)) / 3_600_000;
    };
    // Clocks in Germany went forward on 29 March 2026 and back on 25 October 2026.
    expect(hours("Europe/Berlin", "2026-03-29")).toBe(23);
    expect(hours("Europe/Berlin", "2026-10-25")).toBe(25);
    // In Beirut the clocks change at midnight: the day of 29 March 2026 begins at one o'clock.
    expect(dayIn("Asia/Beirut", dayStart("Asia/Beirut", "2026-03-29"))).toBe("2026-03-29");
  });

  test("days follow each other without a gap, everywhere", () => {
    const zone = fc.constantFrom(
      "UTC",
      "Europe/Lisbon",
      "America/St_Johns",
      "Asia/Kathmandu",
      "Pacific/Apia",
      "Asia/Beirut",
    );
    fc.assert(
      fc.property(zone, fc.integer({ min: 0, max: 1500 }), (where, n) => {
        const day = addDays("2024-01-01", n);
        const start = dayStart(where, day);
        expect(dayIn(where, start)).toBe(day);
        expect(dayIn(where, start - 1)).toBe(addDays(day, -1));
      }),
    );
  });

  test("presets hold today and count it", () => {
    expect(presetDays("7d", "2026-03-03")).toEqual({ from: "2026-02-25", to: "2026-03-03" });
    expect(presetDays("month", "2026-03-03")).toEqual({ from: "2026-03-01", to: "2026-03-03" });
    expect(presetDays("today", "2026-03-03")).toEqual({ from: "2026-03-03", to: "2026-03-03" });
    expect(presetDays("century", "2026-03-03")).toBeNull();
    expect(dayRange({ from: "x", to: "" }, "UTC")).toEqual({ from: null, to: null });
  });
});
