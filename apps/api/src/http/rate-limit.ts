/** A bucket of `burst` tokens that refills by `perSecond`. */
type Limit = { burst: number; perSecond: number };
export type Limits = {
  /** Signed-in people and API keys, by key or user. */
  principal: Limit;
  /** Callers without a session or key, by address: public pages, sign-in pages, refused calls. */
  address: Limit;
  /** Tries at a password, by address. */
  signInAddress: Limit;
  /** Tries at a password, by account, from anywhere. */
  signInAccount: Limit;
};

/**
 * A person clicks a few times a second and a script pages as fast as it is answered; both stay far below `principal`.
 * A password may be tried ten times, then once every half minute.
 */
export const defaultLimits: Limits = {
  principal: { burst: 1_000, perSecond: 300 },
  address: { burst: 240, perSecond: 40 },
  signInAddress: { burst: 30, perSecond: 0.5 },
  signInAccount: { burst: 10, perSecond: 1 / 30 },
};

type Verdict = { allowed: true } | { allowed: false; retryAfter: number };
export type RateLimiter = (key: string) => Verdict;

/**
 * A token bucket per key, in memory and bounded: the least recently used key is forgotten first, which can only be kind to
 * its owner. Several processes each keep their own.
 *
 * @example makeRateLimiter({ burst: 10, perSecond: 1 }, now)("203.0.113.9") // { allowed: true }
 */
export function makeRateLimiter(limit: Limit, now: () => number, maxKeys = 20_000): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = now();
    const known = buckets.get(key);
    const tokens = known
      ? Math.min(limit.burst, known.tokens + (Math.max(0, at - known.at) / 1000) * limit.perSecond)
      : limit.burst;
    buckets.delete(key);
    const allowed = tokens >= 1;
    buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
    if (buckets.size > maxKeys) {
      const oldest = buckets.keys().next().value;
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return allowed ? { allowed } : { allowed, retryAfter: Math.max(1, Math.ceil((1 - tokens) / limit.perSecond)) };
  };
}
