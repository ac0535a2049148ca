import { describe, expect, test } from "bun:test";
import { etaWords, relativeTime, scanTimeWords } from "./time-words.ts";

const now = Date.UTC(2026, 10, 20, 12, 0, 0);

describe("times in words", () => {
  test("relative while fresh, a date past a day (docs/architecture.md#look)", () => {
    expect(relativeTime(now - 12_000, now, "en")).toBe("12 s ago");
    expect(relativeTime(now - 4 * 60_000, now, "en")).toBe("4 min ago");
    expect(relativeTime(now - 3 * 3_600_000, now, "en")).toBe("3 h ago");
    expect(relativeTime(now + 3_000, now, "en")).toBe("in 3 s");
    expect(relativeTime(now - 400 * 86_400_000, now, "en")).toContain("2025");
  });

  test("a scan shows its own wall clock, and says the zone only when it is not the reader's", () => {
    const time = { local: "2026-11-20T09:14:00", offset: -300, instant: 1795184040000, precision: "second" } as const;
    expect(scanTimeWords(time, 60, "en-GB")).toEqual({ day: "Fri 20 Nov", clock: "09:14", zone: "UTC−5" });
    expect(scanTimeWords(time, -300, "en-GB").zone).toBeNull();
    expect(scanTimeWords({ ...time, offset: 330 }, 0, "en-GB").zone).toBe("UTC+5:30");
  });

  test("a local time without a zone is never shifted and is called local", () => {
    const time = { local: "2026-11-20T23:59:00", offset: null, instant: null, precision: "minute" } as const;
    expect(scanTimeWords(time, 720, "en-GB")).toEqual({ day: "Fri 20 Nov", clock: "23:59", zone: "local time" });
  });

  test("a date alone has no clock", () => {
    const time = { local: "2026-11-20", offset: null, instant: null, precision: "date" } as const;
    expect(scanTimeWords(time, 0, "en-GB")).toEqual({ day: "Fri 20 Nov", clock: null, zone: null });
  });

  test("an expected day is named as people say it, with its window", () => {
    const eta = { date: "2026-11-26", from: "14:00", to: "18:00" };
    expect(etaWords(eta, "2026-11-20", "en-GB")).toEqual({
      day: "Thursday 26 November",
      window: "between 14:00 and 18:00",
    });
    expect(etaWords(eta, "2026-11-26").day).toBe("today");
    expect(etaWords({ ...eta, from: null }, "2026-11-25")).toEqual({ day: "tomorrow", window: "by 18:00" });
  });

  test("midnight is a day without an hour, not a promise for 00:00", () => {
    const eta = { date: "2026-11-26", from: null, to: "00:00" };
    expect(etaWords(eta, "2026-11-20", "en-GB").window).toBeNull();
    expect(etaWords({ ...eta, from: "00:00", to: "18:00" }, "2026-11-20").window).toBe("by 18:00");
  });
});
