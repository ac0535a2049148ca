import { expect, test } from "bun:test";
import { meaningOfScan, scanMeanings } from "./meanings.ts";

test("reason first, then the carrier's code, then the status; movement without a code stays the carrier's words", () => {
  const says = (status: Parameters<typeof meaningOfScan>[0]["status"], reason: string | null = null) =>
    meaningOfScan({ said: null, status, reason });
  expect(says("exception", "address")).toBe("address_incorrect");
  expect(says("returned_to_sender", "returned")).toBe("returned");
  expect(says("returned_to_sender", "returning")).toBe("return_started");
  expect(says(null, "eta")).toBe("eta_changed");
  expect(says("out_for_delivery")).toBe("out_for_delivery");
  expect([says("in_transit"), says("exception"), says("unknown"), says("accepted"), says(null)]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect([says("pre_transit"), says("pre_transit", "pickup_voided")]).toEqual(["label_created", null]);
  expect(meaningOfScan({ said: "departed_facility", status: "in_transit", reason: null })).toBe("departed_facility");
  expect(meaningOfScan({ said: "in_transit", status: "delayed", reason: "weather" })).toBe("weather_delay");
});

test("no meaning is listed twice", () => {
  expect(new Set(scanMeanings).size).toBe(scanMeanings.length);
});
