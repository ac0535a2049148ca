import type { Frame } from "../frame.ts";
import { newFeed, stepFeed } from "./feed.ts";
import type { FeedEffect, FeedInput, FeedState, FeedTimer } from "./types.ts";

export const frameAt = (seq: number): Frame => ({
  seq,
  type: "order.updated",
  at: seq,
  stream: `ord_${seq}`,
  data: seq,
});

export const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

type Request = { request: number; since: number };
type Reset = { request: number; seq: number };

/** The feed with a page that does what it asks for, when the test says so, and notes what was shown out of order. */
export function makePage(cursor: number | null) {
  const world = {
    now: 0,
    newest: 0,
    /** Events up to here are no longer kept by the server. */
    kept: 0,
    opening: null as number | null,
    socket: null as number | null,
    late: [] as Frame[],
    request: null as Request | null,
    reset: null as Reset | null,
    resets: 0,
    timers: new Map<FeedTimer, number>(),
    /** What the page shows: everything up to the loaded view, then each delivered frame. */
    screen: [] as number[],
    wrong: [] as string[],
  };
  let feed: FeedState = newFeed({ cursor, now: world.now });

  function give(input: FeedInput): void {
    const step = stepFeed(feed, input, { now: world.now, random: 0.5 });
    feed = step.state;
    for (const effect of step.effects) perform(effect);
  }

  function perform(effect: FeedEffect): void {
    if (effect.type === "open") world.opening = effect.socket;
    else if (effect.type === "close") {
      world.opening = null;
      world.socket = null;
    } else if (effect.type === "catch_up") world.request = effect;
    else if (effect.type === "reset") {
      world.resets += 1;
      world.reset = effect;
    } else if (effect.type === "deliver") {
      for (const frame of effect.frames) {
        const last = world.screen.at(-1) ?? 0;
        if (frame.seq !== last + 1) world.wrong.push(`${frame.seq} after ${last}`);
        world.screen.push(frame.seq);
      }
    } else if (effect.type === "timer") {
      if (effect.in === null) world.timers.delete(effect.timer);
      else world.timers.set(effect.timer, world.now + effect.in);
    }
  }

  function elapse(ms: number): void {
    const end = world.now + ms;
    for (;;) {
      const due = [...world.timers].filter(([, at]) => at <= end).sort((a, b) => a[1] - b[1])[0];
      if (!due) break;
      world.timers.delete(due[0]);
      world.now = Math.max(world.now, due[1]);
      give({ type: "timer", timer: due[0] });
    }
    world.now = end;
  }

  return { world, give, elapse, look: () => ({ ...world, feed, all: upTo(world.newest) }) };
}

export type Page = ReturnType<typeof makePage>;
