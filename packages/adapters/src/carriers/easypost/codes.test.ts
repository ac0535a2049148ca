import { describe, expect, test } from "bun:test";
import { hasShared, sharedJson } from "../../contract/world.ts";
import { meaningOf } from "./codes.ts";
import { carrierId } from "./read.ts";

describe("easypost: codes", () => {
  type Maps = Record<string, { codes: Record<string, { status?: string | null }> }>;
  test.skipIf(!hasShared)("every status and detail means what the collected list says (needs originals)", () => {
    const maps = sharedJson("codes/status_maps.json") as Maps;
    const statuses = Object.entries(maps.easypost?.codes ?? {});
    const details = Object.entries(maps["easypost status_detail"]?.codes ?? {});
    expect([statuses.length, details.length]).toEqual([10, 28]);
    for (const [code, { status }] of statuses)
      expect([code, meaningOf(code, null).status]).toEqual([code, status as never]);
    for (const [code, { status }] of details) {
      expect([code, meaningOf("in_transit", code).status]).toEqual([code, (status || "in_transit") as never]);
    }
  });
  test("a detail explains a failure, and never undoes a delivery, a return or a cancellation", () => {
    expect(meaningOf("failure", "lost").status).toBe("lost");
    expect(meaningOf("failure", "refused")).toEqual({ status: "exception", reason: "refused" });
    expect(meaningOf("failure", "expired")).toEqual({ status: "unknown", reason: "expired" });
    for (const [status, ours] of [
      ["delivered", "delivered"],
      ["return_to_sender", "returned_to_sender"],
      ["cancelled", "cancelled"],
    ] as const) {
      for (const detail of ["arrived_at_pickup_location", "in_transit", "delayed", "brand_new"]) {
        expect(meaningOf(status, detail).status).toBe(ours);
      }
    }
    expect(meaningOf("teleported", "in_transit").status).toBe("unknown");
  });
  test("its names for carriers are ours", () => {
    expect(["USPS", "UPS", "UPSDAP", "FedEx", "FedExSmartPost", "DHLExpress", "Spee-Dee", null].map(carrierId)).toEqual(
      ["usps", "ups", "ups", "fedex", "fedex", "dhl", "spee-dee", "unknown"],
    );
  });
});
