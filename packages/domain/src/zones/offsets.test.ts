import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { localAt } from "../time.ts";
import { dayIn, offsetAt, shifted, wallAt, zonePart } from "./offsets.ts";
import { zoneNamed, zoneNames } from "./rules.ts";
import { dayStart, instantIn, instantsAt } from "./wall-clock.ts";

const berlin = zoneNamed("Europe/Berlin");
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 16));
const instant = fc.integer({ min: Date.parse("1990-01-01"), max: Date.parse("2036-01-01") });
const zone = fc.constantFrom(...zoneNames()).map(zoneNamed);

describe("a wall clock as an instant", () => {
  // German clocks: 2026-03-29 02:00 becomes 03:00, 2026-10-25 03:00 becomes 02:00 (Directive 2000/84/EC).
  test("an hour that is lived twice is two instants, the first is meant; a skipped one is none, and means what comes as long after", () => {
    expect(instantsAt("2026-10-25T02:30:00", berlin).map(iso)).toEqual(["2026-10-25T00:30", "2026-10-25T01:30"]);
    expect(iso(instantIn("2026-10-25T02:30:00", berlin))).toBe("2026-10-25T00:30");
    expect(instantsAt("2026-03-29T02:30:00", berlin)).toEqual([]);
    expect(iso(instantIn("2026-03-29T02:30:00", berlin))).toBe("2026-03-29T01:30");
    expect(instantsAt("2026-03-29T03:00:00", berlin).map(iso)).toEqual(["2026-03-29T01:00"]);
    expect(instantsAt("2026-03-29T01:59:59", berlin)).toHaveLength(1);
  });

  test("a day that a zone left out (Samoa, 30 December 2011), and a half hour (Lord Howe)", () => {
    const apia = zoneNamed("Pacific/Apia");
    expect(instantsAt("2011-12-30T12:00:00", apia)).toEqual([]);
    expect(wallAt(instantIn("2011-12-30T12:00:00", apia) ?? 0, apia)).toBe("2011-12-31T12:00:00");
    expect(instantsAt("2026-04-05T01:45:00", zoneNamed("Australia/Lord_Howe"))).toHaveLength(2);
  });

  test("what is no date is no instant", () => {
    for (const text of ["2026-02-30T10:00:00", "soon", ""]) {
      expect([text, instantIn(text, berlin), instantsAt(text, berlin)]).toEqual([text, null, []]);
      expect(dayStart(text, berlin)).toBeNull();
    }
  });

  test("there and back: every instant is among those of its own wall clock, everywhere", () => {
    fc.assert(
      fc.property(instant, zone, (ms, where) => {
        const at = Math.floor(ms / 1000) * 1000;
        const all = instantsAt(wallAt(at, where), where);
        expect(all).toContain(at);
        expect(instantIn(wallAt(at, where), where)).toBe(Math.min(...all));
        expect(new Date(shifted(at, where)).toISOString().slice(0, 19)).toBe(wallAt(at, where));
        const start = dayStart(dayIn(at, where), where) ?? Number.NaN;
        expect(start).toBeLessThanOrEqual(at);
        expect([dayIn(start, where), dayIn(start - 1, where) < dayIn(at, where)]).toEqual([dayIn(at, where), true]);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("offsets are whole minutes within fourteen hours, and none is −0", () => {
  for (const name of zoneNames()) {
    const minutes = zoneNamed(name).timeZoneOffsets.map(([, m]) => m);
    expect([name, minutes.every((m) => Number.isInteger(m) && !Object.is(m, -0) && Math.abs(m) < 960)]).toEqual([
      name,
      true,
    ]);
  }
});

test("a part says the same as the whole between its ends, and is small", () => {
  fc.assert(
    fc.property(instant, zone, fc.integer({ min: 0, max: 400 }), (from, where, days) => {
      const until = from + 400 * 86_400_000;
      const part = zonePart(where, { from, until });
      const at = from + days * 86_400_000;
      expect(offsetAt(at, part)).toBe(offsetAt(at, where));
      expect(part.timeZoneOffsets.length).toBeLessThan(9);
      expect(JSON.parse(JSON.stringify(part))).toEqual(part as object);
      expect(localAt(at, offsetAt(at, part))).toBe(wallAt(at, where));
    }),
  );
});
