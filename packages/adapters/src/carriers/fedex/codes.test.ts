import { describe, expect, test } from "bun:test";
import { hasShared, sharedJson } from "../../contract/world.ts";
import { meaningOf } from "./codes.ts";

describe("fedex: codes", () => {
  const meaning = (code: string | null, derived: string | null = null, exception: string | null = null) =>
    meaningOf({ code, derived, exception, delay: null });
  test.skipIf(!hasShared)("every code has the status of the collected list (needs originals)", () => {
    const maps = sharedJson("codes/status_maps.json") as {
      fedex: { codes: Record<string, { status?: string | null }> };
    };
    const wrong = Object.entries(maps.fedex.codes).filter(
      ([code, { status }]) => meaning(code).status !== (status || null),
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(maps.fedex.codes).length).toBeGreaterThan(50);
  });
  test("OF is at origin, OD is out for delivery, Ow has a small w, RD cancels nothing (docs/platforms/fedex.md#codes)", () => {
    expect(["OF", "OD", "Ow", "RD", "ow"].map((code) => meaning(code).status)).toEqual([
      "in_transit",
      "out_for_delivery",
      "in_transit",
      null,
      "unknown",
    ]);
  });
  test("the roll-up decides what a double code means, and a note stays a note", () => {
    expect(meaning("CA", "IT").status).toBe("in_transit");
    expect(meaning("CA", "CA").status).toBe("cancelled");
    expect(meaning("XX", "OD").status).toBe("out_for_delivery");
    expect(meaning("RR", "IT").status).toBeNull();
    expect(meaning("AE", "OD").status).toBeNull();
    expect(meaning("XX", "YY").status).toBe("unknown");
    expect(meaning(null, null).status).toBe("unknown");
  });
  test("a delivery exception is an attempt unless its words say otherwise", () => {
    expect(meaning("DE", "DE", "Customer not available or business closed")).toEqual({
      status: "delivery_attempt_failed",
      reason: "attempt",
    });
    expect(meaning("DE", "DE", "Refused by recipient")).toEqual({ status: "exception", reason: "refused" });
    expect(meaning("DE", "DE", "Incorrect address")).toEqual({ status: "exception", reason: "address" });
    expect(meaning("DE", null, "Future delivery requested").status).toBe("on_hold");
  });
  test("a delay says why, when FedEx does", () => {
    expect(meaningOf({ code: "DY", derived: "DY", exception: null, delay: "WEATHER" })).toEqual({
      status: "delayed",
      reason: "weather",
    });
    expect(meaningOf({ code: "DY", derived: null, exception: null, delay: "GENERAL" }).reason).toBeNull();
  });
});
