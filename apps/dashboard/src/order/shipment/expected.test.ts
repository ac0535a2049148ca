import { describe, expect, test } from "bun:test";
import { expectedInRow, expectedWords, shortDay } from "./expected.ts";

const eta = (date: string, from: string | null = null, to: string | null = null) => ({ date, from, to, asOf: 1 });
const parcel = (input: Partial<Parameters<typeof expectedWords>[0]> = {}) => ({
  ...{
    eta: eta("2026-11-26"),
    promised: eta("2026-11-24"),
    status: "in_transit" as const,
    deliveredAt: null,
    ...input,
  },
});
const TODAY = "2026-11-23";

describe("promised and expected", () => {
  // 24 November 2026 is a Tuesday, 26 November a Thursday.
  test("a promise that slipped: promised Tuesday, now Thursday, two days late", () => {
    expect(expectedWords(parcel(), TODAY, "en-GB")).toEqual({
      main: "expected Thursday 26 November",
      promised: "promised Tue 24 Nov, 2 days late",
      behind: 2,
    });
    expect(expectedInRow(parcel(), TODAY, "en-GB")?.main).toBe("Thu 26 Nov");
  });

  test("a promise that holds is not said twice; an earlier day is good news", () => {
    expect(expectedWords(parcel({ promised: eta("2026-11-26") }), TODAY)?.promised).toBeNull();
    expect(expectedWords(parcel({ eta: eta("2026-11-23") }), TODAY, "en-GB")?.promised).toBe(
      "promised Tue 24 Nov, 1 day early",
    );
  });

  test("delivered: measured by the day it came; ended otherwise: nothing is expected", () => {
    const came = parcel({ status: "delivered", deliveredAt: Date.parse("2026-11-25T12:00:00") });
    expect(expectedWords(came, TODAY)?.promised).toBe("1 day late");
    expect(expectedWords(parcel({ status: "lost" }), TODAY)).toBeNull();
    expect(expectedWords(parcel({ eta: null }), TODAY)).toBeNull();
  });

  test("a row says the hours as short as it can, and a day that has passed as passed", () => {
    expect(expectedInRow(parcel({ eta: eta(TODAY, "14:00", "18:00") }), TODAY)?.main).toBe("Today, 14:00–18:00");
    expect(expectedInRow(parcel({ eta: eta("2026-11-20") }), TODAY, "en-GB")?.main).toBe("Was Fri 20 Nov");
    expect(shortDay("2026-11-24", TODAY)).toBe("tomorrow");
  });
});
