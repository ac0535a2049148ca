import { describe, expect, test } from "bun:test";
import type { Scan } from "@waybill/domain/shipment/scan";
import { scanMeaning } from "./meaning.ts";

const scan = (code: string, more: Partial<Scan> = {}): Scan => ({
  ...{ key: "k", code, status: "in_transit", reason: null, message: "Departed", place: null, ordinal: null },
  time: { local: "2026-11-20T09:00:00", offset: 0, instant: 1, precision: "minute" },
  ...more,
});
const carriers = {
  own: { covers: ["own"], scanMeaning: (code: string) => (code === "DP" ? ("departed_facility" as const) : null) },
  all: { covers: ["*"], scanMeaning: (code: string) => (code === "a/b" ? ("arrived_at_facility" as const) : null) },
};

describe("what a scan says in our words", () => {
  test("by its carrier's own table; by an aggregator's, whoever moves the parcel; else by status and reason alone", () => {
    expect(scanMeaning(carriers, { carrier: "own", scan: scan("DP") })).toBe("departed_facility");
    expect(scanMeaning(carriers, { carrier: "own", scan: scan("a/b") })).toBe("arrived_at_facility");
    expect(scanMeaning(carriers, { carrier: "usps", scan: scan("a/b") })).toBe("arrived_at_facility");
    // Another carrier's code is nobody's: movement without a code says too little.
    expect(scanMeaning(carriers, { carrier: "usps", scan: scan("DP") })).toBeNull();
    expect(scanMeaning(carriers, { carrier: "constructor", scan: scan("?") })).toBeNull();
    const neighbour = scan("?", { status: "delivered", reason: "neighbour" });
    expect(scanMeaning(carriers, { carrier: "usps", scan: neighbour })).toBe("delivered_neighbour");
  });
});
