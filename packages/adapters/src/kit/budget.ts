/**
 * A leaky bucket as a platform keeps it: it holds `maximum` points and regains `restorePerSecond`. Ours is an estimate, set
 * right by every answer that says what is left. Pure: each function answers a new bucket.
 */
export type Budget = {
  available: number;
  maximum: number;
  restorePerSecond: number;
  /** When `available` was true, UTC ms. */
  at: number;
  /** No call before this instant, UTC ms: the platform said Retry-After. */
  blockedUntil: number;
};

/** What a platform says is left. */
export type BudgetReading = { available: number; maximum: number; restorePerSecond: number };

/**
 * The bucket right after an answer. `inFlight` points belong to calls whose answers are still to come and that this reading
 * may not include yet.
 */
export function learned(
  before: Budget | null,
  reading: BudgetReading,
  about: { now: number; inFlight?: number },
): Budget {
  const { now, inFlight = 0 } = about;
  const available = Math.min(reading.maximum, reading.available) - inFlight;
  return {
    available,
    maximum: reading.maximum,
    restorePerSecond: reading.restorePerSecond,
    at: now,
    blockedUntil: before?.blockedUntil ?? 0,
  };
}

/** Points there now. A clock that went back restores nothing. */
export function availableAt(budget: Budget, now: number): number {
  const restored = (Math.max(0, now - budget.at) / 1000) * budget.restorePerSecond;
  return Math.min(budget.maximum, budget.available + restored);
}

/**
 * ms to wait before a call of `cost` points fits. A call larger than the whole bucket waits for a full one: the platform, not
 * the estimate, is to refuse it.
 *
 * @example waitFor({ available: 10, maximum: 1000, restorePerSecond: 50, at: 0, blockedUntil: 0 }, 110, 0) // 2000
 */
export function waitFor(budget: Budget, cost: number, now: number): number {
  const blocked = Math.max(0, budget.blockedUntil - now);
  const missing = Math.min(cost, budget.maximum) - availableAt(budget, now);
  if (missing <= 0) return blocked;
  if (budget.restorePerSecond <= 0) return blocked;
  return Math.max(blocked, Math.ceil((missing / budget.restorePerSecond) * 1000));
}

/** Takes points for a call that is about to go out, so that concurrent calls do not count on the same ones. */
export function spent(budget: Budget, cost: number, now: number): Budget {
  return { ...budget, available: availableAt(budget, now) - cost, at: now };
}

/** Honours a Retry-After: nothing goes out before it has passed. */
export function blocked(budget: Budget | null, untilMs: number): Budget {
  const base = budget ?? { available: 0, maximum: 0, restorePerSecond: 0, at: 0, blockedUntil: 0 };
  return { ...base, blockedUntil: Math.max(base.blockedUntil, untilMs) };
}
