import { describe, expect, test } from "bun:test";
import { endingWords } from "./order-page-words.ts";
import { leftWords, noMailWords, orderMarks, unknownTotalWords } from "./order-words.ts";

const plain = {
  ...{ test: false, cashOnDelivery: false, payment: "paid", archivedAt: null, deletedAt: null },
  ...{ status: "paid" as const, units: 3, shipped: 0 },
};
const ids = (order: Partial<typeof plain> | object) => orderMarks({ ...plain, ...order }).map(({ id }) => id);

describe("what an order is beside its status", () => {
  test("what is left to ship is said once some of it has left, and never where nothing is left", () => {
    expect(leftWords({ toShip: 2, units: 3, shipped: 1 })).toBe("2 of 3 to ship");
    expect(leftWords({ toShip: 1, units: 3, shipped: 2 })).toBe("1 left to ship");
    // Its status says "To ship" already.
    expect(leftWords({ toShip: 3, units: 3, shipped: 0 })).toBeNull();
    expect(leftWords({ toShip: 0, units: 3, shipped: 1 })).toBeNull();
  });

  test("a trial order and cash on delivery are marked; a paid one is paid, however", () => {
    expect(ids({})).toEqual([]);
    expect(ids({ test: true, cashOnDelivery: true, payment: "pending" })).toEqual(["test", "cash_on_delivery"]);
    expect(ids({ cashOnDelivery: true })).toEqual([]);
  });

  test("archived is said where it ended something, not of everything that was shipped", () => {
    expect(ids({ archivedAt: 1, shipped: 3, status: "shipped" })).toEqual([]);
    expect(ids({ archivedAt: 1, shipped: 1, status: "shipped" })).toEqual(["archived"]);
    expect(endingWords({ ...plain, archivedAt: 1, shipped: 3, status: "delivered" }, "Kraft")).toBeNull();
    expect(endingWords({ ...plain, archivedAt: 1, status: "archived" }, "Kraft")?.next).toContain("Reopen it in Kraft");
    expect(endingWords({ ...plain, deletedAt: 1, status: "deleted" }, "Kraft")?.what).toBe(
      "Kraft no longer has this order.",
    );
  });

  test("what is unknown says why, and is never a nothing", () => {
    const read = { totalMinor: null, units: 2, syncState: "success" };
    const gap = (field: string, kind: "withheld" | "unreadable") => [{ field, kind }];
    expect(unknownTotalWords({ ...read, missing: gap("total", "withheld") })).toBe("The shop withholds the total");
    expect(unknownTotalWords({ ...read, missing: gap("total", "unreadable") })).toBe("The total cannot be read");
    expect(unknownTotalWords({ ...read, missing: gap("currency", "unreadable") })).toBe("Its currency is not known");
    expect(unknownTotalWords({ totalMinor: null, units: 0, syncState: "failed" })).toContain("not been read");
    expect(noMailWords({ customerEmail: null, missing: gap("customer.email", "withheld") })).toBe("E-mail withheld");
    expect(noMailWords({ customerEmail: null, missing: gap("customer.email", "unreadable") })).toBe(
      "E-mail unreadable",
    );
    expect(noMailWords({ customerEmail: null, missing: [] })).toBeNull();
    expect(noMailWords({ customerEmail: "a@b.example" })).toBeNull();
  });
});
