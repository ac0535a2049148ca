import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { shipmentStatuses } from "../status.ts";
import type { Goods, ProgressFulfilment, ProgressParcel } from "./held.ts";
import { leftLines, progress, sharedWith } from "./progress.ts";

const line = (externalId: string, quantity: number, unfulfilled = quantity) => ({
  ...{ externalId, quantity, unfulfilled, requiresShipping: true },
});
const held = (lines: Record<string, number>) =>
  Object.entries(lines).map(([externalLineId, quantity]) => ({ externalLineId, quantity }));
const fulfilment = (id: string, lines: Record<string, number>, more: Partial<ProgressFulfilment> = {}) => ({
  ...{ externalId: id, cancelled: false, lines: held(lines), arrival: null, ...more },
});
const parcel = (status: ProgressParcel["status"], fulfilmentIds: string[], more: Partial<ProgressParcel> = {}) => ({
  ...{ status, lines: [], fulfilmentIds, leftAt: null, scanCount: status === "pre_transit" ? 0 : 1, ...more },
});
const counts = (goods: Goods) => {
  const { units, shipped, delivered, unshipped } = progress(goods);
  return [units, shipped, delivered, unshipped];
};

describe("fulfilments carry the lines, parcels say when they arrived", () => {
  const two = { lines: [line("a", 2, 0)], fulfilments: [fulfilment("f", { a: 2 })] };

  test("a fulfilment in two parcels is delivered when both are", () => {
    const at = (first: ProgressParcel["status"], second: ProgressParcel["status"]) =>
      progress({ ...two, parcels: [parcel(first, ["f"]), parcel(second, ["f"])] });
    expect(at("delivered", "pre_transit")).toMatchObject({ shipped: 2, delivered: 0, parcels: 2, parcelsArrived: 1 });
    expect(at("delivered", "in_transit")).toMatchObject({ shipped: 2, delivered: 0 });
    expect(at("delivered", "delivered")).toMatchObject({ shipped: 2, delivered: 2, parcelsArrived: 2 });
  });

  test("one parcel brings several fulfilments, and each unit once", () => {
    const lines = [line("a", 1, 0), line("b", 3, 0)];
    const fulfilments = [fulfilment("f", { a: 1, b: 1 }), fulfilment("g", { b: 2 })];
    expect(counts({ lines, fulfilments, parcels: [parcel("in_transit", ["f", "g"])] })).toEqual([4, 4, 0, 0]);
    expect(counts({ lines, fulfilments, parcels: [parcel("delivered", ["f", "g"])] })).toEqual([4, 4, 4, 0]);
  });

  test("a parcel handed in here counts once, before and after the channel names it", () => {
    const own = parcel("in_transit", [], { lines: held({ a: 1 }) });
    expect(counts({ lines: [line("a", 2)], fulfilments: [], parcels: [own] })).toEqual([2, 1, 0, 1]);
    // Told to the channel, whose fulfilment we have not read yet.
    const pushed = { ...own, fulfilmentIds: ["f"] };
    expect(counts({ lines: [line("a", 2)], fulfilments: [], parcels: [pushed] })).toEqual([2, 1, 0, 1]);
    const named = { lines: [line("a", 2, 1)], fulfilments: [fulfilment("f", { a: 1 })] };
    expect(counts({ ...named, parcels: [pushed] })).toEqual([2, 1, 0, 1]);
    // Handed in here beside a fulfilment of the shop's own: two different units.
    expect(counts({ ...named, parcels: [{ ...own, fulfilmentIds: [] }] })).toEqual([2, 2, 0, 0]);
  });

  test("one without lines holds all that was left, and not what a fulfilment has", () => {
    const goods = { lines: [line("a", 3, 2)], fulfilments: [fulfilment("f", { a: 1 })] };
    const parcels = [parcel("in_transit", ["f"]), parcel("delivered", [])];
    expect(counts({ ...goods, parcels })).toEqual([3, 3, 2, 0]);
    expect(leftLines({ ...goods, parcels })).toEqual([]);
    expect(leftLines({ ...goods, parcels: parcels.slice(0, 1) })).toEqual(held({ a: 2 }));
  });

  test("where no carrier tells, the shop's own word counts; where one tells, it does not", () => {
    const delivered = { kind: "delivered" as const, at: 1 };
    const at = (kind: "ready_for_pickup" | "picked_up" | "delivered", parcels: ProgressParcel[]) =>
      progress({
        lines: [line("a", 2, 0)],
        fulfilments: [fulfilment("f", { a: 2 }, { arrival: { ...delivered, kind } })],
        parcels,
      }).delivered;
    expect([at("delivered", []), at("picked_up", []), at("ready_for_pickup", [])]).toEqual([2, 2, 0]);
    expect(at("delivered", [parcel("pre_transit", ["f"])])).toBe(2);
    expect(at("delivered", [parcel("in_transit", ["f"])])).toBe(0);
    // One of two numbers belongs to a carrier that tells nothing.
    expect(at("delivered", [parcel("delivered", ["f"]), parcel("pre_transit", ["f"])])).toBe(2);
    expect(at("ready_for_pickup", [parcel("delivered", ["f"]), parcel("pre_transit", ["f"])])).toBe(0);
  });

  test("a cancelled fulfilment and a parcel that left count for nothing", () => {
    const goods = { lines: [line("a", 2, 2)], fulfilments: [fulfilment("f", { a: 2 }, { cancelled: true })] };
    expect(counts({ ...goods, parcels: [parcel("delivered", ["f"], { leftAt: 1 })] })).toEqual([2, 0, 0, 2]);
    expect(progress({ ...two, parcels: [parcel("delivered", ["f"], { leftAt: 1 })] })).toMatchObject({
      ...{ shipped: 2, delivered: 0, parcels: 0, parcelsArrived: 0, parcelStatus: null },
    });
  });

  test("what needs no shipping is in no count", () => {
    const card = { ...line("card", 1), requiresShipping: false };
    const goods = { lines: [line("a", 1), card], fulfilments: [], parcels: [] };
    expect(counts(goods)).toEqual([1, 0, 0, 1]);
    expect(leftLines(goods)).toEqual(held({ a: 1 }));
  });

  test("parcels that share a fulfilment know of each other", () => {
    const one = (id: string, fulfilmentIds: string[], leftAt: number | null = null) => {
      return { id, fulfilmentIds, leftAt, status: "in_transit" as const };
    };
    const all = [one("1", ["f"]), one("2", ["f", "g"]), one("3", ["g"]), one("4", ["f"], 1)];
    expect(all.map((one) => sharedWith(one, all))).toEqual([1, 2, 1, 2]);
  });
});

describe("whatever a channel and carriers say", () => {
  const ids = ["a", "b", "c"];
  const quantities = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 0, max: 5 })).map(held);
  const goods: fc.Arbitrary<Goods> = fc.record({
    lines: fc.uniqueArray(
      fc.record({
        ...{ externalId: fc.constantFrom(...ids), quantity: fc.nat(4), unfulfilled: fc.nat(6) },
        requiresShipping: fc.boolean(),
      }),
      { selector: (one) => one.externalId },
    ),
    fulfilments: fc.uniqueArray(
      fc.record({
        ...{ externalId: fc.constantFrom("f", "g", "h"), cancelled: fc.boolean(), lines: quantities },
        arrival: fc.option(
          fc.record({ kind: fc.constantFrom("picked_up", "ready_for_pickup"), at: fc.constant(null) }),
        ),
      }),
      { selector: (one) => one.externalId },
    ),
    parcels: fc.array(
      fc.record({
        status: fc.constantFrom(...shipmentStatuses),
        lines: quantities,
        fulfilmentIds: fc.subarray(["f", "g", "h", "gone"]),
        leftAt: fc.option(fc.constant(1)),
        scanCount: fc.nat(1),
      }),
      { maxLength: 4 },
    ),
  });

  test("no more than was bought, nothing below none, and nothing arrives that did not leave", () => {
    fc.assert(
      fc.property(goods, (some) => {
        const { units, shipped, delivered, unshipped, parcels, parcelsArrived } = progress(some);
        const bought = some.lines.reduce((n, one) => n + (one.requiresShipping ? one.quantity : 0), 0);
        expect(units).toBe(bought);
        expect(delivered).toBeGreaterThanOrEqual(0);
        expect(shipped).toBeGreaterThanOrEqual(delivered);
        expect(units).toBeGreaterThanOrEqual(shipped);
        expect(unshipped).toBeGreaterThanOrEqual(0);
        expect(unshipped).toBeLessThanOrEqual(units);
        expect(parcels).toBeGreaterThanOrEqual(parcelsArrived);
        expect(leftLines(some).reduce((n, one) => n + one.quantity, 0)).toBe(unshipped);
      }),
    );
  });

  test("no order of telling makes a difference, and what left or was called off makes none", () => {
    fc.assert(
      fc.property(goods, (some) => {
        const turned = {
          lines: some.lines.toReversed(),
          fulfilments: some.fulfilments.toReversed(),
          parcels: some.parcels.toReversed(),
        };
        expect(progress(turned)).toEqual(progress(some));
        const gone = some.parcels.map((one) => ({ ...one, status: "delivered" as const, leftAt: 1 }));
        expect(progress({ ...some, parcels: [...some.parcels, ...gone] })).toEqual(progress(some));
      }),
    );
  });

  test("another arrival never takes one back", () => {
    fc.assert(
      fc.property(goods, fc.nat(3), (some, i) => {
        const one = some.parcels[i];
        if (!one || one.status === "cancelled") return;
        const parcels = some.parcels.with(i, { ...one, status: "delivered", scanCount: 1 });
        // The shop said that it arrived before a carrier spoke: then the carrier's word for one parcel is not yet all of them.
        const tracked = {
          ...one,
          scanCount: 1,
          status: one.status === "pre_transit" ? ("in_transit" as const) : one.status,
        };
        const pushed = progress({ ...some, parcels: some.parcels.with(i, tracked) });
        expect(progress({ ...some, parcels }).delivered).toBeGreaterThanOrEqual(pushed.delivered);
      }),
    );
  });
});
