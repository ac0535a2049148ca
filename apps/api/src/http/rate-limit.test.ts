import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { makeRateLimiter } from "./rate-limit.ts";

describe("a token bucket", () => {
  test("lets the burst through, then as many as time allows, and says how long to wait", () => {
    let now = 0;
    const take = makeRateLimiter({ burst: 3, perSecond: 0.5 }, () => now);
    expect([take("a"), take("a"), take("a")].every(({ allowed }) => allowed)).toBe(true);
    expect(take("a")).toEqual({ allowed: false, retryAfter: 2 });
    expect(take("b")).toEqual({ allowed: true });
    now = 2_000;
    expect(take("a")).toEqual({ allowed: true });
    expect(take("a").allowed).toBe(false);
  });

  test("whoever waits for Retry-After is let in, and never more than burst + rate × time get through", () => {
    const limits = fc.record({
      burst: fc.integer({ min: 1, max: 20 }),
      perSecond: fc.double({ min: 0.05, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(limits, fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }), (limit, waits) => {
        let now = 0;
        let through = 0;
        const take = makeRateLimiter(limit, () => now);
        for (const wait of waits) {
          now += wait;
          const verdict = take("k");
          if (verdict.allowed) through += 1;
          else {
            now += verdict.retryAfter * 1_000;
            expect(take("k").allowed).toBe(true);
            through += 1;
          }
        }
        expect(through).toBeLessThanOrEqual(limit.burst + (now / 1_000) * limit.perSecond + 1e-6);
      }),
    );
  });

  test("a clock that steps back neither locks out nor lets in", () => {
    let now = 10_000;
    const take = makeRateLimiter({ burst: 1, perSecond: 1 }, () => now);
    expect(take("a").allowed).toBe(true);
    now = 0;
    expect(take("a").allowed).toBe(false);
    now = 1_100;
    expect(take("a").allowed).toBe(true);
  });

  test("keeps a bounded number of keys", () => {
    const take = makeRateLimiter({ burst: 1, perSecond: 0.001 }, () => 0, 100);
    expect(take("first").allowed).toBe(true);
    for (let i = 0; i < 100; i++) take(`other ${i}`);
    expect(take("first").allowed).toBe(true);
    expect(take("other 99").allowed).toBe(false);
  });
});
