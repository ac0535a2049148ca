import { describe, expect, test } from "bun:test";
import type { OrderLine } from "@waybill/domain/order/answers";
import type { OrderPage } from "@waybill/domain/screens/answers";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import fc from "fast-check";
import { factWords, lineFacts, times } from "./line-facts.ts";

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

  test("a parcel whose content nobody shown carries everything", () => {
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
        // What was cancelled is gone from the quantity already (OrderLine).
        expect(facts.shipped + facts.left).toBe(quantity);
        expect(facts.delivered).toBeLessThanOrEqual(facts.shipped);
      }),
    );
  });
});

describe("what a line says", () => {
  const inParcel = (id: string, status: ShipmentView["status"], more: Partial<ShipmentView> = {}) =>
    ({
      ...{ id, status, lines: [], fulfilmentIds: [], leftAt: null, scanCount: 1, shippedAt: 1 },
      ...more,
    }) as unknown as ShipmentView;
  const page = (shipments: ShipmentView[], more: { toShip?: number; fulfilments?: object[] } = {}) =>
    ({
      order: { toShip: more.toShip ?? 0 },
      shipments,
      detail: { fulfilments: more.fulfilments ?? [] },
    }) as unknown as OrderPage;
  const fulfilment = {
    externalId: "f1",
    cancelled: false,
    lines: [{ externalLineId: "1", quantity: 2 }],
    arrival: null,
  };

  test("goods of one fulfilment in two parcels are in both, and there when both are", () => {
    const both = [
      inParcel("a", "delivered", { fulfilmentIds: ["f1"], lines: fulfilment.lines }),
      inParcel("b", "in_transit", { fulfilmentIds: ["f1"], lines: fulfilment.lines, shippedAt: 2 }),
    ];
    const shown = page(both, { toShip: 1, fulfilments: [fulfilment] });
    expect(factWords(line({ unfulfilled: 1 }), shown)).toBe("1 to ship · 2 shipped · in parcels 1 and 2 of 2");
  });

  test("a replaced parcel holds nothing; removed units are said; an ended order has nothing to ship", () => {
    const replaced = inParcel("a", "in_transit", { leftAt: 5, lines: [{ externalLineId: "1", quantity: 2 }] });
    expect(factWords(line({ quantity: 2, unfulfilled: 2, cancelled: 1 }), page([replaced], { toShip: 2 }))).toBe(
      "2 to ship · 1 removed",
    );
    expect(factWords(line(), page([]))).toBe("3 not expected any more");
  });

  test("a gift card needs no shipping", () => {
    expect(factWords(line({ requiresShipping: false }), page([], { toShip: 1 }))).toBe("needs no shipping");
  });
});

test("a price finer than the currency is summed exactly", () => {
  expect(times("0.0125", 80)).toBe("1.0000");
  expect(times("0.333", 3)).toBe("0.999");
  expect(times("12", 3)).toBe("36");
  fc.assert(
    fc.property(fc.nat(999_999), fc.nat(9999), (parts, n) => {
      const decimal = `${Math.floor(parts / 10_000)}.${String(parts % 10_000).padStart(4, "0")}`;
      expect(Math.round(Number(times(decimal, n)) * 10_000)).toBe(parts * n);
    }),
  );
});
