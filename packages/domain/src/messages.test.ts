import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { carrierName, messages, statusSentence, statusWords } from "./messages.ts";
import { shipmentStatuses } from "./status.ts";

const file = new URL("../../../../shared/codes/status_maps.json", import.meta.url).pathname;
const hasShared = existsSync(file);

describe("words", () => {
  test("every status has both sides' words, and bad news says what happens next and what to do", () => {
    for (const status of shipmentStatuses) {
      for (const audience of ["customer", "seller"] as const) {
        expect(statusWords({ status, reason: null, audience })).toMatch(/^[A-Z][\w -]{2,30}$/);
      }
    }
    for (const status of ["delivery_attempt_failed", "exception", "on_hold", "returned_to_sender", "lost"] as const) {
      const told = statusSentence({ status, reason: null, carrier: "UPS" });
      expect(told.next).toBeString();
      expect(told.act).toBeString();
    }
  });

  test("sentences name the carrier and leave no gap; a carrier's name is not a pattern", () => {
    for (const status of shipmentStatuses) {
      const { happened, next, act } = statusSentence({ status, reason: null, carrier: "$& Sons" });
      expect(`${happened} ${next} ${act}`).not.toMatch(/[{}]/);
    }
    expect(statusSentence({ status: "accepted", reason: null, carrier: "$& Sons" }).happened).toBe(
      "$& Sons has your parcel.",
    );
  });

  test("a reason changes the words, one that nobody wrote words for does not", () => {
    expect(statusWords({ status: "on_hold", reason: "customs" })).toBe("With customs");
    expect(statusWords({ status: "on_hold", reason: "constructor" })).toBe("On hold");
    expect(statusWords({ status: "returned_to_sender", reason: "returned", audience: "seller" })).toBe("Returned");
    expect(statusSentence({ status: "on_hold", reason: "customer_request", carrier: "UPS" }).act).toBeNull();
  });

  test("no word blames or alarms", () => {
    const all = JSON.stringify([messages().statuses, messages().reasons]);
    expect(all).not.toMatch(/unfortunately|error|oops|urgent|immediately|fault|failed to/i);
  });

  test("dates are the same on every machine", () => {
    // ISO 8601 week day of a known date: 26 November 2026 is a Thursday (LOOK's own example).
    expect(messages().longDate("2026-11-26")).toBe("Thursday, 26 November");
    expect(messages().longDate("2028-02-29")).toBe("Tuesday, 29 February");
    expect(messages().longDate("soon")).toBe("soon");
  });

  test("carriers have their own spelling", () => {
    expect(["ups", "fedex", "royal_mail", "new_zealand_post", "constructor"].map(carrierName)).toEqual([
      "UPS",
      "FedEx",
      "Royal Mail",
      "New Zealand Post",
      "Constructor",
    ]);
  });

  test.skipIf(!hasShared)("every reason listed here is one that a carrier's code can give (needs ../shared)", () => {
    const maps = readFileSync(file, "utf8");
    for (const key of Object.keys(messages().reasons)) {
      const reason = key.split("/")[1] ?? "";
      expect(maps).toContain(`"${reason}"`);
    }
  });
});
