/**
 * Two readings. `elapsed` is the world's own time in ms since it began: it runs `speed` times faster than real time and
 * jumps when advanced by hand; everything that happens is scheduled on it. `stamp` is the instant written on papers:
 * speed makes journeys short but does not push the calendar into the future, only a hand-made advance moves both.
 */
export type Clock = {
  elapsed(): number;
  /** The calendar instant (UTC ms) that belongs to a world time. */
  stamp(elapsed: number): number;
  speed(): number;
  paused(): boolean;
  setSpeed(speed: number): void;
  pause(paused: boolean): void;
  /** Moves world time and calendar by `ms`; returns the world time reached. */
  advance(ms: number): number;
};

type Segment = { elapsed: number; calendar: number; real: number };

export function createClock(input: { now: () => number; startAt: number; speed: number; running: boolean }): Clock {
  let speed = input.speed;
  let running = input.running;
  let segment: Segment = { elapsed: 0, calendar: input.startAt, real: input.now() };

  const elapsed = () => segment.elapsed + (running ? Math.max(0, input.now() - segment.real) * speed : 0);
  // A world that is moved by hand, or is living its history, keeps the calendar's own pace.
  const rate = () => (running ? speed : 1);
  const stamp = (at: number) => segment.calendar + (at - segment.elapsed) / rate();
  const settle = () => {
    const real = input.now();
    const at = elapsed();
    segment = { elapsed: at, calendar: running ? stamp(at) : segment.calendar, real };
  };

  return {
    elapsed,
    stamp: (at) => Math.floor(stamp(at)),
    speed: () => speed,
    paused: () => !running,
    setSpeed: (next) => {
      settle();
      speed = next;
    },
    pause: (paused) => {
      settle();
      running = !paused;
    },
    advance: (ms) => {
      settle();
      segment = { ...segment, elapsed: segment.elapsed + ms, calendar: segment.calendar + ms };
      return segment.elapsed;
    },
  };
}
