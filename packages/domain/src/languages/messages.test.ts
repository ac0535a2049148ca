import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { shipmentStatuses } from "../status.ts";
import { english } from "./en/messages.ts";
import { locales, statusSentence, statusWords } from "./messages.ts";
import { messages } from "./messages-all.ts";

const file = new URL("../../../../../shared/codes/status_maps.json", import.meta.url).pathname;
const hasShared = existsSync(file);

/** What a customer is not left alone with. */
const bad = ["delivery_attempt_failed", "exception", "delayed", "on_hold", "returned_to_sender", "lost"] as const;

describe("words", () => {
  test("every status has words, and bad news says what happens next and what to do", () => {
    for (const status of shipmentStatuses) {
      expect(statusWords(english, { status, reason: null })).toMatch(/^[A-Z][\w -]{2,30}$/);
    }
    for (const locale of locales) {
      for (const status of bad) {
        const seen = statusSentence(messages(locale), { status, reason: null, carrier: "UPS" });
        expect(seen.next).toBeString();
        // A delay needs nothing from the customer.
        if (status !== "delayed") expect(seen.act).toBeString();
      }
    }
  });

  test("sentences name the carrier and leave no gap; a carrier's name is not a pattern", () => {
    for (const locale of locales) {
      for (const key of [...shipmentStatuses, ...Object.keys(english.reasons)]) {
        const [name, reason = null] = key.split("/");
        const status = shipmentStatuses.find((known) => known === name) ?? "unknown";
        const { happened, next, act } = statusSentence(messages(locale), { status, reason, carrier: "$& Sons" });
        expect(`${happened} ${next} ${act}`).not.toMatch(/[{}]/);
      }
    }
    expect(statusSentence(english, { status: "accepted", reason: null, carrier: "$& Sons" }).happened).toBe(
      "$& Sons has your parcel.",
    );
  });

  test("a reason changes the words, one that nobody wrote words for does not", () => {
    expect(statusWords(english, { status: "on_hold", reason: "customs" })).toBe("With customs");
    expect(statusWords(english, { status: "on_hold", reason: "constructor" })).toBe("On hold");
    expect(statusSentence(english, { status: "on_hold", reason: "customer_request", carrier: "UPS" }).act).toBeNull();
  });

  test("no word blames or alarms, in any language", () => {
    // "Sorry", "error", "urgent", "fault" and "immediately", as each language would say them.
    const alarms =
      /unfortunately|\berror|oops|urgent|immediately|\bfault|failed to|leider|fehler|dringend|sofort|malheureusement|erreur|immédiatement|lamentablemente|por desgracia|inmediatamente|infelizmente|\berros?\b|imediatamente|दुर्भाग्य|त्रुटि|तुरंत|[!！]/i;
    for (const locale of locales) {
      const { statuses, reasons, email } = messages(locale);
      expect(JSON.stringify([statuses, reasons, email])).not.toMatch(alarms);
    }
  });

  test.skipIf(!hasShared)("every reason listed here is one that a carrier's code can give (needs originals)", () => {
    const maps = readFileSync(file, "utf8");
    for (const key of Object.keys(english.reasons)) {
      const reason = key.split("/")[1] ?? "";
      expect(maps).toContain(`"${reason}"`);
    }
  });
});
