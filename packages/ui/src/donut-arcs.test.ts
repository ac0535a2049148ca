import { expect, test } from "bun:test";
import fc from "fast-check";
import { arcsOf, percents, slicesOf } from "./donut-arcs.ts";

const slices = fc.array(fc.record({ id: fc.uuid(), name: fc.string({ minLength: 1 }), n: fc.nat(100_000) }), {
  maxLength: 20,
});

test("nobody's orders are lost, at most six slices, the largest first", () => {
  fc.assert(
    fc.property(slices, (all) => {
      const shown = slicesOf(all);
      const sum = (list: readonly { n: number }[]) => list.reduce((n, s) => n + s.n, 0);
      expect(sum(shown)).toBe(sum(all));
      expect(shown.length).toBeLessThanOrEqual(6);
      const named = shown.filter(({ id }) => id !== "others");
      expect(named.map(({ n }) => n)).toEqual(named.map(({ n }) => n).sort((a, b) => b - a));
    }),
  );
});

test("percents sum to a hundred and are never a whole one away from the truth", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 8 }), (values) => {
      const total = values.reduce((a, b) => a + b, 0);
      const shown = percents(values);
      expect(shown.reduce((a, b) => a + b, 0)).toBe(total === 0 ? 0 : 100);
      if (total === 0) return;
      for (const [i, n] of values.entries()) expect(Math.abs((shown[i] ?? 0) - (n * 100) / total)).toBeLessThan(1);
    }),
  );
});

test("one slice is a whole ring, and no number of a path is unreal", () => {
  fc.assert(
    fc.property(slices, (all) => {
      for (const { path } of arcsOf(slicesOf(all))) expect(path).not.toMatch(/NaN|Infinity/);
    }),
  );
  const [ring] = arcsOf([{ id: "a", name: "A", n: 3 }]);
  expect(ring?.share).toBe(100);
  // An arc whose ends are one point is not drawn (SVG 2, §9.5.1): a whole ring is made of halves.
  const ends = [...(ring?.path ?? "").matchAll(/([\d.]+ [\d.]+)A[\d. ]+ [01] [01] ([\d.]+ [\d.]+)/g)];
  expect(ends).toHaveLength(4);
  for (const [, from, to] of ends) expect(from).not.toBe(to);
});
