import { expect, test } from "bun:test";
import { dataAsNow } from "./older.ts";

test("an order and a parcel of an older version are read with what is kept of them today", () => {
  const order = { id: "ord_1", status: "paid", units: 2 };
  expect(dataAsNow("order.updated", { order, changed: ["status"] })).toMatchObject({
    order: { ...order, toShip: 0, parcels: 0, test: false, deletedAt: null, buyerCurrency: null },
    changed: ["status"],
  });
  const shipment = { id: "shp_1", trackToken: "t" };
  expect(dataAsNow("shipment.updated", { shipment, from: null, scans: [] })).toEqual({
    ...{ shipment: { ...shipment, fulfilmentIds: [], leftAt: null, replacedBy: null }, from: null, scans: [] },
  });
});

test("what today's version wrote stays as it is", () => {
  const today = { order: { id: "ord_1", units: 2, toShip: 2, test: true }, changed: [] };
  expect(dataAsNow("order.updated", today)).toBe(today);
});
