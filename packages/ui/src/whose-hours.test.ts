import { expect, test } from "bun:test";
import { readerOffsetAt } from "./time-words.ts";
import { withClock } from "./whose-hours.ts";

const day = "2026-11-26";
const reader = readerOffsetAt(Date.parse(`${day}T12:00:00Z`));
const clock = (offset: number) => ({ timeZone: "America/New_York", offset, words: "New York time" });

test("hours say whose they are, unless they are the reader's own or nothing was said of it", () => {
  expect(withClock("by 18:00", day, clock(reader + 60))).toBe("by 18:00 (New York time)");
  expect(withClock("by 18:00", day, clock(reader))).toBe("by 18:00");
  expect(withClock("by 18:00", day, null)).toBe("by 18:00 (local time)");
  expect(withClock("by 18:00", day, undefined)).toBe("by 18:00");
});
