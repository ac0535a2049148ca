import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { shareStructure } from "./structural-sharing.ts";

describe("keep", () => {
  test("the value is always the later one; equal to the earlier, it is the earlier one itself", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(JSON.stringify(shareStructure(a, b))).toBe(JSON.stringify(b));
        expect(shareStructure(a, structuredClone(a))).toBe(a);
      }),
    );
  });

  test("a row that came on top leaves the objects of the others as they were", () => {
    const before = [
      { id: 2, at: { n: 1 } },
      { id: 1, at: { n: 1 } },
    ];
    const after = shareStructure(before, [
      { id: 3, at: { n: 1 } },
      { id: 2, at: { n: 1 } },
      { id: 1, at: { n: 2 } },
    ]);
    expect(after[1]).toBe(before[0]);
    expect(after[2]).not.toBe(before[1]);
    expect(after[2]?.at.n).toBe(2);
  });
});
