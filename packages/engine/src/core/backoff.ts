/** Full-jitter exponential backoff in ms: `base` doubling up to `cap`, never below what the platform asked for. */
export function backoff(input: {
  attempt: number;
  base: number;
  cap: number;
  random: number;
  atLeast?: number | null;
}): number {
  const top = Math.min(input.cap, input.base * 2 ** Math.max(0, input.attempt - 1));
  return Math.max(input.atLeast ?? 0, Math.round(top * (0.5 + input.random / 2)));
}
