/** Full-jitter exponential backoff in ms: `base` doubling up to `cap`, never below what the platform asked for. */
export function backoff(of: {
  attempt: number;
  base: number;
  cap: number;
  random: number;
  atLeast?: number | null;
}): number {
  const top = Math.min(of.cap, of.base * 2 ** Math.max(0, of.attempt - 1));
  return Math.max(of.atLeast ?? 0, Math.round(top * (0.5 + of.random / 2)));
}
