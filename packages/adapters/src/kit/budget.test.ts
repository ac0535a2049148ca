import { expect, test } from "bun:test";
import fc from "fast-check";
import { availableAt, type Budget, blocked, learned, spent, waitFor } from "./budget.ts";

// Figures of shopify.dev/docs/api/usage/limits: a bucket of 1,000 or 2,000 points that regains 100 a second.
const full: Budget = { available: 2000, maximum: 2000, restorePerSecond: 100, at: 0, blockedUntil: 0 };

test("a throttled call waits (requested − available) / restore rate", () => {
  const budget = learned(null, { available: 20, maximum: 2000, restorePerSecond: 100 }, { now: 5_000 });
  expect(waitFor(budget, 520, 5_000)).toBe(5_000);
  expect(waitFor(budget, 520, 8_000)).toBe(2_000);
  expect(waitFor(budget, 520, 10_000)).toBe(0);
});

test("points come back with time and never above the bucket", () => {
  const budget = spent(full, 2000, 0);
  expect(availableAt(budget, 0)).toBe(0);
  expect(availableAt(budget, 7_000)).toBe(700);
  expect(availableAt(budget, 3_600_000)).toBe(2000);
  expect(availableAt(spent(full, 500, 10_000), 0)).toBe(1500);
});

test("a call larger than the bucket waits for a full one, not for ever", () => {
  expect(waitFor(full, 9_999, 0)).toBe(0);
  expect(waitFor(spent(full, 100, 0), 9_999, 0)).toBe(1_000);
});

test("what other calls still hold is not counted as there", () => {
  const budget = learned(full, { available: 300, maximum: 2000, restorePerSecond: 100 }, { now: 0, inFlight: 200 });
  expect(availableAt(budget, 0)).toBe(100);
});

test("Retry-After is honoured although points are there, and survives the next reading", () => {
  const budget = blocked(full, 30_000);
  expect(waitFor(budget, 10, 10_000)).toBe(20_000);
  const later = learned(budget, { available: 2000, maximum: 2000, restorePerSecond: 100 }, { now: 10_000 });
  expect(waitFor(later, 10, 10_000)).toBe(20_000);
  expect(waitFor(later, 10, 30_000)).toBe(0);
  expect(waitFor(blocked(null, 500), 10, 0)).toBe(500);
});

test("a caller that waits as told never takes more than the platform has", () => {
  const calls = fc.array(
    fc.record({ cost: fc.integer({ min: 1, max: 1000 }), idle: fc.integer({ min: 0, max: 5000 }) }),
  );
  fc.assert(
    fc.property(calls, (list) => {
      let now = 0;
      let ours = full;
      let theirs = 2000;
      let at = 0;
      for (const { cost, idle } of list) {
        now += idle;
        now += waitFor(ours, cost, now);
        theirs = Math.min(2000, theirs + ((now - at) / 1000) * 100) - cost;
        at = now;
        ours = spent(ours, cost, now);
        expect(theirs).toBeGreaterThan(-1e-6);
      }
    }),
  );
});
