import { expect, test } from "bun:test";
import type { Scan } from "@waybill/domain/shipment/scan";
import { carriers } from "../registry.gen.ts";
import { scanMeaning } from "./meaning.ts";

const scan = (code: string, status: Scan["status"], reason: string | null = null): Scan => ({
  ...{ key: code, code, status, reason, message: "", place: null, ordinal: null },
  time: { local: "2026-09-14", offset: null, instant: null, precision: "date" },
});

test("each platform's codes say what moves a parcel; what else happened follows from status and reason", () => {
  const rows = [
    ["ups", "I/DP", "in_transit", null, "departed_facility"],
    ["ups", "X/XD", "in_transit", "import_scan", "imported"],
    ["ups", "I/ZR", "in_transit", "post_office", "handed_to_partner"],
    ["ups", "I/OT", "out_for_delivery", null, "out_for_delivery"],
    ["fedex", "AR", "in_transit", null, "arrived_at_facility"],
    ["fedex", "AF/A3", "in_transit", null, "arrived_near_you"],
    ["fedex", "SE/03", "exception", "address", "address_incorrect"],
    ["fedex", "AE", null, "eta", "eta_changed"],
    // A delay on a scan of movement is told as the delay.
    ["fedex", "AR", "delayed", "weather", "weather_delay"],
    // Followed by an aggregator, whatever carrier moves it.
    ["usps", "in_transit/departed_facility", "in_transit", null, "departed_facility"],
    ["ups", "in_transit/departed_facility", "in_transit", null, "departed_facility"],
    ["usps", "in_transit/unknown", "in_transit", null, null],
    ["hermes", "QQ", "unknown", null, null],
  ] as const;
  for (const [carrier, code, status, reason, meaning] of rows) {
    expect([carrier, code, scanMeaning(carriers, { carrier, scan: scan(code, status, reason) })]).toEqual([
      carrier,
      code,
      meaning,
    ]);
  }
});
