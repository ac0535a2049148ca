import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseIso, parseOffset } from "./time.ts";

describe("an offset", () => {
  test("in every form that somebody writes (ISO 8601-1, 4.3.13: hours alone, hours and minutes)", () => {
    const forms: [string | number, number][] = [
      ["+01", 60],
      ["-05", -300],
      ["-05:00", -300],
      ["-7:00", -420],
      ["-04.00", -240],
      ["+0530", 330],
      ["Z", 0],
      ["z", 0],
      [-420, -420],
    ];
    for (const [text, minutes] of forms) expect([text, parseOffset(text)]).toEqual([text, minutes]);
  });

  test("what could mean two things, or nothing, is none", () => {
    for (const text of ["-240", "+530", "5", "+", "+1:2:3", "+15:00", "-0560", "+99", "+5:75", "", "UTC", null])
      expect([text, parseOffset(text)]).toEqual([text, null]);
    for (const n of [841, -900, 1.5, Number.NaN]) expect([n, parseOffset(n)]).toEqual([n, null]);
  });

  test("none is −0", () => {
    for (const text of ["-00:00", "-00", "-0000", "-0:00", "+00:00", -0, 0])
      expect([text, Object.is(parseOffset(text), 0)]).toEqual([text, true]);
  });
});

describe("an ISO time", () => {
  test("with an offset of hours alone", () => {
    expect(parseIso("2026-11-20T10:00:00+01")).toEqual({
      ...{ local: "2026-11-20T10:00:00", offset: 60, precision: "second" },
      instant: Date.parse("2026-11-20T09:00:00Z"),
    });
    expect(parseIso("2026-11-20 10:00-05")?.instant).toBe(Date.parse("2026-11-20T15:00:00Z"));
  });

  test("whose offset nobody can read keeps its wall clock, and has no instant", () => {
    expect(parseIso("2026-11-20T10:00:00-240")).toMatchObject({
      ...{ local: "2026-11-20T10:00:00", offset: null, instant: null },
    });
  });

  test("is the instant that it says, whatever the form of its offset", () => {
    const at = fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000);
    const minutes = fc.integer({ min: -14 * 4, max: 14 * 4 }).map((n) => n * 15 + 0);
    fc.assert(
      fc.property(at, minutes, fc.constantFrom(":", "", "."), (ms, offset, dot) => {
        const size = Math.abs(offset);
        const pad = (n: number) => String(n).padStart(2, "0");
        const sign = offset < 0 ? "-" : "+";
        const local = new Date(ms + offset * 60_000).toISOString().slice(0, 19);
        const hour = pad(Math.floor(size / 60));
        const long = `${local}${sign}${hour}${dot}${pad(size % 60)}`;
        for (const text of size % 60 === 0 ? [long, `${local}${sign}${hour}`] : [long])
          expect(parseIso(text)).toEqual({ local, offset, instant: ms, precision: "second" });
      }),
    );
  });
});
