import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { dayIn, offsetAt } from "./offsets.ts";
import { isZone, zoneNamed } from "./rules.ts";
import { zoneOf, zoneOfOffset } from "./zone.ts";

describe("whose clock it is", () => {
  test("a country with one clock, whatever the region says", () => {
    expect(zoneOf({ country: "PT", region: null })).toBe("Europe/Lisbon");
    expect(zoneOf({ country: "de", region: "BY" })).toBe("Europe/Berlin");
  });

  test("a state decides where a country has several; without one it is not guessed", () => {
    expect(zoneOf({ country: "US", region: "CO" })).toBe("America/Denver");
    expect(zoneOf({ country: "US", region: "US-CA" })).toBe("America/Los_Angeles");
    expect(zoneOf({ country: "US", region: null })).toBeNull();
    expect(zoneOf({ country: "CA", region: "BC" })).toBe("America/Vancouver");
    expect(zoneOf({ country: "ES", region: "GC" })).toBe("Atlantic/Canary");
    expect(zoneOf({ country: "ES", region: "M" })).toBe("Europe/Madrid");
    expect(zoneOf({ country: null, region: "CO" })).toBeNull();
  });

  test("all fifty states and the capital have one (USPS Publication 28, appendix B)", () => {
    const states =
      "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";
    for (const region of states.split(" ")) expect([region, zoneOf({ country: "US", region })]).not.toContain(null);
  });

  test("every answer is a zone that Intl knows, and so do we", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"), minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(letters, letters, (country, region) => {
        const zone = zoneOf({ country, region });
        if (zone === null) return;
        new Intl.DateTimeFormat("en", { timeZone: zone });
        expect([zone, isZone(zone)]).toEqual([zone, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("an offset of whole hours is a zone of that offset, others are none", () => {
    for (let hours = -12; hours <= 12; hours++) {
      const zone = zoneOfOffset(hours * 60);
      const at = Date.parse("2026-11-20T12:00:00Z");
      const shown = new Intl.DateTimeFormat("en", { timeZone: zone ?? "", hour: "2-digit", hourCycle: "h23" }).format(
        at,
      );
      expect(Number(shown)).toBe((12 + hours + 24) % 24);
      expect(offsetAt(at, zoneNamed(zone ?? ""))).toBe(hours * 60);
    }
    expect(zoneOfOffset(330)).toBeNull();
  });

  test("the day is the place's own, not UTC's", () => {
    const late = Date.parse("2026-11-20T23:30:00Z");
    expect(dayIn(late, zoneNamed("Europe/Berlin"))).toBe("2026-11-21");
    expect(dayIn(late, zoneNamed("UTC"))).toBe("2026-11-20");
    expect(dayIn(Date.parse("2026-11-20T03:00:00Z"), zoneNamed("America/Los_Angeles"))).toBe("2026-11-19");
  });
});
