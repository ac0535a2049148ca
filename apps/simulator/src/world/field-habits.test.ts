import { describe, expect, test } from "bun:test";
import { defaultOptions } from "../options.ts";
import { type FieldHabit, fieldHabits, fillField, habitOf } from "./field-habits.ts";
import { shipOrder } from "./fulfilment.ts";
import { placeOrder } from "./orders.ts";
import type { Carrier } from "./types.ts";
import { createWorld } from "./world.ts";

const made = (habits = 0) =>
  createWorld({ ...defaultOptions, habits, seed: "habits", autoRun: false, now: () => 1_790_000_000_000 });

/** One paid order of a new world, shipped with a habit. */
function shipped(habit: FieldHabit, carrier: Carrier) {
  const world = made();
  const [fulfilment] = shipOrder(world, placeOrder(world), { habit, carrier });
  if (!fulfilment) throw new Error("nothing was shipped");
  return { world, fulfilment, written: fulfilment.tracking[0] };
}

describe("how a shop fills the field for the tracking number", () => {
  test("the label's barcode holds the number that the carrier knows, behind 420 and a ZIP code or FedEx's 22 digits", () => {
    for (const [carrier, shape] of [
      ["usps", /^420\d{5}94\d{20}$/],
      ["fedex", /^\d{34}$/],
      ["ups", /^\]C11Z\w{16}$/],
    ] as const) {
      const { world, fulfilment, written } = shipped("label", carrier);
      const [number = ""] = fulfilment.parcels;
      expect(written?.number).toMatch(shape);
      expect(written?.number).toEndWith(number);
      expect(world.parcels.get(number)?.carrier).toBe(carrier);
    }
  });
  test("two numbers in one field are two parcels; words stand around one; a company may be none", () => {
    const several = shipped("several", "ups");
    expect(several.fulfilment.parcels.length).toBe(2);
    for (const number of several.fulfilment.parcels) expect(several.written?.number).toContain(number);
    const words = shipped("words", "fedex");
    expect(words.written?.number).toBe(`FedEx ${words.fulfilment.parcels[0]}`);
    const nobody = shipped("no_carrier", "ups");
    expect(["Other", "ShipBob", "Pirate Ship"]).toContain(nobody.written?.company ?? "");
    expect(nobody.written?.number).toBe(nobody.fulfilment.parcels[0] ?? "");
  });
  test("where no number was typed nothing is handed to a carrier", () => {
    const { world, fulfilment, written } = shipped("no_number", "ups");
    expect(written?.number).toMatch(/^[A-Za-z/ ]+$/);
    expect([fulfilment.parcels, world.parcels.size]).toEqual([[], 0]);
  });
  test("the share of such fields is the option's; none by default", () => {
    const share = (habits: number) => {
      const world = made(habits);
      const [order] = [placeOrder(world)];
      const wanted = order.fulfilmentOrders[0];
      if (!wanted) throw new Error("nothing to ship");
      const drawn = Array.from({ length: 500 }, (_, i) => habitOf(world, { ...wanted, id: String(i) }));
      expect(drawn.every((habit) => fieldHabits.includes(habit))).toBe(true);
      expect(fillField(world, { wanted, carrier: "ups", habit: "plain" }).tracking[0]?.company).toBe("UPS");
      return drawn.filter((habit) => habit !== "plain").length / drawn.length;
    };
    expect(share(0)).toBe(0);
    expect(share(0.2)).toBeGreaterThan(0.12);
    expect(share(0.2)).toBeLessThan(0.28);
  });
});
