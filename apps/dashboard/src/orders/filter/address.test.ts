import { describe, expect, test } from "bun:test";
import { type Chosen, sensible } from "./address.ts";

const none: Chosen = {
  q: "",
  channel: "",
  connection: "",
  bucket: "",
  status: "",
  sync: "",
  attention: "",
  date: "",
  from: "",
  to: "",
};

describe("an address that somebody typed or kept for long", () => {
  test("keeps what the list knows and drops the rest, value by value", () => {
    expect(sensible({ ...none, status: "paid,nope,on_hold", sync: "bar" })).toEqual({
      ...none,
      status: "paid,on_hold",
    });
  });

  test("a day must be a day of the calendar's form", () => {
    const days = sensible({ ...none, from: "yesterday", to: "2026-99-99" });
    expect([days.from, days.to]).toEqual(["", ""]);
    expect(sensible({ ...none, from: "2026-11-21" }).from).toBe("2026-11-21");
  });

  test("a search is cut to what the API takes, a preset must exist", () => {
    const now = sensible({ ...none, q: "a".repeat(3000), date: "someday", attention: "yes" });
    expect([now.q.length, now.date, now.attention]).toEqual([200, "", ""]);
  });
});
