import { describe, expect, test } from "bun:test";
import type { OrderLine } from "@waybill/domain/order/answers";
import fc from "fast-check";
import { lineFacts } from "./line-facts.ts";

const line = (input: Partial<OrderLine> = {}): OrderLine => ({
  ...{ externalId: "1", sku: "MUG", title: "Mug", variant: null, quantity: 3, unfulfilled: 3, cancelled: 0 },
  ...{ refunded: 0, priceMinor: 100, priceText: null, requiresShipping: true, ...input },
});
const parcel = (status: "in_transit" | "delivered" | "cancelled", quantity: number | null) => ({
  status,
  lines: quantity === null ? [] : [{ externalLineId: "1", quantity }],
});

describe("what became of a line", () => {
  test("shipped and delivered are counted apart; a cancelled parcel carries nothing", () => {
    const parcels = [parcel("in_transit", 1), parcel("delivered", 1), parcel("cancelled", 1)];
    expect(lineFacts(line({ unfulfilled: 1 }), parcels)).toMatchObject({ shipped: 2, delivered: 1, left: 1 });
  });

  test("a parcel whose content nobody told carries everything", () => {
    expect(lineFacts(line({ unfulfilled: 0 }), [parcel("delivered", null)])).toMatchObject({ delivered: 3, left: 0 });
  });

  test("the parts never make more than was bought", () => {
    const parcels = fc.array(
      fc.tuple(fc.constantFrom("in_transit", "delivered", "cancelled"), fc.option(fc.integer({ min: 1, max: 9 }))),
    );
    fc.assert(
      fc.property(parcels, fc.nat(9), fc.nat(9), fc.nat(9), (seen, quantity, unfulfilled, cancelled) => {
        const facts = lineFacts(
          line({ quantity, unfulfilled, cancelled: Math.min(cancelled, quantity) }),
          seen.map(([status, n]) => parcel(status as "delivered", n)),
        );
        expect(facts.shipped + facts.left + facts.cancelled).toBe(quantity);
        expect(facts.delivered).toBeLessThanOrEqual(facts.shipped);
      }),
    );
  });
});
